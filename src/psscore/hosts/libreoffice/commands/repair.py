"""Writing broken formulas anew under names Calc knows: one step to undo, and only cells that need it."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from psscore.hosts.libreoffice.commands.formulas import repaired
from psscore.hosts.libreoffice.commands.workbook import Formula, Sheet, Workbook, address

_log = logging.getLogger(__name__)

Block = tuple[int, int, list[list[str]]]
"""Column and row of the first cell, and the formulas of all of them."""


@dataclass
class Repairs:
    """How many formulas were written anew, by sheet; and which cells could not be written."""

    written: dict[str, int] = field(default_factory=dict)
    locked: list[str] = field(default_factory=list)


def repair(workbook: Workbook) -> Repairs:
    """Write the broken formulas anew; a sheet that is protected keeps them."""
    done = Repairs()
    for sheet in workbook.sheets:
        broken = [formula for formula in workbook.formulas if formula.sheet is sheet and formula.broken]
        plain = {(item.column, item.row): repaired(item.text) for item in broken if item.text.startswith("=")}
        for column, row, texts in blocks(plain):
            cells = sheet.cells.getCellRangeByPosition(column, row, column + len(texts[0]) - 1, row + len(texts) - 1)
            count = len(texts) * len(texts[0])
            _count(done, sheet, address(column, row), count, _written(cells, texts))
        for formula, cells in _arrays(sheet, [item for item in broken if item.text.startswith("{")]):
            _count(
                done,
                sheet,
                address(formula.column, formula.row),
                1,
                _array_written(cells, repaired(formula.text[1:-1])),
            )
    return done


def blocks(changed: dict[tuple[int, int], str]) -> Iterator[Block]:
    """Rectangles of changed cells, given by column and row: as many cells at a time as lie together."""
    left = dict(changed)
    for column, row in sorted(changed, key=lambda place: (place[1], place[0])):
        if (column, row) not in left:
            continue
        right = column
        while (right + 1, row) in left:
            right += 1
        bottom = row
        while all((at, bottom + 1) in left for at in range(column, right + 1)):
            bottom += 1
        places = [[(at, down) for at in range(column, right + 1)] for down in range(row, bottom + 1)]
        yield column, row, [[left.pop(place) for place in line] for line in places]


def _arrays(sheet: Sheet, broken: Iterable[Formula]) -> Iterator[tuple[Formula, Any]]:
    """Each array once: its first cell's formula and all its cells."""
    seen = set()
    for formula in broken:
        cell = sheet.cells.getCellByPosition(formula.column, formula.row)
        cursor = sheet.cells.createCursorByRange(cell)
        cursor.collapseToCurrentArray()
        at = cursor.getRangeAddress()
        place = at.StartColumn, at.StartRow
        if place not in seen:
            seen.add(place)
            yield formula, sheet.cells.getCellRangeByPosition(*place, at.EndColumn, at.EndRow)


def _written(cells: Any, texts: list[list[str]]) -> bool:
    try:
        cells.setFormulaArray(tuple(map(tuple, texts)))
    except Exception:  # UNO's own kind: the cells are locked
        _log.info("not written: %s", texts[0][0], exc_info=True)
        return False
    return True


def _array_written(cells: Any, text: str) -> bool:
    if cells.getSpreadsheet().isProtected() and cells.CellProtection.IsLocked:
        return False
    try:
        cells.setArrayFormula(text)
    except Exception:  # as above
        _log.info("not written: %s", text, exc_info=True)
        return False
    return True


def _count(done: Repairs, sheet: Sheet, where: str, count: int, written: bool) -> None:
    if written:
        done.written[sheet.name] = done.written.get(sheet.name, 0) + count
    else:
        done.locked.append(f"{sheet.name}!{where}")
