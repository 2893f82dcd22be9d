"""The stamp of an open workbook: when it was scored, by whom, by which rules and with what; all of it or nothing."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from psscore import __version__
from psscore.hosts.libreoffice.commands.workbook import Workbook, address
from psscore.model.faults import ReferenceFault, StandardFaults
from psscore.model.text import Text
from psscore.rulebook.catalogue import load_standard


def stamp_cells(workbook: Workbook, now: datetime.datetime, operator: str) -> list[tuple[Any, float | str]]:
    """Where the workbook wants each value; it may lack some of the names, or all."""
    day = workbook.document.NullDate
    days = (now.replace(microsecond=0) - datetime.datetime(day.Year, day.Month, day.Day)).total_seconds() / 86400
    values: dict[str, float | str] = {
        "ps_scored_at": round(days, 10),
        "ps_scored_by": operator,
        "ps_scored_digest": _digest(workbook),
        "ps_scored_with": f"psscore {__version__}",
    }
    named = ((workbook.named(name), value) for name, value in values.items())
    return [(cell, value) for cell, value in named if cell is not None]


def obstacle(cells: Sequence[tuple[Any, float | str]]) -> Text | None:
    """Why a cell takes no stamp; None when all do."""
    return next((problem for cell, _ in cells if (problem := _obstacle(cell))), None)


def write(cells: Sequence[tuple[Any, float | str]]) -> None:
    """Write the stamp."""
    for cell, value in cells:
        if isinstance(value, str):
            cell.setString(value)
        else:
            cell.setValue(value)


def _obstacle(cell: Any) -> Text | None:
    sheet, at = cell.getSpreadsheet(), cell.getCellAddress()
    where = f"{sheet.Name}!{address(at.Column, at.Row)}"
    if cell.getFormula().startswith("="):
        return Text(f"未记录计分时间：{where} 中有公式，不能覆盖", f"Not stamped: {where} holds a formula")
    if sheet.isProtected() and cell.CellProtection.IsLocked:
        return Text(
            f"未记录计分时间：{where} 不能写入，请检查工作表保护",
            f"Not stamped: {where} is locked by the sheet's protection",
        )
    return None


def _digest(workbook: Workbook) -> str:
    """The digest of the standard the workbook names; empty when it names none that can be read."""
    cell = workbook.named("ps_standard_reference")
    try:
        return load_standard(cell.getString()).digest if cell is not None else ""
    except (ReferenceFault, StandardFaults):
        return ""
