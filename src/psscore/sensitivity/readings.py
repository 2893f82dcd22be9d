"""The readings of a workbook tried out: each alone, and all of them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from math import prod

from psscore.model.standard import Reading, ReadingValue
from psscore.model.text import Text
from psscore.sensitivity.outcome import Outcome
from psscore.sensitivity.subject import Subject
from psscore.workbook.refusal import Refused

Tick = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Variant:
    """One value of a reading, everything else as the workbook has it; `failure` says why there is no outcome."""

    value: ReadingValue
    chosen: bool
    outcome: Outcome | None
    failure: Text | None = None

    @property
    def total(self) -> Fraction | None:
        return None if self.outcome is None else self.outcome.total


@dataclass(frozen=True, slots=True)
class Effect:
    """What one reading changes; `fixed` says why it could not be tried out."""

    reading: Reading
    chosen: str | None
    variants: tuple[Variant, ...]
    fixed: Text | None = None

    @property
    def totals(self) -> tuple[Fraction, ...]:
        """The totals its values give, those that are withheld left out."""
        return tuple(variant.total for variant in self.variants if variant.total is not None)

    @property
    def spread(self) -> Fraction | None:
        """How far the largest total lies above the smallest one."""
        return max(self.totals) - min(self.totals) if self.totals else None


@dataclass(slots=True)
class Combined:
    """All combinations of values: how many, the two extreme ones, how often each grade comes out."""

    count: int = 0
    withheld: int = 0
    smallest: tuple[Fraction, dict[str, str]] | None = None
    largest: tuple[Fraction, dict[str, str]] | None = None
    grades: Counter[str] = field(default_factory=Counter)
    totals: list[Fraction | None] = field(default_factory=list)


def effects(subject: Subject, wanted: Sequence[str], tick: Tick) -> tuple[Effect, ...]:
    """What each of the wanted readings changes (all when none is named), one at a time."""
    return tuple(_effect(subject, reading, tick) for reading in chosen_readings(subject, wanted))


def chosen_readings(subject: Subject, wanted: Sequence[str]) -> list[Reading]:
    """The readings to try out, in the standard's order."""
    return [reading for reading in subject.readings if not wanted or reading.name in wanted]


def _effect(subject: Subject, reading: Reading, tick: Tick) -> Effect:
    chosen, fixed = subject.chosen(reading), subject.fixed.get(reading.name)
    if fixed is not None:
        return Effect(reading, chosen, (), fixed)
    variants = []
    for value in reading.values:
        if value.name == chosen:
            variants.append(Variant(value, True, subject.base))
            continue
        try:
            variants.append(Variant(value, False, subject.under({reading.name: value.name})))
        except Refused as refusal:
            variants.append(Variant(value, False, None, refusal.text))
        tick()
    return Effect(reading, chosen, tuple(variants))


def varied(subject: Subject, wanted: Sequence[str]) -> list[Reading]:
    """The readings that can be tried out."""
    return [reading for reading in chosen_readings(subject, wanted) if reading.name not in subject.fixed]


def combinations(subject: Subject, wanted: Sequence[str]) -> int:
    """How many combinations of values there are."""
    return prod(len(reading.values) for reading in varied(subject, wanted))


def combined(subject: Subject, wanted: Sequence[str], tick: Tick) -> Combined:
    """Every combination of the values of the wanted readings."""
    found = Combined()
    own = {reading.name: subject.chosen(reading) for reading in subject.readings}
    least = most = 0
    for choices in _choices(varied(subject, wanted)):
        tick()
        found.count += 1
        try:
            outcome = subject.under(choices)
        except Refused:
            outcome = None
        total = None if outcome is None else outcome.total
        found.totals.append(total)
        if outcome is None or total is None:
            found.withheld += 1
            continue
        if outcome.grade is not None:
            found.grades[outcome.grade] += 1
        # Of combinations that lead to the same end, the one nearest to the workbook's own.
        other = sum(own[name] != value for name, value in choices.items())
        if found.smallest is None or (total, other) < (found.smallest[0], least):
            found.smallest, least = (total, choices), other
        if found.largest is None or (-total, other) < (-found.largest[0], most):
            found.largest, most = (total, choices), other
    return found


def _choices(readings: Sequence[Reading]) -> Iterator[dict[str, str]]:
    names = [reading.name for reading in readings]
    for values in product(*([value.name for value in reading.values] for reading in readings)):
        yield dict(zip(names, values, strict=True))
