"""Wilson's interval against printed values and its own exact coverage; weighted groups through their effective size."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest

from psscore.surveys.interval import effective_number, normal_quantile, wilson

NINETY_FIVE = Fraction(95, 100)


@pytest.mark.parametrize(
    ("found", "number", "low", "high", "why"),
    [
        (81, 263, "0.2553", "0.3662", "Newcombe 1998, table I, method 3"),
        (15, 148, "0.0624", "0.1605", "the same"),
        (0, 20, "0.0000", "0.1611", "the same: nobody"),
        (1, 29, "0.0061", "0.1718", "the same"),
        (20, 20, "0.8389", "1.0000", "everybody: the mirror of nobody"),
    ],
)
def test_printed_values(found: int, number: int, low: str, high: str, why: str) -> None:
    limits = wilson(Fraction(found, number), number)
    assert (f"{limits[0]:.4f}", f"{limits[1]:.4f}") == (low, high), why


def test_limits_are_exact_where_nobody_or_everybody_is_satisfied() -> None:
    assert wilson(Fraction(0), 20)[0] == 0
    assert wilson(Fraction(1), 20)[1] == 1


@pytest.mark.parametrize(
    ("number", "rates"),
    [
        (30, {"0.9": "0.974", "0.95": "0.939", "0.98": "0.978"}),
        (100, {"0.9": "0.936", "0.95": "0.966", "0.98": "0.949"}),
        (400, {"0.9": "0.945", "0.95": "0.950", "0.98": "0.954"}),
    ],
)
def test_exact_coverage(number: int, rates: dict[str, str]) -> None:
    """How often the interval holds the true rate, from the binomial distribution; the figures were taken elsewhere."""
    limits = [wilson(Fraction(found, number), number) for found in range(number + 1)]
    for rate, coverage in rates.items():
        p = float(rate)
        held = sum(
            comb(number, found) * p**found * (1 - p) ** (number - found)
            for found, (low, high) in enumerate(limits)
            if low <= p <= high
        )
        assert f"{held:.3f}" == coverage, rate


def test_a_higher_confidence_is_wider() -> None:
    narrow, wide = (wilson(Fraction(9, 10), 100, Fraction(c, 100)) for c in (90, 99))
    assert wide[0] < narrow[0] < Fraction(9, 10) < narrow[1] < wide[1]


def test_the_quantile() -> None:
    assert f"{normal_quantile(NINETY_FIVE):.6f}" == "1.959964"


def test_no_answers_have_no_interval() -> None:
    with pytest.raises(ValueError, match="at least one answer"):
        wilson(Fraction(0), 0)


def test_weights_that_follow_the_sample_change_nothing() -> None:
    groups = [(Fraction(1, 4), Fraction(1, 2), 100), (Fraction(3, 4), Fraction(1, 2), 300)]
    assert effective_number(groups) == 400, "one rate, weights in proportion: the whole sample counts"


def test_unequal_weights_cost_precision() -> None:
    # By hand: the variances of both groups, by the squares of their weights 9/10 and 1/10.
    groups = [(Fraction(9), Fraction(1, 2), 100), (Fraction(1), Fraction(9, 10), 900)]
    rate = Fraction(9, 10) / 2 + Fraction(1, 10) * Fraction(9, 10)
    variance = Fraction(81, 100) * Fraction(1, 4) / 100 + Fraction(1, 100) * Fraction(9, 100) / 900
    assert effective_number(groups) == rate * (1 - rate) / variance
    assert effective_number(groups) < 130, "of 1,000 answers: nine tenths of the weight rest on 100"


def test_unanimous_groups_fall_back_on_their_weights() -> None:
    groups = [(Fraction(1), Fraction(1), 10), (Fraction(1), Fraction(1), 30)]
    assert effective_number(groups) == Fraction(1) / (Fraction(1, 40) + Fraction(1, 120)), "Kish: 30, not 40"


def test_a_weight_without_answers_is_refused() -> None:
    with pytest.raises(ValueError, match="no answers"):
        effective_number([(Fraction(1), Fraction(0), 0)])
    assert effective_number([(Fraction(0), Fraction(0), 0), (Fraction(1), Fraction(1, 2), 4)]) == 4
