"""Text tables: utf-8, utf-16 or gb18030; comma, semicolon or tab."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from psscore.audit.grid import MAX_COLUMNS, MAX_LINES, Cell, Grid, Line
from psscore.audit.refusal import AuditRefused
from psscore.model.text import Text
from psscore.plain_text import decoded

DELIMITERS = (",", "\t", ";", "，", "；")


def delimited_grids(data: bytes) -> Iterator[Grid]:
    """The table read with each delimiter that occurs in it; which one is meant shows when a header is found.

    Raises AuditRefused when the bytes are no text or no table.
    """
    text = decoded(data)
    if text is None:
        raise AuditRefused(
            Text(
                "文件不是 UTF-8、UTF-16 或 GB18030 文本，请另存为“CSV UTF-8”",
                "the file is not UTF-8, UTF-16 or GB18030 text: save it as CSV UTF-8",
            )
        )
    if not text.strip():
        raise AuditRefused(Text("文件是空的", "the file is empty"))
    for delimiter in DELIMITERS:
        if delimiter in text:
            yield _grid(text, delimiter)


def _grid(text: str, delimiter: str) -> Grid:
    lines: list[Line] = []
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    while len(lines) <= MAX_LINES:
        number = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return Grid(None, lines)
        except csv.Error as error:
            raise AuditRefused(
                Text(f"第 {number} 行无法按 CSV 读取：{error}", f"line {number} is not readable CSV: {error}")
            ) from error
        cells = tuple(Cell(value.strip()) for value in row[:MAX_COLUMNS])
        if any(not cell.blank for cell in cells):
            lines.append(Line(number, cells))
    return Grid(None, lines[:MAX_LINES], cut=True)
