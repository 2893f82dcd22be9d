"""1000 户以上得 1 分，2000 户以上得 2 分: the highest tier reached. "以上" includes the number (民法典 1259)."""

from __future__ import annotations

from fractions import Fraction

from psscore.model.rules import Better, Tier, Tiers
from psscore.model.text import Text
from psscore.scoring.numbers import quantity_text, short_text


def reached(rule: Tiers, value: Fraction) -> Tier | None:
    """The best tier whose limit is met. Tiers are listed from the easiest to the hardest."""
    if rule.better is Better.LOWER:
        met = [tier for tier in rule.tiers if value <= tier.limit]
    else:
        met = [tier for tier in rule.tiers if value >= tier.limit]
    return met[-1] if met else None


def points(rule: Tiers, full: Fraction, value: Fraction) -> Fraction:  # noqa: ARG001 (one shape for every kind)
    """Points of the tier reached, 0 short of the first."""
    tier = reached(rule, value)
    return tier.points if tier else Fraction(0)


def sentence(rule: Tiers, full: Fraction) -> Text:  # noqa: ARG001
    """The rule in words."""
    zh, en = ("以下", "down") if rule.better is Better.LOWER else ("以上", "up")
    rows = [(quantity_text(tier.limit, rule.percent), short_text(tier.points)) for tier in rule.tiers]
    return Text(
        "，".join(f"{limit} {zh}（含）得 {earned} 分" for limit, earned in rows),
        "; ".join(f"{earned} from {limit} {en}" for limit, earned in rows),
    )


def working(rule: Tiers, full: Fraction, value: Fraction) -> Text:  # noqa: ARG001
    """How the points came about."""
    tier = reached(rule, value)
    lower = rule.better is Better.LOWER
    if tier is None:
        first = quantity_text(rule.tiers[0].limit, rule.percent)
        side = "above" if lower else "below"
        return Text(f"未达到最低一档 {first}，不得分", f"{side} the first tier {first}: no points")
    at = quantity_text(tier.limit, rule.percent)
    return Text(f"达到 {at} 一档（含本数）", f"reaches the tier from {at} {'down' if lower else 'up'}")
