"""The cells without formulas as an engine is given them, read many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from math import isfinite
from operator import not_

from psscore.engines.engine import SourceSheet
from psscore.workbook.cells import column, literal
from psscore.workbook.sheet import RawCell

# What numbers are written with where Python and every engine read them alike.
_DIGITS = b"0123456789.+-eE"


def give(source: SourceSheet, cells: Sequence[RawCell], strings: list[str], date1904: bool) -> bool:
    """Put the values of a sheet's cells into what an engine loads; False when one of them is malformed, or may be."""
    are_numbers = [cell[4] and b't="' not in cell[2] for cell in cells]
    numbers = list(compress(cells, are_numbers))
    try:
        if numbers:
            columns, rows, _, _, digits, _ = zip(*numbers, strict=True)
            if b"".join(digits).translate(None, _DIGITS) or not all(map(isfinite, map(float, digits))):
                return False
            source.numbers = columns, rows, digits
        others = [
            (
                int(cell[1]),
                column(cell[0]),
                strings[int(cell[4])]
                if b' t="s"' in cell[2] and cell[4].isdigit()
                else literal(cell, strings, date1904),
            )
            for cell in compress(cells, map(not_, are_numbers))
        ]
    except (ValueError, LookupError):
        return False
    source.literals = [other for other in others if other[2] is not None]
    return True
