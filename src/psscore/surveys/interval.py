"""How far a rate from a sample may be off: Wilson's interval, weighted groups through their effective number."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import sqrt
from statistics import NormalDist


def normal_quantile(confidence: Fraction) -> float:
    """The two-sided quantile of the normal distribution: 1.96 for a confidence of 0.95."""
    return NormalDist().inv_cdf(float((1 + confidence) / 2))


def wilson(rate: Fraction, number: Fraction | int, confidence: Fraction = Fraction(95, 100)) -> tuple[float, float]:
    """Lower and upper limit of the true rate, 0..1, for a rate found among `number` answers (Wilson 1927).

    `number` may be an effective number and so no whole one. Raises `ValueError` when it is not positive.
    """
    if number <= 0:
        raise ValueError("an interval needs at least one answer")
    z, n, p = normal_quantile(confidence), float(number), float(rate)
    centre = p + z * z / (2 * n)
    spread = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    # Where nobody or everybody is satisfied the limit is exact; the sums of floats miss it by a hair.
    low = (centre - spread) / scale if rate else 0.0
    high = (centre + spread) / scale if rate != 1 else 1.0
    return low, high


def effective_number(groups: Sequence[tuple[Fraction, Fraction, int]]) -> Fraction:
    """The size of a simple sample as uncertain as this weighted one; groups are (weight, rate, answers).

    From the variance of the weighted rate; where that is 0, because every group is unanimous, from the weights alone
    (Kish 1965). Raises `ValueError` when a group with weight has no answers.
    """
    total = sum((weight for weight, _, _ in groups), Fraction(0))
    counted = [(weight / total, rate, number) for weight, rate, number in groups if weight]
    if any(number <= 0 for _, _, number in counted):
        raise ValueError("a group with a weight has no answers")
    rate = sum((weight * part for weight, part, _ in counted), Fraction(0))
    variance = sum((weight * weight * part * (1 - part) / number for weight, part, number in counted), Fraction(0))
    if variance:
        return rate * (1 - rate) / variance
    return 1 / sum((weight * weight / number for weight, _, number in counted), Fraction(0))
