"""插入法: points in proportion between two goalposts."""

from __future__ import annotations

from fractions import Fraction

from psscore.model.rules import Linear
from psscore.model.text import Text
from psscore.scoring.numbers import quantity_text, short_text


def points(rule: Linear, full: Fraction, value: Fraction) -> Fraction:
    """Points for a value; the goalposts may stand either way round."""
    share = (value - rule.zero_at) / (rule.full_at - rule.zero_at)
    return full * min(Fraction(1), max(Fraction(0), share))


def sentence(rule: Linear, full: Fraction) -> Text:
    """The rule in words."""
    low, high = quantity_text(rule.zero_at, rule.percent), quantity_text(rule.full_at, rule.percent)
    top = short_text(full)
    return Text(
        f"{low} 得 0 分，{high} 得 {top} 分，其间按插入法计算",
        f"0 points at {low}, {top} at {high}, in proportion between",
    )


def working(rule: Linear, full: Fraction, value: Fraction) -> Text:
    """How the points came about."""
    low, high = quantity_text(rule.zero_at, rule.percent), quantity_text(rule.full_at, rule.percent)
    earned = points(rule, full, value)
    if earned == full:
        return Text(f"达到 {high}，得满分", f"reaches {high}: full points")
    if earned == 0:
        return Text(f"未超过 {low} 一端，不得分", f"not beyond {low}: no points")
    share = short_text((value - rule.zero_at) / (rule.full_at - rule.zero_at) * 100)
    return Text(
        f"位于 {low} 与 {high} 之间的 {share} % 处，× {short_text(full)} 分",
        f"{share} % of the way from {low} to {high}, times {short_text(full)} points",
    )
