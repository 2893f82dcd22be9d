"""The evaluation workbook in Calc, its macros switched off: every formula shows what headless gives."""

from __future__ import annotations

import datetime
import io
from typing import Any

import openpyxl

from hosts.libreoffice.office import Book, Calc
from psscore.model.cell_error import CellError
from psscore.workbook.recalculate import Options, recalculate
from psscore.workbook.template.build import build
from psscore.workbook.template.example import EXAMPLE

BASE = "G"
SCORE_SHEET = {"zh": "评分表", "en": "Score sheet"}


def test_every_formula_of_the_workbook_equals_headless(calc: Calc) -> None:
    """Filled in both languages; empty too, once its formulas keep blanks and #N/A from the functions."""
    books = {(lang, "filled"): build(lang, EXAMPLE) for lang in SCORE_SHEET}
    if _guarded(books["zh", "filled"], "zh"):
        books["zh", "empty"] = build("zh")
    opened = [Book(data, _blank_bases(data, lang), name="book.xlsm") for (lang, _), data in books.items()]
    for (which, data), found in zip(books.items(), calc.calculate(*opened), strict=True):
        result = recalculate(data, Options())
        assert result.status in ("written", "unchanged")
        expected = formula_values(result.data or data)
        differs = {place: (value, _at(found.cells, place)) for place, value in expected.items()}
        differs = {place: pair for place, pair in differs.items() if shown(pair[0]) != shown(pair[1])}
        assert differs == {}, which
        assert len(expected) > 1100
        ours = [text for texts in found.formulas.values() for text in texts.values() if "ORG.PSSCORE" in text]
        assert len(ours) > 400


def _guarded(data: bytes, lang: str) -> bool:
    """Whether the score column says what a blank base is; Calc hands over a blank cell as 0."""
    return "IF(" in str(openpyxl.load_workbook(io.BytesIO(data))[SCORE_SHEET[lang]]["I5"].value)


def _blank_bases(data: bytes, lang: str) -> dict[str, dict[str, Any]]:
    """The formula `=""` for each row without a base, where the workbook's own formulas do not see to it."""
    if _guarded(data, lang):
        return {}
    sheet = openpyxl.load_workbook(io.BytesIO(data))[SCORE_SHEET[lang]]
    rows = [row for row in range(5, 52) if sheet[f"{BASE}{row}"].value is None]
    return {SCORE_SHEET[lang]: {f"{BASE}{row}": '=""' for row in rows}}


def formula_values(data: bytes) -> dict[tuple[str, str], Any]:
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


def shown(value: Any) -> str:
    if isinstance(value, bool | int | float):
        return f"{float(value):.15g}"
    if isinstance(value, datetime.datetime):
        days = (value - datetime.datetime(1899, 12, 30)) / datetime.timedelta(days=1)
        return f"{days:.15g}"
    return "" if value is None else value.value if isinstance(value, CellError) else str(value)
