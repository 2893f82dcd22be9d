"""A part that differs in its values alone: read and written as if it had been scanned, or not at all."""

from __future__ import annotations

import weakref
from xml.sax.saxutils import escape

import pytest

from psscore.workbook.outline import Outline, cut
from psscore.workbook.package import Package
from psscore.workbook.recalculate import Recalculator
from psscore.workbook.refusal import Refused
from psscore.workbook.sheet import Scan, patch, scan
from workbook.books import book, run, sheet

PART = sheet(
    '<row r="1"><c r="A1" s="3"><v>7</v></c><c r="B1" t="s"><v>0</v></c><c r="C1"/><c r="D1" t="b"><v>1</v></c></row>'
    '<row r="2"><c r="A2"><f>A1*2</f><v>14</v></c>'
    '<c r="B2" s="1" t="str"><f t="shared" ref="B2:B3" si="0">A1&amp;"x"</f>'
    '<v>7x</v></c><c r="C2"><f>A9</f></c><c r="D2" t="str"><f>""</f><v></v></c></row>'
    '<row r="3"><c r="B3" t="e" vm="1"><f t="shared" si="0"/><v>#N/A</v></c>'
    '<c r="A3"><f>B8</f><v>5</v><is><t>5</t></is></c>'
    '<c r="C3" t="str"><f>B9</f><v xml:space="preserve"> x</v></c><c r="D3" t="n"><v></v></c></row>'
).encode()


def outline() -> Outline:
    return Outline(PART, scan(PART, "p"))


def told(found: Scan | None) -> tuple[object, ...] | None:
    return None if found is None else (found.formulas, found.literals, found.key, found.plain, found.hidden_rows)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("<v>7</v>", "<v>8.25</v>", "a number"),
        ("<v>0</v>", "<v>12</v>", "another shared string"),
        ("<v>14</v>", "<v>-1E-7</v>", "a stored result"),
        ("<v>7x</v>", "<v>八点 x\n</v>", "a text with other letters and a line end"),
        ("<v></v></c></row><row", "<v>y</v></c></row><row", "a text where there was none"),
        ("<v>7x</v>", "<v></v>", "no text where there was one"),
        ("<v>#N/A</v>", "<v>#VALUE!</v>", "another error"),
        ("<v>7</v>", "<v>seven</v>", "what is no number is found where cells are read"),
    ],
)
def test_other_values_are_read_as_a_scan_reads_them(old: str, new: str, why: str) -> None:
    other = PART.replace(old.encode(), new.encode(), 1)
    assert other != PART
    assert told(outline().scan(other, cut(other))) == told(scan(other, "p")), why


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b"<v>7x</v>", b"<v>7&amp;x</v>", "entities are not looked into"),
        (b"<v>7x</v>", b"<v>7&x</v>", "not sound"),
        (b"<v>7x</v>", b"<v>]]></v>", "not sound"),
        (b"<v>7x</v>", b"<v>\x01</v>", "not sound"),
        (b"<v>7x</v>", b"<v>\xe5\x85</v>", "half a character"),
        (b"<v>7x</v>", "<v>\ufffe</v>".encode(), "no character"),
        (b"<v>7</v>", b"<v></v>", "a number that is gone is no literal"),
        (b't="n"><v></v>', b't="n"><v>5</v>', "a literal that was blank"),
        (b's="3"><v>7', b's="4"><v>7', "another style"),
        (b"A1*2", b"A1*3", "another formula"),
        (b"<f>A9</f>", b"<f>A9</f><v>1</v>", "a result where there was none"),
        (b"<v>14</v>", b"<v/>", "another way to write it"),
        (b'<row r="3">', b'<row r="3" hidden="1">', "a hidden row"),
        (b"</worksheet>", b"<!-- --></worksheet>", "a comment"),
        (b"</sheetData>", b'<row r="9"><c r="A9"><v>1</v></c></row></sheetData>', "one more cell"),
        (b"<?xml", b"\xef\xbb\xbf<?xml", "a byte order mark"),
    ],
)
def test_whatever_else_differs_is_left_to_the_scan(old: bytes, new: bytes, why: str) -> None:
    other = PART.replace(old, new, 1)
    assert other != PART
    assert outline().scan(other, cut(other)) is None, why


def test_two_halves_of_a_character_in_two_cells_are_none() -> None:
    other = PART.replace(b"<v>7x<", b"<v>\xe5\x85<").replace(b"<v>#N/A<", b"<v>\xb1<")
    assert outline().scan(other, cut(other)) is None
    with pytest.raises(Refused):
        scan(other, "p")


