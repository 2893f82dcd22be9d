"""Shapes of arguments and results in Calc, against the plain call with the same cells."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hosts.libreoffice.office import Book, Calc, Calculated
from hosts.libreoffice.sheets import SHEET, workbook_of
from psscore.functions.call import call
from psscore.functions.registry import FUNCTIONS
from psscore.model.cell_error import CellError
from psscore.workbook.recalculate import Options, recalculate

NA, NULL, VALUE, NUM = CellError.NOT_AVAILABLE, CellError.NULL, CellError.VALUE, CellError.NUM
ILLEGAL_ARGUMENT = "Err:504"
EXCLUDE = '"public-service/2026?no_cases=exclude"'
# fmt: off
INPUTS: dict[str, Any] = {
    "A1": "1", "B1": 93, "C1": 100, "D1": "甲",
    "A2": "2", "B2": None, "C2": 100, "D2": "甲",
    "A3": "3", "B3": 95.5, "C3": "约 30", "D3": "乙",
    "A4": "4", "B4": '=""', "C4": 100,
    "A5": "5", "B5": "=NA()", "C5": "=1/0",
    "J1": 0, "K1": "红", "J2": 0.6, "K2": "绿",
    "L1": "1", "M1": f"=PS_SCORE(L1,0,0,{EXCLUDE})", "L2": "2", "M2": 2, "L3": "3", "M3": "=PS_RATE(0,0)",
    "L4": "4", "M4": None,
}
# fmt: on
FORMULAS = [
    # formula, what Calc gives, why
    ("PS_SCORE(A1,B1,C1)", 0.6, "cells"),
    ('PS_SCORE("1",93,100)', 0.6, "literals"),
    ('ps_score("1",93,100)', 0.6, "lower case"),
    ("PS_SCORE(1,93,100)", 0.6, "a number as code"),
    ('PS_SCORE("1",B1+2,C1)', 1.0, "an expression"),
    ("PS_SCORE(A1:A1,B1:B1,C1:C1)", 0.6, "ranges of one cell"),
    ("PS_SCORE({1},{93},{100})", 0.6, "arrays of one"),
    ("PS_SCORE(A2,B2:B2,C2)", NA, "a blank as a range of one cell is missing"),
    ('PS_SCORE(A2,IF(B2="","",B2),C2)', NA, "a blank behind a guard is missing"),
    ("PS_SCORE(A4,B4,C4)", NA, "a formula that shows nothing is a blank"),
    ("PS_SCORE(A2,B2,C2)", 0.0, "DIFFERS: a single blank cell is 0 to Calc; #N/A in Excel and headless"),
    ("PS_SCORE(A3,B3,C3)", VALUE, "text is no number"),
    ("PS_SCORE(A5,B5,C4)", NA, "#N/A stays"),
    ("PS_SCORE(A5,C5,C4)", CellError.DIV0, "an error is passed on"),
    ("PS_EXPLAIN(A5,B5,C4)", NA, "DIFFERS: Calc does not ask the function about errors; a sentence elsewhere"),
    ("SUM(PS_SCORE(A1:A5,B1:B5,C1:C5))", ILLEGAL_ARGUMENT, "DIFFERS: a column with an error value in it is refused"),
    ('PS_SCORE("1",TRUE,1)', 2.0, "DIFFERS: a logical value is a number to Calc; #VALUE! in Excel and headless"),
    ("ERROR.TYPE(PS_RATE(0,0))", NA, "DIFFERS: Calc does not look into an array for errors; 7 elsewhere"),
    ('PS_SCORE("99",1,2)', VALUE, "an unknown code"),
    ('PS_SCORE("1",101,100)', NUM, "more than all"),
    (f'PS_SCORE("1",0,0,{EXCLUDE})', NULL, "left out by a reading"),
    (f'PS_SCORE("1",93,100,{EXCLUDE})', 0.6, "a standard"),
    ('PS_SCORE("46",0.98,,"public-service/2026")', 2.6, "the base left out in the middle"),
    ("PS_PROGRESS(L1:L4,M1:M4)", "2/4", "an excluded row counts as done, #N/A and blanks do not"),
    ("PS_PROGRESS(L:L,M:M)", "2/4", "whole columns end where the sheet is used; blank rows do not count"),
    ("PS_PROGRESS(L1:L3,M1:M4)", VALUE, "columns of different size"),
    ("PS_PROGRESS({1;2},{1;2})", ILLEGAL_ARGUMENT, "DIFFERS: columns must be cells"),
    (f"PS_TOTAL(L1:L4,M1:M4,{EXCLUDE})", NA, "a total with holes"),
    ('PS_COUNT("1",A1:A4,C1:C4)', 100.0, "columns with text in another row"),
    ('PS_COUNT("2",A1:A4,B1:B4)', NA, "a blank count"),
    ('PS_COUNT("1",A:A,B:B)', 93.0, "whole columns, errors in other rows"),
    ("PS_RANK(B3,B1:B3)", 1.0, "a rank"),
    ("PS_LIGHT(0.7,J1:K2)", "绿", "a range of bands"),
    ('PS_LIGHT(0.5,{0,"红";0.6,"绿"})', "红", "an array of bands"),
    ("PS_RATE(0,0)", NA, "no cases"),
    ("PS_RATE(1,3)", 1 / 3, "all digits"),
    ('PS_STANDARD("public-service",2026,"no_cases=full","lang=en")', None, "readings repeat"),
    ('PS_STANDARD("public-service")', "public-service/2026", "the edition left out"),
    ('PS_NAME("1")&"。"', "停车秩序问题响应率。", "texts join"),
    ('IF(PS_CHECK("1",93,100)="","✓","x")', "✓", "an empty text equals an empty text"),
    ('IF(PS_GRADE(91,"project-self-evaluation/2020")="优","是","否")', "是", "a text equals a text"),
    ("IFERROR(PS_RATE(0,0),7)", 7.0, "errors are errors"),
    ("IF(ISNA(PS_RATE(0,0)),1,2)", 1.0, "and #N/A is #N/A"),
    ("SUM(PS_RATE(0,0),1)", NA, "which SUM does not skip"),
    ("ROUND(PS_RATE(1,3),2)+1", 1.33, "numbers are numbers"),
    ("SUMPRODUCT(PS_RATE({1,2},{2,4}))", 1.0, "an array in, an array out"),
]


ALONE = {"A1": "=PS_SCORE()", "A2": '=PS_SCORE({"1","2"},{93,95},{100,100})'}


def _shown(value: Any) -> str:
    """As a file keeps it: numbers with 15 digits."""
    return f"{value:.15g}" if isinstance(value, float | int) else str(value)


def _is_formula(cell: Any) -> bool:
    return isinstance(cell, str) and cell.startswith("=")


@pytest.fixture(scope="module")
def asked(calc: Calc, tmp_path_factory: pytest.TempPathFactory) -> tuple[Calculated, dict[str, Any], Path]:
    formulas = {f"F{row}": f"={formula}" for row, (formula, _, _) in enumerate(FORMULAS, 1)}
    arrays = {
        "H1:H3": "{=PS_SCORE(A1:A3,B1:B3,C1:C3)}",
        "H5:H6": "{=PS_NAME(A1:A2)}",
        "H8:H10": "{=PS_RANK(B1:B3,B1:B3,D1:D3)}",
    }
    inputs = {address: cell for address, cell in INPUTS.items() if not _is_formula(cell)}
    given = {address: cell for address, cell in INPUTS.items() if _is_formula(cell)}
    data = workbook_of(inputs, given | formulas | arrays)
    saved = tmp_path_factory.mktemp("saved") / "saved.xlsx"
    (book, alone), functions = calc.ask(Book(data, save=saved), Book(workbook_of({}, ALONE)))
    book.cells["alone"] = alone.cells[SHEET]
    return book, functions, saved


@pytest.mark.parametrize(
    ("row", "formula", "expected", "why"), [(row, *entry) for row, entry in enumerate(FORMULAS, 1)]
)
def test_a_formula(row: int, formula: str, expected: Any, why: str, asked: Any) -> None:  # noqa: ARG001
    if expected is None:
        expected = call("PS_STANDARD", "public-service", 2026.0, "no_cases=full", "lang=en").value
        assert "lang=en" in expected
    assert asked[0].cells[SHEET][f"F{row}"] == expected, why


def test_a_row_is_not_found_by_itself(asked: Any) -> None:
    """DIFFERS: Calc does not say which cell it asks for; Excel and headless give the score of the cell's row."""
    assert asked[0].cells["alone"]["A1"] == VALUE


