"""Many cells of a sheet gathered into few rectangles: an engine gives a rectangle sooner than its cells one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from typing import Any

Box = tuple[int, int, int, int]
"""First row, first column, last row, last column."""

# How many cells nobody asked for a column may take along between two that were asked for.
_BRIDGED = 3


@dataclass(frozen=True, slots=True)
class Areas:
    """Rectangles that hold some cells, and how to find these cells in them again, in their own order."""

    boxes: tuple[Box, ...]
    _pick: Callable[[list[Any]], tuple[Any, ...]]

    def pick(self, found: Sequence[Sequence[Sequence[Any]]]) -> list[Any]:
        """The values of the cells, from the rows of each rectangle."""
        return list(self._pick(list(chain.from_iterable(chain.from_iterable(found)))))


def areas(cells: Sequence[tuple[int, int]]) -> Areas:
    """The rectangles of two or more cells, given as (row, column)."""
    boxes = _side_by_side(_columns(sorted(set(cells), key=itemgetter(1, 0))))
    place: dict[tuple[int, int], int] = {}
    for top, left, bottom, right in boxes:
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                place[row, column] = len(place)
    return Areas(tuple(boxes), itemgetter(*(place[cell] for cell in cells)))


def _columns(cells: Sequence[tuple[int, int]]) -> list[Box]:
    found: list[Box] = []
    for row, column in cells:
        if found and found[-1][1] == column and row - found[-1][2] <= _BRIDGED + 1:
            top, left, _, right = found[-1]
            found[-1] = top, left, row, right
        else:
            found.append((row, column, row, column))
    return found


def _side_by_side(columns: Sequence[Box]) -> list[Box]:
    """Columns of the same rows, next to each other, as one rectangle."""
    found: dict[tuple[int, int, int], Box] = {}
    for top, left, bottom, right in columns:
        box = found.pop((top, bottom, left - 1), (top, left, bottom, right))
        found[top, bottom, right] = box[0], box[1], bottom, right
    return list(found.values())
