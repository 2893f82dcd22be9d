"""The order of several units under each single change, and who changes places or grades."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from psscore.model.text import Text
from psscore.sensitivity.files import FileReport
from psscore.sensitivity.weights import WeightBand


@dataclass(frozen=True, slots=True)
class Standing:
    """Total, grade and place of a unit; equal totals share a place (1, 2, 2, 4)."""

    total: Fraction
    grade: str | None
    rank: int


@dataclass(frozen=True, slots=True)
class Scenario:
    """One change made in every workbook. `name` is the reading and its value, or the node and the change of its weight.

    `unranked` are the files that have no total then.
    """

    name: tuple[str, str]
    title: Text
    standings: Mapping[str, Standing]
    unranked: tuple[str, ...]

    def moved(self, base: Mapping[str, Standing]) -> list[tuple[str, int, int]]:
        """The units that change places among those ranked in both, with the old and the new one."""
        both = [path for path in base if path in self.standings]
        before = _placed({path: (base[path].total, None) for path in both})
        after = _placed({path: (self.standings[path].total, None) for path in both})
        found = [(path, before[path].rank, after[path].rank) for path in both]
        return sorted((one for one in found if one[1] != one[2]), key=lambda one: one[1:])

    def regraded(self, base: Mapping[str, Standing]) -> list[tuple[str, str, str]]:
        """The units whose grade changes; having none at all is no other grade."""
        both = [path for path in base if path in self.standings]
        pairs = [(path, base[path].grade, self.standings[path].grade) for path in both]
        return [(path, old, new) for path, old, new in pairs if old and new and old != new]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Units by their own readings, and under each scenario; `mixed` names readings the workbooks do not agree in."""

    base: Mapping[str, Standing]
    scenarios: tuple[Scenario, ...]
    mixed: tuple[str, ...]
    ranges: Mapping[str, tuple[int, int]]  # best and worst place over all combinations, where they were tried out


def ranking(files: Sequence[FileReport]) -> Ranking | Text | None:
    """The order of the units; a sentence when they cannot be compared, None when there are fewer than two."""
    ready = [file for file in files if file.subject is not None and file.status in ("done", "withheld")]
    if len(ready) < 2:
        return None
    names = {f"{file.subject.standard.id}/{file.subject.standard.edition}" for file in ready if file.subject}
    if len(names) > 1:
        listed = sorted(names)
        return Text(
            f"评价标准不同（{'、'.join(listed)}），不作排名",
            f"they follow different standards ({', '.join(listed)}), so they are not ranked",
        )
    base = _placed({f.path: (f.base.total, f.base.grade) for f in ready if f.base and f.base.total is not None})
    scenarios = [*_readings(ready), *_weights(ready)]
    return Ranking(base, tuple(scenarios), _mixed(ready), _ranges(ready))


def _placed(totals: Mapping[str, tuple[Fraction, str | None]]) -> dict[str, Standing]:
    return {
        path: Standing(total, grade, 1 + sum(other > total for other, _ in totals.values()))
        for path, (total, grade) in totals.items()
    }


def _scenario(
    name: tuple[str, str], title: Text, ready: Sequence[FileReport], totals: Mapping[str, tuple[Fraction, str | None]]
) -> Scenario:
    return Scenario(name, title, _placed(totals), tuple(file.path for file in ready if file.path not in totals))


def _readings(ready: Sequence[FileReport]) -> list[Scenario]:
    found: dict[tuple[str, str], tuple[Text, dict[str, tuple[Fraction, str | None]]]] = {}
    for file in ready:
        for effect in file.effects:
            for variant in effect.variants:
                key = effect.reading.name, variant.value.name
                title = effect.reading.title + Text("：", ": ") + variant.value.title
                totals = found.setdefault(key, (title, {}))[1]
                if variant.outcome is not None and variant.outcome.total is not None:
                    totals[file.path] = variant.outcome.total, variant.outcome.grade
    return [_scenario(key, title, ready, totals) for key, (title, totals) in found.items()]


def _weights(ready: Sequence[FileReport]) -> list[Scenario]:
    found: dict[tuple[str, str], tuple[Text, dict[str, tuple[Fraction, str | None]]]] = {}
    for file in ready:
        if file.subject is None or not isinstance(file.weights, WeightBand):
            continue
        for node in file.weights.nodes:
            for sign, weighed in (("-", node.lowered), ("+", node.raised)):
                change = f"{sign}{file.weights.percent}%"
                title = Text("权重 ", "weight ") + node.item.name + Text(f" {change}", f" {change}")
                totals = found.setdefault((node.item.code, change), (title, {}))[1]
                grade = None if weighed.grade is None else weighed.grade(file.subject.standard.lang)
                totals[file.path] = weighed.total, grade
    return [_scenario(key, title, ready, totals) for key, (title, totals) in found.items()]


def _mixed(ready: Sequence[FileReport]) -> tuple[str, ...]:
    """Readings chosen differently: the order then also tells of who chose what."""
    chosen: dict[str, set[str | None]] = {}
    for file in ready:
        for reading in file.subject.readings if file.subject else ():
            chosen.setdefault(reading.name, set()).add(file.subject.chosen(reading) if file.subject else None)
    return tuple(name for name, values in chosen.items() if len(values) > 1)


def _ranges(ready: Sequence[FileReport]) -> dict[str, tuple[int, int]]:
    columns = {file.path: file.combined.totals for file in ready if file.combined is not None}
    if not columns or len({len(totals) for totals in columns.values()}) != 1:
        return {}
    found: dict[str, list[int]] = {path: [] for path in columns}
    for row in zip(*columns.values(), strict=True):
        known = {path: (total, None) for path, total in zip(columns, row, strict=True) if total is not None}
        # A place among fewer units would not be comparable.
        if len(known) == len(columns):
            for path, standing in _placed(known).items():
                found[path].append(standing.rank)
    return {path: (min(ranks), max(ranks)) for path, ranks in found.items() if ranks}