def test_a_plain_formula_shows_the_first_of_a_column(asked: Any) -> None:
    """DIFFERS: in Excel and headless the column spills."""
    assert asked[0].cells["alone"]["A2"] == 0.6
    assert "B2" not in asked[0].cells["alone"]


def test_a_column_gives_a_column(asked: Any) -> None:
    cells = asked[0].cells[SHEET]
    assert [cells[f"H{row}"] for row in (1, 2, 3)] == [0.6, NA, VALUE]
    assert [cells[f"H{row}"] for row in (8, 9, 10)] == [1.0, NA, 1.0]


def test_a_column_of_texts_is_refused_loudly(asked: Any) -> None:
    """DIFFERS: Excel and headless give a column. In Calc a text inside an array equals no other text."""
    assert [asked[0].cells[SHEET][f"H{row}"] for row in (5, 6)] == [VALUE, VALUE]


def test_the_wizard_knows_every_function_and_argument(asked: Any) -> None:
    functions = asked[1]
    assert set(functions) == set(FUNCTIONS)
    for name, function in FUNCTIONS.items():
        assert functions[name]["description"] in (function.summary.en, function.summary.zh)
        listed = [(one[0], one[1]) for one in functions[name]["arguments"]]
        assert [one[0] for one in listed] == [parameter.name for parameter in function.parameters]
        assert [one[1] for one in listed] in (
            [parameter.help.en for parameter in function.parameters],
            [parameter.help.zh for parameter in function.parameters],
        )


def test_a_file_saved_by_calc_keeps_the_bare_names(asked: Any) -> None:
    with zipfile.ZipFile(asked[2]) as archive:
        texts = re.findall(r"<f[^>]*>([^<]*)</f>", archive.read("xl/worksheets/sheet1.xml").decode())
    ours = [text for text in texts if "PS_" in text]
    assert len(ours) == len(FORMULAS) + 5
    assert not [text for text in texts if "ORG." in text.upper()]
    # Of a range of one cell Calc keeps the cell only: the guard with IF is the one that lasts.
    assert "PS_SCORE(A2,B2,C2)" in texts
    assert "PS_SCORE(A2,B2:B2,C2)" not in texts


def test_headless_scores_a_file_saved_by_calc_with_the_same_values(asked: Any) -> None:
    saved = asked[2].read_bytes()
    result = recalculate(saved, Options())
    assert result.status == "written", result.findings[:3]
    sheet = openpyxl.load_workbook(BytesIO(result.data or saved), data_only=True)[SHEET]
    differs = {}
    for row, (formula, _, why) in enumerate(FORMULAS, 1):
        found, shown = asked[0].cells[SHEET][f"F{row}"], sheet[f"F{row}"].value
        if _shown(found) != _shown(shown):
            differs[formula] = (found, shown, why)
    assert {formula for formula, (_, _, why) in differs.items() if not why.startswith("DIFFERS")} == set()
    assert differs
