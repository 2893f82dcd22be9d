"""Sheets of XlsxWriter made ready for paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def on_a4(sheet: Any, widths: Sequence[float], *, landscape: bool) -> Any:
    """The sheet with these column widths, fitted to the width of A4 and without grid lines; gives it back."""
    sheet.hide_gridlines(2)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    return sheet
