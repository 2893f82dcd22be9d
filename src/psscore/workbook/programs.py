"""Rewritten formulas, kept for workbooks that read them alike: with the same sheets, tables, names and links."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from psscore.workbook.allowed import DYNAMIC_REFERENCES, HIDDEN_ROW_FUNCTIONS, MAYBE_ARRAY, VOLATILE
from psscore.workbook.parts import Book, Name, Table
from psscore.workbook.problems import Problem


class Call(NamedTuple):
    """A call of one of our functions: whether it is the whole formula, whether another function may skip it, and which
    of its arguments are whole columns, or ranges that are lent to it."""

    function: str
    alone: bool
    lazy: bool
    columns: tuple[int, ...] = ()
    lent: tuple[int, ...] = ()


@dataclass(frozen=True)
class Program:
    """A rewritten formula; `tables` are those whose row of the formula's own it reads, `beyond` those that have none.

    `ranges` tells whether a name in it stands for several cells, `plain` that the engine reads such formulas as they
    stand.

    It is that of every formula of the same shape, or of one with these references `only`.
    """

    text: str
    functions: Set[str]
    problem: Problem | None
    calls: list[Call]
    tables: list[Table]
    intersects: bool = False
    only: tuple[str, ...] | None = None
    beyond: tuple[Table, ...] = ()
    ranges: bool = False
    plain: bool = False

    @cached_property
    def volatile(self) -> bool:
        """True when its result moves with the clock or at random."""
        return not VOLATILE.isdisjoint(self.functions)

    @cached_property
    def dynamic(self) -> bool:
        """True when it finds its cells only while it runs."""
        return not DYNAMIC_REFERENCES.isdisjoint(self.functions)

    @cached_property
    def several(self) -> bool:
        """True when it may give several values."""
        return bool(self.calls) or self.ranges or ":" in self.text or not MAYBE_ARRAY.isdisjoint(self.functions)

    @cached_property
    def ordinary(self) -> bool:
        """True when nothing has to be known of it but its text."""
        plain = self.problem is None and not self.intersects and HIDDEN_ROW_FUNCTIONS.isdisjoint(self.functions)
        return plain and not (self.volatile or self.dynamic or self.several)

    def fits(self, row: int) -> bool:
        """True in a row where it reads as in the one it was made for."""
        if self.beyond and any(beside(table, row) for table in self.beyond):
            return False
        return not self.tables or all(beside(table, row) for table in self.tables)


NOTHING = Program("", frozenset(), None, [], [])
"""The program of a formula that is not calculated."""


def beside(table: Table, row: int) -> bool:
    """True for a row of a table's data."""
    return table.first_row <= row <= table.last_row


# The shape of a formula, the table around it, its sheet.
Programs = dict[tuple[str, str, str], Program]
_Surroundings = tuple[tuple[str, ...], tuple[Table, ...], tuple[Name, ...], frozenset[int], frozenset[str]]

_KINDS_OF_BOOKS, _SHAPES = 8, 4000
_known: OrderedDict[_Surroundings, Programs] = OrderedDict()


def known_programs(book: Book, functions: Iterable[str]) -> Programs:
    """The programs of every book that gives formulas the same meaning: what they say rests on nothing else."""
    sheets = tuple(sheet.name for sheet in book.sheets)
    key = sheets, tuple(book.tables.values()), tuple(book.names), book.foreign, frozenset(functions)
    found = _known.get(key)
    if found is None or len(found) > _SHAPES:
        found = _known[key] = {}
    _known.move_to_end(key)
    while len(_known) > _KINDS_OF_BOOKS:
        _known.popitem(last=False)
    return found
