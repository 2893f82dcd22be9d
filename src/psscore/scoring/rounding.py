"""Declared rounding, exact."""

from __future__ import annotations

from fractions import Fraction
from math import floor

from psscore.model.rounding import RoundingMode


def rounded(number: Fraction, places: int, mode: RoundingMode) -> Fraction:
    """The number with `places` decimals; half-up and truncation work on the size, so -0.005 becomes -0.01 or 0."""
    scale = 10**places
    size = abs(number) * scale
    kept = floor(size + Fraction(1, 2)) if mode is RoundingMode.HALF_UP else floor(size)
    return Fraction(-kept if number < 0 else kept, scale)
