"""插入法: points in proportion between two goalposts."""

from __future__ import annotations

from fractions import Fraction

from psscore.model.rules import Linear
from psscore.model.text import Text
from psscore.scoring.numbers import quantity_text, short_text


def points(rule: Linear, full: Fraction, value: Fraction) -> Fraction:
    """Points for a value; the goalposts may stand either way round."""
    share = _share(rule, value)
    return full * (min(Fraction(1), max(Fraction(0), share)) if rule.bounded else share)


def sentence(rule: Linear, full: Fraction) -> Text:
    """The rule in words."""
    low, high = quantity_text(rule.zero_at, rule.percent), quantity_text(rule.full_at, rule.percent)
    top = short_text(full)
    beyond = ("", "") if rule.bounded else ("，两端之外照此推算，不设上下限", " and beyond, without limits")
    return Text(
        f"{low} 得 0 分，{high} 得 {top} 分，其间按插入法计算{beyond[0]}",
        f"0 points at {low}, {top} at {high}, in proportion between{beyond[1]}",
    )


def working(rule: Linear, full: Fraction, value: Fraction) -> Text:
    """How the points came about."""
    low, high = quantity_text(rule.zero_at, rule.percent), quantity_text(rule.full_at, rule.percent)
    earned = points(rule, full, value)
    exact = _share(rule, value)
    share = short_text(exact * 100)
    if not rule.bounded and not 0 <= exact <= 1:
        return Text(
            f"在 {low} 与 {high} 之外，照原式推算为 {share} %，× {short_text(full)} 分，不设上下限",
            f"outside {low} to {high}: by the formula {share} % of the way, times {short_text(full)} points, no limits",
        )
    if earned == full:
        return Text(f"达到 {high}，得满分", f"reaches {high}: full points")
    if earned == 0:
        return Text(f"未超过 {low} 一端，不得分", f"not beyond {low}: no points")
    return Text(
        f"位于 {low} 与 {high} 之间的 {share} % 处，× {short_text(full)} 分",
        f"{share} % of the way from {low} to {high}, times {short_text(full)} points",
    )


def _share(rule: Linear, value: Fraction) -> Fraction:
    """How far the value is on the way from no points to full points."""
    return (value - rule.zero_at) / (rule.full_at - rule.zero_at)
