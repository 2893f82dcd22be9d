"""Rules about the group, over the units of a ranking: the same as the cohort's own evaluation."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from psscore.model.scorecard import Scored
from psscore.model.standard import Standard
from psscore.ranking import NotRanked, Settings, rank
from psscore.results import Evaluation
from psscore.scoring.cohort import Entry, evaluate_cohort
from ranking.made import evaluation

COMPARED = ("9", "10", "11")


def units(street: Standard, count: int = 4) -> list[Evaluation]:
    made = []
    for number in range(count):
        pairs = {}
        for item in street.leaves:
            assert item.scoring is not None
            value = str(number % 3 + 1)
            pairs[item.code] = (value, "5") if item.scoring.base.value != "none" else (value, "")
        pairs["8"] = (str(number + 1), "")
        pairs |= {
            "9": (str(60 + 10 * number), "100"),
            "10": (f"0.{99 - 3 * number}", "1"),
            "11": (str(40 + number), "40"),
        }
        made.append(evaluation(f"单位{number}", pairs, standard=street))
    return made


def test_scores_equal_those_of_the_cohort(street: Standard) -> None:
    given = units(street)
    found = rank(given)
    entries = {
        one.unit: {code: Entry(row.value, row.base) for code, row in one.by_indicator.items() if row.value is not None}
        for one in given
    }
    results = evaluate_cohort(street, entries)
    assert found.cohort == COMPARED
    assert len(found.standings) == len(given)
    for one in found.standings:
        for code in COMPARED:
            result = results[one.unit][code]
            assert isinstance(result, Scored)
            assert one.scores[code] == result.score, (one.unit, code)
        # A total of its own, and the workbook's beside it.
        assert one.own_total == one.evaluation.total
    assert any(one.own_total != one.total for one in found.standings)


def test_groups_are_compared_within_themselves(street: Standard) -> None:
    given = units(street)
    apart = rank(given, Settings(groups={one.unit: str(at % 2) for at, one in enumerate(given)}))
    together = {one.unit: one.scores["9"] for one in rank(given).standings}
    best = {one.unit: one.scores["9"] for one in apart.standings}
    assert best["单位2"] == best["单位3"] == 10
    assert together["单位2"] != 10


def test_a_hole_withholds_everybody(street: Standard) -> None:
    given = units(street)
    hollow = tuple(
        replace(item, value=None, score=None, hole="missing") if item.indicator == "9" else item
        for item in given[1].items
    )
    holed = replace(given[1], items=hollow)
    kept(holed, street)
    try:
        rank([given[0], holed, given[2]])
    except NotRanked as refusal:
        said = refusal.problems[0].about
        assert "单位0：指标 9 与全组比较，尚缺：单位1" in said[0]
        assert "单位1：指标 9 的数值未填" in said[1]
    else:
        raise AssertionError("ranked although a unit of the group has no value")


def with_place(one: Evaluation, place: int, street: Standard) -> Evaluation:
    items = tuple(replace(item, value=Fraction(place)) if item.indicator == "8" else item for item in one.items)
    return kept(replace(one, items=items), street)


def kept(one: Evaluation, street: Standard) -> Evaluation:
    one.__dict__["standard"] = street
    return one


@pytest.mark.parametrize(
    ("places", "fit", "why"),
    [
        ((1, 2, 3), True, "nobody tied"),
        ((1, 1, 3), True, "a shared place"),
        ((1, 1, 2), True, "dense"),
        ((1, 2, 7), False, "a place nobody can have"),
        ((2, 3, 4), False, "nobody is first"),
    ],
)
def test_places_the_units_state_must_fit_together(
    street: Standard, places: tuple[int, ...], fit: bool, why: str
) -> None:
    given = [with_place(one, place, street) for one, place in zip(units(street, 3), places, strict=True)]
    assert any("这些名次彼此不合" in note.zh for note in rank(given).notes) is not fit, why
