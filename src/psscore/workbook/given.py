"""The cells without formulas as an engine is given them, read many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from operator import itemgetter

from psscore.engines.engine import SourceSheet
from psscore.workbook.cells import column, literal
from psscore.workbook.sheet import RawCell

# What numbers are written with where Python and every engine read them alike.
_DIGITS = b"0123456789.+-eE"
_NUMBER = itemgetter(0, 1, 4)


def give(source: SourceSheet, cells: Sequence[RawCell], strings: list[str], date1904: bool) -> bool:
    """Put the values of a sheet's cells into what an engine loads; False when one of them is malformed, or may be."""
    numbers = [_NUMBER(cell) for cell in cells if cell[4] and b't="' not in cell[2]]
    written = [number[2] for number in numbers]
    try:
        if b"".join(written).translate(None, _DIGITS) or not all(map(isfinite, map(float, written))):
            return False
        others = [
            (
                int(cell[1]),
                column(cell[0]),
                strings[int(cell[4])]
                if b' t="s"' in cell[2] and cell[4].isdigit()
                else literal(cell, strings, date1904),
            )
            for cell in cells
            if not cell[4] or b't="' in cell[2]
        ]
    except (ValueError, LookupError):
        return False
    source.numbers = numbers
    source.literals = [other for other in others if other[2] is not None]
    return True
