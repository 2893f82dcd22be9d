"""Every kind of rule on, just below and just above its limits, by hand."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from psscore.model.observation import Hole, Unobserved
from psscore.model.scorecard import Scored, Withheld
from psscore.model.standard import Standard
from psscore.model.text import Text
from psscore.scoring.evaluate import evaluate
from psscore.scoring.explain import explanation, withheld_explanation

Kinds = Callable[..., Standard]
BLANK = Unobserved(Hole.MISSING, Text("", ""))
STREET, BUREAU, NO_FLOOR = ("unit_group=street",), ("unit_group=bureau",), ("unit_group=street", "floor_rule=none")


@pytest.mark.parametrize(
    ("code", "value", "base", "expected", "readings", "why"),
    [
        ("1", "2.5", None, "100", (), "linear, falling: the full goalpost"),
        ("1", "2.49", None, "100", (), "beyond the full goalpost there is no more"),
        ("1", "2.65", None, "98", (), "0.15 of the 7.5 days between the goalposts"),
        ("1", "10", None, "0", (), "the zero goalpost"),
        ("1", "9.925", None, "1", (), "just inside it"),
        ("1", "1000", None, "0", (), "far outside it"),
        ("2", "60", "100", "0", (), "linear, rising: the zero goalpost"),
        ("2", "950", "1000", "100", (), "the full goalpost"),
        ("2", "0.775", None, "50", (), "half way, as a ready rate"),
        ("3", "3", None, "10", (), "step down, less is better: the limit earns full points"),
        ("3", "2", None, "10", (), "below it as well"),
        ("3", "3.01", None, "8", (), "a started step counts"),
        ("3", "8", None, "0", (), "five steps"),
        ("3", "9", None, "0", (), "floored"),
        ("4", "0.97", "0.95", "1", (), "step up, more is better: two completed steps"),
        ("4", "0.9699", "0.95", "0.5", (), "just below the second"),
        ("4", "0.95", "0.95", "0", (), "no rise"),
        ("4", "0.94", "0.95", "0", (), "a fall is not negative"),
        ("4", "0.99", "0.01", "5", (), "capped"),
        ("5", "11", None, "0", (), "tiers, less is better: above the first"),
        ("5", "10", None, "2", (), "on the first"),
        ("5", "6", None, "2", (), "between"),
        ("5", "5", None, "4", (), "on the second"),
        ("5", "0", None, "10", (), "on the best"),
        ("6", "0", None, "10", (), "nothing deducted"),
        ("6", "9.5", None, "0.5", (), "just above the floor"),
        ("6", "10.5", None, "0", (), "floored"),
        ("6", "10.5", None, "-0.5", ("floor_rule=none",), "no floor"),
        ("7", "3", None, "7.5", (), "three items of a checklist"),
        ("7", "4", None, "10", (), "the cap"),
        ("7", "5", None, "10", (), "beyond the cap"),
        ("7", "0", "0", "0", (), "no items applied: by the standard"),
        ("8", "1", None, "10", (), "first place"),
        ("8", "4", None, "6.5", (), "last listed place"),
        ("8", "5", None, "2", (), "beyond the list"),
        ("9", "45", "90", "5", (), "half the best"),
        ("9", "90", "90", "10", (), "the best itself"),
        ("9", "95", "90", "10", (), "never more than full"),
        ("10", "0.9", "0.9", "20", (), "on the mean"),
        ("10", "0.8999", "0.9", "19.999", (), "just below it"),
        ("10", "0.95", "0.9", "20", (), "above it"),
        ("9", "0", "90", "0", (), "nothing of the best"),
        ("11", "50", "40", "8", (), "the lowest cost over one's own"),
        ("11", "40", "40", "10", (), "the lowest cost"),
        ("12s", "100", "100", "10", STREET, "all on time"),
        ("12s", "99", "100", "4.9", STREET, "9.9 for the rate, 5 off for one case"),
        ("12s", "95", "100", "0", STREET, "9.5 less 25, floored"),
        ("12s", "95", "100", "-15.5", NO_FLOOR, "9.5 less 25"),
        ("12s", "0", "0", "10", STREET, "no cases: full, as the standard says"),
        ("12b", "4", None, "8", BUREAU, "the other kind of unit has another rule"),
        ("13", "3", "10", "3", (), "a bonus"),
        ("13", "6", "10", "5", (), "capped"),
        ("13", "3", "0", "0", (), "no task, no bonus"),
    ],
)
def test_points(
    kinds: Kinds, code: str, value: str, base: str | None, expected: str, readings: tuple[str, ...], why: str
) -> None:
    standard = kinds(*readings)
    result = evaluate(standard, standard.by_code[code], Fraction(value), None if base is None else Fraction(base))
    assert isinstance(result, Scored), why
    assert result.score == Fraction(expected), why
    text = explanation(result)
    assert text.zh.startswith(f"{code} ")
    assert text.en.startswith(f"{code} ")


@pytest.mark.parametrize(
    ("code", "value", "base", "hole", "words"),
    [
        ("12s", "0.95", None, Hole.MISSING, "the base is needed"),
        ("12s", "101", "100", Hole.OUT_OF_RANGE, "above the base"),
        ("8", "0", None, Hole.OUT_OF_RANGE, "begin at 1"),
        ("8", "1.5", None, Hole.OUT_OF_RANGE, "not a whole number"),
        ("13", "3", None, Hole.MISSING, "the base is blank"),
        ("9", "-1", "90", Hole.OUT_OF_RANGE, "negative"),
        ("1", "-1", None, Hole.OUT_OF_RANGE, "negative"),
        ("3", "3", "5", Hole.UNREADABLE, "takes no base"),
        ("6", "-2", None, Hole.OUT_OF_RANGE, "negative"),
    ],
)
def test_what_cannot_be_scored_is_withheld(
    kinds: Kinds, code: str, value: str, base: str | None, hole: Hole, words: str
) -> None:
    standard = kinds("unit_group=street")
    result = evaluate(standard, standard.by_code[code], Fraction(value), None if base is None else Fraction(base))
    assert isinstance(result, Withheld)
    assert result.hole is hole
    assert words in withheld_explanation(standard, result).en


def test_a_base_of_nothing_is_left_out_where_the_standard_says_so(kinds: Kinds) -> None:
    standard = kinds()
    result = evaluate(standard, standard.by_code["2"], Fraction(0), Fraction(0))
    assert isinstance(result, Withheld)
    assert result.excluded
    assert "as the standard says" in result.reason.en


def test_a_blank_base_of_a_comparison_is_missing(kinds: Kinds) -> None:
    standard = kinds()
    result = evaluate(standard, standard.by_code["9"], Fraction(90), BLANK)
    assert isinstance(result, Withheld)
    assert result.hole is Hole.MISSING
