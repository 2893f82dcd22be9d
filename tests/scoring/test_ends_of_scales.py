"""Formulas printed without limits, and scales that end: neither is capped in silence."""

from __future__ import annotations

import copy
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from psscore.model.observation import Hole
from psscore.model.scorecard import Refused, Scored, Withheld
from psscore.model.standard import Standard
from psscore.rulebook.catalogue import all_faults, load_raw, parse_raw
from psscore.rulebook.reference import make_reference
from psscore.scoring import aggregate, rule
from psscore.scoring.evaluate import evaluate
from psscore.scoring.explain import explanation

FILE = Path(__file__).parents[1] / "data" / "kinds.toml"
RAW = parse_raw(FILE.read_text("utf-8"), FILE.name)


def changed(name: str, **keys: Any) -> dict[str, Any]:
    raw = copy.deepcopy(dict(RAW))
    raw["rules"][name] |= keys
    return raw


def loaded(name: str, **keys: Any) -> Standard:
    return load_raw(changed(name, **keys), FILE.name, make_reference("kinds", "2026", ("unit_group=street",)))


@pytest.mark.parametrize(
    ("value", "expected", "words"),
    [
        ("2.5", "100", "reaches 2.5"),
        ("10", "0", "not beyond 10"),
        ("2.425", "101", "no limits"),
        ("0", "133.333", "no limits"),
        ("10.075", "-1", "no limits"),
    ],
)
def test_a_line_without_bounds_goes_on(value: str, expected: str, words: str) -> None:
    standard = loaded("goalposts_down", bounds="none")
    result = evaluate(standard, standard.by_code["1"], Fraction(value), None)
    assert isinstance(result, Scored)
    assert result.score == Fraction(expected)
    assert words in explanation(result).en
    scoring = standard.by_code["1"].scoring
    assert scoring
    assert "without limits" in rule.sentence(scoring.rule, Fraction(100)).en


@pytest.mark.parametrize(
    ("bounds", "score", "expected"),
    [
        ("none", 101, "30.3"),
        ("none", -1, "-0.3"),
        ("both", 100, "30"),
        ("both", 101, None),
        ("both", -1, None),
    ],
)
def test_a_subtotal_takes_what_the_rule_can_give(bounds: str, score: int, expected: str | None) -> None:
    standard = loaded("goalposts_down", bounds=bounds)
    total = aggregate.total(standard, {"1": Fraction(score), "2": Fraction(100)}, "A")
    if expected is None:
        assert isinstance(total, Refused)
        assert total.hole is Hole.OUT_OF_RANGE
    else:
        assert not isinstance(total, Refused)
        assert total.score == Fraction(expected)


@pytest.mark.parametrize(("value", "scored"), [("5", True), ("4.9", True), ("5.01", False), ("90", False)])
def test_a_value_beyond_its_scale_is_refused(value: str, scored: bool) -> None:
    standard = loaded("days", highest=5)
    result = evaluate(standard, standard.by_code["3"], Fraction(value), None)
    assert isinstance(result, Scored) is scored
    if isinstance(result, Withheld):
        assert result.hole is Hole.OUT_OF_RANGE
        assert f"{value} is above 5" in result.reason.en


def test_a_count_beyond_its_scale_is_refused() -> None:
    standard = loaded("list", highest=4)
    assert isinstance(evaluate(standard, standard.by_code["7"], Fraction(4), None), Scored)
    assert isinstance(evaluate(standard, standard.by_code["7"], Fraction(5), None), Withheld)


@pytest.mark.parametrize(
    ("name", "keys", "words"),
    [
        ("goalposts", {"bounds": "upper"}, ["rules.goalposts > bounds", "both, none"]),
        ("goalposts", {"highest": 5}, ["rules.goalposts > highest", "count or amount"]),
        ("days", {"highest": 0}, ["rules.days > highest", "above 0"]),
        ("days", {"bounds": "none"}, ["rules.days > bounds", "unknown key"]),
    ],
)
def test_faults(name: str, keys: dict[str, Any], words: list[str]) -> None:
    lines = [fault.line("en") for fault in all_faults(changed(name, **keys), FILE.name)]
    assert any(all(word in line for word in words) for line in lines), lines


UNSCORED: dict[str, Any] = {
    "schema": "psscore.standard/1",
    "id": "names",
    "edition": "1",
    "revision": 1,
    "title": {"zh": "名录", "en": "Names"},
    "source": {"zh": "来源", "en": "source"},
    "unscored": {"reason": {"zh": "无分值", "en": "no points"}, "declared": [1, 3]},
    "indicator": [
        {"code": "A", "name": {"zh": "一级", "en": "level 1"}},
        {"code": "x", "level": 2, "name": {"zh": "二级", "en": "level 2"}},
    ],
}


def test_an_indicator_may_stand_on_its_level_without_a_parent() -> None:
    assert all_faults(UNSCORED, "names") == ()
    standard = load_raw(UNSCORED, "names")
    assert [(item.code, item.level, item.parent) for item in standard.indicators] == [("A", 1, ""), ("x", 2, "")]
    assert standard.missing == (0, 2)


@pytest.mark.parametrize("keys", [{"parent": "A"}, {"level": 0}, {"level": "1.5"}])
def test_a_level_is_given_only_where_it_is_not_known(keys: dict[str, Any]) -> None:
    raw = copy.deepcopy(UNSCORED)
    raw["indicator"][1] |= keys
    assert {fault.where for fault in all_faults(raw, "names")} == {"indicator x > level"}


def test_a_standard_with_points_states_parents() -> None:
    raw = copy.deepcopy(dict(RAW))
    raw["indicator"][0]["level"] = 1
    assert any("indicator A > level" in fault.line("en") for fault in all_faults(raw, FILE.name))
