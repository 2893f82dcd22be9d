"""From what was typed to what can be scored. Nothing blank, unreadable or impossible becomes a number here."""

from __future__ import annotations

from fractions import Fraction

from psscore.model.observation import BaseUse, Hole, Measure, Observation, Observed, Unobserved
from psscore.model.standard import Scoring
from psscore.model.text import Text
from psscore.scoring.numbers import short_text

Given = Fraction | Unobserved
"""A number that was typed, or why there is none."""
_WITHOUT_BASE = (Measure.COUNT, Measure.AMOUNT)
"""Never ready without the base that was asked for, and never divided by it."""


def observe(scoring: Scoring, value: Given, base: Given | None) -> Observation:
    """The rate, count or change an indicator is scored on; `base` None means it was left out.

    For a rate without a base the value is the ready rate in 0..1; for a change, the ready change (-0.2 for -20 %).
    """
    if isinstance(base, Unobserved) and base.hole is Hole.MISSING and scoring.base is not BaseUse.REQUIRED:
        base = None
    if isinstance(value, Unobserved):
        return value
    if isinstance(base, Unobserved):
        if base.hole is Hole.MISSING:
            return Unobserved(Hole.MISSING, Text("基数未填", "the base is blank"))
        return base
    if base is not None and scoring.base is BaseUse.NONE:
        return Unobserved(
            Hole.UNREADABLE, Text("该指标不需要基数，请清空基数", "this indicator takes no base: clear it")
        )
    if base is None and scoring.base is BaseUse.REQUIRED and scoring.measure in _WITHOUT_BASE:
        return Unobserved(Hole.MISSING, Text("基数未填", "the base is blank"))
    match scoring.measure:
        case Measure.RATE:
            return _ready_rate(value) if base is None else _rate(value, base)
        case Measure.COUNT:
            return _beyond(scoring, value) or _count(value, base)
        case Measure.CHANGE:
            return _ready_change(value) if base is None else _change(value, base)
        case Measure.AMOUNT:
            return _beyond(scoring, value) or _amount(value, base)
        case Measure.DIFFERENCE:
            return Observed(value if base is None else value - base)
        case Measure.RELATION:
            return _ready_relation(value) if base is None else _relation(value, base)
        case Measure.INVERSE:
            return _ready_relation(value) if base is None else _relation(base, value)


def _beyond(scoring: Scoring, value: Fraction) -> Unobserved | None:
    if scoring.highest is None or value <= scoring.highest:
        return None
    shown, top = short_text(value), short_text(scoring.highest)
    return _impossible(f"数值 {shown} 超过上限 {top}", f"the value {shown} is above {top}, where the scale ends")


def _rate(part: Fraction, whole: Fraction) -> Observation:
    for number, zh, en in ((part, "数值", "value"), (whole, "基数", "base")):
        fault = _not_a_count(number, zh, en)
        if fault:
            return fault
    if part.numerator > whole.numerator:
        return _impossible(
            f"数值 {short_text(part)} 大于基数 {short_text(whole)}",
            f"the value {short_text(part)} is above the base {short_text(whole)}",
        )
    if not whole.numerator:
        return Unobserved(Hole.NO_CASES, Text("基数为 0，没有可评价的事项", "the base is 0: nothing to assess"))
    return Observed(Fraction(part.numerator, whole.numerator))


def _ready_rate(rate: Fraction) -> Observation:
    if not 0 <= rate.numerator <= rate.denominator:
        shown = short_text(rate)
        return _impossible(
            f"比率 {shown} 不在 0 至 1 之间（97.35% 应录入 0.9735 或 97.35%）",
            f"the rate {shown} is outside 0 to 1 (97.35 % is typed 0.9735 or 97.35%)",
        )
    return Observed(rate)


def _count(value: Fraction, base: Fraction | None) -> Observation:
    """A count; a base is how many there could be or had to be, and 0 of them leaves nothing to assess."""
    fault = _not_a_count(value, "数值", "value")
    if fault is None and base is not None:
        fault = _not_a_count(base, "基数", "base")
        if fault is None and base == 0:
            return Unobserved(Hole.NO_CASES, Text("基数为 0，没有可评价的事项", "the base is 0: nothing to assess"))
    return fault or Observed(value)


def _amount(value: Fraction, base: Fraction | None) -> Observation:
    if value < 0:
        return _impossible(f"数值 {short_text(value)} 为负", f"the value {short_text(value)} is negative")
    if base == 0:
        return Unobserved(Hole.NO_CASES, Text("基数为 0，没有可评价的事项", "the base is 0: nothing to assess"))
    return Observed(value)


def _relation(part: Fraction, whole: Fraction) -> Observation:
    if part < 0 or whole < 0:
        return _impossible("数值或基数为负，没有比值", "the value or the base is negative: no ratio")
    if whole == 0:
        return Unobserved(Hole.NO_CASES, Text("除数为 0，没有比值", "division by 0: no ratio"))
    return Observed(part / whole)


def _ready_relation(ratio: Fraction) -> Observation:
    if ratio < 0:
        return _impossible(f"比值 {short_text(ratio)} 为负", f"the ratio {short_text(ratio)} is negative")
    return Observed(ratio)


def _change(now: Fraction, before: Fraction) -> Observation:
    if now < 0 or before < 0:
        return _impossible("本年或上年的万人诉求量为负", "this or last year's figure is negative")
    if before == 0:
        return Unobserved(Hole.NO_CASES, Text("上年为 0，无法计算变化率", "last year is 0: no change can be computed"))
    return Observed((now - before) / before)


def _ready_change(change: Fraction) -> Observation:
    if change < -1:
        return _impossible(
            f"变化率 {short_text(change)} 低于 -1（-20% 应录入 -0.2 或 -20%）",
            f"the change {short_text(change)} is below -1 (-20 % is typed -0.2 or -20%)",
        )
    return Observed(change)


def _not_a_count(number: Fraction, zh: str, en: str) -> Unobserved | None:
    if number.numerator < 0:
        return _impossible(f"{zh} {short_text(number)} 为负", f"the {en} {short_text(number)} is negative")
    if number.denominator != 1:
        return _impossible(
            f"{zh} {short_text(number)} 不是整数", f"the {en} {short_text(number)} is not a whole number"
        )
    return None


def _impossible(zh: str, en: str) -> Unobserved:
    return Unobserved(Hole.OUT_OF_RANGE, Text(zh, en))
