"""每降低 1% 扣 n 分，扣完为止: full points at a threshold, less for each step below it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from psscore.model.rules import Better, StepDown
from psscore.model.text import Text
from psscore.scoring.numbers import quantity_text, short_text
from psscore.scoring.once import once
from psscore.scoring.steps import by_steps, gap_text, kept_rate, mode_words, step_text


def points(rule: StepDown, full: Fraction, value: Fraction) -> Fraction:
    """Points for a value: `full` from the threshold on, never below 0."""
    gap = _gap(rule, value)
    if gap.numerator <= 0:
        return full
    left = full - by_steps(rule.deduction, gap, rule.step, rule.step_mode)
    return left if left.numerator > 0 else Fraction(0)


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
    gap, words = _gap(rule, value), _words(rule)
    if gap.numerator <= 0:
        return words.met
    lost = by_steps(rule.deduction, gap, rule.step, rule.step_mode)
    off, distance = short_text(lost), gap_text(gap, rule.percent)
    floored = lost >= full
    return Text(
        f"{words.before.zh}{distance.zh}{words.after.zh}{off} 分{'，扣完为止得 0 分' if floored else ''}",
        f"{words.before.en}{distance.en}{words.after.en}{off} off{', floored at 0' if floored else ''}",
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """What the working of every value of a rule says."""

    met: Text
    before: Text
    after: Text


@once
def _words(rule: StepDown) -> _Words:
    at, step = quantity_text(rule.full_at, rule.percent), step_text(rule.step, rule.percent)
    lower, off = rule.better is Better.LOWER, short_text(rule.deduction)
    each = f"{step.zh.removesuffix('百分点')}扣" if rule.percent else f"{step.zh} 扣"
    return _Words(
        Text(f"达到满分线 {at}", f"{'at or below' if lower else 'at or above'} the full-marks threshold {at}"),
        Text(f"{'高于' if lower else '低于'}满分线 {at} 计 ", ""),
        Text(
            f"，每 {each} {off} 分（{mode_words(rule.step_mode, 'zh')}），应扣 ",
            f" {'above' if lower else 'below'} {at}, {off} off per {step.en} ({mode_words(rule.step_mode, 'en')}): ",
        ),
    )


def _gap(rule: StepDown, value: Fraction) -> Fraction:
    """How far a value lies on the worse side of the threshold; 0 or less when it meets it."""
    kept = kept_rate(value, rule.rate_places)
    return kept - rule.full_at if rule.better is Better.LOWER else rule.full_at - kept
