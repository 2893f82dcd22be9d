"""Rules about the group: the cohort is worked out first, and waits for its last unit."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from psscore.model.observation import Cohort, Hole, Unobserved
from psscore.model.scorecard import Scored, Withheld
from psscore.model.standard import Standard
from psscore.model.text import Text
from psscore.scoring.cohort import Entry, benchmark, evaluate_cohort, place

Kinds = Callable[..., Standard]


def entry(value: str) -> Entry:
    return Entry(Fraction(value))


def test_each_unit_is_measured_against_all(kinds: Kinds) -> None:
    units = {
        "甲": {"8": entry("90"), "9": entry("90"), "10": entry("0.92"), "11": entry("50")},
        "乙": {"8": entry("90"), "9": entry("60"), "10": entry("0.9"), "11": entry("40")},
        "丙": {"8": entry("70"), "9": entry("45"), "10": entry("0.88"), "11": entry("80")},
    }
    results = evaluate_cohort(kinds(), units)
    scores = {
        unit: [r.score for code in ("8", "9", "10", "11") if isinstance(r := rows[code], Scored)]
        for unit, rows in results.items()
    }
    # Places 1, 1, 3; ratio to 90; the mean is 0.9; the lowest cost is 40.
    assert scores == {
        "甲": [10, 10, 20, 8],
        "乙": [10, Fraction("6.667"), 20, 10],
        "丙": [8, 5, Fraction("19.8"), 5],
    }


def test_nobody_is_scored_against_a_group_that_lacks_a_unit(kinds: Kinds) -> None:
    blank = Entry(Unobserved(Hole.MISSING, Text("数值未填", "blank")))
    results = evaluate_cohort(kinds(), {"甲": {"9": entry("90")}, "乙": {"9": blank}, "丙": {}})
    for unit in ("甲", "乙", "丙"):
        assert isinstance(results[unit]["9"], Withheld)
    waiting = results["甲"]["9"]
    assert isinstance(waiting, Withheld)
    assert "乙、丙" in waiting.reason.zh


def test_a_mean_is_exact() -> None:
    assert benchmark(Cohort.MEAN, [Fraction("0.1"), Fraction("0.2"), Fraction("0.3")]) == Fraction("0.2")
    assert place(Fraction(5), [Fraction(5), Fraction(5), Fraction(6)]) == 2


def test_there_is_no_mean_of_nothing() -> None:
    with pytest.raises(ValueError, match="0 values"):
        benchmark(Cohort.MEAN, [])
