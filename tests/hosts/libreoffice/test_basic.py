"""The functions in LibreOffice 7.4, where they are Basic macros that call the same Python."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hosts.libreoffice.office import Book, Calc, Calculated
from hosts.libreoffice.sheets import SHEET, workbook_of
from hosts.libreoffice.test_functions import EXCLUDE, FORMULAS, INPUTS
from psscore.functions.registry import FUNCTIONS
from psscore.hosts.excel.sources import addin_folder
from psscore.hosts.libreoffice.basic import modules
from psscore.hosts.libreoffice.extension import Flavour, extension_bytes, extension_members
from psscore.model.cell_error import CellError
from psscore.workbook.recalculate import Options, recalculate
from psscore.workbook.template.build import build
from psscore.workbook.template.example import EXAMPLE

NA, NUM, DIV0 = CellError.NOT_AVAILABLE, CellError.NUM, CellError.DIV0
# fmt: off
OTHERWISE: dict[str, tuple[Any, str]] = {
    # what 7.4 gives where 25.2 gives something else, and why
    "PS_SCORE(A2,B2,C2)": (NA, "a blank cell is missing, as in Excel"),
    "PS_EXPLAIN(A5,B5,C4)": (None, "a sentence about the error, as in Excel"),
    "SUM(PS_SCORE(A1:A5,B1:B5,C1:C5))": (DIV0, "an error value in a column is passed on"),
    "ERROR.TYPE(PS_RATE(0,0))": (7.0, "as in Excel"),
    'PS_SCORE("46",0.98,,"public-service/2026")': (NUM, "DIFFERS: left out in the middle is 0; write an empty text"),
    "PS_PROGRESS({1;2},{1;2})": ("2/2", "arrays are taken, as in Excel"),
}
# fmt: on
MORE = {
    "P1": ('=PS_SCORE("46",0.98,"","public-service/2026")', 2.6, "an empty text for what is left out"),
    "P2": ("=PS_TOTAL(L1:L4,Q1:Q4)", NA, "scores that are calculated after the total"),
    "P3": ("=PS_PROGRESS(L1:L4,Q1:Q4)", "3/4", "and after the progress"),
    "P4": ("=PS_RATE(PS_RATE(1,4),PS_RATE(1,2))", 0.5, "a function in itself"),
    "P5": ("=PS_RATE(P7,P6)", 0.5, "a function over cells with the same"),
    "P6": ("=PS_RATE(1,2)", 0.5, ""),
    "P7": ("=PS_RATE(1,4)", 0.25, ""),
    "P8": ('=PS_COUNT("1",A1:A4,P9:P12)', NA, "DIFFERS: one that reads ranges, over itself: Basic is busy"),
    "P9": ('=PS_COUNT("1",A1:A4,C1:C4)', None, ""),
    "Q1": ("=PS_SCORE(L1,93,100)", 0.6, ""),
    "Q2": ("=PS_SCORE(L2,93,100)", None, ""),
    "Q3": ("=PS_SCORE(L3,B2,C2)", NA, ""),
    "Q4": (f"=PS_SCORE(L4,0,0,{EXCLUDE})", CellError.NULL, ""),
}


@pytest.fixture(scope="module")
def asked(calc_74: Calc, tmp_path_factory: pytest.TempPathFactory) -> tuple[Calculated, Path]:
    formulas = {f"F{row}": f"={formula}" for row, (formula, _, _) in enumerate(FORMULAS, 1)}
    formulas |= {place: formula for place, (formula, _, _) in MORE.items()}
    formulas |= {"H1:H3": "{=PS_SCORE(A1:A3,B1:B3,C1:C3)}", "H5:H7": "{=PS_RANK(B1:B3,B1:B3,D1:D3)}"}
    given = {place: cell for place, cell in INPUTS.items() if isinstance(cell, str) and cell.startswith("=")}
    inputs = {place: cell for place, cell in INPUTS.items() if place not in given}
    saved = tmp_path_factory.mktemp("saved-7.4") / "saved.xlsx"
    (book,) = calc_74.calculate(Book(workbook_of(inputs, given | formulas), save=saved))
    return book, saved


@pytest.mark.parametrize(("row", "formula", "expected"), [(row, *entry[:2]) for row, entry in enumerate(FORMULAS, 1)])
def test_a_formula_gives_what_it_gives_in_252_or_says_why_not(
    row: int, formula: str, expected: Any, asked: tuple[Calculated, Path]
) -> None:
    value, why = OTHERWISE.get(formula, (expected, ""))
    found = asked[0].cells[SHEET][f"F{row}"]
    if value is None:
        assert isinstance(found, str), why
    else:
        assert found == value, why


@pytest.mark.parametrize(("place", "formula", "expected", "why"), [(place, *entry) for place, entry in MORE.items()])
def test_what_basic_makes_difficult(
    place: str, formula: str, expected: Any, why: str, asked: tuple[Calculated, Path]
) -> None:
    if expected is not None:
        assert asked[0].cells[SHEET][place] == expected, f"{formula}: {why}"


def test_a_column_gives_a_column(asked: tuple[Calculated, Path]) -> None:
    cells = asked[0].cells[SHEET]
    assert [cells[f"H{row}"] for row in (1, 2, 3)] == [0.6, NA, CellError.VALUE]
    assert [cells[f"H{row}"] for row in (5, 6, 7)] == [1.0, NA, 1.0]


def test_a_file_saved_by_74_keeps_the_bare_names(asked: tuple[Calculated, Path]) -> None:
    with zipfile.ZipFile(asked[1]) as archive:
        texts = re.findall(r"<f[^>]*>([^<]*)</f>", archive.read("xl/worksheets/sheet1.xml").decode())
    assert len([text for text in texts if "PS_" in text]) > len(FORMULAS)
    assert not [text for text in texts if "ORG." in text.upper() or "ps_" in text]


def test_the_workbook_saved_by_252_shows_headless_values_in_74(calc: Calc, calc_74: Calc, tmp_path: Path) -> None:
    """An .xlsm brings Excel macros of the same names, which 7.4 prefers; saved as .xlsx it has none."""
    saved = tmp_path / "saved.xlsx"
    calc.calculate(Book(build("zh", EXAMPLE), name="book.xlsm", save=saved))
    data = saved.read_bytes()
    (found,) = calc_74.calculate(Book(data))
    result = recalculate(data, Options())
    assert result.status in ("written", "unchanged"), result.findings[:3]
    expected = _formula_values(result.data or data)
    differs = {}
    for (sheet, cell), value in expected.items():
        shown = found.cells[sheet].get(cell, "")
        if _shown(value) != _shown(shown):
            differs[sheet, cell] = (value, shown)
    assert differs == {}
    assert len(expected) > 1100


def _formula_values(data: bytes) -> dict[tuple[str, str], Any]:
    formulas, values = (openpyxl.load_workbook(io.BytesIO(data), data_only=only) for only in (False, True))
    return {
        (sheet.title, cell.coordinate): values[sheet.title][cell.coordinate].value
        for sheet in formulas
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.12g}" if isinstance(value, float | int) else str(value)


def test_the_file_in_addin_is_up_to_date() -> None:
    """`python -m psscore.hosts.libreoffice` writes it anew."""
    assert addin_folder().joinpath(Flavour.BASIC.value).read_bytes() == extension_bytes(Flavour.BASIC)


def test_every_function_has_its_macro() -> None:
    text = "".join(modules().values())
    assert re.findall(r"^Function (\w+)", text, re.MULTILINE) != []
    assert set(re.findall(r"^Function (\w+)", text, re.MULTILINE)) == set(FUNCTIONS)
    members = extension_members(Flavour.BASIC)
    assert {name for name in members if name.endswith(".bas")} == {f"basic/{name}.bas" for name in modules()}
    assert "CalcAddIns.xcu" not in members, "7.4 would write its own long names into .xlsx files"
