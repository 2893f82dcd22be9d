"""A rulebook as sheets of cells, whatever program holds them."""

from __future__ import annotations

from dataclasses import dataclass, field

from psscore.model.text import Text
from psscore.rulebooks.cells import Cell
from psscore.rulebooks.columns import Column

HEADER_ROWS = 2
"""Labels for people, then the keys they stand for."""


@dataclass(slots=True)
class Sheet:
    """A sheet: its columns and the rows below them. Row 0 of `rows` is the third row of the sheet."""

    name: Text
    columns: list[Column]
    rows: list[list[Cell]] = field(default_factory=list)
    percent_rows: set[int] = field(default_factory=set)
    """Rows of rules whose limits and steps read as percentages."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: sheet and cell address."""

    sheet: str
    cell: str

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}"


@dataclass(frozen=True, slots=True)
class Rulebook:
    """A standard and what travels beside it: `cases.csv` and `NOTES.md` as text, None where there is none."""

    raw: dict[str, object]
    cases: str | None = None
    notes: str | None = None


def column_letters(index: int) -> str:
    """The letters of a column, 0 the first."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """The address of a cell, (0, 0) the first: "A1"."""
    return f"{column_letters(column)}{row + 1}"
