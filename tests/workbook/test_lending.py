"""Ranges of tables reach our functions as plain ranges do, in every workbook of a template."""

from __future__ import annotations

import pytest

from psscore.model.cell_error import CellError
from psscore.workbook.recalculate import Options
from workbook.books import NOW, book, codes, run, table
from workbook.test_own_functions import OMITTED, Probe, recalculator

TABLE = table("T1", "A1:B4", ["a", "b"])
CELLS = {
    "numbers": '<c r="A2"><v>1</v></c>|<c r="A3"><v>2.5</v></c>|<c r="A4"><v>-3</v></c>',
    "texts": '<c r="A2" t="str"><v>甲</v></c>|<c r="A3" t="str"><v></v></c>|<c r="A4" t="str"><v>1</v></c>',
    "blanks": "||",
    "a blank below": '<c r="A2"><v>1</v></c>||',
    "errors": '<c r="A2" t="e"><v>#N/A</v></c>|<c r="A3"><v>1</v></c>|<c r="A4" t="e"><v>#NULL!</v></c>',
    "formulas": '<c r="A2"><f>C9+1</f></c>|<c r="A3"><f>1/0</f></c>|<c r="A4"><f>"x"&amp;A2</f></c>',
    "logical values": '<c r="A2" t="b"><v>1</v></c>|<c r="A3" t="b"><v>0</v></c>|',
}
FORMULAS = [
    ("PS_SCORE(T1[a])", "PS_SCORE($A$2:$A$4)", "one column"),
    ("PS_SCORE(T1[[a]:[b]],5)", "PS_SCORE($A$2:$B$4,5)", "two columns"),
    ("PS_SCORE(T1[#All])", "PS_SCORE($A$1:$B$4)", "with its header"),
    ("PS_SCORE(T1[[#Headers],[a]])", "PS_SCORE($A$1)", "one cell"),
    ("PS_SCORE( T1[a] , T1[b] ,,T1[a])", "PS_SCORE($A$2:$A$4,$B$2:$B$4,,$A$2:$A$4)", "blanks, an argument left out"),
    ("IF(1>0,PS_SCORE(1,T1[b]),2)", "IF(1>0,PS_SCORE(1,$B$2:$B$4),2)", "a call that may be skipped"),
    ("PS_SCORE(PS_SCORE(T1[a]),T1[b])", "PS_SCORE(PS_SCORE($A$2:$A$4),$B$2:$B$4)", "a call within a call"),
    ("PS_SCORE(SUM(T1[b]),T1[b])", "PS_SCORE(SUM($B$2:$B$4),$B$2:$B$4)", "the same in another function"),
    ("PS_SCORE((T1[a]),+T1[[#Headers],[b]])", "PS_SCORE(($A$2:$A$4),+$B$1)", "in brackets"),
    ("PS_SCORE(T1[c],1)", "PS_SCORE(#REF!,1)", "a column that is not there"),
]


def made(formula: str, cells: str, beside: int = 0) -> bytes:
    first = '<c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c>'
    rows = [f'<row r="1">{first}</row>']
    rows += [
        f'<row r="{row}">{cell}<c r="B{row}"><v>{row + beside}</v></c></row>'
        for row, cell in enumerate(cells.split("|"), 2)
    ]
    rows.append(f'<row r="9"><c r="C9"><v>{beside}</v></c><c r="D9"><f>{formula}</f></c></row>')
    return book("".join(rows), tables={"S": [TABLE]})


@pytest.mark.parametrize(("lent", "plain", "why"), FORMULAS, ids=[row[2] for row in FORMULAS])
def test_every_call_gets_what_the_plain_range_gives(lent: str, plain: str, why: str) -> None:
    one, other = Probe(), Probe()
    first, second = recalculator(one), recalculator(other)
    for beside in (0, 0, 7):
        for cells in CELLS.values():
            for known, formula in ((first, lent), (second, plain)):
                known.recalculate(made(formula, cells, beside), Options(now=NOW, allow_partial=True))
            assert one.calls[-1:] == other.calls[-1:], why
    assert one.calls
    assert one.calls == other.calls
    assert any(OMITTED in call for call in one.calls) == (",," in lent)


def test_a_list_is_made_once_for_all_calls() -> None:
    probe = Probe()
    cells = "".join(
        f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="B{row}"><v>{row}</v></c>'
        f'<c r="D{row}"><f>PS_SCORE(T1[[#This Row],[a]],T1[b])</f></c></row>'
        for row in (2, 3, 4)
    )
    recalculator(probe).recalculate(book(cells, tables={"S": [TABLE]}), Options(now=NOW))
    assert [call[0] for call in probe.calls] == [2, 3, 4]
    assert len({id(call[1]) for call in probe.calls}) == 1
    assert probe.calls[0][1] == [[2.0], [3.0], [4.0]]


def test_a_range_that_holds_the_call_itself_is_a_circle_and_names_no_sheet_of_the_engine() -> None:
    for formula in ("PS_SCORE(T1[b])", "PS_SCORE(S!$B$2:$B$4)"):
        cells = (
            f'<row r="2"><c r="A2"><v>1</v></c><c r="B2"><f>{formula}</f><v>3</v></c></row>'
            '<row r="3"><c r="A3"><v>2</v></c><c r="B3"><f>B2+1</f><v>4</v></c></row>'
        )
        result = run(book(cells, tables={"S": [TABLE]}), allow_partial=True)
        assert set(codes(result)) <= {("B2", "circular"), ("B3", "circular")}, formula
        assert codes(result), formula
        assert all(name.startswith("S!") for finding in result.findings for name in finding.dependents)
        assert result.receipt["counters"]["kept"] == 2


def test_cells_that_rest_on_a_lent_range_are_named() -> None:
    cells = (
        '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><f>MMULT({1,2},{3;4})</f><v>3</v></c></row>'
        '<row r="9"><c r="D9"><f>PS_SCORE(T1[b])</f><v>4</v></c><c r="E9"><f>D9+1</f><v>5</v></c></row>'
    )
    probe = Probe(CellError.VALUE)
    result = recalculator(probe).recalculate(book(cells, tables={"S": [TABLE]}), Options(now=NOW))
    found = next(finding for finding in result.findings if finding.cell == "B2")
    assert found.dependents == ("S!D9", "S!E9")
    assert result.receipt["counters"]["kept"] == 3


def test_a_circle_through_a_range_is_found_beside_references_that_move() -> None:
    formula = "<f>PS_COUNT(1,T[#Headers],OFFSET(F3,1,0))</f><v>9</v>"
    titles = '<c r="A1" t="str"><v>a</v></c>'
    cells = f'<row r="1">{titles}<c r="B1">{formula}</c></row><row r="2"/><row r="3"><c r="B3">{formula}</c></row>'
    result = run(book({"S": cells}, tables={"S": [table("T", "A1:B2", ["a", "b"])]}), allow_partial=True)
    assert ("B1", "circular") in codes(result)
