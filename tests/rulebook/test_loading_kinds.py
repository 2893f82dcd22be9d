"""The newer keys of a standard: each wrong use is named, all at once, under every reading."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from psscore.rulebook.catalogue import all_faults, load_raw, parse_raw

Spoil = Callable[[dict[str, Any]], object]
FILE = Path(__file__).parents[1] / "data" / "kinds.toml"
RAW = parse_raw(FILE.read_text("utf-8"), FILE.name)


def indicator(raw: dict[str, Any], code: str) -> dict[str, Any]:
    return next(item for item in raw["indicator"] if item["code"] == code)


def test_the_data_are_sound() -> None:
    assert all_faults(RAW, FILE.name) == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda raw: indicator(raw, "C").update(scale=60), ["indicator C > scale", "children add to 50"]),
        (lambda raw: indicator(raw, "9").update(scale=60), ["indicator 9 > scale", "no children"]),
        (lambda raw: indicator(raw, "A").update(combine="mean"), ["indicator A > combine", "product"]),
        (lambda raw: indicator(raw, "12b").update(points=9), ["indicator D > points", "children add to 9"]),
        (lambda raw: indicator(raw, "12b")["when"].update(reading="kind"), ["indicator 12b > when", "kind"]),
        (lambda raw: indicator(raw, "12b")["when"].update(values=[]), ["indicator 12b > when > values", "texts"]),
        (lambda raw: raw["veto"][0].update(grade="中"), ["veto V1 > grade", "优、良、差"]),
        (lambda raw: raw["veto"][1].update(code="V1"), ["veto V1 > code", "used twice"]),
        (lambda raw: raw["weight_floor"][0].update(at_least=70), ["weight_floor[0] > at_least", "at least 70 %"]),
        (lambda raw: raw["weight_floor"][0].update(codes=["Z"]), ["weight_floor[0] > codes", "no indicator Z"]),
        (lambda raw: raw.update(effective_to="2025-12-31"), ["effective_to", "before effective_from"]),
        (lambda raw: raw.update(effective_to="2026/12/31"), ["effective_to", "date such as"]),
        (lambda raw: raw["rules"]["place"].update(points=[8, 9]), ["rules.place > points", "later place"]),
        (lambda raw: raw["rules"]["place"].update(points=[9, 8]), ["indicator 8 > points", "first place gives 9"]),
        (lambda raw: raw["rules"]["place"].update(points=[]), ["rules.place > points", "list of numbers"]),
        (lambda raw: raw["rules"]["place"].update(measure="rate"), ["rules.place > measure", "needs count"]),
        (lambda raw: raw["rules"]["days"].update(cohort="rank"), ["rules.days > cohort", "rank_points only"]),
        (lambda raw: raw["rules"]["days"].update(cohort="mean"), ["rules.days > cohort", "needs a base"]),
        (lambda raw: raw["rules"]["to_best"].update(base="none"), ["rules.to_best > base", "not none"]),
        (lambda raw: raw["rules"]["base_less"].update(base="optional"), ["rules.base_less > base", "required"]),
        (lambda raw: raw["rules"]["goalposts"].update(zero_at="0.95"), ["rules.goalposts > full_at", "differ"]),
        (lambda raw: raw["rules"]["fewer"]["tiers"].reverse(), ["rules.fewer > tiers[1]", "easy to hard"]),
        (
            lambda raw: raw["rules"]["complaints"]["items"][1].update(code="late"),
            ["rules.complaints > items", "used twice"],
        ),
        (lambda raw: raw["rules"]["complaints"].update(floor="0"), ["rules.complaints > floor", "zero, none"]),
        (lambda raw: raw["weight_floor"][0].update(codes=["A", "A"]), ["weight_floor[0] > codes", "twice"]),
        (lambda raw: raw["weight_floor"][0].update(codes=["A", "1"]), ["weight_floor[0] > codes", "its whole"]),
        (lambda raw: raw["weight_floor"][0].update(codes=["10"], at_least=10), ["weight_floor[0] > at_least", "carry"]),
        (lambda raw: indicator(raw, "3").update(code="3 "), ["indicator 3  > code", "no blanks at its ends"]),
        (lambda raw: indicator(raw, "3").update(code="3" * 41), ["> code", "at most 40"]),
        (lambda raw: indicator(raw, "3").update(code="=3"), ["code", "must not begin with ="]),
        (lambda raw: indicator(raw, "3")["name"].update(zh="甲\x01"), ["indicator 3 > name", "control character"]),
        (lambda raw: raw["rules"]["fewer"]["tiers"][0].update(points=-1), ["rules.fewer > tiers", "negative"]),
        (lambda raw: raw["rules"]["place"].update(beyond=-1), ["rules.place > beyond", "negative"]),
        (
            lambda raw: indicator(raw, "3").update(points="10.0005"),
            ["indicator 3 > points", "more decimals than the 3"],
        ),
        (lambda raw: raw["rules"]["praise"].pop("no_cases"), ["rules.praise > no_cases", "base can be 0"]),
    ],
)
def test_each_fault_names_its_place(change: Spoil, words: list[str]) -> None:
    raw = copy.deepcopy(RAW)
    change(raw)
    lines = [fault.line("en") for fault in all_faults(raw, FILE.name)]
    assert any(all(word in line for word in words) for line in lines), lines


def test_a_standard_without_points_counts_what_it_lacks() -> None:
    raw = {
        "schema": "psscore.standard/1",
        "id": "checks",
        "edition": "2026",
        "revision": 1,
        "title": {"zh": "清单", "en": "A list"},
        "source": {"zh": "来源", "en": "source"},
        "unscored": {"reason": {"zh": "来源没有分值", "en": "no points in the source"}, "declared": [2, 5]},
        "indicator": [
            {"code": "1", "name": {"zh": "一", "en": "one"}},
            {
                "code": "1.1",
                "parent": "1",
                "name": {"zh": "二", "en": "two"},
                "clause": {"zh": "第一条", "en": "article 1"},
                "quote": "原文",
            },
        ],
    }
    assert all_faults(raw, "checks.toml") == ()
    standard = load_raw(raw, "checks.toml")
    assert standard.missing == (1, 4)
    assert standard.leaves == ()
    about = standard.by_code["1.1"].about
    assert about is not None
    assert about.source.quote == "原文"


def test_points_in_a_standard_without_points_are_a_fault() -> None:
    raw = copy.deepcopy(RAW)
    raw["unscored"] = {"reason": {"zh": "无", "en": "none"}}
    lines = [fault.line("en") for fault in all_faults(raw, FILE.name)]
    assert any("total_points" in line and "unknown key" in line for line in lines)