@pytest.mark.parametrize("coding", ["utf-16", "utf-8"])
def test_only_plain_parts_are_cut(coding: str) -> None:
    text = PART.decode().replace("<row", "<!-- --><row", coding == "utf-8") if coding == "utf-8" else PART.decode()
    data = text.replace("UTF-8", coding.upper()).encode(coding)
    found = scan(data, "p")
    assert Outline(data, found).scan(data, cut(data)) is None
    assert found.pieces is None


WRITTEN = [
    ({b"A2": (b"", b"<v>15</v>")}, "a number for a number"),
    ({b"A2": (b' t="str"', b"<v>x</v>")}, "a text for a number"),
    ({b"B2": (b"", b"<v>1</v>")}, "a number for a text"),
    ({b"B2": (b' t="str"', b"<v>y</v>")}, "a text for a text"),
    ({b"B3": (b' t="e"', b"<v>#NUM!</v>")}, "an error for an error that a rich value stands behind"),
    ({b"D2": (b' t="b"', b"<v>1</v>")}, "a truth for an empty text"),
    ({b"B2": (b' t="str"', b'<v xml:space="preserve"> y</v>')}, "blanks at the ends"),
    ({b"D2": (b' t="str"', b"<v></v>"), b"A2": (b"", b"<v>2</v>")}, "several, in any order"),
]


@pytest.mark.parametrize(("written", "why"), WRITTEN)
def test_a_part_is_written_as_by_searching(written: dict[bytes, tuple[bytes, bytes]], why: str) -> None:
    known = outline()
    assert known.patch(None, written) is None, "cutting does not pay the first time"
    assert known.patch(None, written) == patch(PART, "p", scan(PART, "p"), written), why


@pytest.mark.parametrize(("written", "why"), WRITTEN)
def test_every_part_keeps_its_own_values(written: dict[bytes, tuple[bytes, bytes]], why: str) -> None:
    known = outline()
    other = PART.replace(b"<v>7<", b"<v>123456<").replace(b"<v>7x<", b"<v>123456x<").replace(b"<v>14<", b"<v>1<")
    found = known.scan(other, cut(other))
    assert found is not None
    assert found.pieces is not None
    assert known.patch(found.pieces[1], written) == patch(other, "p", scan(other, "p"), written), why
    assert known.patch(None, written) == patch(PART, "p", scan(PART, "p"), written), "and so does the first"


@pytest.mark.parametrize(
    ("at", "why"),
    [
        (b"C2", "a formula without a result"),
        (b"C3", "a result with another mark"),
        (b"A3", "a result with a text beside it"),
        (b"A1", "a literal, whose attributes may have been read otherwise"),
        (b"Z9", "no such cell"),
    ],
)
def test_what_it_cannot_place_it_does_not_write(at: bytes, why: str) -> None:
    known = outline()
    known.patch(None, {})
    assert known.patch(None, {at: (b"", b"<v>1</v>")}) is None, why


FORMULAS = [
    "A1+A2",
    'IF(A1>5,"more","less")',
    "A1/A2",
    "IF(A2=0,NA(),PS_RATE(A1,A2))",
    'A1&" < "&A2',
    "A1>A2",
    'REPT("多 ",A1)',
]
INPUTS = [(1, 2), (7, 9), (7, 0), (3, 3), (0, 4), (2.5, 8), (7, 9), (1, 2)]


def test_workbooks_of_one_template_come_out_as_from_a_fresh_start() -> None:
    cells = "".join(f'<row r="{n}"><c r="B{n}"><f>{escape(text)}</f></c></row>' for n, text in enumerate(FORMULAS, 3))
    first = '<row r="1"><c r="A1"><v>1.5</v></c></row><row r="2"><c r="A2"><v>2.5</v></c></row>'
    saved = run(book(first + cells)).data
    assert saved is not None
    package, where = Package(saved), "xl/worksheets/sheet1.xml"
    reused = Recalculator()
    for one, other in INPUTS:
        text = package.read(where).replace(b"<v>1.5</v>", b"<v>%r</v>" % one, 1).replace(b"2.5<", b"%r<" % other, 1)
        data = package.replace({where: package.pack(where, text)})
        result, fresh = run(data, reused), run(data)
        assert (result.data, result.receipt) == (fresh.data, fresh.receipt), (one, other)
        assert result.data is not None
        again = run(result.data, reused)
        assert (again.status, again.data is result.data) == ("unchanged", True)


def test_a_part_that_is_forgotten_is_gone() -> None:
    """Thousands of workbooks go through one process: nothing of them may wait for a collection of cycles."""
    found = scan(PART, "p")
    known = weakref.ref(Outline(PART, found))
    assert known() is not None
    del found
    assert known() is None
