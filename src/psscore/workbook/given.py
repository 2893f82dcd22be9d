"""The cells without formulas as an engine is given them, read many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from psscore.engines.engine import SourceSheet
from psscore.workbook.cells import column, literal
from psscore.workbook.sheet import RawCell
from psscore.workbook.values import Cell

# What numbers are written with where Python and every engine read them alike.
_DIGITS = b"0123456789.+-eE\0"


def give(source: SourceSheet, cells: Sequence[RawCell], strings: list[str], date1904: bool) -> bool:
    """Put the values of a sheet's cells into what an engine loads; False when one of them is malformed, or may be."""
    numbers = [cell for cell in cells if cell[4] and b't="' not in cell[2]]
    written = [cell[4] for cell in numbers]
    joined = b"\0".join(written)
    try:
        if joined.translate(None, _DIGITS) or not all(map(isfinite, map(float, written))):
            return False
        others = [(cell, _other(cell, strings, date1904)) for cell in cells if not cell[4] or b't="' in cell[2]]
    except (ValueError, LookupError):
        return False
    texts = joined.decode().split("\0")
    source.numbers = [(int(cell[1]), column(cell[0]), text) for cell, text in zip(numbers, texts, strict=False)]
    source.literals = [(int(cell[1]), column(cell[0]), value) for cell, value in others if value is not None]
    return True


def _other(cell: RawCell, strings: list[str], date1904: bool) -> Cell:
    if b' t="s"' in cell[2] and cell[4].isdigit():
        return strings[int(cell[4])]
    return literal(cell, strings, date1904)
