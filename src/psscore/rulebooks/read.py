"""An Excel workbook to sheets of cells. Only read, never saved."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from psscore.model.text import Text
from psscore.rulebooks.cells import Cell
from psscore.rulebooks.columns import CASES, COVER, KINDS, NOTES, REST, Column, Holds
from psscore.rulebooks.sheets import HEADER_ROWS, Sheet

MAX_BYTES = 64 * 2**20
"""A rulebook is a table of some hundred rows; what is larger unpacked is something else."""
_NAMES = {
    name: text for text in (COVER, CASES, NOTES, REST, *(kind.name for kind in KINDS)) for name in (text.zh, text.en)
}
_ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f])_")
"""A control character. Anything else written so, such as _x0041_14, is a text of the author's."""


class NotAWorkbook(Exception):
    """The file is no Excel workbook that can be read; the message says why and what to do."""

    def __init__(self, message: Text) -> None:
        self.message = message
        super().__init__(message.en)


def open_workbook(data: bytes) -> Any:
    """The openpyxl workbook of a file's bytes, its values as last calculated; `NotAWorkbook` when it is none."""
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise NotAWorkbook(
            Text("文件已加密或为旧式 .xls，请另存为 .xlsx", "encrypted, or an old .xls: save it as .xlsx")
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > MAX_BYTES:
                raise NotAWorkbook(Text("文件过大，不像是评价标准", "too large for an evaluation standard"))
        return openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except NotAWorkbook:
        raise
    except Exception as error:
        what = f"{type(error).__name__}: {error}"
        raise NotAWorkbook(
            Text(f"不是可读的 .xlsx 工作簿（{what}）", f"not a readable .xlsx workbook ({what})")
        ) from error


def is_rulebook(book: Any) -> bool:
    """Whether the workbook has our sheets; a city's own table has not."""
    names = {_NAMES[name].zh for name in book.sheetnames if name in _NAMES}
    return COVER.zh in names and KINDS[0].name.zh in names


def sheets_of(book: Any) -> list[Sheet]:
    """Our sheets of a workbook, in its order."""
    return [_sheet(book[name], _NAMES[name]) for name in book.sheetnames if name in _NAMES]


def _sheet(page: Worksheet, name: Text) -> Sheet:
    read = _unescaped if name == NOTES else plain
    rows = [[read(cell) for cell in row] for row in page.iter_rows(values_only=True)]
    labels = rows[0] if rows else []
    keys = rows[1] if len(rows) > 1 else []
    columns = []
    for label, key in zip(labels, keys, strict=False):
        shown = str(key if label is None else label)
        # A column somebody added for themselves stays where it is and is not read.
        holds = Holds.VALUE if key is not None else Holds.SHOWN
        columns.append(Column(str(key or "").strip(), Text(shown, shown), holds=holds))
    body = rows[HEADER_ROWS:]
    if name != NOTES:
        while body and all(cell is None for cell in body[-1]):
            body.pop()
    return Sheet(name, columns, body)


def plain(value: Any) -> Cell:
    """A cell as openpyxl gives it, escapes undone; a blank one, also one of blanks, is None."""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, str):
        text = _unescaped(value)
        return text if text.strip() else None
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)


def _unescaped(value: Any) -> Any:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value) if isinstance(value, str) else value
