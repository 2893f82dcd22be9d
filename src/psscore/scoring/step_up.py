"""≥0 不得分；每降低 1% 得 n 分，最高得满分: a reduction earns points up to a cap."""

from __future__ import annotations

from fractions import Fraction

from psscore.model.rules import StepUp
from psscore.model.text import Text
from psscore.scoring.numbers import percent_text, short_text
from psscore.scoring.steps import kept_rate, mode_words, points_words, step_count


def points(rule: StepUp, full: Fraction, value: Fraction) -> Fraction:
    """Points for a change: none from `zero_at` up, at most `full`."""
    rate = kept_rate(value, rule.rate_places)
    if rate >= rule.zero_at:
        return Fraction(0)
    return min(full, rule.award * step_count(rule.zero_at - rate, rule.step, rule.step_mode))


def sentence(rule: StepUp, full: Fraction) -> Text:
    """The rule in words."""
    at, step = percent_text(rule.zero_at), short_text(rule.step * 100)
    award, top = short_text(rule.award), short_text(full)
    return Text(
        f"≥ {at} 不得分；每降低 {step} 个百分点得 {award} 分（{mode_words(rule.step_mode, 'zh')}），最高 {top} 分",
        f"nothing at {at} or more; {award} per {points_words(rule.step)} below "
        f"({mode_words(rule.step_mode, 'en')}), at most {top}",
    )


def working(rule: StepUp, full: Fraction, value: Fraction) -> Text:
    """How the points came about."""
    rate = kept_rate(value, rule.rate_places)
    at = percent_text(rule.zero_at)
    if rate >= rule.zero_at:
        return Text(f"不低于 {at}，不得分", f"not below {at}: no points")
    gap = short_text((rule.zero_at - rate) * 100)
    earned = rule.award * step_count(rule.zero_at - rate, rule.step, rule.step_mode)
    capped_zh = f"，封顶 {short_text(full)} 分" if earned > full else ""
    capped_en = f", capped at {short_text(full)}" if earned > full else ""
    return Text(
        f"降低 {gap} 个百分点，每 {short_text(rule.step * 100)} 个得 {short_text(rule.award)} 分"
        f"（{mode_words(rule.step_mode, 'zh')}），计 {short_text(earned)} 分{capped_zh}",
        f"down {gap} percentage points, {short_text(rule.award)} per {points_words(rule.step)} "
        f"({mode_words(rule.step_mode, 'en')}): {short_text(earned)}{capped_en}",
    )
