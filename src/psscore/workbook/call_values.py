"""The arguments the engine gives our functions, and the results they give it."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Any

from psscore.model.cell_error import CellError


def equally_long(arguments: Sequence[Any], columns: Sequence[int]) -> tuple[Any, ...]:
    """Whole columns have one length, but the engine cuts each below its own last cell: blanks down to the longest."""
    cells = {at: arguments[at] if type(arguments[at]) is list else [[arguments[at]]] for at in columns}
    longest = max(map(len, cells.values()))
    for at, rows in cells.items():
        width = max((len(row) for row in rows), default=0) or 1
        cells[at] = [*rows, *([None] * width for _ in range(longest - len(rows)))]
    return tuple(cells.get(at, argument) for at, argument in enumerate(arguments))


def finite(value: Any) -> Any:
    """A result a cell can hold: a NaN would pass through every comparison that follows."""
    if type(value) is list:
        return [[finite(cell) for cell in row] for row in value]
    if type(value) is float and not isfinite(value):
        return CellError.NUM
    return 0.0 if value is None else value
