"""What is ranked beside the total: other scores with their weights, and announced points."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from psscore.batch.units import plain
from psscore.model.standard import Standard
from psscore.model.text import Text
from psscore.ranking.refusal import Problem, listed
from psscore.ranking.settings import Adjustment, Basis, Settings
from psscore.ranking.totals import Totalled
from psscore.scoring.numbers import exact_sum, short_text
from psscore.scoring.rounding import rounded


@dataclass(frozen=True, slots=True)
class Made:
    """The score that is ranked: exact, and rounded as the standard rounds; `others` on the scale of the total."""

    exact: Fraction
    rounded: Fraction
    others: tuple[Fraction, ...]
    adjustments: tuple[Adjustment, ...]

    @property
    def adjusted(self) -> Fraction:
        return exact_sum([one.points for one in self.adjustments]) if self.adjustments else Fraction(0)


def composite_problems(standard: Standard, settings: Settings, known: Collection[str]) -> list[Problem]:
    """What is wrong with weights, other scores and announced points; `known`: plain names of all units there are."""
    problems = []
    weights = [settings.own_weight, *(one.weight for one in settings.components)]
    if exact_sum(weights) != 1 or any(not 0 < weight <= 1 for weight in weights):
        shown = " + ".join(f"{short_text(weight * 100)} %" for weight in weights)
        problems.append(
            Problem(
                "weights",
                Text(
                    f"权重须为正数，合计 100 %：现为 {shown}", f"weights are above 0 and add up to 100 %, not {shown}"
                ),
            )
        )
    for component in settings.components:
        wrong = []
        for unit, (score, full) in component.scores.items():
            top = standard.total_points if full is None else full
            if not 0 <= score <= top or top <= 0:
                wrong.append(f"{unit} {short_text(score)} / {short_text(top)}")
        if wrong:
            who = listed(wrong)
            problems.append(
                Problem(
                    "component_range",
                    Text(
                        f"“{component.name}”的得分不在 0 至满分之间（满分不同时请加“满分”一列）：{who.zh}",
                        f'scores of "{component.name}" outside 0 to full points (add a column "full" if these differ): '
                        f"{who.en}",
                    ),
                    tuple(wrong),
                )
            )
    blank = [one.unit for one in settings.adjustments if not one.reason.strip()]
    strangers = [one.unit for one in settings.adjustments if plain(one.unit) not in known]
    for code, units, zh, en in (
        ("no_reason", blank, "加减分须写明原因", "points without a reason"),
        ("unknown_unit", strangers, "加减分名单中的单位没有评价结果", "points for units that have no evaluation"),
    ):
        if units:
            who = listed(units)
            problems.append(Problem(code, Text(f"{zh}：{who.zh}", f"{en}: {who.en}"), tuple(units)))
    return problems


class Composite:
    """Makes the score of each unit."""

    def __init__(self, standard: Standard, settings: Settings) -> None:
        self._standard, self._settings = standard, settings
        self._scores: list[Mapping[str, tuple[Fraction, Fraction | None]]] = [
            {plain(unit): score for unit, score in one.scores.items()} for one in settings.components
        ]
        self._points: dict[str, list[Adjustment]] = {}
        for one in settings.adjustments:
            self._points.setdefault(plain(one.unit), []).append(one)

    def of(self, unit: Totalled) -> Made | Text:
        """The score, or which of the other scores is missing."""
        settings, standard = self._settings, self._standard
        key = plain(unit.entrant.unit)
        missing = [one.name for one, scores in zip(settings.components, self._scores, strict=True) if key not in scores]
        if missing:
            who = listed(missing)
            return Text(f"没有“{who.zh}”的得分", f'no score of "{who.en}"')
        others = tuple(self._scaled(scores[key]) for scores in self._scores)
        adjustments = tuple(self._points.get(key, ()))
        if not settings.changed:
            return Made(unit.exact, unit.total, (), ())
        parts = [one.weight * score for one, score in zip(settings.components, others, strict=True)]
        parts += [one.points for one in adjustments]
        keep = standard.rounding
        exact = exact_sum([settings.own_weight * unit.exact, *parts])
        # On the rounded basis only printed numbers enter, so that the published sum can be done again by hand.
        printed = exact_sum([settings.own_weight * unit.total, *parts])
        if settings.basis is Basis.EXACT:
            printed = exact
        return Made(exact, rounded(printed, keep.places, keep.mode), others, adjustments)

    def _scaled(self, given: tuple[Fraction, Fraction | None]) -> Fraction:
        score, full = given
        return score if full is None else score * self._standard.total_points / full


def unused_scores(settings: Settings, known: Collection[str]) -> list[Text]:
    """Units of the lists of other scores and volumes that no evaluation is of."""
    notes = []
    lists: Sequence[tuple[str, Collection[str]]] = [
        *((one.name, one.scores) for one in settings.components),
        ("--volumes", settings.volumes or {}),
    ]
    for name, units in lists:
        if spare := [unit for unit in units if plain(unit) not in known]:
            who = listed(spare)
            notes.append(
                Text(f"“{name}”中的单位没有评价结果：{who.zh}", f'units of "{name}" without an evaluation: {who.en}')
            )
    return notes
