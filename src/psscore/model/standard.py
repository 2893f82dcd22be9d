"""An evaluation standard, before and after its readings are chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from psscore.model.observation import BaseUse, Measure
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
    collection: str
    definition: str
    source: Citation


@dataclass(frozen=True, slots=True)
class Indicator:
    """A node of the indicator tree; `scoring` is None above the last level."""

    code: str
    level: int
    parent: str
    name: Text
    points: Fraction
    scoring: Scoring | None = None


@dataclass(frozen=True, slots=True)
class GradeBand:
    """Totals in [at_least, below) earn `grade`; the top band has no `below`."""

    grade: Text
    at_least: Fraction
    below: Fraction | None


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

    def reading_title(self, name: str) -> Text:
        """What a reading is about, in words; its name when the standard does not declare it."""
        return next((reading.title for reading in self.readings if reading.name == name), Text(name, name))

    @cached_property
    def leaves(self) -> tuple[Indicator, ...]:
        """The indicators that are scored."""
        return tuple(item for item in self.indicators if item.scoring is not None)

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
