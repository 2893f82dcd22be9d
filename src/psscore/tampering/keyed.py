"""The rows of a table by what they are called: a code where the table has a column of codes, else their number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from psscore.functions.cells import code_in, text_in
from psscore.tampering.opened import Opened
from psscore.workbook.parts import Table
from psscore.workbook.values import Cell

_FIRST = ("编号", "code", "indicator", "代码", "name", "键", "key")


@dataclass(frozen=True)
class Keyed:
    """A table with its rows by key. `column` is the heading of the keys, "" when rows only have numbers.

    A row is called by its key, or by its key and its number among those that have it (`45#2`).
    """

    table: Table
    column: str
    rows: Mapping[str, int]
    names: Mapping[int, str]
    keys: Mapping[int, str]

    @property
    def repeats(self) -> bool:
        """True when several rows have one key by design or by mistake."""
        return any(count > 1 for count in Counter(self.keys.values()).values())

    def at(self, heading: str) -> int | None:
        """The column of the sheet under a heading."""
        columns = self.table.columns
        return self.table.left + columns.index(heading) if heading in columns else None


def key_column(opened: Opened, table: Table) -> str:
    """The heading of the column of locked codes that tells the rows of a table apart; "" when it has none."""
    sheet, rows = opened.sheets[table.sheet], range(table.first_row, table.last_row + 1)
    fitting: dict[str, int] = {}
    for offset, heading in enumerate(table.columns):
        held = [sheet.cells.get((row, table.left + offset)) for row in rows]
        if all(one and not one.formula and one.value not in (None, "") for one in held) and all(
            one and opened.styles.is_locked(one.style) for one in held
        ):
            fitting[heading] = len({key_of(one.value) for one in held if one})
    if not fitting:
        return ""
    named = [heading for heading in _FIRST if heading in fitting]
    unique = [heading for heading in [*named, *fitting] if fitting[heading] == len(rows)]
    return (unique or named or list(fitting))[0]


def keyed(opened: Opened, table: Table, column: str) -> Keyed:
    """The rows of a table by the keys in a column; rows without one by their number."""
    at = table.left + table.columns.index(column) if column in table.columns else None
    rows: dict[str, int] = {}
    names: dict[int, str] = {}
    keys: dict[int, str] = {}
    seen: Counter[str] = Counter()
    for number, row in enumerate(range(table.first_row, table.last_row + 1), 1):
        held = None if at is None else opened.cell(table.sheet, (row, at))
        key = "" if held is None else key_of(held.value)
        seen[key] += 1
        name = f"#{number}" if not key else key if seen[key] == 1 else f"{key}#{seen[key]}"
        rows[name], names[row] = row, name
        if key:
            keys[row] = key
    return Keyed(table, column if at is not None else "", rows, names, keys)


def key_of(value: Cell) -> str:
    """A key as a text: a code typed as a number is the same code."""
    code = code_in(value)
    return (code if isinstance(code, str) else text_in(value)).strip()
