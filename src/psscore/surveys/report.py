"""A survey's result: for each item and group the counts, and the rate with its interval, by a standard's readings."""

from __future__ import annotations

from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from psscore.model.standard import Standard
from psscore.model.text import Text
from psscore.surveys.answers import Answer
from psscore.surveys.interval import effective_number, wilson
from psscore.surveys.items import Item
from psscore.surveys.mapping import Mapping
from psscore.surveys.sample_size import Sample
from psscore.surveys.tally import Base, Cell, Tally


@dataclass(frozen=True, slots=True)
class Group:
    """One group's answers to one item. `rate` is None where nobody is in the denominator."""

    name: str
    cell: Cell
    surveyed: int
    excluded: int
    rate: Fraction | None
    weight: Fraction | None
    needed: int


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One item over its groups. `rate` follows the readings of the standard; `effective` is the number of answers the
    interval rests on; `mean` is the mean mark where the mapping gives marks. None where there is nothing to divide."""

    item: Item
    groups: tuple[Group, ...]
    rate: Fraction | None
    effective: Fraction | None
    low: float | None
    high: float | None
    mean: Fraction | None

    @property
    def surveyed(self) -> int:
        return sum(group.surveyed for group in self.groups)


@dataclass(frozen=True, slots=True)
class Report:
    """All items of a standard, in its order; `findings` are worth a look and stop nothing."""

    standard: Standard
    base: Base
    sample: Sample
    tally: Tally
    items: tuple[ItemResult, ...]
    findings: tuple[Text, ...]


def report_of(tally: Tally, items: Sequence[Item], standard: Standard, mapping: Mapping, sample: Sample) -> Report:
    """The result of a count. Groups the mapping expects, and those met elsewhere, are named where they are missing."""
    results = tuple(
        _item(item, tally.of_item(item.code), standard, mapping, sample, tally.weights)
        for item in items
        if tally.of_item(item.code)
    )
    from psscore.surveys.findings import findings_of

    findings = findings_of(tally, items, results, standard, mapping)
    return Report(standard, mapping.base, sample, tally, results, findings)


def _item(
    item: Item, cells: Map[str, Cell], standard: Standard, mapping: Mapping, sample: Sample, weights: Map[str, Fraction]
) -> ItemResult:
    assert standard.survey is not None, "items_of has checked it"
    groups = tuple(
        _group(name, cell, standard.survey.basically_share, mapping, sample, weights.get(name))
        for name, cell in cells.items()
    )
    rate, number = _combined(groups, standard.survey.weighted)
    low, high = wilson(rate, number, sample.confidence) if rate is not None and number else (None, None)
    return ItemResult(item, groups, rate, number, low, high, _mean(cells, mapping.scores))


def _group(name: str, cell: Cell, share: Fraction, mapping: Mapping, sample: Sample, weight: Fraction | None) -> Group:
    surveyed = cell.surveyed(mapping.base)
    rate = (cell.satisfied + share * cell.basically) / surveyed if surveyed else None
    needed = mapping.minimum
    if needed is None:
        people = mapping.population.get(name, sample.population)
        needed = Sample(sample.margin, sample.confidence, people, design_effect=sample.design_effect).answers
    return Group(name, cell, surveyed, cell.excluded(mapping.base), rate, weight, needed)


def _combined(groups: Sequence[Group], weighted: bool) -> tuple[Fraction | None, Fraction | None]:
    """The rate over the groups and the number of answers it rests on, as `PS_SATISFACTION` combines them."""
    if not weighted:
        asked = sum(group.surveyed for group in groups)
        happy = sum((group.rate * group.surveyed for group in groups if group.rate is not None), Fraction(0))
        return (happy / asked, Fraction(asked)) if asked else (None, None)
    known = [(group.weight, group.rate, group.surveyed) for group in groups]
    total = sum((weight for weight, _, _ in known if weight), Fraction(0))
    if any(weight is None or (weight and rate is None) for weight, rate, _ in known) or not total:
        return None, None
    parts = [(weight, rate, asked) for weight, rate, asked in known if weight and rate is not None]
    rate = sum((weight * part for weight, part, _ in parts), Fraction(0)) / total
    return rate, effective_number(parts)


def _mean(cells: Map[str, Cell], scores: Map[Answer, Fraction]) -> Fraction | None:
    """The mean mark of the answers that have one, all groups together."""
    numbers = [(getattr(cell, answer.value), mark) for cell in cells.values() for answer, mark in scores.items()]
    answered = sum(number for number, _ in numbers)
    return sum((number * mark for number, mark in numbers), Fraction(0)) / answered if answered else None
