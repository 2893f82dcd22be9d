"""The filled evaluation workbook in Calc, its macros switched off: every formula shows what headless gives."""

from __future__ import annotations

import datetime
import io
from typing import Any

import openpyxl
import pytest

from hosts.libreoffice.office import Book, Calc
from psscore.model.cell_error import CellError
from psscore.workbook.recalculate import Options, recalculate
from psscore.workbook.template.build import build
from psscore.workbook.template.example import EXAMPLE

BASE = "G"
SCORE_SHEET = {"zh": "评分表", "en": "Score sheet"}


def test_every_formula_of_the_filled_workbook_equals_headless(calc: Calc) -> None:
    books = {lang: build(lang, EXAMPLE) for lang in ("zh", "en")}
    opened = [Book(data, _blank_bases(data, lang), name="book.xlsm") for lang, data in books.items()]
    for (lang, data), found in zip(books.items(), calc.calculate(*opened), strict=True):
        result = recalculate(data, Options())
        assert result.status in ("written", "unchanged")
        expected = _formula_values(result.data or data)
        differs = {place: (value, _at(found.cells, place)) for place, value in expected.items()}
        differs = {place: pair for place, pair in differs.items() if _shown(pair[0]) != _shown(pair[1])}
        assert differs == {}, lang
        assert len(expected) > 1100
        ours = [text for texts in found.formulas.values() for text in texts.values() if "ORG.PSSCORE" in text]
        assert len(ours) > 400


def _blank_bases(data: bytes, lang: str) -> dict[str, dict[str, Any]]:
    """The formula `=""` for each row without a base: Calc hands over a blank cell as 0."""
    sheet = openpyxl.load_workbook(io.BytesIO(data))[SCORE_SHEET[lang]]
    rows = [row for row in range(5, 52) if sheet[f"{BASE}{row}"].value is None]
    if not rows:
        pytest.fail("no base is blank any more: call this test without these cells")
    return {SCORE_SHEET[lang]: {f"{BASE}{row}": '=""' for row in rows}}


def _formula_values(data: bytes) -> dict[tuple[str, str], Any]:
    formulas, values = (openpyxl.load_workbook(io.BytesIO(data), data_only=only) for only in (False, True))
    return {
        (sheet.title, cell.coordinate): values[sheet.title][cell.coordinate].value
        for sheet in formulas
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def _at(cells: dict[str, dict[str, Any]], place: tuple[str, str]) -> Any:
    return cells[place[0]].get(place[1])


def _shown(value: Any) -> str:
    if isinstance(value, bool | int | float):
        return f"{float(value):.15g}"
    if isinstance(value, datetime.datetime):
        days = (value - datetime.datetime(1899, 12, 30)) / datetime.timedelta(days=1)
        return f"{days:.15g}"
    return "" if value is None else value.value if isinstance(value, CellError) else str(value)
