"""≥0 不得分；每降低 1% 得 n 分，最高得满分: a reduction earns points up to a cap."""

from __future__ import annotations

from fractions import Fraction

from psscore.model.rules import Better, StepUp
from psscore.model.text import Text
from psscore.scoring.numbers import quantity_text, short_text
from psscore.scoring.steps import by_steps, gap_text, kept_rate, mode_words, step_text


def points(rule: StepUp, full: Fraction, value: Fraction) -> Fraction:
    """Points for a value: none up to `zero_at`, at most `full`."""
    gap = _gap(rule, value)
    if gap <= 0:
        return Fraction(0)
    return min(full, by_steps(rule.award, gap, rule.step, rule.step_mode))


def sentence(rule: StepUp, full: Fraction) -> Text:
    """The rule in words."""
    at, step = quantity_text(rule.zero_at, rule.percent), step_text(rule.step, rule.percent)
    award, top = short_text(rule.award), short_text(full)
    step_zh = step.zh if rule.percent else f"{step.zh} "
    mode_zh, mode_en = mode_words(rule.step_mode, "zh"), mode_words(rule.step_mode, "en")
    if rule.better is Better.HIGHER:
        return Text(
            f"≤ {at} 不得分；每提高 {step_zh}得 {award} 分（{mode_zh}），最高 {top} 分",
            f"nothing at {at} or less; {award} per {step.en} above ({mode_en}), at most {top}",
        )
    return Text(
        f"≥ {at} 不得分；每降低 {step_zh}得 {award} 分（{mode_zh}），最高 {top} 分",
        f"nothing at {at} or more; {award} per {step.en} below ({mode_en}), at most {top}",
    )


def working(rule: StepUp, full: Fraction, value: Fraction) -> Text:
    """How the points came about."""
    gap, at = _gap(rule, value), quantity_text(rule.zero_at, rule.percent)
    rising = rule.better is Better.HIGHER
    if gap <= 0:
        where = ("不高于", "not above") if rising else ("不低于", "not below")
        return Text(f"{where[0]} {at}，不得分", f"{where[1]} {at}: no points")
    earned = by_steps(rule.award, gap, rule.step, rule.step_mode)
    capped_zh = f"，封顶 {short_text(full)} 分" if earned > full else ""
    capped_en = f", capped at {short_text(full)}" if earned > full else ""
    distance, step = gap_text(gap, rule.percent), step_text(rule.step, rule.percent)
    each = f"{step.zh.removesuffix('百分点')}得" if rule.percent else f"{step.zh} 得"
    way = ("提高", "up") if rising else ("降低", "down")
    return Text(
        f"{way[0]} {distance.zh}，每 {each} {short_text(rule.award)} 分"
        f"（{mode_words(rule.step_mode, 'zh')}），计 {short_text(earned)} 分{capped_zh}",
        f"{way[1]} {distance.en}, {short_text(rule.award)} per {step.en} "
        f"({mode_words(rule.step_mode, 'en')}): {short_text(earned)}{capped_en}",
    )


def _gap(rule: StepUp, value: Fraction) -> Fraction:
    """How far a value lies on the better side of `zero_at`; 0 or less when it earns nothing."""
    kept = kept_rate(value, rule.rate_places)
    return kept - rule.zero_at if rule.better is Better.HIGHER else rule.zero_at - kept
