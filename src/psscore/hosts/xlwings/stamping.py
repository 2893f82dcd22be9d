"""The stamp, written into the open workbook: all of it or nothing."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Mapping, Sequence
from typing import Any

import xlwings

from psscore.model.text import Text
from psscore.workbook.address import a1
from psscore.workbook.package import Package
from psscore.workbook.parts import Book
from psscore.workbook.sheet import scan

_log = logging.getLogger(__name__)

Stamp = datetime.datetime | str
Place = tuple[str, int, int]


class NoStamp(Exception):
    """The workbook took no stamp and is as it was; `text` says which cell refused."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def stamp_cells(parts: Book, values: Mapping[str, Stamp]) -> list[tuple[Place, Stamp]]:
    """Where the workbook wants each value: sheet, row, column; it may lack some of the names, or all."""
    places = ((parts.cell(name), value) for name, value in values.items())
    return [(place, value) for place, value in places if place is not None]


def write_stamps(book: xlwings.Book, package: Package, parts: Book, cells: Sequence[tuple[Place, Stamp]]) -> None:
    """Write the values; `package` is the workbook's copy.

    Raises `NoStamp` for a cell that is locked or calculates, and for a workbook opened read-only: Excel would take the
    stamp and lose it on closing.
    """
    if getattr(book.api, "ReadOnly", None) is True:
        raise NoStamp(
            Text(
                "未记录计分时间：工作簿以只读方式打开，请另存后再评分",
                "Not stamped: the workbook is open read-only; save it under another name and score again",
            )
        )
    for place, _ in cells:
        if _calculates(package, parts, *place):
            raise NoStamp(
                Text(
                    f"未记录计分时间：{_shown(place)} 中有公式，不能覆盖",
                    f"Not stamped: {_shown(place)} holds a formula",
                )
            )
    before: list[tuple[xlwings.Range, Any]] = []
    for place, value in cells:
        try:
            sheet, row, column = place
            cell = book.sheets[sheet].range((row, column))
            old = cell.value
            write_cell(cell, value)
        except Exception as failure:
            _log.exception(_shown(place))
            put_back(before)
            raise NoStamp(
                Text(
                    f"{_shown(place)} 不能写入计分时间：请检查工作表保护",
                    f"{_shown(place)} took no stamp: is it locked?",
                )
            ) from failure
        before.append((cell, old))


def _calculates(package: Package, parts: Book, sheet: str, row: int, column: int) -> bool:
    part = next(known.part for known in parts.sheets if known.name == sheet)
    return any(cell[0] + cell[1] == a1(row, column).encode() for cell in scan(package.read(part), part).formulas)


def write_cell(cell: xlwings.Range, value: Any) -> None:
    """Put a value into a cell; a text stays one, whatever it looks like."""
    # Excel reads "=..." as a formula and "007" as a number, except behind an apostrophe or where the format is text.
    text = isinstance(value, str) and value != "" and cell.number_format != "@"
    cell.value = f"'{value}" if text else value


def put_back(before: Sequence[tuple[xlwings.Range, Any]]) -> None:
    """Put the values back that cells held before."""
    for cell, value in before:
        try:
            write_cell(cell, value)
        except Exception:
            _log.exception("a value could not be taken back")


def _shown(place: Place) -> str:
    sheet, row, column = place
    return f"{sheet}!{a1(row, column)}"
