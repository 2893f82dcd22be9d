"""The workbook: its numbers, its formulas, and nothing that a stranger's text could make of it."""

from __future__ import annotations

import datetime
import io
from dataclasses import replace

import openpyxl
import pytest

from comparison.made import PUBLIC, even, made
from psscore.comparison import Unpaired, compare
from psscore.comparison.sheets import workbook
from psscore.functions.cells import number_out
from psscore.model.text import Text

CLOCK = datetime.datetime(2026, 1, 5, 9)
EVIL = '=HYPERLINK("http://x","y")'
ONE = made(PUBLIC, even(PUBLIC), unit=EVIL, file="@a.xlsx")
TWO = made(PUBLIC + "&step=whole", even(PUBLIC, 973, 1000), unit=EVIL, period="2026年度")
FOUND = compare(ONE, TWO)


def read(data: bytes, *, values: bool = False) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sheets_and_their_formulas(lang: str) -> None:
    left = Unpaired("other", replace(ONE, unit="=1+1"), Text("基准中没有", "not in the base"))
    data = workbook([FOUND], [left], clock=CLOCK, lang=lang)
    assert data == workbook([FOUND], [left], clock=CLOCK, lang=lang), "the same bytes for the same differences"
    book, shown = read(data), read(data, values=True)
    assert len(book.sheetnames) == 6
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.hyperlink is None
                if cell.data_type == "f":
                    assert not str(cell.value).startswith(("=HYPERLINK", "=1+1")), cell.coordinate
    rows = book.worksheets[1]
    assert rows["O5"].value == "=N(N5)-N(J5)"
    assert FOUND.rows[0].difference is not None
    assert shown.worksheets[1]["O5"].value == number_out(FOUND.rows[0].difference)
    assert rows["O3"].value == "=SUBTOTAL(109,O5:O51)"
    assert rows.auto_filter.ref == "A4:T51"
    steps = shown.worksheets[3]
    numbers = [row[1].value for row in steps.iter_rows(min_row=6) if isinstance(row[1].value, int | float)]
    assert FOUND.difference is not None
    assert numbers[-1] == number_out(FOUND.difference)
    assert sum(numbers[:-1]) == pytest.approx(numbers[-1])


def test_many_units_have_a_chart_and_a_filter() -> None:
    many = [compare(replace(ONE, unit=f"{n}区"), replace(TWO, unit=f"{n}区")) for n in range(3)]
    book = read(workbook(many, labels=("2025年度", "2026年度"), clock=CLOCK))
    overview = book.worksheets[0]
    assert overview.auto_filter.ref
    assert [len(sheet._charts) for sheet in book] == [0, 1, 0, 0, 3, 0, 0]
    assert "2026年度总分" in [cell.value for row in overview.iter_rows() for cell in row]


def test_a_comparison_without_totals_has_no_steps() -> None:
    short = {code: given for code, given in even(PUBLIC).items() if code != "3"}
    names = read(workbook([compare(ONE, made(PUBLIC, short))], clock=CLOCK)).sheetnames
    assert "差从何来" not in names
