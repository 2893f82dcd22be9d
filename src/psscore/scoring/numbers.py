"""Exact numbers added up, and as words: what explanations and receipts print."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from functools import lru_cache
from math import lcm


def exact_sum(numbers: Collection[Fraction]) -> Fraction:
    """The sum, over one common denominator: many times as fast as adding one by one."""
    below = lcm(*(number.denominator for number in numbers))
    return Fraction(sum(number.numerator * (below // number.denominator) for number in numbers), below)


def exact_text(number: Fraction) -> str:
    """The number in full: a decimal when it ends, otherwise "n/d"."""
    below = number.denominator
    if below == 1:
        return str(number.numerator)
    places = _places(below)
    if places is None:
        return f"{number.numerator}/{below}"
    return _decimal(number.numerator * 10**places // below, places)


@lru_cache(maxsize=256)
def _places(below: int) -> int | None:
    """How many decimals a fraction with this denominator has; None when they never end."""
    places = 0
    for prime in (2, 5):
        count = 0
        while below % prime == 0:
            below //= prime
            count += 1
        places = max(places, count)
    return places if below == 1 else None


def short_text(number: Fraction, places: int = 4) -> str:
    """The number as people read it: exact when it has few decimals, otherwise "≈" and `places` of them."""
    return _quotient_text(number.numerator, number.denominator, places)


def hundredfold_text(rate: Fraction) -> str:
    """100 times the number, as people read it."""
    return _quotient_text(100 * rate.numerator, rate.denominator, 4)


def percent_text(rate: Fraction) -> str:
    """A rate as a percentage."""
    return f"{hundredfold_text(rate)} %"


def quantity_text(number: Fraction, percent: bool) -> str:
    """A rate as a percentage, any other quantity as it is."""
    return percent_text(number) if percent else short_text(number)


def _quotient_text(above: int, below: int, places: int) -> str:
    if below == 1:
        return str(above)
    scaled, rest = divmod(above * 10**places, below)
    if not rest:
        return _decimal(scaled, places)
    return "≈" + _decimal(scaled + (2 * rest >= below), places)


def _decimal(digits: int, places: int) -> str:
    sign = "-" if digits < 0 else ""
    whole, part = divmod(abs(digits), 10**places)
    if not part:
        return f"{sign}{whole}"
    return f"{sign}{whole}.{part:0{places}d}".rstrip("0")
