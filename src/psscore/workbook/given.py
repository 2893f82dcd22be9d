"""The cells without formulas as an engine is given them, read many at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import compress
from math import isfinite
from operator import itemgetter

from psscore.engines.engine import NOTHING, SourceSheet
from psscore.engines.plain_package import UNSAFE
from psscore.workbook.cells import column, literal
from psscore.workbook.sheet import RawCell
from psscore.workbook.values import Cell

# What numbers are written with where Python and every engine read them alike.
_DIGITS = b"0123456789.+-eE"
_NUMBER, _SHARED, _OTHER = range(3)


def give(
    sources: Sequence[SourceSheet],
    cells: Sequence[Sequence[RawCell]],
    strings: list[str],
    date1904: bool,
    one: Callable[[str, RawCell, list[str]], Cell],
) -> Sequence[str]:
    """Put the values of each sheet's cells into what an engine loads; the texts it is to know by their number.

    `one` reads a single cell of a sheet and says what is wrong with it.
    """
    joined = "".join(strings)
    # All of them or none: an engine's own list is not read quite as Excel's.
    shared = "_x" not in joined and UNSAFE.search(joined) is None
    for source, of_sheet in zip(sources, cells, strict=True):
        if not _given(source, of_sheet, strings, date1904, shared):
            values = [(int(cell[1]), column(cell[0]), one(source.name, cell, strings)) for cell in of_sheet]
            source.literals = [value for value in values if value[2] is not None]
            source.numbers = source.texts = NOTHING
    return strings if shared else ()


def _given(source: SourceSheet, cells: Sequence[RawCell], strings: list[str], date1904: bool, shared: bool) -> bool:
    """False when one of the cells is malformed, or may be."""
    attributes = list(map(itemgetter(2), cells))
    # A sheet has few kinds of cells.
    kinds = {each: _kind(each, shared) for each in set(attributes)}

    def of(kind: int) -> list[RawCell]:
        wanted = {each: found == kind for each, found in kinds.items()}
        return list(compress(cells, map(wanted.__getitem__, attributes))) if any(wanted.values()) else []

    try:
        if numbers := of(_NUMBER):
            columns, rows, _, _, digits, _ = zip(*numbers, strict=True)
            joined = b"".join(digits)
            if joined.translate(None, _DIGITS) or not all(map(isfinite, map(float, digits))):
                return False
            # Excel knows no -0, and `literal` gives none.
            if b"-" in joined and not all(float(each) for each in digits if each.startswith(b"-")):
                return False
            source.numbers = columns, rows, digits
        if texts := of(_SHARED):
            columns, rows, _, _, places, _ = zip(*texts, strict=True)
            if not b"".join(places).isdigit() or max(map(int, places)) >= len(strings):
                return False
            source.texts = columns, rows, places
        others = [(int(cell[1]), column(cell[0]), literal(cell, strings, date1904)) for cell in of(_OTHER)]
    except (ValueError, LookupError):
        return False
    source.literals = [other for other in others if other[2] is not None]
    return True


def _kind(attributes: bytes, shared: bool) -> int:
    if b't="' not in attributes:
        return _NUMBER
    return _SHARED if shared and b' t="s"' in attributes else _OTHER
