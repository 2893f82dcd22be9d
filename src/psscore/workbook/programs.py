"""Rewritten formulas kept for workbooks that read them alike: with the same tables, names and links to other books."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from psscore.workbook.parts import Book, Name, Table
from psscore.workbook.rewriting import Program

# The shape of a formula, the table around it, its sheet.
Programs = dict[tuple[str, str, str], Program]
_Surroundings = tuple[tuple[Table, ...], tuple[Name, ...], frozenset[int], frozenset[str]]

_KINDS_OF_BOOKS, _SHAPES = 8, 4000
_known: OrderedDict[_Surroundings, Programs] = OrderedDict()


def known_programs(book: Book, functions: Iterable[str]) -> Programs:
    """The programs of every book that gives formulas the same meaning: what they say rests on nothing else."""
    key = tuple(book.tables.values()), tuple(book.names), book.foreign, frozenset(functions)
    found = _known.get(key)
    if found is None or len(found) > _SHAPES:
        found = _known[key] = {}
    _known.move_to_end(key)
    while len(_known) > _KINDS_OF_BOOKS:
        _known.popitem(last=False)
    return found
