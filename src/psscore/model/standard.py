"""An evaluation standard, before and after its readings are chosen."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

from psscore.model.observation import BaseUse, Cohort, Measure
from psscore.model.register import Register
from psscore.model.rounding import Rounding
from psscore.model.rules import IndicatorRule, Judgement, Qualitative, Ratio, Target
from psscore.model.text import Text


@dataclass(frozen=True, slots=True)
class ReadingValue:
    """One way to read a place where the source is silent."""

    name: str
    title: Text


@dataclass(frozen=True, slots=True)
class Reading:
    """A place where the source is silent: its allowed values, and the default or none."""

    name: str
    title: Text
    values: tuple[ReadingValue, ...]
    default: str | None
    affects: str  # "score": the arithmetic; "input": how the numbers typed in were gathered
    note: Text

    def title_of(self, value: str) -> Text:
        return next(item.title for item in self.values if item.name == value)


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule stands in its source, with the words."""

    clause: Text
    quote: str


@dataclass(frozen=True, slots=True)
class Scoring:
    """How an indicator of the last level earns its points."""

    measure: Measure
    base: BaseUse
    unit: Text
    rule: IndicatorRule
    no_cases: str | None  # "full", "zero", "exclude", or None: not decided
    no_cases_reading: str  # the reading that decides it, "" where the question cannot arise
    cohort: Cohort | None = None
    highest: Fraction | None = None  # where the scale of the value ends: 5 for a rating of five points


@dataclass(frozen=True, slots=True)
class About:
    """What the source says of an indicator: 指标解释, 计算方法, 数据来源, 参考值, 计分方式 and where."""

    definition: str
    method: str
    data_source: str
    reference_value: str
    collection: str  # how its data are collected: platform_report, survey, site_visit, document_review, or ""
    source: Citation


class Combine(enum.Enum):
    """How the children of an indicator make its points."""

    SUM = "sum"
    PRODUCT = "product"  # scale × the product of the shares the children earned


@dataclass(frozen=True, slots=True)
class Indicator:
    """A node of the indicator tree; `scoring` is None above the last level and where the source has no points.

    Where the children make up a sub-table of their own, `scale` is what they add to, and they count
    `points / scale` (weight × sub-table).
    """

    code: str
    level: int
    parent: str
    name: Text
    points: Fraction
    scoring: Scoring | None = None
    about: About | None = None
    scale: Fraction | None = None
    combine: Combine = Combine.SUM


@dataclass(frozen=True, slots=True)
class GradeBand:
    """Totals in [at_least, below) earn `grade`; the top band has no `below`."""

    grade: Text
    at_least: Fraction
    below: Fraction | None


@dataclass(frozen=True, slots=True)
class Veto:
    """一票否决: an event that caps the grade, whatever the points."""

    code: str
    title: Text
    grade: Text  # the best grade still possible
    source: Citation


@dataclass(frozen=True, slots=True)
class Ranking:
    """What the source publishes of a ranking: the first and the last so many units."""

    first: int
    last: int
    source: Citation


@dataclass(frozen=True, slots=True)
class Unscored:
    """Why a standard has no points, and how many indicators of each level its source says there are."""

    reason: Text
    declared: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FormRules:
    """The rules of a self-evaluation form, whose rows are not known to the standard."""

    execution: Ratio
    execution_points: Fraction
    target: Target
    qualitative: Qualitative
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class SurveyRules:
    """What counts as satisfied: the share of those basically satisfied; and whether groups are weighted or pooled."""

    basically_share: Fraction
    weighted: bool


@dataclass(frozen=True)
class Standard:
    """A standard with every reading chosen or left at its default: what scoring works with."""

    id: str
    edition: str
    revision: int
    digest: str
    reference: str
    lang: str
    title: Text
    source: Text
    total_points: Fraction
    indicators: tuple[Indicator, ...]
    form: FormRules | None
    survey: SurveyRules | None
    rounding: Rounding
    grades: tuple[GradeBand, ...]
    readings: tuple[Reading, ...]
    chosen: Mapping[str, str | None]
    by_code: Mapping[str, Indicator] = field(repr=False)
    vetoes: tuple[Veto, ...] = ()
    unscored: Unscored | None = None
    undecided: tuple[str, ...] = ()  # open readings on which it depends which indicators there are
    deciding: tuple[str, ...] = ()  # every reading on which it depends
    total_cap: Fraction | None = None
    points_given_by: Text | None = None  # who supplied the points, where the source has none
    effective_from: date | None = None
    effective_to: date | None = None
    ranking: Ranking | None = None
    register: Register | None = None  # the targets and tasks of a plan, which are watched and not scored

    def reading_title(self, name: str) -> Text:
        """What a reading is about, in words; its name when the standard does not declare it."""
        return next((reading.title for reading in self.readings if reading.name == name), Text(name, name))

    @cached_property
    def leaves(self) -> tuple[Indicator, ...]:
        """The indicators that are scored."""
        return tuple(item for item in self.indicators if item.scoring is not None)

    @cached_property
    def tree(self) -> Mapping[str, tuple[Indicator, ...]]:
        """The children of each indicator; those of "" are level 1."""
        found: dict[str, list[Indicator]] = {}
        for item in self.indicators:
            found.setdefault(item.parent, []).append(item)
        return {code: tuple(items) for code, items in found.items()}

    @cached_property
    def weighted(self) -> bool:
        """Whether points are more than added up: sub-tables with a weight, or products."""
        return any(item.scale is not None or item.combine is Combine.PRODUCT for item in self.indicators)

    @cached_property
    def missing(self) -> tuple[int, ...]:
        """How many indicators of each level the source declares and this data does not have."""
        if self.unscored is None:
            return ()
        have = [sum(item.level == level for item in self.indicators) for level in range(1, 10)]
        return tuple(declared - have[level] for level, declared in enumerate(self.unscored.declared))

    def under(self, code: str) -> tuple[Indicator, ...]:
        """The scored indicators of a branch, the node itself if it is one."""
        return self._branches.get(code, ())

    @cached_property
    def _branches(self) -> Mapping[str, tuple[Indicator, ...]]:
        found: dict[str, list[Indicator]] = {}
        for item in self.leaves:
            for code in self.path(item):
                found.setdefault(code, []).append(item)
        return {code: tuple(items) for code, items in found.items()}

    def path(self, item: Indicator) -> tuple[str, ...]:
        """Codes from the item up to level 1."""
        codes = [item.code]
        while item.parent:
            item = self.by_code[item.parent]
            codes.append(item.code)
        return tuple(codes)
