"""每降低 1% 扣 n 分，扣完为止: full points at a threshold, less for each step below it."""

from __future__ import annotations

from fractions import Fraction

from psscore.model.rules import Better, StepDown
from psscore.model.text import Text
from psscore.scoring.numbers import quantity_text, short_text
from psscore.scoring.steps import gap_text, kept_rate, mode_words, step_count, step_text


def points(rule: StepDown, full: Fraction, value: Fraction) -> Fraction:
    """Points for a value: `full` from the threshold on, never below 0."""
    gap = _gap(rule, value)
    if gap <= 0:
        return full
    return max(Fraction(0), full - rule.deduction * step_count(gap, rule.step, rule.step_mode))


def sentence(rule: StepDown, full: Fraction) -> Text:
    """The rule in words."""
    at, step = quantity_text(rule.full_at, rule.percent), step_text(rule.step, rule.percent)
    off, top = short_text(rule.deduction), short_text(full)
    step_zh = step.zh if rule.percent else f"{step.zh} "
    mode_zh, mode_en = mode_words(rule.step_mode, "zh"), mode_words(rule.step_mode, "en")
    if rule.better is Better.LOWER:
        return Text(
            f"不超过 {at} 得 {top} 分；每升高 {step_zh}扣 {off} 分（{mode_zh}），扣完为止",
            f"{top} points at {at} or less; {off} off per {step.en} above ({mode_en}), down to 0",
        )
    return Text(
        f"达到 {at} 得 {top} 分；每降低 {step_zh}扣 {off} 分（{mode_zh}），扣完为止",
        f"{top} points at {at} or more; {off} off per {step.en} below ({mode_en}), down to 0",
    )


def working(rule: StepDown, full: Fraction, value: Fraction) -> Text:
    """How the points came about."""
    gap, at = _gap(rule, value), quantity_text(rule.full_at, rule.percent)
    side = ("高于", "above") if rule.better is Better.LOWER else ("低于", "below")
    if gap <= 0:
        met = "at or below" if rule.better is Better.LOWER else "at or above"
        return Text(f"达到满分线 {at}", f"{met} the full-marks threshold {at}")
    lost = rule.deduction * step_count(gap, rule.step, rule.step_mode)
    off = short_text(lost)
    distance, step = gap_text(gap, rule.percent), step_text(rule.step, rule.percent)
    each = f"{step.zh.removesuffix('百分点')}扣" if rule.percent else f"{step.zh} 扣"
    floor_zh = "，扣完为止得 0 分" if lost >= full else ""
    floor_en = ", floored at 0" if floor_zh else ""
    return Text(
        f"{side[0]}满分线 {at} 计 {distance.zh}，每 {each} {short_text(rule.deduction)} 分"
        f"（{mode_words(rule.step_mode, 'zh')}），应扣 {off} 分{floor_zh}",
        f"{distance.en} {side[1]} {at}, {short_text(rule.deduction)} off per {step.en} "
        f"({mode_words(rule.step_mode, 'en')}): {off} off{floor_en}",
    )


def _gap(rule: StepDown, value: Fraction) -> Fraction:
    """How far a value lies on the worse side of the threshold; 0 or less when it meets it."""
    kept = kept_rate(value, rule.rate_places)
    return kept - rule.full_at if rule.better is Better.LOWER else rule.full_at - kept
