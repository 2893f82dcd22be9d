"""What an import wants of a workbook: values for cells, each with what stands there now."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from psscore.model.text import Text
from psscore.workbook.address import area
from psscore.workbook.input_tables import Address, InputTables
from psscore.workbook.input_text import Input
from psscore.workbook.refusal import Finding
from psscore.workbook.values import Cell


@dataclass(frozen=True, slots=True)
class Change:
    """One input cell: where it is, which row and column of which table, what it holds and what it is to hold."""

    table: str
    row: str
    column: Text
    sheet: str
    cell: str
    old: Cell
    new: Input

    @property
    def differs(self) -> bool:
        """True when the cell does not say so already."""
        return _plain(self.old) != _plain(self.new)

    @property
    def overwrites(self) -> bool:
        """True when something that stands there would be lost."""
        return self.differs and _plain(self.old) != ""


@dataclass(frozen=True, slots=True)
class Plan:
    """All cells an import is about, those that stay as they are too; what stands in the way; what is worth knowing."""

    changes: tuple[Change, ...]
    problems: tuple[Finding, ...] = ()
    notes: tuple[Text, ...] = ()

    def noted(self, notes: tuple[Text, ...]) -> Plan:
        """The same plan with more notes."""
        return Plan(self.changes, self.problems, self.notes + notes)


def change(tables: InputTables, table: str, row: str, column: Text, address: Address, new: Input) -> Change:
    """The change of one cell."""
    return Change(table, row, column, *address, value_at(tables, address), new)


def value_at(tables: InputTables, address: Address) -> Cell:
    """What a cell holds."""
    box = area(address[1])
    assert box is not None, "addresses come from the workbook itself"
    return tables.values(address[0]).get(box[:2])


def digest_of(changes: Iterable[Change], *, old: bool = False) -> str:
    """SHA-256 of the new values, or of those that stand there now, under their table, row and column.

    It says whether cells still hold what an earlier import wrote: 16 hexadecimal digits.
    """
    lines = (f"{c.table}\t{c.row}\t{c.column.zh}\t{_plain(c.old if old else c.new)}\n" for c in changes)
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:16]


def _plain(value: Cell | Input) -> str:
    """A value as text: numbers as Excel shows them, to 15 digits; a blank is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return f"{value:.15g}"
    return str(value)
