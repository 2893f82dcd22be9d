"""Points given by an evaluator: checked, kept beside the rule's points, never changed."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from psscore.model.rules import Judgement
from psscore.model.text import Text
from psscore.scoring.numbers import short_text


def points(rule: Judgement, full: Fraction, value: Fraction) -> Fraction:  # noqa: ARG001 (one shape for every kind)
    """The evaluator's points themselves; `objections` says whether they may stand."""
    return value


def sentence(rule: Judgement, full: Fraction) -> Text:
    """The rule in words."""
    top, due = short_text(full), short_text(full * rule.reason_below)
    return Text(
        f"由评价人在 0 至 {top} 分内评定，低于 {due} 分须说明原因",
        f"the evaluator gives 0 to {top} points; a reason is due below {due}",
    )


def working(rule: Judgement, full: Fraction, value: Fraction) -> Text:  # noqa: ARG001
    """How the points came about."""
    return Text("评价人评定", "given by the evaluator")


def objections(
    rule: Judgement,
    full: Fraction,
    given: Fraction,
    *,
    reason: str,
    interval: tuple[Fraction, Fraction, bool] | None = None,
    rule_points: Fraction | None = None,
) -> Iterator[tuple[str, Text]]:
    """Why an evaluator's points may not stand as they are: (code, sentence) pairs, none when they may.

    `interval` is (low, high, high included) for a qualitative level; `rule_points` what the rule itself gives.
    """
    if not 0 <= given <= full:
        yield (
            "outside_points",
            Text(
                f"得分 {short_text(given)} 不在 0 至 {short_text(full)} 分之间",
                f"{short_text(given)} points are outside 0 to {short_text(full)}",
            ),
        )
    if interval is not None:
        low, high, closed = interval
        if given < low or given > high or (given == high and not closed):
            shown = interval_text(interval)
            yield (
                "outside_tier",
                Text(
                    f"得分 {short_text(given)} 不在该等次的区间 {shown} 内",
                    f"{short_text(given)} points are outside the interval {shown} of this level",
                ),
            )
    if rule_points is not None and given != rule_points:
        low_high = ("低于", "below") if given < rule_points else ("高于", "above")
        yield (
            f"{low_high[1]}_rule",
            Text(
                f"得分 {short_text(given)} {low_high[0]}按规则计算的 {short_text(rule_points)}",
                f"{short_text(given)} points are {low_high[1]} the rule's {short_text(rule_points)}",
            ),
        )
    if given < full * rule.reason_below and not reason.strip():
        yield (
            "reason_missing",
            Text("得分低于满分，须填写偏差原因", "fewer than full points: the reason of variance is due"),
        )


def interval_text(interval: tuple[Fraction, Fraction, bool]) -> str:
    """ "[6.4, 8]" or "[4.8, 6.4)"."""
    low, high, closed = interval
    return f"[{short_text(low)}, {short_text(high)}{']' if closed else ')'}"
