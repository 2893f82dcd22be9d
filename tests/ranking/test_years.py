"""The year before: places then and now, who is new, who is gone, what cannot be compared."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from psscore.ranking import Adjustment, NotRanked, Settings, Ties, rank
from psscore.results import Evaluation
from ranking.made import evaluation, hotline

NOW = [hotline("甲", 900), hotline("乙", 950), hotline("新", 800)]
BEFORE: dict[str, Any] = {"period": "2025"}


def shifts(last: list[Evaluation], **more: Any) -> dict[str, tuple[Any, ...]]:
    found = rank(NOW, Settings(last=tuple(last), **more))
    return {
        one.unit: (one.shift.total, one.shift.place, one.shift.rise) for one in found.standings if one.shift is not None
    }


def test_places_move_and_units_come_and_go() -> None:
    last = [hotline("甲", 980, **BEFORE), hotline(" 乙 ", 700, **BEFORE), hotline("撤", 750, **BEFORE)]
    assert shifts(last) == {"乙": (85, 3, 2), "甲": (99, 1, -1), "新": (None, None, None)}
    year = rank(NOW, Settings(last=tuple(last))).year
    assert year is not None
    assert (year.period, year.comparable, year.differences) == ("2025", True, ())
    assert [(one.unit, one.place) for one in year.gone] == [("撤", 2)]


def test_places_go_by_the_total_in_both_years() -> None:
    last = [hotline("甲", 900, **BEFORE), hotline("乙", 950, **BEFORE)]
    fallen = shifts(last, adjustments=(Adjustment("乙", Fraction(-50), "事故"),))
    assert fallen["乙"] == (Fraction("97.5"), 1, 0)
    assert fallen["甲"] == (95, 2, 0)


def test_groups_of_this_year_hold_for_the_last() -> None:
    last = [hotline("甲", 900, **BEFORE), hotline("乙", 950, **BEFORE)]
    groups = {"甲": "一", "乙": "二", "新": "一"}
    assert shifts(last, groups=groups) == {"甲": (95, 1, 0), "乙": (Fraction("97.5"), 1, 0), "新": (None, None, None)}


def test_folders_of_this_year_hold_for_the_last() -> None:
    now = [hotline("甲", 900, file="南/1.xlsx"), hotline("乙", 950, file="北/1.xlsx")]
    last = tuple(hotline(unit, solved, **BEFORE) for unit, solved in (("甲", 900), ("乙", 950), ("撤", 990)))
    found = rank(now, Settings(by_folder=True, last=last))
    assert [one.shift.place for one in found.standings if one.shift] == [1, 1]
    assert found.year is not None
    assert [(one.unit, one.place) for one in found.year.gone] == [("撤", None)]


def test_a_unit_that_left_the_list_is_gone_and_one_without_a_total_is_not_new() -> None:
    last = (hotline("甲", 900, total=None, **BEFORE), hotline("乙", 1, **BEFORE), hotline("外", 2, **BEFORE))
    found = rank(NOW, Settings(groups={one.unit: "组" for one in NOW}, last=last))
    assert {one.unit: one.shift.new for one in found.standings if one.shift} == {"甲": False, "乙": False, "新": True}
    assert found.year is not None
    assert [(one.unit, one.place) for one in found.year.gone] == [("外", None)]


def test_what_differs_is_said_loudly() -> None:
    old = [hotline("甲", 900, reference="hotline-index/10-40-50?rounding=truncate", **BEFORE)]
    year = rank(NOW, Settings(last=tuple(old))).year
    assert year is not None
    assert ["得分取舍方式" in one.zh and "truncate" in one.zh for one in year.differences] == [True]
    changed = [hotline("甲", 900, digest="1" * 64, total=Fraction(88), **BEFORE)]
    found = rank(NOW, Settings(last=tuple(changed)))
    assert found.year is not None
    said = " ".join(one.zh for one in found.year.differences)
    assert "规则不同" in said
    assert "去年按工作簿所示的总分排名" in said
    assert next(one.shift.total for one in found.standings if one.unit == "甲" and one.shift) == 88


def test_volume_ties_fall_back_and_say_so() -> None:
    last = tuple(replace(one, period="2025") for one in NOW)
    found = rank(NOW, Settings(ties=Ties.VOLUME, volumes={one.unit: Fraction(3) for one in NOW}, last=last))
    assert found.year is not None
    assert any("去年没有件数" in one.zh for one in found.year.differences)


@pytest.mark.parametrize(
    ("last", "code", "why"),
    [
        ([], "last_nothing", "nothing there"),
        ([evaluation("甲", {}, "public-service/2026", period="2025")], "last_standard", "another standard"),
        ([hotline("甲", 1), hotline("甲", 2, file="2.xlsx")], "last_same_unit", "a unit twice"),
        ([hotline("甲", 1), hotline("乙", 2, period="2024")], "last_mixed_periods", "two years in one"),
        ([NOW[0]], "last_same", "this year's own results"),
        ([replace(NOW[0], period="")], "", "no period is not the same period"),
        ([hotline("甲", 1, period="２０２６")], "last_same_period", "other results of this year"),
    ],
)
def test_refused(last: list[Evaluation], code: str, why: str) -> None:
    if not code:
        assert rank(NOW, Settings(last=tuple(last))).year is not None, why
        return
    with pytest.raises(NotRanked) as told:
        rank(NOW, Settings(last=tuple(last)))
    assert [problem.code for problem in told.value.problems] == [code], why
    assert told.value.problems[0].message.zh.startswith(("去年", "--last")), why
