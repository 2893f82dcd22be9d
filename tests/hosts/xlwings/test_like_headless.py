"""Cells of every kind, in our tables and elsewhere: through xlwings they are what headless reads from the file."""

from __future__ import annotations

import pytest

from hosts.xlwings.excel import MISSING, Excel, cells
from hosts.xlwings.filled import returned
from hosts.xlwings.sheets import SHEET, Dated, Formula, Money, Sheet
from psscore.model.cell_error import CellError

KINDS = [
    (93, "a number"),
    (0.97354999999999992, "a rate"),
    (None, "a blank cell"),
    ("97", "a number as text"),
    ("暂无", "text"),
    (True, "a logical value"),
    (Dated(46037.0, "2026-01-15"), "a date"),
    (Dated(46037.25, "2026-01-15T06:00:00"), "a date and time"),
    (Dated(46037.0, "2026-01-15", "=DATE(2026,1,15)"), "a date that a formula gives"),
    (Money(0.973512345), "currency with more than four decimals"),
    (Money(12.0), "currency"),
    (Formula("=NA()", CellError.NOT_AVAILABLE), "#N/A"),
    (Formula("=1/0", CellError.DIV0), "#DIV/0!"),
    (Formula('=""', ""), "a formula that shows nothing"),
    (Formula("=1=1", True), "a formula's TRUE"),
]
FORMULAS = {"D": '=PS_SCORE("1",{0}{1},100)', "E": '=PS_EXPLAIN("1",{0}{1})', "F": '=PS_CHECK("1",{0}{1},{0}{1})'}


@pytest.mark.parametrize("date1904", [False, True], ids=["1900", "1904"])
@pytest.mark.parametrize("name", ["ps_mine", "theirs"])
def test_cells_of_every_kind(name: str, date1904: bool, excel: Excel) -> None:
    rows = range(2, 2 + len(KINDS))
    sheet = Sheet({f"B{row}": cell for row, (cell, _) in zip(rows, KINDS, strict=True)}, date1904=date1904)
    sheet.tables = [(name, f"A1:B{rows[-1]}", ["编号", "数值"], False)]
    sheet.calls = {f"{column}{row}": text.format("B", row) for row in rows for column, text in FORMULAS.items()}
    _, shown = sheet.headless()
    excel.open(sheet.excel())
    for row, (_, why) in zip(rows, KINDS, strict=True):
        at = cells(f"{SHEET}!B{row}")
        assert excel.call("PS_SCORE", "1", at, 100.0, MISSING) == returned(shown[f"D{row}"]), why
        assert excel.call("PS_EXPLAIN", "1", at, MISSING, MISSING) == returned(shown[f"E{row}"]), why
        assert excel.call("PS_CHECK", "1", at, at, MISSING) == (returned(shown[f"F{row}"]) or ""), why
    asked = str(excel.call("PS_CHECK", "1", cells(f"{SHEET}!B8"), MISSING, MISSING))
    assert ("2026-01-15 是日期" in asked) is (name == "ps_mine"), "a date typed into a table of ours is named as one"


def test_dates_in_a_range_across_a_table(excel: Excel) -> None:
    day = Dated(46037.0, "2026-01-15")
    sheet = Sheet(
        {"A2": "1", "A3": "1", "A4": "1", "B2": day, "B3": 7, "B4": day},
        [("ps_mine", "A1:B3", ["编号", "数值"], False)],
    )
    sheet.calls = {
        "D1": '=PS_COUNT("1",A3:A4,B3:B4)',
        "D2": '=PS_COUNT("1",A2:A3,B2:B3)',
        "D3": '=PS_COUNT("1",A2:A4,B2:B4)',
    }
    _, shown = sheet.headless()
    excel.open(sheet.excel())
    assert shown == {"D1": 46044, "D2": CellError.VALUE, "D3": CellError.VALUE}
    for at, rows in (("D1", "3:4"), ("D2", "2:3"), ("D3", "2:4")):
        first, last = rows.split(":")
        columns = [cells(f"{SHEET}!{letter}{first}:{letter}{last}") for letter in "AB"]
        assert excel.call("PS_COUNT", "1", *columns) == returned(shown[at]), at
