"""The year before: totals and places of the same units then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from psscore.batch.units import plain
from psscore.model.standard import Standard
from psscore.model.text import Text
from psscore.ranking.entrants import Entrant, Entrants, Groups, entrants, standard_of
from psscore.ranking.placing import places
from psscore.ranking.refusal import Problem, listed
from psscore.ranking.result import Gone, Shift, Year
from psscore.ranking.sameness import sameness
from psscore.ranking.settings import Basis, Settings, Ties
from psscore.ranking.totals import totals
from psscore.ranking.volumes import Volumes
from psscore.scoring.numbers import short_text

_OUTSIDE = "\n"
"""The group of units that none of this year's groups has: they take no place."""


@dataclass(frozen=True, slots=True)
class _Then:
    unit: str
    total: Fraction
    place: int | None


class YearBefore:
    """Looks a unit up among those of last year; `present` are the plain names of all that handed in then."""

    def __init__(self, then: dict[str, _Then], present: set[str], year: Year) -> None:
        self._then, self._present, self._year = then, present, year

    def shift(self, one: Entrant, place_now: int) -> Shift:
        """How a unit moved; places go by the total alone in both years."""
        then = self._then.get(one.key)
        if then is None:
            return Shift(None, None, place_now, plain(one.evaluation.name) not in self._present)
        return Shift(then.total, then.place, place_now, False)

    def told(self, ranked: set[str]) -> Year:
        """What there is to say of the year before, with the units that are gone."""
        gone = [Gone(one.unit, one.total, one.place) for key, one in self._then.items() if key not in ranked]
        return replace(self._year, gone=tuple(gone))


def year_before(
    settings: Settings, standard: Standard, now: Sequence[Entrant], problems: list[Problem]
) -> YearBefore | None:
    """Last year's units in this year's groups, by the same tie rule and basis; None when nothing was asked for."""
    if settings.last is None:
        return None
    field = entrants(settings.last, replace(settings, partial=True, groups=None))
    field.found = _grouped(field.found, settings, now)
    found = [_last_year(problem) for problem in field.problems]
    found += [_last_year(problem) for problem in sameness(field.found) if problem.code != "other_rules"]
    found = found or _same(now, field.found)
    if not field.found:
        found.append(Problem("last_nothing", Text("去年没有可用的结果", "there are no usable results of last year")))
    elif not found and field.found[0].evaluation.standard_id != standard.id:
        name = field.found[0].evaluation.standard_id
        found.append(
            Problem(
                "last_standard",
                Text(
                    f"去年用的是另一个标准 {name}，不能比较",
                    f"last year went by another standard, {name}: no comparison",
                ),
            )
        )
    if found:
        problems += found
        return None
    return _placed(settings, standard, field)


def _same(now: Sequence[Entrant], then: Sequence[Entrant]) -> list[Problem]:
    """Results that are compared with themselves, or with others of their own period."""
    today = {one.evaluation for one in now}
    again = [one.unit for one in then if one.evaluation in today]
    if again:
        who = listed(again)
        return [
            Problem(
                "last_same",
                Text(f"--last 给的就是今年的结果：{who.zh}", f"--last names the results of this year: {who.en}"),
                tuple(again),
            )
        ]
    periods = {plain(one.evaluation.period): one.evaluation.period for one in now if one.evaluation.period}
    shared = sorted({periods[key] for one in then if (key := plain(one.evaluation.period)) in periods})
    if not shared:
        return []
    return [
        Problem(
            "last_same_period",
            Text(
                f"--last 给的结果与今年的是同一评价期：{'、'.join(shared)}",
                f"the results of --last are of the same period as this year's: {', '.join(shared)}",
            ),
            tuple(shared),
        )
    ]


