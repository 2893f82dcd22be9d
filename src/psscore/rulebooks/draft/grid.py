"""A sheet of somebody's own table: texts by row and column, merged cells filled and remembered."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Any

from psscore.rulebooks.read import plain
from psscore.rulebooks.sheets import address

MAX_ROWS, MAX_COLUMNS = 5000, 60


@dataclass(frozen=True, slots=True)
class Span:
    """A merged area, or one cell: first and last row and column, 0 the first."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Grid:
    """The cells of a sheet. `texts` has every cell of a merged area filled with its text."""

    sheet: str
    texts: list[list[str]] = field(default_factory=list)
    spans: dict[tuple[int, int], Span] = field(default_factory=dict)
    beyond: str = ""
    """The first filled cell below or right of what is read; "" when there is none."""

    @property
    def width(self) -> int:
        return max((len(row) for row in self.texts), default=0)

    def at(self, row: int, column: int) -> str:
        line = self.texts[row] if row < len(self.texts) else []
        return line[column] if 0 <= column < len(line) else ""

    def span(self, row: int, column: int) -> Span:
        """The merged area a cell lies in, itself when in none."""
        return self.spans.get((row, column), Span(row, column, row, column))

    def place(self, row: int, column: int) -> str:
        """The address of a cell with its sheet; of a merged area, its first cell."""
        span = self.span(row, column)
        return f"{self.sheet}!{address(span.top, span.left)}"


def grid_of(page: Any) -> Grid:
    """The grid of an openpyxl worksheet."""
    grid = Grid(page.title, beyond=_beyond(page))
    for row in page.iter_rows(max_row=min(page.max_row or 0, MAX_ROWS), max_col=MAX_COLUMNS, values_only=True):
        grid.texts.append([_text(cell) for cell in row])
    for area in page.merged_cells.ranges:
        span = Span(area.min_row - 1, area.min_col - 1, area.max_row - 1, area.max_col - 1)
        if span.top >= len(grid.texts):
            continue
        text = grid.at(span.top, span.left)
        for row in range(span.top, min(span.bottom + 1, len(grid.texts))):
            for column in range(span.left, min(span.right + 1, len(grid.texts[row]))):
                grid.texts[row][column] = text
                grid.spans[row, column] = span
    return grid


def _beyond(page: Any) -> str:
    # The cells themselves: a sheet may claim a million rows of which none is filled.
    cells = (
        (row, column)
        for (row, column), cell in page._cells.items()
        if (row > MAX_ROWS or column > MAX_COLUMNS) and _text(cell.value)
    )
    first = min(cells, default=None)
    return f"{page.title}!{address(first[0] - 1, first[1] - 1)}" if first else ""


def folded(text: str) -> str:
    """A label without blanks, half-width."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _text(cell: Any) -> str:
    value = plain(cell)
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value).strip()
