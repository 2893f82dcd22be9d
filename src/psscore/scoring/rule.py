"""One place that knows every kind of indicator rule; a new kind is a type error here until it is handled."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from psscore.model.rules import AllOrNothing, IndicatorRule, Judgement, Ratio, StepDown, StepUp, Tiers
from psscore.model.text import Text
from psscore.scoring import all_or_nothing, judgement, ratio, step_down, step_up, tiers


def points(rule: IndicatorRule, full: Fraction, value: Fraction) -> Fraction:
    """Points the rule gives for a value, unrounded; `full` is the indicator's points."""
    match rule:
        case StepDown():
            return step_down.points(rule, full, value)
        case StepUp():
            return step_up.points(rule, full, value)
        case Tiers():
            return tiers.points(rule, full, value)
        case Ratio():
            return ratio.points(rule, full, value)
        case AllOrNothing():
            return all_or_nothing.points(rule, full, value)
        case Judgement():
            return judgement.points(rule, full, value)
        case _:
            assert_never(rule)


def sentence(rule: IndicatorRule, full: Fraction) -> Text:
    """The rule in words, generated from its parameters."""
    match rule:
        case StepDown():
            return step_down.sentence(rule, full)
        case StepUp():
            return step_up.sentence(rule, full)
        case Tiers():
            return tiers.sentence(rule, full)
        case Ratio():
            return ratio.sentence(rule, full)
        case AllOrNothing():
            return all_or_nothing.sentence(rule, full)
        case Judgement():
            return judgement.sentence(rule, full)
        case _:
            assert_never(rule)


def working(rule: IndicatorRule, full: Fraction, value: Fraction) -> Text:
    """How the points for this value came about."""
    match rule:
        case StepDown():
            return step_down.working(rule, full, value)
        case StepUp():
            return step_up.working(rule, full, value)
        case Tiers():
            return tiers.working(rule, full, value)
        case Ratio():
            return ratio.working(rule, full, value)
        case AllOrNothing():
            return all_or_nothing.working(rule, full, value)
        case Judgement():
            return judgement.working(rule, full, value)
        case _:
            assert_never(rule)
