"""Evaluations to a ranking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from psscore.batch.units import plain
from psscore.model.text import Text
from psscore.ranking.composite import Composite, Made, composite_problems, unused_scores
from psscore.ranking.entrants import entrants
from psscore.ranking.placing import Place, places
from psscore.ranking.refusal import NotRanked, Problem, listed
from psscore.ranking.result import Group, Moved, Ranking, Standing, Unranked
from psscore.ranking.sameness import rankable, sameness
from psscore.ranking.settings import Basis, Settings, Ties
from psscore.ranking.totals import Totalled, Totals, totals
from psscore.ranking.volumes import Volumes, missing_volumes, volume_problems
from psscore.ranking.years import YearBefore, year_before
from psscore.results import Evaluation
from psscore.results.wording import mode_text

_NAMED = 12


def rank(evaluations: Sequence[Evaluation], settings: Settings | None = None) -> Ranking:
    """Put the units in order, group by group. Nothing is read or written.

    Raises `NotRanked` with everything that is wrong at once: other standards, editions, rules, readings or periods in
    one ranking, two workbooks of one unit, a standard without points, weights that do not add up, nobody to rank.
    """
    settings = settings or Settings()
    if not evaluations:
        raise NotRanked([Problem("nothing", Text("没有评价结果", "there are no evaluations"))])
    sorted_out = entrants(evaluations, settings)
    problems, unranked, notes = sorted_out.problems, sorted_out.unranked, sorted_out.notes
    field = sorted_out.found
    readable = [one for one in evaluations if one.reference and one.status not in ("refused", "error")]
    if not field:
        raise NotRanked([*problems, _nobody(unranked)])
    standard = field[0].evaluation.standard
    problems += sameness(field)
    # Of two units with one name only the names that tell them apart are known.
    known = {plain(one.unit) for one in field} | {plain(one.unit) for one in unranked}
    problems += [*rankable(standard), *volume_problems(standard, settings)]
    problems += composite_problems(standard, settings, known)
    volumes = Volumes(settings)
    if settings.ties is Ties.VOLUME and settings.has_volume:
        problems += missing_volumes(field, volumes)
    before = year_before(settings, standard, field, problems)
    if problems:
        raise NotRanked(problems)
    made = totals(standard, field)
    unranked += made.unranked
    notes += [*made.notes, *unused_scores(settings, known), *_remarks(readable, made, unranked)]
    composite = Composite(standard, settings)
    ready: list[tuple[Totalled, Made]] = []
    for unit in made.found:
        score = composite.of(unit)
        if isinstance(score, Text):
            where = unit.entrant
            unranked.append(Unranked(where.unit, where.group, where.evaluation.file, "no_component", score))
        else:
            ready.append((unit, score))
    if not ready:
        raise NotRanked([_nobody(unranked)])
    groups, moved = _groups(ready, settings, volumes, before)
    return Ranking(
        standard,
        next((one.evaluation.period for one in field if one.evaluation.period), ""),
        settings,
        groups,
        tuple(unranked),
        moved,
        made.cohort,
        tuple(notes),
        None if before is None else before.told({unit.entrant.key for unit, _ in ready}),
    )


def _groups(
    ready: Sequence[tuple[Totalled, Made]], settings: Settings, volumes: Volumes, before: YearBefore | None
) -> tuple[tuple[Group, ...], tuple[Moved, ...]]:
    by_group: dict[str, list[tuple[Totalled, Made]]] = {}
    for one in sorted(ready, key=lambda pair: pair[0].entrant.listed):
        by_group.setdefault(one[0].entrant.group, []).append(one)
    groups: list[Group] = []
    moved: list[Moved] = []
    for name, members in by_group.items():
        cases = [volumes.of(unit.entrant) for unit, _ in members]
        by_basis = {
            Basis.EXACT: places([score.exact for _, score in members], settings.ties, cases),
            Basis.ROUNDED: places([score.rounded for _, score in members], settings.ties, cases),
        }
        by_total = by_basis[settings.basis]
        if settings.changed:
            by_total = places([_total(unit, settings.basis) for unit, _ in members], settings.ties, cases)
        standings = []
        for at, (unit, score) in enumerate(members):
            standing = _standing(unit, score, cases[at], by_basis[settings.basis][at], settings)
            if before is not None:
                standing = replace(standing, shift=before.shift(unit.entrant, by_total[at].place))
            standings.append(standing)
            exact, rounded = (by_basis[basis][at].place for basis in (Basis.EXACT, Basis.ROUNDED))
            if exact != rounded:
                moved.append(Moved(unit.entrant.unit, name, exact, rounded))
        groups.append(Group(name, tuple(sorted(standings, key=lambda one: one.order))))
    return tuple(groups), tuple(moved)


def _total(unit: Totalled, basis: Basis) -> Fraction:
    return unit.exact if basis is Basis.EXACT else unit.total


def _standing(unit: Totalled, made: Made, cases: Fraction | None, place: Place, settings: Settings) -> Standing:
    where = unit.entrant
    return Standing(
        unit=where.unit,
        group=where.group,
        evaluation=where.evaluation,
        scores=unit.scores,
        exact=unit.exact,
        total=unit.total,
        own_total=where.evaluation.total,
        grade=unit.grade,
        others=made.others,
        adjusted=made.adjusted,
        adjustments=made.adjustments,
        score=made.exact if settings.basis is Basis.EXACT else made.rounded,
        shown=made.rounded,
        volume=cases,
        small=settings.small is not None and cases is not None and cases < settings.small,
        listed=where.listed,
        place=place.place,
        order=place.order,
        sharers=place.sharers,
    )


def _nobody(unranked: Sequence[Unranked]) -> Problem:
    reasons = [
        Text(f"{one.unit or one.file}：{one.reason.zh}", f"{one.unit or one.file}: {one.reason.en}") for one in unranked
    ]
    shown, rest = reasons[:_NAMED], len(reasons) - _NAMED
    zh, en = "；".join(one.zh for one in shown), "; ".join(one.en for one in shown)
    more = Text(f"；另有 {rest} 个", f"; and {rest} more") if rest > 0 else Text("", "")
    message = Text(f"没有一个单位可以排名：{zh}", f"there is no unit that can be ranked: {en}") + more
    return Problem("nobody", message, tuple(one.zh for one in reasons))


def _remarks(evaluations: Sequence[Evaluation], made: Totals, unranked: Sequence[Unranked]) -> list[Text]:
    """What a reader of the order must know although nothing is wrong with it."""
    notes: list[Text] = []
    modes = Counter(mode_text(one.mode or "—") for one in evaluations)
    if len(modes) > 1:
        zh = "；".join(f"{mode.zh} {units}" for mode, units in modes.items())
        en = "; ".join(f"{mode.en} {units}" for mode, units in modes.items())
        notes.append(Text(f"评价方式不同：{zh}", f"different kinds of evaluation: {en}"))
    blank = [one.name for one in evaluations if not one.period]
    if blank:
        who = listed(blank)
        notes.append(Text(f"没有填评价期：{who.zh}", f"no period is given: {who.en}"))
    absent = [one.unit for one in unranked if one.kind in ("no_data", "refused", "error", "partial")]
    if made.cohort and absent:
        who = listed(absent)
        notes.append(
            Text(
                f"与全组比较的指标没有计入这些单位：{who.zh}；它们的数据补齐后，全组得分会变",
                f"comparisons with the group leave out {who.en}: all scores change when their data come in",
            )
        )
    return notes
