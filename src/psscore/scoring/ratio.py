"""按比例得分，不超过满分: budget execution and other capped ratios."""

from __future__ import annotations

from fractions import Fraction

from psscore.model.rules import Ratio
from psscore.model.text import Text
from psscore.scoring.numbers import quantity_text, short_text


def points(rule: Ratio, full: Fraction, value: Fraction) -> Fraction:
    """Points in proportion to the rate, from 0 to `full`."""
    return max(Fraction(0), min(full, full * value / rule.full_at))


def sentence(rule: Ratio, full: Fraction) -> Text:
    """The rule in words."""
    at, top = quantity_text(rule.full_at, rule.percent), short_text(full)
    return Text(f"按比例得分，达到 {at} 得满分 {top} 分", f"in proportion, full {top} points at {at}")


def working(rule: Ratio, full: Fraction, value: Fraction) -> Text:
    """How the points came about."""
    rate, top, at = quantity_text(value, rule.percent), short_text(full), quantity_text(rule.full_at, rule.percent)
    if value < 0:
        return Text(f"{rate} 为负，不得分", f"{rate} is negative: no points")
    if value > rule.full_at:
        return Text(f"{rate} 超过 {at}，封顶 {top} 分", f"{rate} is above {at}: capped at {top}")
    return Text(f"{rate} ÷ {at} × {top} 分", f"{rate} of {at} times {top} points")
