"""Which declared rounding turns an exact score into the printed one."""

from __future__ import annotations

from fractions import Fraction

from psscore.audit.figures import Figure, same
from psscore.model.rounding import RoundingMode
from psscore.model.rules import Ratio
from psscore.scoring import ratio
from psscore.scoring.rounding import rounded

NONE = "none"


def fitting(exact: Fraction, printed: Figure, places: int) -> tuple[str, ...]:
    """The roundings that reproduce the printed number: "none" when it is exact, else "half_up", "truncate", both or ().

    The printed number is compared at its own decimals. A whole number is compared at `places`, those of the table: 5 in
    a table that prints 9.98 elsewhere means 5.00.
    """
    if same(exact, printed.number):
        return (NONE,)
    at = printed.places or places
    return tuple(mode.value for mode in RoundingMode if same(rounded(exact, at, mode), printed.number))


def whole_points(exact: Fraction, printed: Fraction) -> tuple[str, ...]:
    """The roundings to whole points that would give the printed number."""
    return tuple(mode.value for mode in RoundingMode if rounded(exact, 0, mode) == printed)


_RATE_PLACES = 2
_RATE_FIRST = "rate_first_"


def rate_modes(rate: Fraction, printed: Figure) -> tuple[str, ...]:
    """The roundings that give a printed execution rate: a percentage or, without a sign, perhaps a plain ratio."""
    found = fitting(rate * 100, printed, 0)
    return found or (() if printed.unit == "%" else fitting(rate, printed, 0))


def execution_roundings(
    rule: Ratio, full: Fraction, rate: Fraction, score: Figure, printed_rate: Figure | None, places: int
) -> tuple[str, ...]:
    """Every rounding that gives the printed execution score: of the score alone, or of the rate and then the score.

    The printed rate is a second witness: 99.84 for 99.8457 is truncated, though a score of 9.98 alone could be either.
    A rate no rounding gives is no witness.
    """
    exact, at = ratio.points(rule, full, rate), score.places or places
    found = [NONE] if same(exact, score.number) else []
    found += [mode.value for mode in RoundingMode if same(rounded(exact, at, mode), score.number)]
    rate_places = printed_rate.places if printed_rate else _RATE_PLACES
    for mode in RoundingMode:
        kept = rounded(rate * 100, rate_places, mode) / 100
        if same(rounded(ratio.points(rule, full, kept), at, mode), score.number):
            found.append(_RATE_FIRST + mode.value)
    witness = rate_modes(rate, printed_rate) if printed_rate else ()
    if NONE in witness:
        return tuple(found)
    return tuple(name for name in found if name.removeprefix(_RATE_FIRST) in (NONE, *witness)) or tuple(found)
