"""What the workbook layer asks of an engine for ordinary formulas; small, so that engines can be replaced."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from psscore.model.cell_error import CellError

Cell = None | bool | int | float | str | CellError
Callback = Callable[..., "Cell | list[list[Cell]]"]
# Sheet name, row, column; rows and columns count from 1.
Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Fault:
    """A result no cell can have: `name`, `not_implemented`, `circular`, `spill`, `too_long` or `other`."""

    kind: str


# Columns, rows and values of cells as a workbook writes them, row by row.
Written = tuple[Sequence[bytes], Sequence[bytes], Sequence[bytes]]
NOTHING: Written = (), (), ()


@dataclass(slots=True)
class SourceSheet:
    """A sheet to load: literals as values, formulas as text without `=`."""

    name: str
    literals: list[tuple[int, int, Cell]] = field(default_factory=list)
    formulas: list[tuple[int, int, str]] = field(default_factory=list)
    # Master row and column, its formula, the area that shares it; its members in `formulas` have an empty text.
    shared: list[tuple[int, int, str, str, list[tuple[int, int]]]] = field(default_factory=list)
    # More literals: numbers that every engine reads as Python does, and texts by their places among the source's.
    numbers: Written = NOTHING
    texts: Written = NOTHING


@dataclass(slots=True)
class Source:
    """A workbook to load: sheets in order, names as (name, sheet or "", formula)."""

    sheets: list[SourceSheet]
    names: list[tuple[str, str, str]]
    date1904: bool
    functions: Mapping[str, Callback]
    seconds: float = 60.0
    texts: Sequence[str] = ()


class Unreadable(Exception):
    """Some formulas are not formulas to the engine; load the workbook again without them."""

    def __init__(self, places: set[Place]) -> None:
        super().__init__(f"{len(places)} formulas cannot be read")
        self.places = places


class LoadFailed(Exception):
    """The engine cannot load the workbook, for a reason other than a formula."""


class Exhausted(Exception):
    """Calculating takes more time or memory than the engine is allowed."""


class Engine(Protocol):
    """A loaded workbook that recalculates what depends on a changed cell."""

    name: str
    version: str

    def set_value(self, place: Place, value: Cell) -> None:
        """Put a literal into a cell."""
        ...

    def set_block(self, place: Place, rows: Sequence[Sequence[Cell]]) -> None:
        """Put literals into the cells of a rectangle, row by row; the place is its first cell."""
        ...

    def calculate(self, now: datetime.datetime) -> None:
        """Bring every formula up to date; TODAY and NOW read `now` as the wall clock."""
        ...

    def values(self, sheet: str, cells: Sequence[tuple[int, int]]) -> list[Cell | Fault]:
        """The values of some cells, in order. How they lie is remembered of a tuple, which is asked for again."""
        ...

    def spill(self, place: Place) -> tuple[int, int]:
        """Rows and columns that the cell's formula fills; (1, 1) unless it spills."""
        ...

    def dependents(self, places: Sequence[Place]) -> set[Place]:
        """Every formula cell that depends on one of these, near or far; not the places themselves unless they do."""
        ...
