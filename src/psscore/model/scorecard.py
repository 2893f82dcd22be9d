"""The result of scoring one indicator, and the reason when there is none."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from psscore.model.observation import Hole
from psscore.model.standard import Indicator, Standard
from psscore.model.text import Text


class Scored(NamedTuple):
    """Points earned by one indicator, with everything they came from.

    `value` and `base` are what was typed, `observed` what the rule was applied to (None when the points come from the
    no-cases reading), `exact` the unrounded and `score` the declared points.
    """

    standard: Standard
    item: Indicator
    value: Fraction
    base: Fraction | None
    observed: Fraction | None
    exact: Fraction
    score: Fraction

    @property
    def indicator(self) -> str:
        return self.item.code

    @property
    def points(self) -> Fraction:
        return self.item.points


class Withheld(NamedTuple):
    """No points, because of a hole in the data or an open reading; `excluded` rows leave the total as well."""

    indicator: str
    hole: Hole
    reason: Text
    excluded: bool = False


Result = Scored | Withheld


@dataclass(frozen=True, slots=True)
class Total:
    """Points earned out of the points available; rows excluded for want of cases are named."""

    earned: Fraction
    available: Fraction
    full: Fraction
    excluded: tuple[str, ...]
    exact: Fraction  # earned, scaled to `full` when rows are excluded
    score: Fraction


@dataclass(frozen=True, slots=True)
class Refused:
    """A total or grade that is withheld, and why; `hole` says which kind of error a cell shows."""

    hole: Hole
    reason: Text
