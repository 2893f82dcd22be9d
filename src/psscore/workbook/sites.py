"""Call sites: each call of a function of ours has a number, its hidden first argument, by which its result is known."""

from __future__ import annotations

from typing import NamedTuple

from psscore.workbook.parts import Table
from psscore.workbook.programs import Program


class Site(NamedTuple):
    """One call of one of our functions: its cell (row 0 in a defined name), whether the call is the whole formula,
    whether another function around it may skip it, and which of its arguments are whole columns or lent ranges."""

    sheet: str
    row: int
    column: int
    function: str
    alone: bool
    lazy: bool
    columns: tuple[int, ...] = ()
    lent: tuple[int, ...] = ()


class Sites:
    """The call sites of one workbook by their numbers."""

    def __init__(self) -> None:
        self.known: dict[int, Site] = {}
        # The rows from which numbers are counted.
        self.rows: set[int] = set()
        self._next = 0
        # Numbers for all rows of a table that have one program in a column, with the program, which keeps its identity.
        self._blocks: dict[tuple[int, int], tuple[Program, int]] = {}

    def numbered(self, program: Program, sheet: str, row: int, column: int, table: Table | None) -> list[int]:
        """Numbers for the calls of a cell's formula; within a table they go up with the rows."""
        calls = program.calls
        first, step = self._next, 1
        if table is None:
            self._next += len(calls)
        else:
            self.rows.add(row)
            step = table.last_row - table.first_row + 1
            first = self._block(program, column, step * len(calls)) + row - table.first_row
        numbers = [first + at * step for at in range(len(calls))]
        for number, call in zip(numbers, calls, strict=True):
            # A site is its cell, and then what its call is.
            self.known[number] = Site(sheet, row, column, *call)
        return numbers

    def _block(self, program: Program, column: int, size: int) -> int:
        known = self._blocks.get((id(program), column))
        if known is None:
            known = self._blocks[id(program), column] = program, self._next
            self._next += size
        return known[1]
