"""Which plain formulas need implicit intersection."""

from __future__ import annotations

import pytest

from psscore.workbook.intersection import intersects, names_of_ranges
from psscore.workbook.parts import Name
from psscore.workbook.tokens import tokenize
from workbook.books import book, codes, part, run

NEEDED = [
    "SUM(IF(A1:A5>2,B1:B5,0))",
    "MAX(A1:A5*B1:B5)",
    "COUNT(IF(A1:A5>1,1))",
    "SUM(--(A1:A5>2))",
    "SUM(-A1:A5)",
    "SUM(ABS(A1:A5))",
    "SUM(LEN(S!A1:A5))",
    "SUM((A1:A5)*2)",
    "SUM(2*'a b'!A:A)",
    "OR($A$1:$A$5=3)",
    "MAX(t[数值]*2)",
    "SUM(SUMIF(A1:A5,B1:B5,C1:C5))",
    "A1:A5&B1",
    "MATCH(A1:A5,B1:B5,0)",
    "INDEX(B1:B5,MATCH(A:A,C1:C5,0))",
    "INDEX(A1:A5,B1:B5)",
    "INDEX(A1:A5,SUM(B1:B5*2))",
    "RANK(A1:A5,A1:A5)",
    "SUMIFS(D:D,A:A,B:B,C:C,1)",
    "COUNTIFS(A1:A5,1,B1:B5,C1:C5)",
    "SUM(COUNTIFS(A1:A5,A1:A5))",
    "LARGE(A1:A5,B1:B5)",
    "IFERROR(A1:A5,0)",
    "VLOOKUP(A1,B1:C5,D1:D5,FALSE)",
    "SUM(EDATE(A1:A5,1))",
    "CONCATENATE(A1:A5)",
    "WORKDAY(A1:A5,1)",
    "SUM([@[甲]:[乙]]*2)",
]
NOT_NEEDED = [
    "SUM(A1:A5)*2",
    "SUM(A1:A5,B1)+1",
    "SUMPRODUCT((A1:A5>2)*B1:B5)",
    "SUMPRODUCT(--ISERROR(t[核查]))",
    "LOOKUP(2,1/(A1:A5>2),B1:B5)",
    "INDEX(A1:A5*2,1)",
    "MATCH(1,(A1:A5>2)*1,0)",
    "AGGREGATE(15,6,A1:A5/(B1:B5>1),1)",
    'SUMIFS(A1:A5,B1:B5,">"&C1)',
    'COUNTIF(A1:A5,"<"&C1)',
    "IF(A1>2,SUM(B1:B5),0)",
    "SUM(IF(A1>2,A1:A5,B1:B5))",
    "VLOOKUP(A1,B1:C5,2,FALSE)",
    "t[[#This Row],[数值]]*2",
    "ROW()-ROW(t[[#Headers],[编号]])",
    "ISERROR(A2:A2)",
    "SUM((A1:A5))",
    "PS_COUNT(A1,t[编号],t[数量])+1",
    "SUMPRODUCT(COUNTIFS(A1:A5,A1:A5))",
    "SUMPRODUCT(LARGE(A1:A5,ROW(A1:A3)))",
    "INDEX(A:A,MATCH(B1,C:C,0))",
    "SUMIFS(D:D,A:A,B1,C:C,1)",
    "MAXIFS(D1:D5,A1:A5,B1)",
    "WORKDAY(A1,5,D1:D9)",
    "LOOKUP(A1,B1:B5,C1:C5)",
    "SUM([@[甲]:[乙]])",
    "IFERROR(SUM(A1:A5),0)",
]


@pytest.mark.parametrize("formula", NEEDED)
def test_needed(formula: str) -> None:
    assert intersects(tokenize(formula))


@pytest.mark.parametrize("formula", NOT_NEEDED)
def test_not_needed(formula: str) -> None:
    assert not intersects(tokenize(formula))


NAMES = [
    ("S!$A$1:$A$3", True, "a range"),
    ("S!$A:$A", True, "a column"),
    ("(S!$A$1:$A$3)", True, "in brackets"),
    ("{1,2,3}", True, "an array"),
    ("OFFSET(S!$A$1,0,0,3,1)", True, "found while it runs"),
    ("t[数值]", True, "a column of a table"),
    ("t", True, "a table"),
    ("first", True, "a name for a range"),
    ("S!$A$1", False, "a cell"),
    ("S!$A$1:$A$1", False, "a cell, too"),
    ("0.05", False, "a number"),
    ("SUM(S!$A$1:$A$3)*2", False, "one number out of a range"),
    ("MATCH(1,(S!$A$1:$A$3),0)", False, "a position"),
    ("cell", False, "a name for a cell"),
    ("broken[", False, "no formula at all"),
]


@pytest.mark.parametrize(("formula", "several", "why"), NAMES, ids=[row[2] for row in NAMES])
def test_names_for_several_cells(formula: str, several: bool, why: str) -> None:
    names = [Name("First", "", "S!$A$1:$A$2"), Name("cell", "", "S!$A$9"), Name("N", "", formula)]
    assert ("n" in names_of_ranges(names, {"t"})) == several, why


NAMED = [
    ("rng*2", "beside an operator Excel takes the cell of this row"),
    ("rng", "alone, too"),
    ("-rng", "behind a sign"),
    ("SUM(rng*2)", "inside a function"),
    ("ABS(rng)", "where one value is wanted"),
    ("IF(rng>1,1,0)", "in a condition"),
    ("ABS(t)", "a table"),
]


@pytest.mark.parametrize(("formula", "why"), NAMED, ids=[row[1] for row in NAMED])
@pytest.mark.parametrize("shared", [False, True])
def test_a_name_for_a_range_is_not_calculated_as_its_first_cell(formula: str, why: str, shared: bool) -> None:
    start = '<f t="shared" ref="D2:D2" si="0">' if shared else "<f>"
    cells = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>5</v></c><c r="D2">{start}'
    data = book(cells + formula.replace(">", "&gt;") + "</f></c></row>", names={"rng": "S!$A$1:$A$3", "t": "rng"})
    assert codes(run(data)) == [("D2", "unsupported_construct")], why


def test_a_name_for_a_range_is_calculated_where_ranges_are_at_home() -> None:
    cells = (
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="2"><c r="A2"><v>5</v></c><c r="D2"><f>SUM(rng)+SUMPRODUCT(rng*2)+one*2</f></c></row>'
    )
    result = run(book(cells, names={"rng": "S!$A$1:$A$3", "one": "S!$A$2"}))
    assert (codes(result), "<v>28</v>" in part(result.data)) == ([], True)
