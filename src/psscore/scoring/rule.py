"""One place that knows every kind of indicator rule; a new kind is a type error here until it is handled."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from psscore.model.rules import (
    AllOrNothing,
    Bonus,
    Checklist,
    Deductions,
    Floor,
    IndicatorRule,
    Judgement,
    Linear,
    RankPoints,
    RateMinusDeduction,
    Ratio,
    StepDown,
    StepUp,
    Tiers,
)
from psscore.model.text import Text
from psscore.scoring import (
    all_or_nothing,
    bonus,
    checklist,
    deductions,
    judgement,
    linear,
    rank_points,
    rate_minus_deduction,
    ratio,
    step_down,
    step_up,
    tiers,
)


def points(rule: IndicatorRule, full: Fraction, value: Fraction, missed: Fraction | None = None) -> Fraction:
    """Points the rule gives for a value, unrounded; `full` is the indicator's points.

    `missed` is base - value, for the rule that counts the missed cases themselves.
    """
    match rule:
        case AllOrNothing():
            return all_or_nothing.points(rule, full, value)
        case Bonus():
            return bonus.points(rule, full, value)
        case Checklist():
            return checklist.points(rule, full, value)
        case Deductions():
            return deductions.points(rule, full, value)
        case Judgement():
            return judgement.points(rule, full, value)
        case Linear():
            return linear.points(rule, full, value)
        case RankPoints():
            return rank_points.points(rule, full, value)
        case Ratio():
            return ratio.points(rule, full, value)
        case StepDown():
            return step_down.points(rule, full, value)
        case StepUp():
            return step_up.points(rule, full, value)
        case Tiers():
            return tiers.points(rule, full, value)
        case RateMinusDeduction():
            return rate_minus_deduction.points(rule, full, value, _known(missed))
        case _:
            assert_never(rule)


def sentence(rule: IndicatorRule, full: Fraction) -> Text:
    """The rule in words, generated from its parameters."""
    match rule:
        case AllOrNothing():
            return all_or_nothing.sentence(rule, full)
        case Bonus():
            return bonus.sentence(rule, full)
        case Checklist():
            return checklist.sentence(rule, full)
        case Deductions():
            return deductions.sentence(rule, full)
        case Judgement():
            return judgement.sentence(rule, full)
        case Linear():
            return linear.sentence(rule, full)
        case RankPoints():
            return rank_points.sentence(rule, full)
        case Ratio():
            return ratio.sentence(rule, full)
        case StepDown():
            return step_down.sentence(rule, full)
        case StepUp():
            return step_up.sentence(rule, full)
        case Tiers():
            return tiers.sentence(rule, full)
        case RateMinusDeduction():
            return rate_minus_deduction.sentence(rule, full)
        case _:
            assert_never(rule)


def working(rule: IndicatorRule, full: Fraction, value: Fraction, missed: Fraction | None = None) -> Text:
    """How the points for this value came about."""
    match rule:
        case AllOrNothing():
            return all_or_nothing.working(rule, full, value)
        case Bonus():
            return bonus.working(rule, full, value)
        case Checklist():
            return checklist.working(rule, full, value)
        case Deductions():
            return deductions.working(rule, full, value)
        case Judgement():
            return judgement.working(rule, full, value)
        case Linear():
            return linear.working(rule, full, value)
        case RankPoints():
            return rank_points.working(rule, full, value)
        case Ratio():
            return ratio.working(rule, full, value)
        case StepDown():
            return step_down.working(rule, full, value)
        case StepUp():
            return step_up.working(rule, full, value)
        case Tiers():
            return tiers.working(rule, full, value)
        case RateMinusDeduction():
            return rate_minus_deduction.working(rule, full, value, _known(missed))
        case _:
            assert_never(rule)


def bounded_below(rule: IndicatorRule) -> bool:
    """Whether the rule never gives less than 0."""
    if isinstance(rule, Linear):
        return rule.bounded
    return not (isinstance(rule, Deductions | RateMinusDeduction) and rule.floor is Floor.NONE)


def bounded_above(rule: IndicatorRule) -> bool:
    """Whether the rule never gives more than full points."""
    return not isinstance(rule, Linear) or rule.bounded


def _known(missed: Fraction | None) -> Fraction:
    if missed is None:
        raise ValueError("this rule is applied to counts, never to a ready rate")
    return missed
