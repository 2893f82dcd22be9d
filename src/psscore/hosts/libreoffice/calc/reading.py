"""Arguments of a call from Calc as the cell values the functions take.

Calc gives a range object where the interface asks for one, else the values: rows of them for a range. A blank cell of
a range is an empty text; a single blank cell that comes as a value is 0, which nobody can tell from a zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from psscore.functions.cells import OMITTED, Argument
from psscore.hosts.libreoffice.calc.errors import error_of

SHEET_ROWS = 1_048_576
_SINGLE = {float, str, type(None)}
# Values come without their place; no list that people keep is as long as this.
_ENDLESS = SHEET_ROWS - 1000


def read_arguments(given: Sequence[Any]) -> list[Argument]:
    """The cell values: `OMITTED` for None, a list of rows for a range, a single value for a range of one cell.

    Ranges that reach the end of the sheet are cut below the last row any of them uses, so that they stay equally long.
    """
    if _SINGLE.issuperset(map(type, given)):
        return [OMITTED if item is None else item for item in given]
    heights = {at: _height(item) for at, item in enumerate(given)}
    cuts = {
        height: max(1, *(_filled(given[at]) for at, other in heights.items() if other == height))
        for height in {heights[at] for at, item in enumerate(given) if heights[at] and _endless(item)}
    }
    return [_argument(item, cuts.get(heights[at], heights[at])) for at, item in enumerate(given)]


def _argument(item: Any, height: int) -> Argument:
    if item is None:
        return OMITTED
    if not height:
        return item
    rows = [list(row) for row in item[:height]] if isinstance(item, tuple) else _range(item, height)
    return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows


def _range(cells: Any, height: int) -> list[list[Argument]]:
    address = cells.getRangeAddress()
    width = address.EndColumn - address.StartColumn + 1
    if height <= address.EndRow - address.StartRow:
        cells = cells.getCellRangeByPosition(0, 0, width - 1, height - 1)
    rows = [list(row) for row in cells.getDataArray()]
    for down, row in enumerate(rows):
        if None in row:  # an error value comes as nothing
            row[:] = [
                error_of(cells.getCellByPosition(right, down).getError()) if cell is None else cell
                for right, cell in enumerate(row)
            ]
    return rows


def _height(item: Any) -> int:
    """The rows of a range, 0 for a single value."""
    if isinstance(item, tuple):
        return len(item)
    if not hasattr(item, "getRangeAddress"):
        return 0
    address = item.getRangeAddress()
    height: int = address.EndRow - address.StartRow + 1
    return height


def _endless(item: Any) -> bool:
    if isinstance(item, tuple):
        return len(item) > _ENDLESS
    last: int = item.getRangeAddress().EndRow
    return last == SHEET_ROWS - 1


def _filled(item: Any) -> int:
    """How many rows of a range lie inside the used part of its sheet; of values, down to the last that is not blank."""
    if isinstance(item, tuple):
        return next((at for at in range(len(item), 0, -1) if any(cell not in ("", None) for cell in item[at - 1])), 0)
    cursor = item.getSpreadsheet().createCursor()
    cursor.gotoEndOfUsedArea(False)
    last: int = cursor.getRangeAddress().EndRow
    return max(0, last - int(item.getRangeAddress().StartRow) + 1)
