"""A sheet or a text table as printed cells, each with its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from psscore.model.text import Text

MAX_LINES = 3000
MAX_COLUMNS = 256
"""A form has a hundred lines and ten columns; a sheet beyond these bounds is not one."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell prints; `fault` says why that is no value (an error, a date, a formula never calculated)."""

    text: str = ""
    fault: Text | None = None

    @property
    def blank(self) -> bool:
        return not self.text and self.fault is None


BLANK = Cell()


@dataclass(frozen=True, slots=True)
class Line:
    """One row of cells; `number` is its row in the sheet, or the line of the text file it begins on."""

    number: int
    cells: tuple[Cell, ...]

    def at(self, column: int) -> Cell:
        return self.cells[column] if column < len(self.cells) else BLANK

    @property
    def filled(self) -> list[tuple[int, Cell]]:
        """The cells that are not blank, with their columns."""
        return [(column, cell) for column, cell in enumerate(self.cells) if not cell.blank]


@dataclass(frozen=True, slots=True)
class Grid:
    """The non-blank lines of a sheet, or of a text file (`sheet` None); `cut` when there were too many."""

    sheet: str | None
    lines: Sequence[Line]
    cut: bool = False

    def where(self, line: int, column: int) -> Text:
        """ "Sheet1!H14" or "第 14 行第 8 列"."""
        if self.sheet is None:
            return Text(f"第 {line} 行第 {column + 1} 列", f"line {line}, column {column + 1}")
        place = f"{self.sheet}!{_letters(column)}{line}"
        return Text(place, place)


def _letters(column: int) -> str:
    letters, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters
