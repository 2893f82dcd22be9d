"""加分项: points per achievement, up to what is set aside for them."""

from __future__ import annotations

from fractions import Fraction

from psscore.model.rules import Bonus
from psscore.model.text import Text
from psscore.scoring.numbers import short_text


def points(rule: Bonus, full: Fraction, value: Fraction) -> Fraction:
    """Points for the number of achievements, at most `full`."""
    return min(full, rule.each * value)


def sentence(rule: Bonus, full: Fraction) -> Text:
    """The rule in words."""
    each, top = short_text(rule.each), short_text(full)
    return Text(f"加分项：每项加 {each} 分，最多加 {top} 分", f"bonus: {each} points each, at most {top}")


def working(rule: Bonus, full: Fraction, value: Fraction) -> Text:
    """How the points came about."""
    earned, each = rule.each * value, short_text(rule.each)
    capped = (f"，封顶 {short_text(full)} 分", f", capped at {short_text(full)}") if earned > full else ("", "")
    return Text(
        f"{short_text(value)} 项，每项加 {each} 分{capped[0]}", f"{short_text(value)} at {each} each{capped[1]}"
    )
