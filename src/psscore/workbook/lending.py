"""Ranges of tables that our functions read, made into Python lists once a calculation and not for every call.

A cell of the engine's own sheet holds the number of the list; the calls get that number in the range's place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from psscore.engines.engine import Cell, SourceSheet
from psscore.functions.cells import Range

LEND_FUNCTION = "PSSCORE__LEND"
ENGINE_SHEET = "psscore_sheet_that_no_workbook_has"
"""A sheet only the engine has: A1 counts the runs, B holds the ranges that are lent, C the numbers of rows.

No sheet of Excel's has so long a name, and the engine is quickest with a name that needs no quotes.
"""

_BEGIN, _END = "\ue0f6", "\ue0f7"
_MARK = re.compile(f"{_BEGIN}([^{_END}]*){_END}")


def mark(address: str) -> str:
    """Stands for a range, with its sheet, in a rewritten formula."""
    return f"{_BEGIN}{address}{_END}"


class Lending:
    """The ranges of one workbook that are lent to the calls in it."""

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}
        self._held: dict[int, Any] = {}
        self._last: dict[int, int] = {}
        self._given = 0
        # True for a workbook with INDIRECT or OFFSET: a circle through them and what is lent would not be seen.
        self.direct = False

    def placed(self, formula: str) -> str:
        """A rewritten formula with the engine's cells, or the ranges themselves, where its marks were."""
        if _BEGIN not in formula:
            return formula
        if self.direct:
            return _MARK.sub(r"\1", formula)
        return _MARK.sub(lambda found: f"{ENGINE_SHEET}!$B${self._row(found[1])}", formula)

    def sheet(self, rows: Iterable[int], *, lent: bool) -> SourceSheet:
        """The engine's sheet with the numbers of some rows, and the ranges when any are lent."""
        literals: list[tuple[int, int, Cell]] = [(1, 1, 0.0)]
        literals += ((row, 3, float(row)) for row in sorted(rows))
        ranges = self._rows.items() if lent else ()
        return SourceSheet(
            ENGINE_SHEET, literals, [(row, 2, f"{LEND_FUNCTION}({row},{address})") for address, row in ranges]
        )

    def lend(self, row: float, cells: Any) -> Any:
        """Take a range and give its number, another one every time; what is no range is handed on."""
        if type(cells) is not list:
            return cells
        self._held.pop(self._last.get(int(row), 0), None)
        self._given += 1
        self._last[int(row)] = self._given
        self._held[self._given] = Range(cells)
        return float(self._given)

    def fetched(self, arguments: tuple[Any, ...], positions: Sequence[int]) -> tuple[Any, ...]:
        """A call's arguments with the ranges in their places; an error that stands for a range stays."""
        if self.direct:
            return arguments
        found = list(arguments)
        for position in positions:
            if type(found[position]) in (float, int):
                found[position] = self._held[int(found[position])]
        return tuple(found)

    def _row(self, address: str) -> int:
        return self._rows.setdefault(address, len(self._rows) + 1)
