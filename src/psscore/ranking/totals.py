"""The total of every unit, exact and rounded, with rules about the group worked out over the group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from psscore.model.observation import Cohort, Hole
from psscore.model.scorecard import Refused, Scored, Total
from psscore.model.standard import Indicator, Standard
from psscore.model.text import Text
from psscore.ranking.entrants import Entrant
from psscore.ranking.refusal import listed
from psscore.ranking.result import Unranked
from psscore.results import Item
from psscore.results.wording import hole_text, missing_text, no_total_text
from psscore.scoring.aggregate import EXCLUDED, ItemScore, total
from psscore.scoring.cohort import benchmark
from psscore.scoring.evaluate import evaluate
from psscore.scoring.grade import grade
from psscore.scoring.numbers import short_text


@dataclass(frozen=True, slots=True)
class Totalled:
    """A unit with its points, its total before and after rounding, and its grade."""

    entrant: Entrant
    scores: Mapping[str, ItemScore]
    exact: Fraction
    total: Fraction
    grade: str


@dataclass(slots=True)
class Totals:
    """The units with a total, and the rest; `cohort`: indicators that were compared with the group."""

    found: list[Totalled] = field(default_factory=list)
    unranked: list[Unranked] = field(default_factory=list)
    cohort: tuple[str, ...] = ()
    notes: list[Text] = field(default_factory=list)


def totals(standard: Standard, entrants: Sequence[Entrant]) -> Totals:
    """Totals of all units; rules about the group compare a unit with the units of its own group."""
    out = Totals()
    compared = [item for item in standard.leaves if item.scoring and item.scoring.cohort not in (None, Cohort.RANK)]
    out.cohort = tuple(item.code for item in compared)
    by_group: dict[str, list[Entrant]] = {}
    for one in entrants:
        by_group.setdefault(one.group, []).append(one)
    scored = {one.key: dict(one.evaluation.scores) for one in entrants}
    waiting: dict[str, list[Text]] = {}
    for group in by_group.values():
        for item in compared:
            _compare(standard, item, group, scored, waiting)
    _check_places(standard, by_group, out)
    for one in entrants:
        _total(standard, one, scored[one.key], waiting.get(one.key, []), out)
    return out


def _compare(
    standard: Standard,
    item: Indicator,
    group: Sequence[Entrant],
    scored: dict[str, dict[str, ItemScore]],
    waiting: dict[str, list[Text]],
) -> None:
    """What `evaluate_cohort` does for one indicator, the figure of the group worked out once for all its units."""
    assert item.scoring is not None
    assert item.scoring.cohort is not None
    items = {one.key: one.evaluation.by_indicator.get(item.code) for one in group}
    values = [given.value for given in items.values() if given is not None and given.value is not None]
    holes = [one.unit for one in group if (given := items[one.key]) is None or given.value is None]
    base = benchmark(item.scoring.cohort, values) if values and not holes else None
    for one in group:
        scored[one.key][item.code] = None
        given = items[one.key]
        if given is None or given.value is None:
            waiting.setdefault(one.key, []).append(_hole(standard, item, given))
        elif base is None:
            who = listed(holes)
            waiting.setdefault(one.key, []).append(
                Text(
                    f"指标 {item.code} 与全组比较，尚缺：{who.zh}",
                    f"indicator {item.code} is compared with the group, which still lacks: {who.en}",
                )
            )
        else:
            result = evaluate(standard, item, given.value, base)
            if isinstance(result, Scored):
                scored[one.key][item.code] = result.score
            elif result.excluded:
                scored[one.key][item.code] = EXCLUDED
            else:
                waiting.setdefault(one.key, []).append(Text(f"指标 {item.code}：", f"{item.code}: ") + result.reason)


def _hole(standard: Standard, item: Indicator, given: Item | None) -> Text:
    if given is None or given.hole == Hole.MISSING.value or not given.hole:
        return Text(f"指标 {item.code} 的数值未填", f"the value of indicator {item.code} is blank")
    return Text(f"指标 {item.code}：", f"{item.code}: ") + hole_text(given, standard)


def _check_places(standard: Standard, by_group: Mapping[str, Sequence[Entrant]], out: Totals) -> None:
    """Places typed by each unit must fit together: 1, 2, 2, 4 or 1, 2, 2, 3, none too many."""
    for item in standard.leaves:
        if item.scoring is None or item.scoring.cohort is not Cohort.RANK:
            continue
        for group in by_group.values():
            given = [one.evaluation.by_indicator.get(item.code) for one in group]
            typed = sorted(one.value for one in given if one is not None and one.value is not None)
            shared = [Fraction(1 + sum(other < place for other in typed)) for place in typed]
            steps = sorted(set(typed))
            dense = [Fraction(1 + steps.index(place)) for place in typed]
            if typed and typed not in (shared, dense):
                out.notes.append(
                    Text(
                        f"指标 {item.code} {item.name.zh} 按各单位自填的名次得分，这些名次彼此不合",
                        f"indicator {item.code} {item.name.en} goes by the places the units state, "
                        "and these do not fit together",
                    )
                )
                break


def _total(
    standard: Standard, one: Entrant, scores: Mapping[str, ItemScore], waiting: Sequence[Text], out: Totals
) -> None:
    def leave(kind: str, why: Text) -> None:
        out.unranked.append(Unranked(one.unit, one.group, one.evaluation.file, kind, why))

    own = one.evaluation.total
    if not standard.leaves:
        # The rows of a form are not known to its standard: its total is the one it states.
        if own is None:
            leave("withheld", Text("总分未得出", "the total is withheld"))
        else:
            out.found.append(Totalled(one, {}, own, own, one.evaluation.grade))
        return
    if waiting:
        leave("withheld", Text("；".join(part.zh for part in waiting), "; ".join(part.en for part in waiting)))
        return
    missing = [item.code for item in standard.leaves if scores.get(item.code) is None]
    if missing:
        leave("withheld", missing_text(one.evaluation, missing, standard))
        return
    made = total(standard, scores)
    if isinstance(made, Refused):
        leave("withheld", made.reason)
    elif out.cohort:
        out.found.append(Totalled(one, scores, made.exact, made.score, _grade(standard, one, made)))
    elif own is None:
        told = Text("各项得分齐全，但工作簿没有得出总分", "every row has a score, but the workbook has no total")
        if why := no_total_text(one.evaluation):
            told = told + Text("：", ": ") + why
        leave("withheld", told)
    elif own != made.score:
        leave(
            "other_total",
            Text(
                f"工作簿的总分 {short_text(own)} 与各项得分的合计 {short_text(made.score)} 不符，请先核查",
                f"the workbook's total {short_text(own)} is not the {short_text(made.score)} of its rows: check it",
            ),
        )
    else:
        out.found.append(Totalled(one, scores, made.exact, made.score, one.evaluation.grade))


def _grade(standard: Standard, one: Entrant, made: Total) -> str:
    """The grade of a total the group has changed; "" where the workbook's own does not follow from points alone."""
    stated = one.evaluation
    before = None if stated.total is None else grade(standard, stated.total)
    now = grade(standard, made.score)
    if isinstance(now, Refused) or (
        before is not None
        and not isinstance(before, Refused)
        and stated.grade
        and stated.grade not in (before.grade.zh, before.grade.en)
    ):
        return ""
    return now.grade.en if stated.grade and stated.grade == now.grade.en else now.grade.zh
