"""Arguments of a call from Excel as the cell values the functions take, read as headless reads them from the file."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xlwings import Range

from psscore.functions.cells import OMITTED, Argument
from psscore.functions.date_text import date_text
from psscore.hosts.xlwings.errors import error_in
from psscore.model.text import Text

_EPOCH = datetime.datetime(1899, 12, 30)
_PLAIN = {type(None), bool, float, str}
# Ranges up to this size are read whole; asking for the used range would take longer.
_SMALL = 1000

Rows = Sequence[Sequence[Any]]


class Unusable(Exception):
    """An argument no function can take; `text` says what to do."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(zh, en)


@dataclass(frozen=True, slots=True)
class Given:
    """An argument as it arrived: an unread range, or a value."""

    value: Any


@dataclass(slots=True)
class _Large:
    """A large range: its size, how much of that the sheet uses, and the size to give."""

    rows: int
    columns: int
    filled: tuple[int, int]
    open_below: bool
    open_right: bool


class Reading:
    """Reads the arguments of one call; `odd` lists the error values it met that older programs do not know."""

    def __init__(self) -> None:
        self.odd: list[str] = []

    def arguments(self, given: Sequence[Given | None]) -> list[Argument]:
        """The cell values: None for a blank cell, `OMITTED` for None, a list of rows for a range. May raise `Unusable`.

        Whole columns are cut below the last row any of them uses, so that they stay equally long.
        """
        large = {at: _large(item.value) for at, item in enumerate(given) if item and _is_large(item.value)}
        sizes = {at: _size(extent, list(large.values())) for at, extent in large.items()}
        return [
            OMITTED
            if item is None
            else self._cut(item.value, large[at].filled, sizes[at])
            if at in large
            else self._argument(item.value)
            for at, item in enumerate(given)
        ]

    def _argument(self, value: Any) -> Argument:
        if isinstance(value, Range):
            rows = self._range(value)
        elif isinstance(value, tuple):
            rows = self._cells(value if value and isinstance(value[0], tuple) else (value,))
        else:
            return self._cell(value)
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows

    def _cut(self, range_: Range, filled: tuple[int, int], size: tuple[int, int]) -> list[list[Argument]]:
        """The filled corner of a large range, with blanks up to the size wanted."""
        rows, columns = size
        found: list[list[Argument]] = []
        if all(filled):
            last = range_.row + filled[0] - 1, range_.column + filled[1] - 1
            found = self._range(range_.sheet.range((range_.row, range_.column), last))
        blanks = [None] * (columns - filled[1])
        return [row + blanks for row in found] + [[None] * columns for _ in range(rows - len(found))]

    def _range(self, range_: Range) -> list[list[Argument]]:
        try:
            rows = _rows(range_.raw_value)
        except Exception:
            # A number in the dress of a date or of currency that no date and no currency can have.
            rows = _rows(range_.api.Value2)
        if not all(type(cell) in _PLAIN or type(cell) is int for row in rows for cell in row):
            rows = _exact(range_, rows)
        return self._cells(rows)

    def _cells(self, rows: Rows) -> list[list[Argument]]:
        if all(_PLAIN.issuperset(map(type, row)) for row in rows):
            return [list(row) for row in rows]
        return [[self._cell(cell) for cell in row] for row in rows]

    def _cell(self, value: Any) -> Argument:
        if type(value) in _PLAIN:
            return value
        if isinstance(value, int):
            found = error_in(value)
            if found is None:
                return value
            self.odd += filter(None, found[1:])
            return found[0]
        if isinstance(value, Decimal):
            return float(value)
        if isinstance(value, datetime.datetime):
            # COM counts days from the same day as Excel, and does not know 29 February 1900 either way.
            milliseconds = (value.replace(tzinfo=None) - _EPOCH) / datetime.timedelta(milliseconds=1)
            return round(milliseconds) / 86_400_000
        kind = type(value).__name__
        raise Unusable(f"参数是 {kind}，须是单元格、区域或值", f"an argument is a {kind}: give cells or values")


def _is_large(value: Any) -> bool:
    """True for a range too large to be read whole; `Unusable` for one of several areas."""
    if not isinstance(value, Range):
        return False
    count: int = value.api.CountLarge
    if count > 1 and value.api.Areas.Count > 1:
        raise Unusable(
            "参数是由几块拼成的区域：请改为一个连续的区域",
            "an argument is made of several areas: give one block of cells",
        )
    return count > _SMALL


def _large(range_: Range) -> _Large:
    rows, columns = range_.shape
    used = range_.sheet.used_range
    bottom, right = used.row + used.shape[0] - 1, used.column + used.shape[1] - 1
    filled = min(rows, bottom - range_.row + 1), min(columns, right - range_.column + 1)
    sheet = range_.sheet.api
    return _Large(
        rows,
        columns,
        (max(0, filled[0]), max(0, filled[1])),
        range_.row + rows > sheet.Rows.Count,
        range_.column + columns > sheet.Columns.Count,
    )


def _size(one: _Large, all_: Sequence[_Large]) -> tuple[int, int]:
    """What to give of a range: all of it, or as far as those of the same kind are used when it runs off the sheet."""
    down = [other.filled[0] for other in all_ if other.open_below and other.rows == one.rows]
    across = [other.filled[1] for other in all_ if other.open_right and other.columns == one.columns]
    rows = max(1, *down) if one.open_below else one.rows
    return rows, max(1, *across) if one.open_right else one.columns


def _rows(value: Any) -> Rows:
    return value if isinstance(value, tuple) else ((value,),)


def _exact(range_: Range, rows: Rows) -> Rows:
    """The rows with dates and currency as the numbers the cells store; `Value` rounds the one and dresses the other.

    A date typed into one of our tables comes as text, so that the functions refuse it as headless does.
    """
    stored = _rows(range_.api.Value2)
    found = [
        [cell if type(cell) in _PLAIN or type(cell) is int else exact for cell, exact in zip(*pair, strict=True)]
        for pair in zip(rows, stored, strict=True)
    ]
    dates = [
        (row, column)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        if isinstance(cell, datetime.datetime)
    ]
    for row, column in _typed(range_, dates):
        found[row][column] = date_text(found[row][column], bool(range_.sheet.book.api.Date1904))
    return found


def _typed(range_: Range, places: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Those of some places in a range that hold no formula and lie in the rows of a table of ours."""
    if not places:
        return
    bodies = [
        (body.row, body.column, body.row + body.shape[0], body.column + body.shape[1])
        for table in range_.sheet.tables
        if table.name.casefold().startswith("ps_") and (body := table.data_body_range) is not None
    ]
    formulas = _rows(range_.api.Formula) if bodies else ()
    for row, column in places:
        at = range_.row + row, range_.column + column
        within = any(top <= at[0] < bottom and left <= at[1] < right for top, left, bottom, right in bodies)
        if within and not str(formulas[row][column]).startswith("="):
            yield row, column
