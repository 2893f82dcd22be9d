"""What one workbook leaves behind is never taken for another's."""

from __future__ import annotations

import zlib
from itertools import permutations, product

import pytest

from psscore.workbook.package import DEFLATED, STORED, Package, Packed
from psscore.workbook.recalculate import Recalculator
from workbook.books import book, codes, pack, part, parts, relations, run, table

# Two numbers of one length with the same checksum.
TWINS = ("657590501813", "903291985642")


@pytest.mark.parametrize("stored", [False, True])
def test_parts_with_one_checksum_and_size_are_told_apart(stored: bool) -> None:
    workbooks = []
    for number in TWINS:
        data = book(f'<row r="1"><c r="A1"><v>{number}</v></c><c r="B1"><f>A1+1</f></c></row>')
        workbooks.append(_as_stored(data) if stored else data)
    checksums = {Package(data).identity("xl/worksheets/sheet1.xml")[:2] for data in workbooks}
    assert len(checksums) == len({zlib.crc32(number.encode()) for number in TWINS}) == 1
    reused = Recalculator()
    for number, data in [*zip(TWINS, workbooks, strict=True)] * 2:
        result = run(data, reused).data
        assert result is not None
        assert f"<v>{int(number) + 1}</v>" in part(result)


def _as_stored(data: bytes) -> bytes:
    """The same workbook, its sheet not compressed."""
    package, where = Package(data), "xl/worksheets/sheet1.xml"
    content = package.read(where)
    return package.replace({where: Packed.of(content, STORED)})


@pytest.mark.parametrize("method", [STORED, DEFLATED])
@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"])
def test_a_damaged_member_is_seen_after_a_sound_one(name: str, method: int) -> None:
    """A member that is only copied is looked at too, however much it is like that of the workbook before."""
    data = book('<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1+1</f></c></row>')
    package = Package(data)
    sound = package.replace({name: Packed.of(package.read(name), method)})
    member = Package(sound).index[name]
    at = member.data + member.packed // 2
    damaged = sound[:at] + bytes([sound[at] ^ 1]) + sound[at + 1 :]
    reused = Recalculator()
    for _ in range(2):
        assert run(sound, reused).status in ("written", "unchanged")
        assert run(damaged, reused).status == "refused"


def test_a_book_is_read_anew_when_what_it_rests_on_changes() -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><f>N_1+1</f></c></row>'
    reused = Recalculator()
    one, other = (book(cells, names={"N_1": f"S!${letter}$1"}) for letter in "AB")
    extra = book({"S": cells, "T": ""}, names={"N_1": "S!$B$1"})
    for data, expected in [(one, 2), (other, 3), (one, 2), (one, 2), (extra, 3), (other, 3), (extra, 3), (one, 2)]:
        assert f"<v>{expected}</v></c></row>" in part(run(data, reused).data)


def test_a_workbook_that_is_refused_leaves_nothing_behind() -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1+1</f></c></row>'
    good, reused = book(cells), Recalculator()
    package = Package(good)
    broken = package.replace({"xl/workbook.xml": Packed.of(b"<workbook/>")})
    for _ in range(2):
        assert run(broken, reused).status == "refused"
        assert "<v>2</v>" in part(run(good, reused).data)


def test_the_same_parts_related_in_another_way_are_another_template() -> None:
    inputs = "".join(
        f'<row r="{row}"><c r="A{row}"><v>{{0}}{row}</v></c><c r="B{row}"><v>{row}</v></c></row>' for row in (2, 3)
    )
    formulas = '<row r="5"><c r="F5"><f>SUM(T[a])+Two!A2</f></c><c r="G5"><f>PS_COUNT(2,T[b],T[a])</f></c></row>'
    sheets = {"One": inputs.format(1) + formulas, "Two": inputs.format(2)}
    plain = parts(sheets, tables={"One": [table("T", "A1:B3", ["a", "b"])]})
    sheet, rels, book_rels = (
        "xl/worksheets/sheet{}.xml",
        "xl/worksheets/_rels/sheet{}.xml.rels",
        "xl/_rels/workbook.xml.rels",
    )
    one, two = rels.format(1), rels.format(2)
    plain[two] = relations()
    moved = plain | {one: plain[two], two: plain[one]}
    renamed = {name.replace("sheet1.xml", "main.xml"): content for name, content in plain.items()}
    renamed[book_rels] = str(plain[book_rels]).replace("sheet1.xml", "main.xml")
    swapped = moved | {sheet.format(1): plain[sheet.format(2)], sheet.format(2): plain[sheet.format(1)]}
    numbers = str(plain[book_rels]).replace("sheet1.xml", "sheet?.xml").replace("sheet2.xml", "sheet1.xml")
    swapped[book_rels] = numbers.replace("sheet?.xml", "sheet2.xml")
    workbooks = [pack(content) for content in (plain, moved, renamed, swapped)]
    alone = [run(data) for data in workbooks]
    assert [result.status for result in alone] == ["written"] * 4
    assert part(alone[0].data or b"") != part(alone[1].data or b""), "the table lies on the other sheet"
    for first, second in permutations(range(4), 2):
        reused = Recalculator()
        run(workbooks[first], reused)
        after = run(workbooks[second], reused)
        assert (after.data, after.receipt) == (alone[second].data, alone[second].receipt)


