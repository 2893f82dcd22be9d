"""Declared rounding, exact."""

from __future__ import annotations

from fractions import Fraction

from psscore.model.rounding import RoundingMode


def rounded(number: Fraction, places: int, mode: RoundingMode) -> Fraction:
    """The number with `places` decimals; half-up and truncation work on the size, so -0.005 becomes -0.01 or 0."""
    scale = 10**places
    top, bottom = abs(number.numerator) * scale, number.denominator
    kept = (2 * top + bottom) // (2 * bottom) if mode is RoundingMode.HALF_UP else top // bottom
    return Fraction(-kept if number.numerator < 0 else kept, scale)