def _grouped(then: Sequence[Entrant], settings: Settings, now: Sequence[Entrant]) -> list[Entrant]:
    """Each unit in the group it has this year, wherever its workbook lay last year."""
    groups = Groups(settings)
    of_now = {one.key: one.group for one in now}
    names = set(of_now.values())
    found = []
    for one in then:
        bare = plain(one.evaluation.name)
        group = of_now.get(one.key, groups.of(bare, one.evaluation))
        known = group is not None and (group in names or settings.groups is not None)
        found.append(
            replace(one, group=group if known and group is not None else _OUTSIDE, listed=groups.line(bare, one.listed))
        )
    return found


def _placed(settings: Settings, standard: Standard, field: Entrants) -> YearBefore:
    first = field.found[0].evaluation
    then_standard = standard_of(first)
    differences = _differences(standard, then_standard, first.digest)
    same_rules = isinstance(then_standard, Standard) and then_standard.digest == first.digest
    known: list[tuple[Entrant, Fraction, Fraction]] = []
    if same_rules and isinstance(then_standard, Standard):
        made = totals(then_standard, field.found).found
        known = [(one.entrant, one.exact, one.total) for one in made]
    else:
        stated = [(one, one.evaluation.total) for one in field.found]
        known = [(one, number, number) for one, number in stated if number is not None]
        differences.append(
            Text(
                "去年的规则后来改过：去年按工作簿所示的总分排名",
                "the rules of last year have changed since: its places go by the totals the workbooks show",
            )
        )
    volumes = Volumes(replace(settings, volumes=None))
    ties = settings.ties
    if ties is Ties.VOLUME and any(volumes.of(one) is None for one, _, _ in known):
        ties = Ties.SHARED
        differences.append(
            Text("去年没有件数：去年同分的并列", "no numbers of cases for last year: its ties share a place")
        )
    then: dict[str, _Then] = {}
    for group in dict.fromkeys(one.group for one, _, _ in known):
        members = sorted((row for row in known if row[0].group == group), key=lambda row: row[0].listed)
        scores = [exact if settings.basis is Basis.EXACT else printed for _, exact, printed in members]
        cases = [volumes.of(one) for one, _, _ in members]
        for (one, _, printed), place in zip(members, places(scores, ties, cases), strict=True):
            then[one.key] = _Then(one.unit, printed, None if group == _OUTSIDE else place.place)
    full = then_standard.total_points if isinstance(then_standard, Standard) else first.max_points
    comparable = full == standard.total_points
    if not comparable and full is not None:
        differences.append(
            Text(
                f"去年满分 {short_text(full)}，今年 {short_text(standard.total_points)}：分数不相减",
                f"full points {short_text(full)} last year, {short_text(standard.total_points)} now: not subtracted",
            )
        )
    present = {plain(one.evaluation.name) for one in field.found} | {plain(one.unit) for one in field.unranked}
    return YearBefore(
        then, present, Year(first.period, first.reference, first.digest, comparable, tuple(differences), ())
    )


def _differences(now: Standard, then: Standard | Text, digest: str) -> list[Text]:
    if isinstance(then, Text):
        return [then]
    found: list[Text] = []
    if then.edition != now.edition:
        found.append(
            Text(
                f"去年用 {then.edition} 版，今年用 {now.edition} 版",
                f"edition {then.edition} last year, {now.edition} now",
            )
        )
    elif digest != now.digest:
        found.append(Text("两年的规则不同（摘要值不同）", "the rules differ between the years (another digest)"))
    for name, value in now.chosen.items():
        if name in then.chosen and then.chosen[name] != value:
            title = now.reading_title(name)
            found.append(
                Text(
                    f"读法“{title.zh}”：去年 {then.chosen[name] or '—'}，今年 {value or '—'}",
                    f'reading "{title.en}": {then.chosen[name] or "—"} last year, {value or "—"} now',
                )
            )
    return found


def _last_year(problem: Problem) -> Problem:
    return Problem(f"last_{problem.code}", Text("去年：", "Last year: ") + problem.message, problem.about)
