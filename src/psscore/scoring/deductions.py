"""Several causes of deduction, each with its own cap, under one floor."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from psscore.model.rules import Deduction, Deductions, Floor
from psscore.model.text import Text
from psscore.scoring.numbers import short_text


def deducted(rule: Deductions, counts: Mapping[str, Fraction]) -> Fraction:
    """Points off for the occurrences of each cause. Raises `KeyError` for a cause without a count."""
    return sum((_off(item, counts[item.code]) for item in rule.items), Fraction(0))


def points(rule: Deductions, full: Fraction, value: Fraction) -> Fraction:
    """Points left when `value` points are deducted."""
    left = full - value
    return max(Fraction(0), left) if rule.floor is Floor.ZERO else left


def sentence(rule: Deductions, full: Fraction) -> Text:
    """The rule in words."""
    zh = "；".join(f"{item.title.zh}每次扣 {short_text(item.each)} 分{_cap(item)[0]}" for item in rule.items)
    en = "; ".join(f"{item.title.en}: {short_text(item.each)} off each{_cap(item)[1]}" for item in rule.items)
    floor = ("，扣完为止", ", down to 0") if rule.floor is Floor.ZERO else ("，可为负分", ", below 0 if need be")
    top = short_text(full)
    return Text(f"满分 {top} 分；{zh}{floor[0]}", f"{top} points; {en}{floor[1]}")


def working(rule: Deductions, full: Fraction, value: Fraction) -> Text:
    """How the points came about."""
    floored = value > full and rule.floor is Floor.ZERO
    tail = ("，扣完为止得 0 分", ", floored at 0") if floored else ("", "")
    return Text(f"应扣 {short_text(value)} 分{tail[0]}", f"{short_text(value)} points off{tail[1]}")


def _off(item: Deduction, count: Fraction) -> Fraction:
    off = item.each * count
    return off if item.cap is None else min(item.cap, off)


def _cap(item: Deduction) -> tuple[str, str]:
    if item.cap is None:
        return "", ""
    return f"（最多扣 {short_text(item.cap)} 分）", f" (at most {short_text(item.cap)})"
