"""每具备一项得 n 分: points per item fulfilled."""

from __future__ import annotations

from fractions import Fraction

from psscore.model.rules import Checklist
from psscore.model.text import Text
from psscore.scoring.numbers import short_text


def points(rule: Checklist, full: Fraction, value: Fraction) -> Fraction:
    """Points for the number of items fulfilled, at most `full`."""
    return min(full, rule.each * value)


def sentence(rule: Checklist, full: Fraction) -> Text:
    """The rule in words."""
    each, top = short_text(rule.each), short_text(full)
    return Text(f"每具备一项得 {each} 分，最高 {top} 分", f"{each} points per item fulfilled, at most {top}")


def working(rule: Checklist, full: Fraction, value: Fraction) -> Text:
    """How the points came about."""
    earned, each = rule.each * value, short_text(rule.each)
    capped = (f"，封顶 {short_text(full)} 分", f", capped at {short_text(full)}") if earned > full else ("", "")
    return Text(
        f"{short_text(value)} 项 × {each} 分{capped[0]}", f"{short_text(value)} items times {each} points{capped[1]}"
    )
