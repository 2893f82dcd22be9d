"""Changed cells gathered into few rectangles: the engine asks for every rectangle what depends on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from psscore.workbook.values import Cell

# How many rows that did not change a rectangle may take along.
_BRIDGED = 30

Unchanged = Callable[[int, int], Cell]


@dataclass(slots=True)
class Block:
    """A rectangle of literals: its first row and column, and its values column by column."""

    row: int
    column: int
    columns: list[list[Cell]]

    def rows(self) -> list[list[Cell]]:
        """The values row by row."""
        return [list(row) for row in zip(*self.columns, strict=True)]


def blocks(cells: Mapping[tuple[int, int], Cell], unchanged: Unchanged) -> Iterator[Block]:
    """Values by (column, row) as rectangles, their gaps filled with the literals that stand there.

    `unchanged` gives the literal in a column and row, None where there is none: no rectangle covers such a cell.
    """
    open_: list[Block] = []
    for run in _runs(cells, unchanged):
        yield from (block for block in open_ if block.column + len(block.columns) < run.column)
        open_ = [block for block in open_ if block.column + len(block.columns) >= run.column]
        for at, block in enumerate(open_):
            if (joined := _joined(block, run, unchanged)) is not None:
                open_[at] = joined
                break
        else:
            open_.append(run)
    yield from open_


def _runs(cells: Mapping[tuple[int, int], Cell], unchanged: Unchanged) -> Iterator[Block]:
    run: Block | None = None
    for column, row in sorted(cells):
        if run is not None and run.column == column:
            end = run.row + len(run.columns[0])
            between = _literals(column, range(end, row), unchanged)
            if between is not None:
                run.columns[0] += [*between, cells[column, row]]
                continue
        if run is not None:
            yield run
        run = Block(row, column, [[cells[column, row]]])
    if run is not None:
        yield run


def _joined(block: Block, run: Block, unchanged: Unchanged) -> Block | None:
    """A block and a run in the column right of it as one block; None when a cell between them holds no literal."""
    if run.column != block.column + len(block.columns):
        return None
    top, bottom = min(block.row, run.row), max(block.row + len(block.columns[0]), run.row + len(run.columns[0]))
    columns: list[list[Cell]] = []
    for part in (block, run):
        for offset, values in enumerate(part.columns):
            column = part.column + offset
            above = _literals(column, range(top, part.row), unchanged)
            below = _literals(column, range(part.row + len(values), bottom), unchanged)
            if above is None or below is None:
                return None
            columns.append([*above, *values, *below])
    return Block(top, block.column, columns)


def _literals(column: int, rows: range, unchanged: Unchanged) -> list[Cell] | None:
    if len(rows) > _BRIDGED:
        return None
    found = [unchanged(column, row) for row in rows]
    return None if None in found else found
