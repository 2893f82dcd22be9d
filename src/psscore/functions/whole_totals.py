"""Totals in whole numbers, where every row has a rounded score: None leaves the sum to the exact way."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import compress
from math import isfinite
from operator import gt

from psscore.functions.cells import Argument
from psscore.functions.changing import Changing, kept
from psscore.model.cell_error import CellError
from psscore.model.rounding import Stage
from psscore.model.standard import Standard
from psscore.rulebook.catalogue import load_standard

_NUMBERS = {int, float}
# What a row of another branch may hold.
_NUMBERS_AND_HOLES = {int, float, CellError, type(None)}


def whole_total(
    standard: Standard, codes: Sequence[Argument], cells: Sequence[Argument], node: str | None = None
) -> float | None:
    """The total of all rows of a standard, or of those of a branch, whose points are rounded row by row and added up.

    None when anything is out of the ordinary: a row missing, twice or left out, a score not rounded, out of range.
    """
    if len(codes) != len(cells) or not (_NUMBERS if node is None else _NUMBERS_AND_HOLES).issuperset(map(type, cells)):
        return None
    try:
        tops, wanted = _tops(standard.reference, tuple(codes), node)
    except Changing as passed:
        tops, wanted = passed.found
    except TypeError:  # an unhashable cell is no code
        return None
    if not tops:
        return None
    if wanted is not None:
        # A number that is none is an error wherever it stands; a whole number is always one.
        if not isfinite(sum(cell for cell in cells if type(cell) is float)):
            return None
        cells = list(compress(cells, wanted))
        if not _NUMBERS.issuperset(map(type, cells)):
            return None
    scale: int = 10**standard.rounding.places
    try:
        wholes = [round(cell * scale) for cell in cells]
    except (ValueError, OverflowError):  # no number, or no end to it
        return None
    if min(wholes) < 0 or any(map(gt, wholes, tops)) or [whole / scale for whole in wholes] != list(cells):
        return None
    return float(sum(wholes) / scale)


def with_holes(
    standard: Standard, codes: Sequence[Argument], cells: Sequence[Argument]
) -> dict[str, Fraction | None] | None:
    """Which rows of a standard have no score, the others 0: enough to say what is missing.

    None when no row lacks one, or when anything but a hole is out of the ordinary.
    """
    if len(codes) != len(cells) or not _NUMBERS_AND_HOLES.issuperset(map(type, cells)):
        return None
    holes = [cell is None or (type(cell) is CellError and cell is not CellError.NULL) for cell in cells]
    if True not in holes:
        return None
    try:
        tops, _ = _tops(standard.reference, tuple(codes), None)
        sound = all(map(isfinite, [cell for cell in cells if type(cell) in _NUMBERS]))
    except (Changing, TypeError, OverflowError):
        return None
    return {code: None if hole else _ZERO for code, hole in zip(codes, holes, strict=True)} if tops and sound else None


_ZERO = Fraction(0)
_Rows = tuple[tuple[int, ...], tuple[bool, ...] | None]
"""The most points of each row as whole numbers, and which rows are meant; None for all of them."""


@lru_cache(maxsize=64, typed=True)
def _tops(reference: str, codes: tuple[Argument, ...], node: str | None) -> _Rows:
    found: _Rows = kept(_found(load_standard(reference), codes, node), reference)
    return found


def _found(standard: Standard, codes: tuple[Argument, ...], node: str | None) -> _Rows:
    """No rows where the sum is not a plain one."""
    scale = 10**standard.rounding.places
    plain = standard.rounding.stage is Stage.ITEM and standard.total_cap is None and not standard.weighted
    if not plain or standard.unscored is not None or standard.undecided or standard.form is not None:
        return (), None
    points = {item.code: item.points * scale for item in standard.leaves}
    names = [code for code in codes if type(code) is str]
    if len(names) != len(codes) or sorted(names) != sorted(points):
        return (), None
    if any(top.denominator != 1 for top in points.values()):
        return (), None
    below = points if node is None else {item.code for item in standard.under(node)}
    tops = tuple(int(points[name]) for name in names if name in below)
    # Where nothing can be earned there is no total.
    return (tops if any(tops) else ()), None if node is None else tuple(name in below for name in names)
