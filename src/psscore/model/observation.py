"""What was observed for one indicator; the reasons for having no number are values of their own."""

from __future__ import annotations

import enum
from fractions import Fraction
from typing import NamedTuple

from psscore.model.text import Text


class Observed(NamedTuple):
    """A number that can be scored: a rate in 0..1, a count, or a yearly change."""

    value: Fraction


class Hole(enum.Enum):
    """Why there is no number."""

    MISSING = "missing"  # not filled in yet
    UNDECIDED = "undecided"  # filled in, but a reading the source leaves open has not been chosen
    NO_CASES = "no_cases"  # nothing to measure: the base is zero
    UNREADABLE = "unreadable"  # text, a date, an error: not the number that was asked for
    OUT_OF_RANGE = "out_of_range"  # a number that cannot be: resolved above total, half a person

    # There is one of each; enum would hash its name, in Python.
    __hash__ = object.__hash__


class Unobserved(NamedTuple):
    """No number, and the sentence that says why."""

    hole: Hole
    reason: Text


Observation = Observed | Unobserved


class Measure(enum.Enum):
    """The quantity an indicator's rule is applied to."""

    RATE = "rate"  # value / base, or a ready rate in 0..1
    COUNT = "count"  # a whole number, no base
    CHANGE = "change"  # (value - base) / base, or a ready change such as -0.2
    AMOUNT = "amount"  # any number from 0 up, fractions allowed: days, hours, points
    DIFFERENCE = "difference"  # value - base: from the group mean, from last year
    RELATION = "relation"  # value / base, which may exceed 1: ratio to the best
    INVERSE = "inverse"  # base / value: ratio to the best where less is better


class BaseUse(enum.Enum):
    """What a blank base cell means."""

    REQUIRED = "required"  # it was forgotten: the row is missing
    OPTIONAL = "optional"  # the value is ready as it is
    NONE = "none"  # the indicator has no base; a filled one is a fault


class Cohort(enum.Enum):
    """What a unit is measured against when its score depends on the whole group."""

    MEAN = "mean"
    BEST = "best"  # the highest value
    LOWEST = "lowest"
    RANK = "rank"  # its own place, 1 the best
