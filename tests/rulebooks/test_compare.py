# ruff: noqa: E501 (one change a line)
"""What differs between two standards."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from psscore.rulebook.catalogue import raw_standard
from psscore.rulebooks.compare import changes

Spoil = Callable[[dict[str, Any]], None]


def indicator(raw: dict[str, Any], code: str) -> dict[str, Any]:
    return next(item for item in raw["indicator"] if item["code"] == code)


def renamed_rule(raw: dict[str, Any]) -> None:
    raw["rules"]["other"] = raw["rules"].pop("gas_hoses")
    indicator(raw, "33")["rule"] = "other"


# fmt: off
CHANGES: list[tuple[Spoil, list[tuple[str, str, str, str, str]], str]] = [
    (dict, [], "nothing"),
    (renamed_rule, [], "a rule by another name says the same"),
    (lambda raw: indicator(raw, "1").update(points=3), [("indicator", "1", "points", "2", "3")], "points"),
    (lambda raw: indicator(raw, "33")["name"].update(zh="软管"), [("indicator", "33", "name.zh", "燃气用具连接用软管更换数量", "软管")], "a name"),
    (lambda raw: raw["indicator"].remove(indicator(raw, "47")), [("indicator", "47", "", "城市管理主动服务满意率（3）", "")], "one less"),
    (lambda raw: raw["indicator"].append({"code": "48", "name": {"zh": "新", "en": "n"}, "points": 1}), [("indicator", "48", "", "", "新（1）")], "one more"),
    (lambda raw: raw["rules"]["yearly_change"].update(award="0.2"), [("rule", "45", "award", "0.1", "0.2")], "a rule, under its indicator"),
    (lambda raw: raw["reading"][0].update(default="ceil"), [("reading", "step", "default", "proportional", "ceil")], "a default"),
    (lambda raw: raw["rounding"].update(places=1), [("standard", "", "rounding.places", "2", "1")], "rounding"),
    (lambda raw: raw.update(total_cap=99), [("standard", "", "total_cap", "", "99")], "a new key"),
    (lambda raw: raw["grades"].update(scale="none"), [("grades", "", "grades.scale", "读法:grades", "none")], "the scale of grades"),
]
# fmt: on


@pytest.mark.parametrize(("spoil", "expected", "why"), CHANGES, ids=[row[2] for row in CHANGES])
def test_changes(spoil: Spoil, expected: list[tuple[str, str, str, str, str]], why: str) -> None:
    before = dict(raw_standard("public-service/2026"))
    after = copy.deepcopy(before)
    spoil(after)
    found = [(one.kind.en, one.name, one.key, one.before, one.after) for one in changes(before, after)]
    assert found == expected, why
