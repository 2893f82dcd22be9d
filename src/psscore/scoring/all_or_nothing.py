"""达到得满分，否则不得分."""

from __future__ import annotations

from fractions import Fraction

from psscore.model.rules import AllOrNothing
from psscore.model.text import Text
from psscore.scoring.numbers import quantity_text, short_text


def points(rule: AllOrNothing, full: Fraction, value: Fraction) -> Fraction:
    """Full points when the comparison holds, otherwise 0."""
    return full if rule.operator.holds(value, rule.threshold) else Fraction(0)


def sentence(rule: AllOrNothing, full: Fraction) -> Text:
    """The rule in words."""
    bound = f"{rule.operator.value} {quantity_text(rule.threshold, rule.percent)}"
    top = short_text(full)
    return Text(f"{bound} 得 {top} 分，否则不得分", f"{top} points if {bound}, otherwise none")


def working(rule: AllOrNothing, full: Fraction, value: Fraction) -> Text:
    """How the points came about."""
    bound = f"{rule.operator.value} {quantity_text(rule.threshold, rule.percent)}"
    if points(rule, full, value):
        return Text(f"满足 {bound}", f"meets {bound}")
    return Text(f"不满足 {bound}，不得分", f"does not meet {bound}: no points")
