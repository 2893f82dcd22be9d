"""Charts as every sheet of the workbook shows them: fonts, frame, place."""

from __future__ import annotations

from typing import Any

from psscore.workbook.template.book import Book, Sheet
from psscore.workbook.template.style import GRID, INK, NAVY


def font(book: Book, size: float, colour: str = INK, bold: bool = False) -> dict[str, Any]:
    """The font of a text in a chart; `size` in points."""
    return {"name": book.styles.font, "size": size, "color": colour, "bold": bold}


def place(
    book: Book, sheet: Sheet, chart: Any, cell: str, title: str, width: int, height: int, alt: str, shift: int = 0
) -> None:
    """Put a chart at a cell, `shift` pixels to the right; `width` and `height` in pixels, `alt` for screen readers."""
    chart.set_title({"name": title, "name_font": font(book, 11, NAVY, True), "overlay": False})
    chart.set_chartarea({"border": {"color": GRID, "width": 0.75}})
    chart.set_size({"width": width, "height": height})
    sheet.raw.insert_chart(
        cell,
        chart,
        {"x_offset": 2 + shift, "y_offset": 2, "object_position": 1, "description": alt},
    )
