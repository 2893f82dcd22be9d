"""ISERROR and its kin over ranges, cell by cell as Excel answers; the engine alone would answer FALSE for a range."""

from __future__ import annotations

import io

import openpyxl
import pytest
import xlsxwriter

from psscore.workbook.inquiries import asks_many
from psscore.workbook.recalculate import Options, recalculate
from psscore.workbook.tokens import tokenize


def calculated(formula: str) -> tuple[str, object]:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("S")
        for row, content in enumerate(("=NA()", "x", 1, "=1/0", True, None, '=PS_SCORE("1",101,100)')):
            sheet.write(row, 0, content)
        sheet.write_formula("C1", formula, None, "")
    result = recalculate(out.getvalue(), Options())
    if result.data is None:
        return result.status, None
    return result.status, openpyxl.load_workbook(io.BytesIO(result.data), data_only=True)["S"]["C1"].value


OF_CELLS = {
    "ISERROR": {"A1": True, "A2": False, "$A$6": False, "A7": True},
    "ISNA": {"A1": True, "A4": False, "A7": False},
    "ISNUMBER": {"A1": False, "A2": False, "A3": True, "A5": False, "A6": False, "A7": False},
    "ISTEXT": {"A2": True, "A3": False, "A6": False},
    "ISBLANK": {"A1": False, "A2": False, "A6": True},
    "ISLOGICAL": {"A3": False, "A5": True},
}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("SUMPRODUCT(--ISERROR(A1:A7))", 3),
        ("SUMPRODUCT(--ISERR(A1:A7))", 2),
        ("SUMPRODUCT(--ISNA(A1:A7))", 1),
        ("SUMPRODUCT(--ISNUMBER(A1:A7))", 1),
        ("SUMPRODUCT(--ISTEXT(A1:A7))", 1),
        ("SUMPRODUCT(--ISNONTEXT(A1:A7))", 6),
        ("SUMPRODUCT(--ISLOGICAL(A1:A7))", 1),
        ("SUMPRODUCT(--ISBLANK(A1:A7))", 1),
        ("SUMPRODUCT(--NOT(ISERROR(A1:A7)))", 4),
        ("NOT(A3)", False),
        ("NOT(A3=2)", True),
        ("ISERROR(NOT(A2:A2))", True),
        ("SUMPRODUCT(--OR(ISERROR(A1:A7)))", 1),
        ("SUMPRODUCT(--AND(ISERROR(A1:A7)))", 0),
        ("ISERROR(A1)", True),
        ("ISERROR( A3 )", False),
        *[(f"{asked}(S!{cell})", answer) for asked, cells in OF_CELLS.items() for cell, answer in cells.items()],
        ("ISNUMBER(A2*1)", False),
        ('ISNUMBER(SEARCH("x",A2))', True),
        ('IF(ISERROR(PS_SCORE("1",101,100)),"err","ok")', "err"),
    ],
)
def test_each_cell_is_asked(formula: str, expected: object) -> None:
    assert calculated(formula) == ("written", expected)


@pytest.mark.parametrize("formula", ['COUNTIF(A1:A7,"#N/A")', 'SUMIF(A1:A7,"<>#N/A")'])
def test_criteria_on_error_values_are_not_trusted_to_the_engine(formula: str) -> None:
    assert calculated(formula) == ("partial", None)


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ("ISNA(A1)", True),
        ("ISNA(S!$A$1)", True),
        ("ISNA( 'a b'!A1 )", True),
        ("ISNA(S:T!A1)", False),
        ("ISNA(S!A1:A1)", False),
        ("ISNA(S!A1+1)", False),
        ("ISNA(S!name)", False),
        ("ISNA(A1:A1)", False),
        ("ISNA(t[@[数 值]])", True),
        ("ISNA(t[@数值])", True),
        ("ISNA([@数值])", True),
        ("ISNA(t[[#This Row],[数值]])", True),
        ("ISNA(t[[#this row], [数值]])", True),
        ("ISNA(t[数值])", False),
        ("ISNA(t[@])", False),
        ("ISNA(t[[#This Row],[甲]:[乙]])", False),
        ("ISNA(t[@[甲]:[乙]])", False),
        ("ISNA(t[[#All],[数值]])", False),
        ("ISNA(t[@数值]+1)", False),
        ("ISNA()", False),
    ],
)
def test_one_cell_is_left_to_the_engine(text: str, one: bool) -> None:
    assert asks_many(tokenize(text), 0) is not one
