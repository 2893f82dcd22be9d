"""基础分（完成率 × 满分）- 扣分（每件未完成扣 n 分）: the missed cases count in the rate and once more by number."""

from __future__ import annotations

from fractions import Fraction

from psscore.model.rules import Floor, RateMinusDeduction
from psscore.model.text import Text
from psscore.scoring.numbers import percent_text, short_text


def points(rule: RateMinusDeduction, full: Fraction, rate: Fraction, missed: Fraction) -> Fraction:
    """Points for a rate with `missed` cases behind it."""
    left = full * rate - rule.deduction * missed
    return max(Fraction(0), left) if rule.floor is Floor.ZERO else left


def sentence(rule: RateMinusDeduction, full: Fraction) -> Text:
    """The rule in words."""
    off, top = short_text(rule.deduction), short_text(full)
    floor = ("扣完为止", "down to 0") if rule.floor is Floor.ZERO else ("可为负分", "below 0 if need be")
    return Text(
        f"基础分为完成率 × {top}；每件未完成扣 {off} 分，{floor[0]}",
        f"the rate times {top}, less {off} for each case missed, {floor[1]}",
    )


def working(rule: RateMinusDeduction, full: Fraction, rate: Fraction, missed: Fraction) -> Text:
    """How the points came about."""
    base, off, top = short_text(full * rate), short_text(rule.deduction * missed), short_text(full)
    floored = full * rate < rule.deduction * missed and rule.floor is Floor.ZERO
    tail = ("，扣完为止得 0 分", ", floored at 0") if floored else ("", "")
    cases = short_text(missed)
    return Text(
        f"基础分 {percent_text(rate)} × {top} = {base}，{cases} 件未完成扣 {off} 分{tail[0]}",
        f"{percent_text(rate)} of {top} = {base}, {cases} missed: {off} off{tail[1]}",
    )
