"""Finding input cells by what they are called: a defined name, or a table with a column heading and a row's key.

Sheets may be renamed, columns moved and rows added: names and tables stay what they are.
"""

from __future__ import annotations

from functools import cached_property

from psscore.functions.cells import code_in, text_in
from psscore.model.text import Text
from psscore.workbook.address import a1
from psscore.workbook.cells import literal, place, stored
from psscore.workbook.package import Limits, Package
from psscore.workbook.parts import Table, read_book
from psscore.workbook.refusal import Refused
from psscore.workbook.sheet import scan
from psscore.workbook.strings import shared_strings
from psscore.workbook.values import Cell

Address = tuple[str, str]
"""A sheet and a cell in it, as `write_inputs` takes them."""


class InputTables:
    """The names and tables of a workbook. `Refused` for what is no plain workbook."""

    def __init__(self, package: bytes, limits: Limits | None = None) -> None:
        self._package = Package(package, limits or Limits())
        self._book = read_book(self._package)
        self._parts = {sheet.name: sheet.part for sheet in self._book.sheets}
        self._cells: dict[str, dict[tuple[int, int], Cell]] = {}

    def named(self, name: str) -> Address | None:
        """The one cell a name stands for; None when there is no such name."""
        found = self._book.cell(name)
        return None if found is None else (found[0], a1(*found[1:]))

    def value(self, name: str) -> Cell:
        """What the cell of a name holds, a formula's result as it was stored; None when blank or unknown."""
        found = self._book.cell(name)
        return None if found is None else self.values(found[0]).get(found[1:])

    def is_formula(self, name: str) -> bool:
        """True when the cell of a name holds a formula."""
        found = self._book.cell(name)
        if found is None:
            return False
        part = self._parts[found[0]]
        return any(place(raw) == found[1:] for raw in scan(self._package.read(part), part).formulas)

    def has(self, table: str) -> bool:
        """True when the workbook has a table of this name."""
        return table.casefold() in self._book.tables

    def table(self, name: str) -> InputTable:
        """A table by its name; `Refused` lists the tables there are."""
        found = self._book.tables.get(name.casefold())
        if found is None:
            known = "、".join(table.name for table in self._book.tables.values()) or "—"
            raise Refused(
                "no_such_input",
                Text(f"工作簿中没有表 {name}，有：{known}", f"the workbook has no table {name}; it has: {known}"),
            )
        return InputTable(found, self.values(found.sheet))

    def values(self, sheet: str) -> dict[tuple[int, int], Cell]:
        """The values of a sheet by row and column, formulas with their stored results."""
        known = self._cells.get(sheet)
        if known is None:
            part = self._parts[sheet]
            found = scan(self._package.read(part), part)
            known = {}
            try:
                known |= {place(raw): literal(raw, self._strings, self._book.date1904) for raw in found.literals}
                known |= {place(raw): stored(raw, self._strings) for raw in found.formulas}
            except (ValueError, LookupError):
                raise Refused(
                    "package_refused",
                    Text(f"工作表 {sheet} 中有损坏的单元格", f"the sheet {sheet} has a cell that holds no cell value"),
                ) from None
            self._cells[sheet] = known
        return known

    @cached_property
    def _strings(self) -> list[str]:
        part = self._book.strings
        return shared_strings(self._package.read(part), part) if part else []


class InputTable:
    """The rows of one table, found by their keys."""

    def __init__(self, table: Table, values: dict[tuple[int, int], Cell]) -> None:
        self._table, self._values = table, values

    def cells(self, key_column: Text | str, key: str, column: Text | str) -> list[Address]:
        """The cells of a column in the rows with this key; a key may stand in several rows.

        A column is named by its heading, or by a `Text` with the heading in either language. A key is a text, or the
        whole number a cell holds. `Refused` when the table lacks a column; an empty list when no row has the key.
        """
        at = self._column(column)
        return [(self._table.sheet, a1(row, at)) for row in self._rows(key_column, key)]

    def cell(self, key_column: Text | str, key: str, column: Text | str) -> Address:
        """The one cell of a column in the row with this key; `Refused` when no row or several have it."""
        found = self.cells(key_column, key, column)
        if len(found) == 1:
            return found[0]
        name, heading = self._table.name, _both(key_column)
        if not found:
            known = "、".join(dict.fromkeys(self.keys(key_column))) or "—"
            raise Refused(
                "no_such_input",
                Text(
                    f"表 {name} 的“{heading.zh}”列没有 {key}，有：{known}",
                    f'no row of the table {name} has {key} in the column "{heading.en}"; there are: {known}',
                ),
            )
        places = "、".join(at for _, at in found)
        raise Refused(
            "no_such_input",
            Text(
                f"表 {name} 有几行的“{heading.zh}”是 {key}（{places}），不知写哪一行",
                f'several rows of the table {name} have {key} as their "{heading.en}" ({places})',
            ),
        )

    def keys(self, key_column: Text | str) -> list[str]:
        """The keys of the table's rows from the top, blank ones left out."""
        at = self._column(key_column)
        keys = (self._key(row, at) for row in range(self._table.first_row, self._table.last_row + 1))
        return [key for key in keys if key]

    def column(self, column: Text | str) -> list[Address]:
        """The cells of a column, from the top row to the last."""
        at = self._column(column)
        rows = range(self._table.first_row, self._table.last_row + 1)
        return [(self._table.sheet, a1(row, at)) for row in rows]

    def has_column(self, heading: str) -> bool:
        """True when the table has a column of this heading."""
        return heading.casefold() in self._table.columns

    def value(self, address: Address) -> Cell:
        """What a cell of the table's sheet holds."""
        found = [value for at, value in self._values.items() if a1(*at) == address[1]]
        return found[0] if found else None

    def _rows(self, key_column: Text | str, key: str) -> list[int]:
        at = self._column(key_column)
        rows = range(self._table.first_row, self._table.last_row + 1)
        return [row for row in rows if self._key(row, at) == key.strip()]

    def _key(self, row: int, column: int) -> str:
        cell = self._values.get((row, column))
        code = code_in(cell)
        return code if isinstance(code, str) else text_in(cell)

    def _column(self, heading: Text | str) -> int:
        both = _both(heading)
        for title in (both.zh, both.en):
            if title.casefold() in self._table.columns:
                return self._table.left + self._table.columns.index(title.casefold())
        known = "、".join(self._table.columns)
        raise Refused(
            "no_such_input",
            Text(
                f"表 {self._table.name} 没有“{both.zh}”列，有：{known}",
                f'the table {self._table.name} has no column "{both.en}"; it has: {known}',
            ),
        )


def _both(heading: Text | str) -> Text:
    return heading if isinstance(heading, Text) else Text(heading, heading)
