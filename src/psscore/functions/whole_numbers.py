"""Rules worked out in whole numbers, for columns: a scorer gives None for what it leaves to the scalar function."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from fractions import Fraction
from math import ceil

from psscore.functions.cells import OMITTED, Argument
from psscore.model.observation import BaseUse, Measure
from psscore.model.rounding import RoundingMode, Stage
from psscore.model.rules import Better, StepDown, StepMode, StepUp, Tiers
from psscore.model.standard import Indicator, Standard
from psscore.scoring.rounding import rounded

Short = Callable[[Argument, Argument], float | None]
_LARGEST = 10**15  # longer numbers go through the 15-digit door first
_PLAIN = {int, float}


def short_way(standard: Standard, item: Indicator) -> Short | None:
    """The short way of an indicator; None when its rule has none."""
    scoring = item.scoring
    if scoring is None or scoring.highest is not None or standard.rounding.stage is not Stage.ITEM:
        return None
    match scoring.rule, scoring.measure:
        case StepDown() as rule, Measure.RATE:
            return _step_down(standard, item, rule)
        case StepUp() as rule, Measure.CHANGE:
            return _step_up(standard, item, rule)
        case Tiers() as rule, Measure.COUNT if scoring.base is BaseUse.NONE:
            return _tiers(standard, rule)
    return None


def _step_down(standard: Standard, item: Indicator, rule: StepDown) -> Short | None:
    """In proportion on counts: points = (a * whole + b * part) / (c * whole), all whole numbers."""
    if rule.better is not Better.HIGHER or rule.step_mode is not StepMode.PROPORTIONAL or rule.rate_places is not None:
        return None
    scale: int = 10**standard.rounding.places
    slope = rule.deduction / rule.step * scale
    start = item.points * scale - slope * rule.full_at
    denominator = slope.denominator * start.denominator
    a, b, full = int(start * denominator), int(slope * denominator), item.points * scale
    if full.denominator != 1:
        return None
    top, full_top, full_bottom = int(full), rule.full_at.numerator, rule.full_at.denominator
    half = standard.rounding.mode is RoundingMode.HALF_UP
    best: float = top / scale

    def short(value: Argument, base: Argument) -> float | None:
        if type(value) in _PLAIN and type(base) in _PLAIN and 0 <= value <= base < _LARGEST and base:
            part, whole = int(value), int(base)
            if part == value and whole == base:
                if part * full_bottom >= full_top * whole:
                    return best
                earned = a * whole + b * part
                if earned <= 0:
                    return 0.0
                under = denominator * whole
                points: int = (2 * earned + under) // (2 * under) if half else earned // under
                return points / scale
        return None

    return short


def _step_up(standard: Standard, item: Indicator, rule: StepUp) -> Short | None:
    """In proportion on whole figures of two years: points = (a * before - b * now) / (c * before)."""
    if rule.better is not Better.LOWER or rule.step_mode is not StepMode.PROPORTIONAL or rule.rate_places is not None:
        return None
    scale: int = 10**standard.rounding.places
    slope = rule.award / rule.step * scale
    start = slope * (rule.zero_at + 1)
    denominator = slope.denominator * start.denominator
    a, b, full = int(start * denominator), int(slope * denominator), item.points * scale
    if full.denominator != 1:
        return None
    top, half = int(full), standard.rounding.mode is RoundingMode.HALF_UP

    def short(value: Argument, base: Argument) -> float | None:
        if type(value) in _PLAIN and type(base) in _PLAIN and 0 <= value < _LARGEST and 0 < base < _LARGEST:
            now, before = int(value), int(base)
            if now == value and before == base:
                earned, under = a * before - b * now, denominator * before
                if earned <= 0:
                    return 0.0
                if earned >= top * under:
                    return top / scale
                points: int = (2 * earned + under) // (2 * under) if half else earned // under
                return points / scale
        return None

    return short


def _tiers(standard: Standard, rule: Tiers) -> Short | None:
    """On a count: the tier is looked up, its points were rounded beforehand."""
    if rule.better is not Better.HIGHER:
        return None
    keep = standard.rounding
    limits = [ceil(tier.limit) for tier in rule.tiers]
    earned = [rounded(points, keep.places, keep.mode) for points in (Fraction(0), *(t.points for t in rule.tiers))]
    cells = [points.numerator / points.denominator for points in earned]

    def short(value: Argument, base: Argument) -> float | None:
        if (base is None or base is OMITTED) and type(value) in _PLAIN and 0 <= value < _LARGEST and value % 1 == 0:
            return cells[bisect_right(limits, value)]
        return None

    return short
