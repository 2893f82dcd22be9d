"""The evaluation workbook in Calc, its macros switched off: every formula shows what headless gives, blanks or not."""

from __future__ import annotations

import datetime
import io
import random
import re
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from hosts.libreoffice.office import Book, Calc
from psscore.model.cell_error import CellError
from psscore.workbook.recalculate import Options, recalculate
from psscore.workbook.template.build import build
from psscore.workbook.template.example import EXAMPLE, Example

Formulas = dict[tuple[str, str], Any]


def half() -> Example:
    """The example with every other number left out."""
    source = random.Random(2026)

    def perhaps(number: Any) -> Any:
        return number if source.random() < 0.5 else None

    return replace(
        EXAMPLE,
        requests={code: tuple(map(perhaps, counts)) for code, counts in EXAMPLE.requests.items()},
        counts={code: perhaps(count) for code, count in EXAMPLE.counts.items()},
        this_year=(EXAMPLE.this_year[0], None),
        funds=tuple(tuple(map(perhaps, row)) for row in EXAMPLE.funds),
        form=tuple(replace(row, score=perhaps(row.score), actual=perhaps(row.actual)) for row in EXAMPLE.form),
    )


BOOKS = {
    ("zh", "filled"): EXAMPLE,
    ("en", "filled"): EXAMPLE,
    ("zh", "half"): half(),
    ("zh", "empty"): None,
    ("en", "empty"): None,
}


def test_every_formula_of_the_workbook_equals_headless(calc: Calc) -> None:
    equal_headless(calc, {which: build(which[0], example) for which, example in BOOKS.items()}, "book.xlsm")


def test_every_formula_equals_headless_in_7_4_once_the_macros_are_gone(calc_74: Calc) -> None:
    """7.4 takes the functions of the workbook's own VBA project, which it does not run, before ours."""
    books = {which: without_macros(build(which[0], example)) for which, example in BOOKS.items()}
    equal_headless(calc_74, books, "book.xlsx")


def equal_headless(calc: Calc, books: dict[tuple[str, str], bytes], name: str) -> None:
    opened = [Book(data, name=name) for data in books.values()]
    for (which, data), found in zip(books.items(), calc.calculate(*opened), strict=True):
        result = recalculate(data, Options())
        assert result.status in ("written", "unchanged")
        expected = formula_values(result.data or data)
        assert differences(expected, found.cells) == {}, which
        assert len(expected) > 1100
        # By the name of the add-in in 25.2, by that of the macro in 7.4.
        ours = [text for texts in found.formulas.values() for text in texts.values() if re.search("PSSCORE|PS_", text)]
        assert len(ours) > 400


def without_macros(data: bytes) -> bytes:
    """The workbook as an .xlsx file."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            part = given.read(name)
            if name == "[Content_Types].xml":
                plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
                part, times = re.subn(rb"application/vnd\.ms-excel\.sheet\.macroEnabled\.main\+xml", plain, part)
                assert times == 1
            elif name == "xl/_rels/workbook.xml.rels":
                part, times = re.subn(rb"<Relationship [^>]*vbaProject\.bin[^>]*/>", b"", part)
                assert times == 1
            if "vbaProject" not in name:
                made.writestr(name, part)
    return out.getvalue()


@pytest.mark.parametrize("which", ["filled", "half", "empty"])
def test_headless_scores_what_calc_saves_as_xlsx(
    which: str, calc: Calc, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The formulas keep the bare names and the guards, and headless finds in them what Calc did."""
    saved = tmp_path_factory.mktemp("saved") / "saved.xlsx"
    (found,) = calc.calculate(Book(build("zh", BOOKS["zh", which]), name="book.xlsm", save=saved))
    texts = [
        str(cell.value)
        for sheet in openpyxl.load_workbook(saved)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    ours = [text for text in texts if "PS_" in text]
    assert len(ours) > 400
    assert not [text for text in texts if "ORG." in text.upper()]
    assert len([text for text in ours if "IF(ISNA(" in text]) == 47 * 2
    data = saved.read_bytes()
    result = recalculate(data, Options())
    assert result.status in ("written", "unchanged"), result.findings[:3]
    expected = formula_values(result.data or data)
    assert differences(expected, found.cells) == {}
    assert len(expected) > 1100
    assert (result.receipt["total"] is not None) == (which == "filled")


def formula_values(data: bytes) -> Formulas:
    """What the formulas of a workbook show, by sheet and address."""
    formulas, values = (openpyxl.load_workbook(io.BytesIO(data), data_only=only) for only in (False, True))
    return {
        (sheet.title, cell.coordinate): values[sheet.title][cell.coordinate].value
        for sheet in formulas
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def differences(expected: Formulas, cells: dict[str, dict[str, Any]]) -> dict[tuple[str, str], tuple[Any, Any]]:
    """Formulas that show something else in Calc."""
    pairs = {place: (value, cells[place[0]].get(place[1])) for place, value in expected.items()}
    return {place: pair for place, pair in pairs.items() if shown(pair[0]) != shown(pair[1])}


def shown(value: Any) -> str:
    """A value as both programs show it: numbers with 15 digits, a date as its number."""
    if isinstance(value, bool | int | float):
        return f"{float(value):.15g}"
    if isinstance(value, datetime.datetime):
        days = (value - datetime.datetime(1899, 12, 30)) / datetime.timedelta(days=1)
        return f"{days:.15g}"
    return "" if value is None else value.value if isinstance(value, CellError) else str(value)
