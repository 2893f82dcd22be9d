"""An open workbook as the commands read it: each sheet's used cells at once, names and tables by their addresses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from psscore.hosts.libreoffice.commands.formulas import functions_in, repaired

Place = tuple[int, int, int]
"""Sheet, column and row, counted from 0."""


@dataclass(frozen=True)
class Sheet:
    """The used cells of a sheet: values (None: an error), and formulas as Calc's interface writes them."""

    cells: Any
    name: str
    number: int
    values: tuple[tuple[Any, ...], ...]
    formulas: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Formula:
    """A formula that calls functions of ours; `broken`: under a name Calc does not know."""

    sheet: Sheet
    column: int
    row: int
    text: str
    functions: tuple[str, ...]
    broken: bool

    @property
    def place(self) -> Place:
        return self.sheet.number, self.column, self.row

    @property
    def value(self) -> Any:
        return self.sheet.values[self.row][self.column]

    @cached_property
    def error(self) -> int:
        """Calc's number of the error value the cell shows, 0 for none."""
        if self.value is not None:
            return 0
        number: int = self.sheet.cells.getCellByPosition(self.column, self.row).getError()
        return number


class Workbook:
    """A document of Calc, read once; read it anew after a change."""

    def __init__(self, document: Any) -> None:
        self.document = document

    @cached_property
    def sheets(self) -> list[Sheet]:
        found = []
        for number, cells in enumerate(self.document.Sheets):
            cursor = cells.createCursor()
            cursor.gotoEndOfUsedArea(False)
            last = cursor.getRangeAddress()
            area = cells.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow)
            found.append(Sheet(cells, cells.Name, number, area.getDataArray(), area.getFormulaArray()))
        return found

    @cached_property
    def formulas(self) -> list[Formula]:
        """The formulas with functions of ours, by sheet and row."""
        return [formula for sheet in self.sheets for formula in _formulas(sheet)]

    def named(self, name: str) -> Any:
        """The cell a defined name means; None without one, or when it means something else."""
        names = self.document.NamedRanges
        area = names.getByName(name).getReferredCells() if names.hasByName(name) else None
        return None if area is None else area.getCellByPosition(0, 0)

    def table(self, name: str) -> Any:
        """The cells of a table with its header; None without one."""
        tables = self.document.DatabaseRanges
        return tables.getByName(name).getReferredCells() if tables.hasByName(name) else None

    def column(self, table: str, titles: tuple[str, ...]) -> tuple[int, int, int, int] | None:
        """A table's column under one of the titles: number of the sheet, column, first and last row of its data."""
        area = self.table(table)
        if area is None:
            return None
        address = area.getRangeAddress()
        width = address.EndColumn - address.StartColumn
        header = area.getCellRangeByPosition(0, 0, width, 0).getDataArray()[0]
        at = next((number for number, title in enumerate(header) if title in titles), None)
        if at is None:
            return None
        return address.Sheet, address.StartColumn + at, address.StartRow + 1, address.EndRow


def _formulas(sheet: Sheet) -> Iterator[Formula]:
    for row, texts in enumerate(sheet.formulas):
        for column, text in enumerate(texts):
            # A text that only looks like a formula comes behind an apostrophe.
            if text.startswith(("=", "{=")) and (names := functions_in(text)):
                yield Formula(sheet, column, row, text, tuple(names), repaired(text) != text)


def address(column: int, row: int) -> str:
    """`C5` of a column and a row counted from 0."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row + 1}"
