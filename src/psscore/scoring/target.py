"""年度指标值 against 实际完成值: full points when met, a share of them when not."""

from __future__ import annotations

from fractions import Fraction

from psscore.model.observation import Hole, Unobserved
from psscore.model.rules import Exceeded, Operator, Reverse, Target
from psscore.model.text import Text
from psscore.scoring.numbers import percent_text, short_text

_UPWARD = (Operator.AT_LEAST, Operator.ABOVE)
_DOWNWARD = (Operator.AT_MOST, Operator.BELOW)


def attainment(rule: Target, operator: Operator, target: Fraction, actual: Fraction) -> Fraction | Unobserved:
    """Share of the points earned, 0..1; a met target is 1 and more than met is never more.

    Target 0 earns all or nothing. Unobserved when the reading that decides an exceeded upper target is not chosen, or
    when negative numbers leave no proportion to speak of.
    """
    if operator.holds(actual, target):
        return Fraction(1)
    if target == 0:
        return Fraction(0)
    if target < 0 or actual < 0:
        return Unobserved(
            Hole.UNREADABLE,
            Text("目标值或完成值为负且未达标，比例没有意义，请人工评定", "negative and not met: no proportion to take"),
        )
    share = _unmet(rule, operator, target, actual)
    if isinstance(share, Unobserved) or rule.gate is None:
        return share
    return max(Fraction(0), (share - rule.gate) / (1 - rule.gate))


def _unmet(rule: Target, operator: Operator, target: Fraction, actual: Fraction) -> Fraction | Unobserved:
    if operator in _UPWARD or (operator is Operator.EQUAL and actual < target):
        return actual / target
    linear = max(Fraction(0), 1 - (actual - target) / target)
    if operator is Operator.EQUAL:
        return Fraction(1) if rule.exceeded is Exceeded.FULL else linear
    match rule.reverse:
        case Reverse.RATIO:
            return target / actual
        case Reverse.LINEAR:
            return linear
        case None:
            return Unobserved(
                Hole.UNDECIDED,
                Text(
                    "实际值超过上限目标，须先选定读法 reverse（ratio 或 linear）",
                    "the upper target is exceeded: choose the reading `reverse` (ratio or linear) first",
                ),
            )


def points(
    rule: Target, full: Fraction, operator: Operator, target: Fraction, actual: Fraction
) -> Fraction | Unobserved:
    """Points of a target row, unrounded."""
    share = attainment(rule, operator, target, actual)
    return share if isinstance(share, Unobserved) else share * full


def sentence(rule: Target) -> Text:
    """The rule in words."""
    reverse = {
        Reverse.RATIO: ("超过上限按 目标÷实际", "above an upper target: target over actual"),
        Reverse.LINEAR: ("超过上限按 1−偏离率", "above an upper target: 1 minus the relative excess"),
        None: ("超过上限：读法 reverse 未选定", "above an upper target: reading `reverse` not chosen"),
    }[rule.reverse]
    gate = ("", "")
    if rule.gate is not None:
        at = percent_text(rule.gate)
        gate = (f"；完成率低于 {at} 不得分，以上按 {at} 起算", f"; nothing below {at}, counted from {at}")
    return Text(
        f"达到目标得满分；未达到按 实际÷目标 得分；{reverse[0]}{gate[0]}",
        f"full points when met; actual over target when not; {reverse[1]}{gate[1]}",
    )


def working(rule: Target, full: Fraction, operator: Operator, target: Fraction, actual: Fraction) -> Text:
    """How the points came about."""
    compare = f"{short_text(actual)} / {operator.value} {short_text(target)}"
    if operator.holds(actual, target):
        return Text(f"{compare}，达到目标", f"{compare}: target met")
    share = attainment(rule, operator, target, actual)
    if isinstance(share, Unobserved):
        return Text(f"{compare}，{share.reason.zh}", f"{compare}: {share.reason.en}")
    return Text(
        f"{compare}，计分比例 {percent_text(share)} × {short_text(full)} 分",
        f"{compare}: {percent_text(share)} of {short_text(full)} points",
    )
