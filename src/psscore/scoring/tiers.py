"""1000 户以上得 1 分，2000 户以上得 2 分: the highest tier reached. "以上" includes the number (民法典 1259)."""

from __future__ import annotations

from fractions import Fraction

from psscore.model.rules import Tier, Tiers
from psscore.model.text import Text
from psscore.scoring.numbers import short_text


def reached(rule: Tiers, value: Fraction) -> Tier | None:
    """The highest tier whose threshold is met."""
    return max((tier for tier in rule.tiers if value >= tier.at_least), key=lambda tier: tier.at_least, default=None)


def points(rule: Tiers, full: Fraction, value: Fraction) -> Fraction:  # noqa: ARG001 (one shape for every kind)
    """Points of the tier reached, 0 below the first."""
    tier = reached(rule, value)
    return tier.points if tier else Fraction(0)


def sentence(rule: Tiers, full: Fraction) -> Text:  # noqa: ARG001
    """The rule in words."""
    return Text(
        "，".join(f"{short_text(t.at_least)} 以上（含）得 {short_text(t.points)} 分" for t in rule.tiers),
        "; ".join(f"{short_text(t.points)} from {short_text(t.at_least)} up" for t in rule.tiers),
    )


def working(rule: Tiers, full: Fraction, value: Fraction) -> Text:  # noqa: ARG001
    """How the points came about."""
    tier = reached(rule, value)
    if tier is None:
        first = short_text(rule.tiers[0].at_least)
        return Text(f"未达到最低一档 {first}，不得分", f"below the first tier {first}: no points")
    at = short_text(tier.at_least)
    return Text(f"达到 {at} 一档（含本数）", f"reaches the tier from {at} up")
