"""What an import wants of a workbook: values for cells, each with what stands there now."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

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
    def is_blank(self) -> bool:
        """True when nothing stands there."""
        return _plain(self.old) == ""

    @property
    def overwrites(self) -> bool:
        """True when something that stands there would be lost."""
        return self.differs and _plain(self.old) != ""


@dataclass(frozen=True, slots=True)
class Plan:
    """All cells an import is about, those that stay as they are too; what stands in the way; what is worth knowing.

    `others` are cells such imports fill in and this one does not, each to be blank: what an import of another period
    left in them goes.
    """

    changes: tuple[Change, ...]
    problems: tuple[Finding, ...] = ()
    notes: tuple[Text, ...] = ()
    others: tuple[Change, ...] = ()

    def noted(self, notes: tuple[Text, ...]) -> Plan:
        """The same plan with more notes."""
        return replace(self, notes=self.notes + notes)


def change(tables: InputTables, table: str, row: str, column: Text, address: Address, new: Input) -> Change:
    """The change of one cell."""
    return Change(table, row, column, *address, value_at(tables, address), new)


def value_at(tables: InputTables, address: Address) -> Cell:
    """What a cell holds."""
    box = area(address[1])
    assert box is not None, "addresses come from the workbook itself"
    return tables.values(address[0]).get(box[:2])


MARK = 6
"""Characters of a mark: 36 bits."""


def marks_of(changes: Iterable[Change]) -> list[str]:
    """A mark of each new value under its table, row and column, blanks left out; see `mark`."""
    return [mark(one, one.new) for one in changes if _plain(one.new) != ""]


def mark(one: Change, value: Cell | Input) -> str:
    """Six characters that tell whether a cell still holds a value an import wrote there."""
    digest = hashlib.sha256(_line(one, value).encode()).digest()
    return base64.urlsafe_b64encode(digest)[:MARK].decode()


def digest_of(changes: Iterable[Change], *, old: bool = False) -> str:
    """SHA-256 of the new values, or of those that stand there now, under their table, row and column.

    It says whether cells still hold what an earlier import wrote: 16 hexadecimal digits.
    """
    lines = (_line(one, one.old if old else one.new) for one in changes)
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:16]


def _line(one: Change, value: Cell | Input) -> str:
    return f"{one.table}\t{one.row}\t{one.column.zh}\t{_plain(value)}\n"


def _plain(value: Cell | Input) -> str:
    """A value as text: numbers as Excel shows them, to 15 digits; a blank is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return f"{value:.15g}"
    return str(value)
