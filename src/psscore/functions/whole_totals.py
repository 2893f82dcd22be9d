"""Totals in whole numbers, where every row has a rounded score: None leaves the sum to the exact way."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from operator import gt

from psscore.functions.cells import Argument
from psscore.functions.changing import Changing, kept
from psscore.model.rounding import Stage
from psscore.model.standard import Standard
from psscore.rulebook.catalogue import load_standard

_NUMBERS = {int, float}


def whole_total(standard: Standard, codes: Sequence[Argument], cells: Sequence[Argument]) -> float | None:
    """The total of all rows of a standard whose points are rounded row by row and simply added up.

    None when anything is out of the ordinary: a row missing, twice or left out, a score not rounded, out of range.
    """
    if len(codes) != len(cells) or not _NUMBERS.issuperset(map(type, cells)):
        return None
    try:
        tops = _tops(standard.reference, tuple(codes))
    except Changing as passed:
        tops = passed.found
    except TypeError:  # an unhashable cell is no code
        return None
    if not tops:
        return None
    scale: int = 10**standard.rounding.places
    try:
        wholes = [round(cell * scale) for cell in cells]
    except (ValueError, OverflowError):  # no number, or no end to it
        return None
    if min(wholes) < 0 or any(map(gt, wholes, tops)) or [whole / scale for whole in wholes] != list(cells):
        return None
    return float(sum(wholes) / scale)


@lru_cache(maxsize=16, typed=True)
def _tops(reference: str, codes: tuple[Argument, ...]) -> tuple[int, ...] | None:
    found: tuple[int, ...] | None = kept(_found(load_standard(reference), codes), reference)
    return found


def _found(standard: Standard, codes: tuple[Argument, ...]) -> tuple[int, ...] | None:
    """The most points of each row as whole numbers; None where the sum is not a plain one."""
    scale = 10**standard.rounding.places
    plain = standard.rounding.stage is Stage.ITEM and standard.total_cap is None and not standard.weighted
    if not plain or standard.unscored is not None or standard.undecided or standard.form is not None:
        return None
    points = {item.code: item.points * scale for item in standard.leaves}
    names = [code for code in codes if type(code) is str]
    if len(names) != len(codes) or sorted(names) != sorted(points):
        return None
    if any(top.denominator != 1 for top in points.values()):
        return None
    return tuple(int(points[name]) for name in names)
