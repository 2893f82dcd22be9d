"""每降低 1% 扣 n 分，扣完为止: full points at a threshold, less for each step below it."""

from __future__ import annotations

from fractions import Fraction

from psscore.model.rules import StepDown
from psscore.model.text import Text
from psscore.scoring.numbers import percent_text, short_text
from psscore.scoring.steps import kept_rate, mode_words, points_words, step_count


def points(rule: StepDown, full: Fraction, value: Fraction) -> Fraction:
    """Points for a rate: `full` from the threshold up, never below 0."""
    rate = kept_rate(value, rule.rate_places)
    if rate >= rule.full_at:
        return full
    return max(Fraction(0), full - rule.deduction * step_count(rule.full_at - rate, rule.step, rule.step_mode))


def sentence(rule: StepDown, full: Fraction) -> Text:
    """The rule in words."""
    at, step = percent_text(rule.full_at), short_text(rule.step * 100)
    off, top = short_text(rule.deduction), short_text(full)
    return Text(
        f"达到 {at} 得 {top} 分；每降低 {step} 个百分点扣 {off} 分（{mode_words(rule.step_mode, 'zh')}），扣完为止",
        f"{top} points at {at} or more; {off} off per {points_words(rule.step)} below "
        f"({mode_words(rule.step_mode, 'en')}), down to 0",
    )


def working(rule: StepDown, full: Fraction, value: Fraction) -> Text:
    """How the points came about."""
    rate = kept_rate(value, rule.rate_places)
    at = percent_text(rule.full_at)
    if rate >= rule.full_at:
        return Text(f"达到满分线 {at}", f"at or above the full-marks threshold {at}")
    gap = short_text((rule.full_at - rate) * 100)
    off = short_text(rule.deduction * step_count(rule.full_at - rate, rule.step, rule.step_mode))
    floor_zh = "，扣完为止得 0 分" if points(rule, full, value) == 0 else ""
    floor_en = ", floored at 0" if floor_zh else ""
    return Text(
        f"低于满分线 {at} 计 {gap} 个百分点，每 {short_text(rule.step * 100)} 个扣 {short_text(rule.deduction)} 分"
        f"（{mode_words(rule.step_mode, 'zh')}），应扣 {off} 分{floor_zh}",
        f"{gap} percentage points below {at}, {short_text(rule.deduction)} off per {points_words(rule.step)} "
        f"({mode_words(rule.step_mode, 'en')}): {off} off{floor_en}",
    )
