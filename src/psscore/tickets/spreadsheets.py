"""Sheets of a workbook as text tables: every row of a sheet becomes one record, so rows keep their numbers."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psscore.model.text import Text
from psscore.tickets.dialect import SEARCHED, Header, find_header, no_header
from psscore.tickets.mapping import Mapping
from psscore.tickets.records import MARK
from psscore.tickets.refusal import TicketsRefused

EXTENSIONS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})
_DIGITS = 15


@dataclass(frozen=True)
class Sheet:
    """One sheet with a header of tickets, its rows from 1."""

    name: str
    header: Header
    rows: int
    _data: Any

    def texts(self) -> Iterator[list[str]]:
        """The rows as text."""
        for row in self._data.iter_rows():
            yield [cell_text(value) for value in row]

    def write(self, path: Path) -> int:
        """Write the rows as UTF-8 text, commas and quotes; blank rows as marks. Gives the number of rows."""
        written = 0
        with path.open("w", encoding="utf-8", newline="", errors="replace") as file:
            writer = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
            blank = [MARK + "blank"] + [""] * (len(self.header.names) - 1)
            for cells in self.texts():
                writer.writerow(cells if any(cells) else blank)
                written += 1
        return written


def ticket_sheets(path: Path, mapping: Mapping) -> list[Sheet]:
    """The visible sheets of a workbook that have a header of tickets, or the one the mapping names.

    Raises TicketsRefused when there is none, saying what was found.
    """
    found: list[Sheet] = []
    seen: list[Sequence[object]] = []
    for name, data in _visible(path, mapping.sheet):
        first = _first_rows(data)
        if header := find_header(first, mapping):
            found.append(Sheet(name, header, data.end[0] + 1, data))
        seen += first
    if not found:
        raise TicketsRefused("header", no_header(path.name, seen, mapping))
    return found


def first_rows(path: Path, sheet: str | None = None) -> Iterator[tuple[str, list[list[str]]]]:
    """The first rows of each visible sheet as text, to propose a mapping from."""
    for name, data in _visible(path, sheet):
        yield name, [[cell_text(cell) for cell in row] for row in _first_rows(data, 400)]


def cell_text(value: object) -> str:
    """A cell as text: times in ISO form, whole numbers without a point, others to 15 digits as Excel shows them."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        # What begins as a mark in a cell is none of ours.
        return value.replace(MARK, " ")
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float):
        # A number of more digits has lost its last ones: 1.23E+17 shows that, whole digits would hide it.
        return f"{value:.{_DIGITS}g}".upper()
    if isinstance(value, datetime.datetime):
        return (value + datetime.timedelta(microseconds=500_000)).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, datetime.date):
        return f"{value.isoformat()} 00:00:00"
    return str(value)


def _visible(path: Path, wanted: str | None) -> Iterator[tuple[str, Any]]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = [s for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
        names = [s.name for s in sheets if s.visible == SheetVisibleEnum.Visible or s.name == wanted]
        if wanted is not None and wanted not in names:
            raise TicketsRefused(
                "sheet",
                Text(
                    f"{path.name}：没有工作表“{wanted}”，有：{'、'.join(names)}",
                    f'{path.name}: no sheet "{wanted}"; there are: {", ".join(names)}',
                ),
            )
        for name in [wanted] if wanted else names:
            yield name, book.get_sheet_by_name(name)
    except (TicketsRefused, GeneratorExit):
        raise
    # The reader raises whatever a damaged or encrypted workbook happens to trip over.
    except Exception as error:
        reason = str(error).splitlines()[0][:120]
        raise TicketsRefused(
            "workbook",
            Text(
                f"{path.name}：不是可读的 Excel 工作簿，请去除密码，用 Excel 打开并另存为 .xlsx（{reason}）",
                f"{path.name}: not a readable workbook: remove its password, save it with Excel as .xlsx ({reason})",
            ),
        ) from error


def _first_rows(data: Any, count: int = SEARCHED) -> list[list[object]]:
    rows = []
    for row in data.iter_rows():
        rows.append(row)
        if len(rows) == count:
            break
    return rows
