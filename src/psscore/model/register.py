"""A plan's register: indicators with baselines and dated targets, tasks, and the lights they are watched by."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from psscore.model.rules import Operator
from psscore.model.text import Text


class Quantity(enum.Enum):
    """What kind of number an indicator is, and so how it is printed."""

    SHARE = "share"  # 0.8 is 80 %
    COUNT = "count"  # whole things
    AMOUNT = "amount"  # hours, documents, money
    RATIO = "ratio"  # 2 is 2:1
    CHANGE = "change"  # -0.5 is 50 % less than at the baseline


class Direction(enum.Enum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"

    def weaker(self, value: Fraction, than: Fraction) -> bool:
        return value < than if self is Direction.UP else value > than


class Covers(enum.Enum):
    """What a quoted baseline was measured on."""

    WHOLE = "whole"  # what the indicator is about
    PART = "part"  # some fields of it
    OTHER = "other"  # another quantity altogether


@dataclass(frozen=True, slots=True)
class Window:
    """The days a deadline may mean: a year, a phase, or one day; due by the last of them."""

    first: date
    last: date

    def holds(self, other: Window) -> bool:
        return self.first <= other.first and other.last <= self.last


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline in the words of the source ("" when it gives none) and what they mean under the readings."""

    words: str
    window: Window | None


@dataclass(frozen=True, slots=True)
class Place:
    """Section and words of the source."""

    section: str
    quote: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """Where an indicator stood. Any operator but EQUAL makes it a bound, from which no path starts."""

    value: Fraction
    operator: Operator
    year: int | None
    place: Place
    covers: Covers
    scope: Text | None


@dataclass(frozen=True, slots=True)
class PlanTarget:
    """One target as the source states it; `value` None when a digit of it is lost."""

    value: Fraction | None
    operator: Operator
    deadline: Deadline
    place: Place
    scope: Text | None

    @property
    def due(self) -> date | None:
        return self.deadline.window.last if self.deadline.window else None


@dataclass(frozen=True, slots=True)
class Kpi:
    """An indicator of the plan with everything the source says of it, contradictions included."""

    code: str
    name: Text
    unit: Text
    quantity: Quantity
    direction: Direction
    department: Text | None  # who answers for it, where the source says so
    note: Text | None
    baselines: tuple[Baseline, ...]
    targets: tuple[PlanTarget, ...]
    beyond_whole: bool = False  # a share of another quantity, which may be more than the whole


@dataclass(frozen=True, slots=True)
class Stated:
    """One place that gives a task a deadline."""

    deadline: Deadline
    place: Place


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done, rather than a number to be reached."""

    code: str
    name: Text
    department: Text | None
    stated: tuple[Stated, ...]


class LightMeasure(enum.Enum):
    """The quantity a light is read from."""

    POINTS = "points"  # share of the way that should be done minus the share done; 0.1 is 10 points
    PERCENT = "percent"  # how far short of the expected value, relative to it
    PACE = "pace"  # share of the way done / share that should be done; more is better
    DAYS = "days"  # days overdue; negative: days left


@dataclass(frozen=True, slots=True)
class LightBand:
    """A light from `limit` upwards to the next band; the first band has no limit. `light` None: left undefined."""

    light: str | None
    limit: Fraction | None
    exclusive: bool = False  # the limit itself still belongs to the band below


@dataclass(frozen=True, slots=True)
class Escalation:
    """A light that stands for `after` periods running becomes another."""

    light: str
    after: int
    becomes: str


@dataclass(frozen=True, slots=True)
class LightSet:
    """Contiguous bands, lowest first, as some place declared them. `undecided`: readings it still waits for."""

    code: str
    title: Text
    measure: LightMeasure
    bands: tuple[LightBand, ...]
    escalation: Escalation | None
    source: Text
    undecided: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Indicators that share a number or a name and do not contradict each other."""

    codes: tuple[str, ...]
    reason: Text


@dataclass(frozen=True)
class Register:
    """The whole register under the chosen readings; `eve` is the day before the plan begins."""

    begins: date
    ends: date
    eve: date
    phases: Mapping[str, Window]
    kpis: tuple[Kpi, ...]
    tasks: tuple[Task, ...]
    look_alikes: tuple[LookAlike, ...]
    departments: Mapping[str, Text]
    undated_baseline: date | None  # the day a baseline without a year is taken for; None: for none
    lights: Mapping[str, LightSet]
    light_sets: Mapping[str, str | None]  # what each reading of lights has chosen
    by_code: Mapping[str, Kpi] = field(repr=False)
