"""How a ranking is made: the tie rule, the basis, groups, volumes, other scores, deductions, last year."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from psscore.model.text import Text
from psscore.results import Evaluation


class Ties(enum.Enum):
    """What equal scores do to places."""

    SHARED = "shared"
    DENSE = "dense"
    VOLUME = "volume"
    PRINTED = "printed"

    @property
    def sentence(self) -> Text:
        """The rule in words."""
        return _TIES[self]


_TIES = {
    Ties.SHARED: Text(
        "同分并列，后面的名次空出（1、2、2、4）", "equal scores share a place and the next ones stay empty (1, 2, 2, 4)"
    ),
    Ties.DENSE: Text(
        "同分并列，后面的名次不空（1、2、2、3）", "equal scores share a place, none stays empty (1, 2, 2, 3)"
    ),
    Ties.VOLUME: Text(
        "同分时件数多的在前；件数也相同的并列，后面的名次空出",
        "of equal scores the larger number of cases comes first; equal in both, they share a place",
    ),
    Ties.PRINTED: Text(
        "同分的按名单顺序依次编号，排名不分先后",
        "equal scores are numbered in the order of the list; among them the order means nothing",
    ),
}


class Basis(enum.Enum):
    """Which total the order rests on."""

    EXACT = "exact"
    ROUNDED = "rounded"

    @property
    def sentence(self) -> Text:
        """The basis in words."""
        return _BASES[self]


_BASES = {
    Basis.EXACT: Text("按未取舍的总分排名", "ranked on the total before it is rounded"),
    Basis.ROUNDED: Text("按取舍后的总分排名", "ranked on the rounded total"),
}


@dataclass(frozen=True, slots=True)
class Component:
    """Another score of each unit, `weight` of the whole; `scores`: unit to score and full points, None as the total."""

    name: str
    weight: Fraction
    scores: Mapping[str, tuple[Fraction, Fraction | None]]


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Points an announcement adds to a unit (below zero: takes away), and the reason, which is never blank."""

    unit: str
    points: Fraction
    reason: str


@dataclass(frozen=True, slots=True)
class Settings:
    """How a ranking is made.

    `groups`: unit to group, in the printed order; `by_folder`: the folder a workbook lay in is its group.
    `volume_codes`: indicators whose bases add up to a unit's number of cases; `volumes`: the numbers themselves.
    `small`: numbers of cases below it are marked. `own_weight`: the share of the total beside `components`.
    `last`: the evaluations of the year before, None without a comparison.
    """

    ties: Ties = Ties.SHARED
    basis: Basis = Basis.EXACT
    groups: Mapping[str, str] | None = None
    by_folder: bool = False
    volume_codes: tuple[str, ...] = ()
    volumes: Mapping[str, Fraction] | None = None
    small: Fraction | None = None
    partial: bool = False
    same_name: bool = False
    own_weight: Fraction = Fraction(1)
    components: tuple[Component, ...] = field(default=())
    adjustments: tuple[Adjustment, ...] = field(default=())
    last: tuple[Evaluation, ...] | None = None

    @property
    def has_volume(self) -> bool:
        """Whether there is a way to know the numbers of cases."""
        return bool(self.volume_codes) or self.volumes is not None

    @property
    def changed(self) -> bool:
        """Whether more than the total makes the score that is ranked."""
        return bool(self.components or self.adjustments)
