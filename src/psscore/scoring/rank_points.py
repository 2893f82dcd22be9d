"""第1–5名依次60、57、54、51、48分: points by place."""

from __future__ import annotations

from fractions import Fraction

from psscore.model.rules import RankPoints
from psscore.model.text import Text
from psscore.scoring.numbers import short_text


def points(rule: RankPoints, full: Fraction, value: Fraction) -> Fraction:  # noqa: ARG001 (one shape for every kind)
    """Points of a place, 1 the first."""
    place = int(value)
    return rule.places[place - 1] if place <= len(rule.places) else rule.beyond


def sentence(rule: RankPoints, full: Fraction) -> Text:  # noqa: ARG001
    """The rule in words."""
    listed, rest = [short_text(item) for item in rule.places], short_text(rule.beyond)
    last = len(listed)
    return Text(
        f"第 1–{last} 名依次得 {'、'.join(listed)} 分，其后得 {rest} 分",
        f"places 1 to {last} earn {', '.join(listed)} points, later ones {rest}",
    )


def working(rule: RankPoints, full: Fraction, value: Fraction) -> Text:  # noqa: ARG001
    """How the points came about."""
    return Text(f"第 {short_text(value)} 名", f"place {short_text(value)}")
