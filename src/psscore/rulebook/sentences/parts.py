"""What the shapes of rules are made with: the statements by kind, rule tables, and what a sentence leaves open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from psscore.model.text import Text
from psscore.rulebook.sentences.proposal import Proposal, raw_number
from psscore.rulebook.sentences.statements import Statement, measure_of

LOW = frozenset(("降低", "下降", "减少", "降", "低", "少", "差", "缺", "缺少"))
MINUS = frozenset(("扣减", "扣除", "扣", "减"))

STEP_PART = Text("不足一档如何计（读法 step）", "how a part of a step counts (reading step)")
NO_CASES = Text("基数为 0 时如何计（读法 no_cases）", "what counts when the base is 0 (reading no_cases)")
FLOOR = Text(
    "未写“扣完为止”：是否可为负分（读法 floor）", "no floor is stated: whether points may be negative (reading floor)"
)
PERCENT = Text("“%”按百分点理解，不是相对变化", "“%” is read as percentage points, not as a relative change")
BEYOND = Text("未写其后名次的得分，按 0 分", "later places are not mentioned: 0 points")
ELSE = Text("未写达不到时的得分，按 0 分", "what falls short is not mentioned: 0 points")
LAST = Text(
    "未写与什么相比，按与上期之差理解", "what it is compared with is not stated: read as the change from last time"
)
YES_NO = Text("数值填 1（是）或 0（否）", "the value is 1 for yes, 0 for no")
EACH = Text("原文没有“每”字，按每次扣分理解", "it does not say “each”: read as so much for each")
ADDED = Text("未写从何数起：数值填新增的个数", "from which number is not said: the value is the number added")


class Contradiction(Exception):
    """A sentence that was understood but says two things that do not go together."""

    def __init__(self, zh: str, en: str) -> None:
        self.message = Text(zh, en)
        super().__init__(en)


@dataclass(frozen=True, slots=True)
class Parts:
    """The statements of a sentence by kind, in order."""

    all: Sequence[Statement]

    def of(self, kind: str) -> list[Statement]:
        return [one for one in self.all if one.kind == kind]

    def only(self, *kinds: str) -> bool:
        return {one.kind for one in self.all} <= set(kinds)


def rule_table(kind: str, unit: str, **parameters: Any) -> tuple[dict[str, Any], list[Text]]:
    """The `[rules]` table of a kind for a quantity in a unit, and what it leaves open."""
    measure = parameters.pop("measure", measure_of(unit))
    plain = measure in ("count", "amount")
    rule: dict[str, Any] = {"kind": kind, "measure": measure, "base": "none" if plain else "optional"}
    open_: list[Text] = []
    if not plain and measure != "difference":
        rule["no_cases"] = {"reading": "no_cases"}
        open_.append(NO_CASES)
    rule |= {key: raw_number(value) if isinstance(value, Fraction) else value for key, value in parameters.items()}
    return rule, open_


def proposal(parts: Parts, kind: str, rule: dict[str, Any], points: Fraction | None, open_: Sequence[Text]) -> Proposal:
    return Proposal(kind, rule, points, tuple(one.words for one in parts.all), tuple(dict.fromkeys(open_)))