@pytest.mark.parametrize(
    "formula",
    [
        'PS_SCORE("1",VLOOKUP(A1,B1:C1,2,FALSE),100)',
        'VLOOKUP(A1,B1:C1,2,FALSE)+PS_SCORE("1",93,100)',
        '(VLOOKUP(A1,B1:C1,2,FALSE))*PS_SCORE("1",93,100)',
        "PS_SCORE(TRIM(A1),93,100)",
        'IF(ISNA(TRIM(A1)),0,1)+PS_SCORE("1",93,100)+MEDIAN(A1)*0',
        'PS_RATE(VLOOKUP(A1,B1:C1,2,FALSE),PS_SCORE("1",93,100)*1000)',
        'IF(VLOOKUP(A1,B1:C1,2,FALSE)+PS_SCORE("1",93,100)>0,1,2)',
        'ROUND(PS_SCORE("1",DATEVALUE(D1)*0+93,100),2)',
    ],
)
def test_a_score_that_an_error_kept_from_being_worked_out_is_not_told_again(formula: str) -> None:
    def made(looked_up: str, day: str) -> bytes:
        found = '<c r="B1"><v>1</v></c><c r="C1"><v>93</v></c>'
        last = f'<c r="D1" t="str"><v>{day}</v></c><c r="E1"><f>{formula}</f></c>'
        return book(f'<row r="1"><c r="A1"{looked_up}</c>{found}{last}</row>')

    reused = Recalculator()
    before = run(made("><v>1</v>", "2026-01-01"), reused)
    assert [row["score"] for row in before.receipt["indicators"]] == ["0.6"]
    wrong = made(' t="e"><v>#N/A</v>', "no day")
    after, alone = run(wrong, reused), run(wrong)
    assert (after.data, after.receipt) == (alone.data, alone.receipt)
    assert after.receipt["indicators"] == []


@pytest.mark.parametrize("formula", ["INDIRECT(B1)", "OFFSET(C1,0,B2)"])
def test_where_a_formula_has_pointed_is_forgotten(formula: str) -> None:
    def made(cell: str, away: int) -> bytes:
        first = f'<c r="A1"><f>{formula}</f><v>0</v></c><c r="B1" t="str"><v>{cell}</v></c><c r="C1"><v>5</v></c>'
        rests = '<c r="D1"><f>A1*2</f><v>0</v></c><c r="E1"><f>PS_RATE(A1,10)</f><v>0</v></c>'
        return book(f'<row r="1">{first}{rests}</row><row r="2"><c r="B2"><v>{away}</v></c></row>')

    workbooks = {"C1": made("C1", 0), "A1": made("A1", -2), "D1": made("D1", 1)}
    alone = {cell: run(data, allow_partial=True) for cell, data in workbooks.items()}
    assert {cell: codes(result) for cell, result in alone.items()} == {
        "C1": [],
        "A1": [("A1", "circular")],
        "D1": [("A1", "circular")],
    }
    for order in product(workbooks, repeat=3):
        reused = Recalculator()
        for cell in order:
            result = run(workbooks[cell], reused, allow_partial=True)
            assert (result.data, result.receipt) == (alone[cell].data, alone[cell].receipt), order


def test_workbooks_with_moving_references_share_a_template_until_one_is_circular() -> None:
    def made(cell: str, number: int) -> bytes:
        first = f'<c r="A1"><f>INDIRECT(B1)*2</f></c><c r="B1" t="str"><v>{cell}</v></c><c r="C1"><v>{number}</v></c>'
        return book(f'<row r="1">{first}<c r="D1"><f>A1+C1</f></c></row>')

    reused = Recalculator()
    loads = []
    for cell, number in [("C1", 5), ("C1", 6), ("E1", 7), ("D1", 8), ("C1", 9), ("C1", 10)]:
        data = made(cell, number)
        result, alone = run(data, reused, allow_partial=True), run(data, allow_partial=True)
        assert (result.data, result.receipt) == (alone.data, alone.receipt), cell
        loads.append([*reused._cache._prepared.values()])
    assert loads[0] == loads[1] == loads[2]
    assert loads[3] == []
    assert loads[4] == loads[5] != loads[2]


@pytest.mark.parametrize("formula", ['IF(C1>6,INDIRECT("D1"),0)', 'SUM(C1/B1,INDIRECT("D1"))', 'SUM(INDIRECT("D1"))'])
def test_a_circle_that_only_closes_in_a_later_workbook(formula: str) -> None:
    def made(number: int) -> bytes:
        cells = f'<c r="A1"><f>{formula}</f></c><c r="B1"><v>{number - 5}</v></c><c r="C1"><v>{number}</v></c>'
        return book(f'<row r="1">{cells}<c r="D1"><f>A1+C1</f></c></row>')

    reused = Recalculator()
    for number in (5, 6, 7, 5, 7, 6):
        result, alone = run(made(number), reused, allow_partial=True), run(made(number), allow_partial=True)
        assert (result.data, result.receipt) == (alone.data, alone.receipt), number
    assert ("A1", "circular") in codes(run(made(7), allow_partial=True))
