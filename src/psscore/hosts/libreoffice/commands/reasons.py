"""Why a formula of ours shows an error value: the call made again, with the reason that Calc does not show."""

from __future__ import annotations

import re
from typing import Any

from psscore.functions.called import Called
from psscore.hosts.libreoffice.calc.answer import called, in_order
from psscore.hosts.libreoffice.calc.errors import error_of
from psscore.hosts.libreoffice.commands.formulas import arguments
from psscore.hosts.libreoffice.commands.workbook import Formula, Workbook
from psscore.model.cell_error import CellError
from psscore.model.text import Text

PASSED_ON = Text("所引单元格有误，请先改正它", "a cell it refers to is wrong: mend that first")
_UNKNOWN = Text("Calc 不认识此函数名，请运行“修复公式”", "Calc does not know this name: run Repair formulas")
_GENERAL = {
    CellError.NOT_AVAILABLE: Text("数据或读法未填", "data or a reading is missing"),
    CellError.VALUE: Text("数据不能读取", "the data cannot be read"),
    CellError.NUM: Text("不可能的数", "a number that cannot be"),
    CellError.NULL: Text("按读法不计入", "left out by a reading"),
}
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?")
_GUARD = re.compile(r'IF\((?:(.+)="";"";(.+)|ISBLANK\((.+)\);"";(.+))\)')
_IN_ROW = re.compile(r"(\w+)\[\[#This Row\];\[(.+)\]\]")
_COLUMN = re.compile(r"(\w+)\[([^\[\]#]+)\]")


class _Unreadable(Exception):
    """An argument that is more than a reference or a constant."""


def call_of(workbook: Workbook, formula: Formula) -> Called | None:
    """The call a formula makes, made again; None for one that is not a plain call of references and constants."""
    parts = arguments(formula.text)
    if parts is None:
        return None
    try:
        return called(parts[0], in_order(parts[0], [_argument(workbook, formula, text) for text in parts[1]]))
    except _Unreadable:
        return None


def reason(workbook: Workbook, formula: Formula) -> Text:
    """Why the formula's cell shows an error value."""
    if formula.broken:
        return _UNKNOWN
    error = error_of(formula.error)
    again = call_of(workbook, formula)
    if again is not None and again.value is error and again.reason is not None:
        return again.reason
    return _GENERAL.get(error, PASSED_ON)


def _argument(workbook: Workbook, formula: Formula, text: str) -> Any:
    if not text:
        return None
    if text.startswith('"') and text.endswith('"') and '"' not in text[1:-1].replace('""', ""):
        return text[1:-1].replace('""', '"')
    if _NUMBER.fullmatch(text):
        return float(text)
    guard = _GUARD.fullmatch(text)
    if guard:
        looked, taken = (part for part in guard.groups() if part is not None)
        if looked != taken:
            raise _Unreadable(text)
        text = taken
    return _referred(workbook, formula, text)


def _referred(workbook: Workbook, formula: Formula, text: str) -> Any:
    names = workbook.document.NamedRanges
    if names.hasByName(text):
        area = names.getByName(text).getReferredCells()
    elif found := _IN_ROW.fullmatch(text):
        area = _of_table(workbook, found, formula.row)
    elif found := _COLUMN.fullmatch(text):
        area = _of_table(workbook, found, None)
    else:
        try:
            area = formula.sheet.cells.getCellRangeByName(text)
        except Exception:  # UNO's own kind, which only LibreOffice can name
            area = None
    if area is None:
        raise _Unreadable(text)
    return area


def _of_table(workbook: Workbook, found: re.Match[str], row: int | None) -> Any:
    place = workbook.column(found[1], (found[2],))
    if place is None:
        return None
    sheet, column, first, last = place
    rows = (first, last) if row is None else (row, row)
    return workbook.document.Sheets.getByIndex(sheet).getCellRangeByPosition(column, rows[0], column, rows[1])
