"""Sample sizes as printed elsewhere, always rounded up."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from psscore.surveys.faults import SurveyFaults
from psscore.surveys.sample_size import Sample


@pytest.mark.parametrize(
    ("margin", "answers"), [("0.10", 97), ("0.05", 385), ("0.03", 1068), ("0.02", 2401), ("0.01", 9604)]
)
def test_by_margin_at_95_percent(margin: str, answers: int) -> None:
    assert Sample(Fraction(margin)).answers == answers


@pytest.mark.parametrize(
    ("population", "answers", "why"),
    [
        (500, 218, "finite population"),
        (2000, 323, "finite population"),
        (10_000, 370, "finite population"),
        (10**12, 385, "as good as infinite"),
        (1, 1, "never more than there are"),
        (10, 10, "9.77 rounded up"),
    ],
)
def test_a_finite_population(population: int, answers: int, why: str) -> None:
    assert Sample(population=population).answers == answers, why


@pytest.mark.parametrize(
    ("response", "people", "why"),
    [
        ("0.85", 453, "385 / 0.85 = 452.9: the answers are rounded up before, and the people again"),
        ("1", 385, "everybody answers"),
        ("0.5", 770, "twice as many"),
    ],
)
def test_people_to_ask(response: str, people: int, why: str) -> None:
    assert Sample(response=Fraction(response)).people == people, why


def test_a_design_effect_multiplies_before_rounding() -> None:
    assert Sample(design_effect=Fraction(3, 2)).answers == 577, "384.146 · 1.5 = 576.2"
    assert Sample(design_effect=Fraction(3), population=500).answers == 500, "everybody at most"


def test_confidence() -> None:
    assert [Sample(confidence=Fraction(c, 100)).answers for c in (90, 95, 99)] == [271, 385, 664]


@pytest.mark.parametrize(
    ("wrong", "count"),
    [
        ({"margin": Fraction(0)}, 1),
        ({"margin": Fraction(1)}, 1),
        ({"confidence": Fraction(1)}, 1),
        ({"confidence": Fraction(49, 100)}, 1),
        ({"population": 0}, 1),
        ({"response": Fraction(0)}, 1),
        ({"response": Fraction(2)}, 1),
        ({"design_effect": Fraction(1, 2)}, 1),
        ({"margin": Fraction(0), "population": 0}, 2),
    ],
)
def test_what_cannot_be_is_said_at_once(wrong: dict[str, Any], count: int) -> None:
    with pytest.raises(SurveyFaults) as faults:
        Sample(**wrong)
    assert len(faults.value.texts) == count
