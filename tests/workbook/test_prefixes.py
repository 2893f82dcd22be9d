"""Sheets and names in formulas, written as the engine reads them fastest, mean what they meant."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from psscore.functions.registry import FUNCTIONS
from psscore.workbook.lowering import Lowering
from psscore.workbook.package import Package
from psscore.workbook.parts import Name, read_book
from psscore.workbook.prefixes import without_quotes
from workbook.books import book, part, run

PREFIXES = [
    ("SUM('评分表'!$A$1,1)", "SUM(评分表!$A$1,1)", "a plain name"),
    ("'评分表'!A1:B2&'Sheet'!A1", "评分表!A1:B2&Sheet!A1", "one after another"),
    ("\"'评分表'!\"&'评分表'!A1", "\"'评分表'!\"&评分表!A1", "a text is a text"),
    ("\"a\"\"'评分表'!\"&'b c'!A1", "\"a\"\"'评分表'!\"&'b c'!A1", "with quotes of its own"),
    ("'甲 乙'!A1+'a-b'!A1+'it''s'!A1+'（一）'!A1", "'甲 乙'!A1+'a-b'!A1+'it''s'!A1+'（一）'!A1", "not plain"),
    ("'2024'!A1+'2024年'!A1", "'2024'!A1+'2024年'!A1", "begins with a digit"),
    ("'A1'!A1+'Q1'!A1+'x_Q1'!A1+'评分A1'!A1", "'A1'!A1+'Q1'!A1+'x_Q1'!A1+'评分A1'!A1", "like a cell"),
    ("'R'!A1+'RC'!A1+'abc'!A1", "'R'!A1+'RC'!A1+'abc'!A1", "like rows and columns"),
    ("'TRUE'!A1+'false'!A1+'Ref'!A1", "'TRUE'!A1+'false'!A1+'Ref'!A1", "words of formulas"),
    ("'评分表'!A1:'评分表'!B2", "评分表!A1:'评分表'!B2", "behind a colon"),
    ("'评分表'!A1: '评分表'!B2", "评分表!A1: '评分表'!B2", "behind a colon and a blank"),
    ("'评分表'!A1:B2 '评分表'!A2:B2", "评分表!A1:B2 '评分表'!A2:B2", "an intersection"),
    ("'it''Data'!A1+'Data'!A1", "'it''Data'!A1+Data!A1", "the end of another sheet's name"),
    ("'a\"b'!A1&'Data'!A1&\"'Data'!\"", "'a\"b'!A1&Data!A1&\"'Data'!\"", "a quotation mark in a sheet's name"),
]


@pytest.mark.parametrize(("formula", "expected", "why"), PREFIXES, ids=[row[2] for row in PREFIXES])
def test_quotes_go_where_nothing_needs_them(formula: str, expected: str, why: str) -> None:
    assert without_quotes(formula) == expected, why


NAMES = [
    ("PS_RATE(k,1)", "PS_RATE(0,'S'!$A$1,1)", [Name("k", "", "S!$A$1")], "one cell"),
    ("PS_RATE(K,1)", "PS_RATE(0,'S'!$A$1,1)", [Name("k", "", "'S'!$A$1")], "in another case"),
    ("PS_RATE(k,1)", "PS_RATE(0,k,1)", [Name("k", "", "S!$A$1:$B$2")], "several cells"),
    ("PS_RATE(k,1)", "PS_RATE(0,k,1)", [Name("k", "", "S!$A$1"), Name("k", "S", "S!$B$1")], "two meanings"),
    ("PS_RATE(k,1)", "PS_RATE(0,k,1)", [Name("k", "S", "S!$A$1")], "one sheet's own"),
    ("PS_RATE(k,1)", "PS_RATE(0,k,1)", [Name("k", "", "Gone!$A$1")], "a sheet that is not there"),
    ("PS_RATE(k,1)", "PS_RATE(0,k,1)", [Name("k", "", "5")], "no cell"),
    ("PS_RATE(k:k,1)", "PS_RATE(0,k:k,1)", [Name("k", "", "S!$A$1")], "an end of a range"),
    ("SUM(B2 : k)", "SUM(B2 : k)", [Name("k", "", "S!$A$1")], "an end of a range behind a blank"),
    ("SUM(CHOOSE(1,k):B2)", "SUM(CHOOSE(1,k):B2)", [Name("k", "", "S!$A$1")], "part of an end of a range"),
    ("SUM(B1:B2,k)", "SUM(B1:B2,'S'!$A$1)", [Name("k", "", "S!$A$1")], "beside a range"),
    ("LET(k,5,k+1)", "LET(k,5,k+1)", [Name("k", "", "S!$A$1")], "a name of LET's own"),
]


@pytest.mark.parametrize(("formula", "expected", "names", "why"), NAMES, ids=[row[3] for row in NAMES])
def test_a_name_of_one_cell_becomes_its_address(formula: str, expected: str, names: list[Name], why: str) -> None:
    known = read_book(Package(book("")))
    known.names = names
    lowering = Lowering(known, FUNCTIONS)
    lowering.forbid_names({})
    assert lowering.lower(formula, "S", 5, 5).text == expected, why


SHEETS = ["评分表", "甲 乙", "it's", "it'Data", "Q1", "R", "TRUE", "2024", "（一）", "a.b", "é", 'a"b', '"评分表"']


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_by_any_name_is_found(sheet: str) -> None:
    """By an address, by a name, and from the rows of a shared formula."""
    quoted = "'" + sheet.replace("'", "''") + "'"
    formulas = [f"{quoted}!A1+1", "k+1", f"SUM({quoted}!A1:A3)", 'IF(k=1,"甲","乙")']
    masters = ' ref="C1:C4">IF($A1="","",k)&amp;$A1</f>', f' ref="D1:D4">{quoted}!$A1*100+$A1</f>'
    shared = [masters, *[("/>", "/>")] * 3]
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="B{row}"><f>{formula}</f></c>'
        f'<c r="C{row}"><f t="shared" si="0"{by_name}</c><c r="D{row}"><f t="shared" si="1"{by_address}</c></row>'
        for row, (formula, (by_name, by_address)) in enumerate(zip(formulas, shared, strict=True), 1)
    )
    data = book({sheet.replace('"', "&quot;"): rows}, names={"k": f"{quoted}!$A$1"})
    text = part(run(data).data or b"")
    for expected in (2, 6, "甲", 11, 12, 13, 14, 101, 202, 303, 404):
        assert f"<v>{expected}</v>" in text, (sheet, expected)


def test_thousands_of_names_are_read_once() -> None:
    class Counted(list[Name]):
        times = 0

        def __iter__(self) -> Iterator[Name]:
            self.times += 1
            return super().__iter__()

    known = read_book(Package(book("")))
    known.names = names = Counted([Name("k", "S", "S!$A$1"), Name("K", "", "S!$A$2"), Name("l", "", "S!$A$3")])
    assert [known.named(name) for name in ("k", "K", "m")] == [[names[0], names[1]], [names[0], names[1]], []]
    assert (known.name("k"), known.cell("L"), names.times) == (names[1], ("S", 3, 1), 1)
    known.names = [Name("m", "", "S!$A$1")]
    assert (known.name("k"), known.cell("M")) == (None, ("S", 1, 1))
