"""Who is ranked, in which group, on what; who is not, and why."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from psscore.ranking import Adjustment, Basis, Component, NotRanked, Settings, Ties, rank
from psscore.ranking.result import KINDS, Ranking
from psscore.results import Evaluation
from ranking.made import evaluation, hotline, refused


def order(found: Ranking) -> list[tuple[int, str]]:
    return [(one.place, one.unit) for one in found.standings]


def refusal(evaluations: list[Evaluation], settings: Settings | None = None) -> dict[str, str]:
    with pytest.raises(NotRanked) as told:
        rank(evaluations, settings)
    return {problem.code: problem.message.zh for problem in told.value.problems}


def test_units_are_ranked_within_groups_and_absent_ones_named() -> None:
    units = [hotline("甲", 900), hotline("乙", 950), hotline("丙", 950), hotline("丁", 800), hotline("外", 990)]
    groups = {"丁": "城区", "乙": "郊县", "丙": "郊 县", "甲": "城区", "缺": "城区"}
    found = rank(units, Settings(groups=groups))
    assert [(group.name, [one.unit for one in group.standings]) for group in found.groups] == [
        ("城区", ["甲", "丁"]),
        ("郊县", ["乙", "丙"]),
    ]
    assert [one.place for one in found.standings] == [1, 2, 1, 1]
    assert [one.sharers for one in found.groups[1].standings] == [2, 2]
    assert [(one.unit, one.kind) for one in found.unranked] == [("外", "no_group"), ("缺", "no_data")]


def test_folders_are_groups_when_asked() -> None:
    units = [hotline("甲", 900, file="南/甲.xlsx"), hotline("乙", 950, file="北/乙.xlsx")]
    assert [group.name for group in rank(units, Settings(by_folder=True)).groups] == ["南", "北"]
    assert [group.name for group in rank(units).groups] == [""]
    top = rank([hotline("甲", 900), units[1]], Settings(by_folder=True))
    assert [group.name for group in top.groups] == ["/", "北"]


def test_those_without_a_total_stand_apart_with_the_reason() -> None:
    blank = evaluation("缺项", {"1": ("9", "10"), "2": ("9", "10"), "3": None})
    silent = hotline("无总分", 900, total=None)
    forged = hotline("改过", 900, total=Fraction(99))
    strange = replace(hotline("不明", 900), reference="no-such/2026")
    bare = replace(hotline("没写", 900), reference="")
    stray = replace(evaluation("名册", {}, "public-service/2026"), items=())
    part = hotline("部分", 900, status="partial")
    found = rank([hotline("好", 900), blank, silent, forged, strange, bare, part, stray, refused("坏.xlsx")])
    assert order(found) == [(1, "好")]
    reasons = {one.unit: (one.kind, one.reason.zh) for one in found.unranked}
    assert {unit: kind for unit, (kind, _) in reasons.items()} == {
        "缺项": "withheld",
        "无总分": "withheld",
        "改过": "other_total",
        "不明": "no_standard",
        "没写": "no_standard",
        "名册": "no_items",
        "部分": "partial",
        "坏.xlsx": "refused",
    }
    assert "尚缺 1 项得分：3" in reasons["缺项"][1]
    assert "总分 99 与各项得分的合计 95 不符" in reasons["改过"][1]
    assert reasons["坏.xlsx"][1] == "文件损坏"
    assert {kind for kind, _ in reasons.values()} <= set(KINDS)
    assert order(rank([hotline("好", 900), part], Settings(partial=True))) == [(1, "好"), (1, "部分")]


# 93.525 and 93.475 both print 93.5; 93.45 prints 93.5 too, half up.
CLOSE = {"高": (1741, 2000), "低": (1739, 2000)}


def test_the_basis_is_exact_unless_rounded_is_asked_for() -> None:
    units = [hotline(unit, solved, of) for unit, (solved, of) in reversed(CLOSE.items())]
    exact, rounded = rank(units), rank(units, Settings(basis=Basis.ROUNDED))
    assert [str(one.exact) for one in exact.standings] == ["3741/40", "3739/40"]
    assert {one.total for one in exact.standings} == {Fraction("93.5")}
    assert order(exact) == [(1, "高"), (2, "低")]
    assert order(rounded) == [(1, "低"), (1, "高")]
    for found in (exact, rounded):
        assert [(one.unit, one.exact, one.rounded) for one in found.moved] == [("低", 2, 1)]


def test_volume_comes_from_the_bases_or_a_list() -> None:
    units = [hotline("小", 90, 100), hotline("大", 900, 1000), hotline("平", 180, 200)]
    by_base = rank(units, Settings(ties=Ties.VOLUME, volume_codes=("1", "3"), small=Fraction(401)))
    assert order(by_base) == [(1, "大"), (2, "平"), (3, "小")]
    assert [(one.volume, one.small) for one in by_base.standings] == [(2000, False), (400, True), (200, True)]
    at_limit = rank(units, Settings(volume_codes=("1", "3"), small=Fraction(400)))
    assert [one.unit for one in at_limit.standings if one.small] == ["小"]
    given = {"小": Fraction(9), "大": Fraction(5), " 平 ": Fraction(9)}
    assert order(rank(units, Settings(ties=Ties.VOLUME, volumes=given))) == [(1, "小"), (1, "平"), (3, "大")]


def test_ties_in_printed_order_follow_the_list() -> None:
    units = [hotline("甲", 900), hotline("乙", 900), hotline("丙", 950)]
    groups = {"乙": "组", "甲": "组", "丙": "组"}
    assert order(rank(units, Settings(ties=Ties.PRINTED, groups=groups))) == [(1, "丙"), (2, "乙"), (3, "甲")]
    assert order(rank(units, Settings(ties=Ties.PRINTED))) == [(1, "丙"), (2, "甲"), (3, "乙")]


OTHER_RULES: dict[str, Any] = {"digest": "0" * 64}
REFUSALS: tuple[tuple[str, list[Evaluation], Settings, str, str], ...] = (
    ("nothing", [], Settings(), "没有评价结果", "no evaluations"),
    ("nobody", [refused("坏.xlsx")], Settings(), "坏.xlsx：文件损坏", "none that can be ranked"),
    (
        "mixed_standards",
        [hotline("甲", 1), hotline("乙", 1), evaluation("丙", {}, "urban-management-index/60-30-10")],
        Settings(),
        "urban-management-index/60-30-10：丙；hotline-index/10-40-50：其余 2 个",
        "two standards: the odd one is named",
    ),
    (
        "mixed_readings",
        [hotline("甲", 1), hotline("乙", 1, reference="hotline-index/10-40-50?rounding=truncate")],
        Settings(),
        "得分取舍方式",
        "two readings",
    ),
    ("mixed_digests", [hotline("甲", 1), hotline("乙", 1, **OTHER_RULES)], Settings(), "摘要值", "rules changed"),
    ("other_rules", [hotline("甲", 1, **OTHER_RULES)], Settings(), "请重新计分", "scored by rules that are gone"),
    ("mixed_periods", [hotline("甲", 1), hotline("乙", 1, period="2025")], Settings(), "2025：乙", "two periods"),
    (
        "same_unit",
        [hotline("Ａ市 城东", 1), hotline("a市城东", 2)],
        Settings(same_name=True),
        "a市城东.xlsx",
        "widths, spaces and capitals make no other unit",
    ),
    (
        "same_name",
        [hotline("城东", 1, file="x/1.xlsx"), hotline("城东", 2, file="y/1.xlsx")],
        Settings(),
        "--same-name",
        "perhaps two units",
    ),
    ("unscored", [evaluation("甲", {}, "management-supervision/CJJT551-2023")], Settings(), "不计分", "no points"),
    ("no_total", [evaluation("甲", {}, "city-services-plan/2024")], Settings(), "规划", "a plan has no total"),
    ("no_volume", [hotline("甲", 1)], Settings(ties=Ties.VOLUME), "--volume", "no way to know the cases"),
    ("no_volume", [hotline("甲", 1)], Settings(small=Fraction(30)), "件数少", "small numbers of what"),
    (
        "no_volume",
        [hotline("甲", 1), hotline("乙", 1)],
        Settings(ties=Ties.VOLUME, volumes={"甲": Fraction(1)}),
        "没有件数：乙",
        "one unit without cases",
    ),
    ("unknown_indicator", [hotline("甲", 1)], Settings(volume_codes=("3", "4")), "没有指标 4", "no such indicator"),
    ("indicator_twice", [hotline("甲", 1)], Settings(volume_codes=("3", "3")), "重复：3", "counted twice"),
    ("weights", [hotline("甲", 1)], Settings(own_weight=Fraction(9, 10)), "现为 90 %", "weights below 100 %"),
    (
        "weights",
        [hotline("甲", 1)],
        Settings(components=(Component("民调", Fraction(1, 10), {"甲": (Fraction(9), None)}),)),
        "100 % + 10 %",
        "weights above 100 %",
    ),
    (
        "component_range",
        [hotline("甲", 1)],
        Settings(
            own_weight=Fraction(1, 2), components=(Component("民调", Fraction(1, 2), {"甲": (Fraction(101), None)}),)
        ),
        "甲 101 / 100",
        "more than full points",
    ),
    ("no_reason", [hotline("甲", 1)], Settings(adjustments=(Adjustment("甲", Fraction(-1), " "),)), "甲", "no reason"),
    ("unknown_unit", [hotline("甲", 1)], Settings(adjustments=(Adjustment("乙", Fraction(-1), "x"),)), "乙", "nobody"),
    ("two_groups", [hotline("甲", 1)], Settings(groups={"甲": "一", " 甲": "二"}), "甲", "two groups"),
)


@pytest.mark.parametrize(("code", "units", "settings", "said", "why"), REFUSALS, ids=[row[-1] for row in REFUSALS])
def test_refusals(code: str, units: list[Evaluation], settings: Settings, said: str, why: str) -> None:
    told = refusal(units, settings)
    assert said in told[code], why


def test_everything_wrong_is_said_at_once() -> None:
    units = [
        hotline("甲", 1),
        hotline("乙", 1, period="2025"),
        hotline("甲", 1, file="另.xlsx"),
        hotline("丙", 1, **OTHER_RULES),
    ]
    told = refusal(units, Settings(ties=Ties.VOLUME, own_weight=Fraction(1, 2)))
    assert set(told) == {"mixed_periods", "same_unit", "mixed_digests", "no_volume", "weights"}


def test_forms_are_ranked_by_the_totals_they_state() -> None:
    forms = [
        replace(evaluation(unit, {}, "project-self-evaluation/2020"), total=Fraction(total))
        for unit, total in (("甲", "90.98"), ("乙", "92"))
    ]
    assert order(rank(forms)) == [(1, "乙"), (2, "甲")]


def test_two_units_of_one_name_are_shown_with_their_folders() -> None:
    units = [hotline("城东", 900, file="x/1.xlsx"), hotline("城东", 950, file="y/1.xlsx")]
    assert order(rank(units, Settings(same_name=True))) == [(1, "城东（y）"), (2, "城东（x）")]


def test_lists_tell_two_units_of_one_name_apart() -> None:
    units = [hotline("城东", 900, file="x/1.xlsx"), hotline("城东", 900, file="y/1.xlsx")]
    one = Adjustment("城东（y）", Fraction(-1), "迟报")
    found = rank(units, Settings(same_name=True, adjustments=(one,), groups={"城东（x）": "一", "城东（y）": "一"}))
    assert [(unit.unit, unit.adjusted) for unit in found.standings] == [("城东（x）", 0), ("城东（y）", -1)]
    assert found.unranked == ()
    both = Adjustment("城东", Fraction(-1), "迟报")
    assert "城东" in refusal(units, Settings(same_name=True, adjustments=(both,)))["unknown_unit"]


def test_a_unit_without_a_name_goes_by_its_file() -> None:
    found = rank([hotline("", 900, file="南/甲.xlsx")])
    assert order(found) == [(1, "南/甲.xlsx")]
    assert "用文件名代替：南/甲.xlsx" in found.notes[0].zh


def test_other_scores_and_announced_points_make_the_score() -> None:
    units = [hotline("甲", 900), hotline("乙", 940), hotline("丙", 1000)]
    survey = Component("民调", Fraction(1, 10), {"甲": (Fraction("4.5"), Fraction(5)), "乙": (Fraction(50), None)})
    points = (Adjustment("乙", Fraction(-1), "事故"), Adjustment("乙", Fraction("-0.5"), "迟报"))
    settings = Settings(own_weight=Fraction(9, 10), components=(survey,), adjustments=points)
    found = rank(units, settings)
    # 0.9 × 95 + 0.1 × 90 = 94.5; 0.9 × 97 + 0.1 × 50 - 1.5 = 90.8
    assert [(one.unit, one.score, one.others, one.adjusted) for one in found.standings] == [
        ("甲", Fraction("94.5"), (90,), 0),
        ("乙", Fraction("90.8"), (50,), Fraction("-1.5")),
    ]
    assert [item.reason for item in found.standings[1].adjustments] == ["事故", "迟报"]
    assert [(one.unit, one.kind, one.reason.zh) for one in found.unranked] == [
        ("丙", "no_component", "没有“民调”的得分")
    ]


def test_the_rounded_basis_mixes_what_is_printed() -> None:
    unit = hotline("甲", 1739, 2000)  # 93.475, printed 93.5
    survey = Component("民调", Fraction(1, 10), {"甲": (Fraction(90), None)})
    for basis, score in ((Basis.EXACT, "93.1275"), (Basis.ROUNDED, "93.2")):
        settings = Settings(basis=basis, own_weight=Fraction(9, 10), components=(survey,))
        assert rank([unit], settings).standings[0].score == Fraction(score), basis


def test_points_may_lead_below_zero() -> None:
    found = rank(
        [hotline("甲", 0), hotline("乙", 0)], Settings(adjustments=(Adjustment("甲", Fraction(-70), "重大事故"),))
    )
    assert [(one.unit, one.score) for one in found.standings] == [("乙", 50), ("甲", -20)]


def test_lists_with_units_that_are_not_there_are_told() -> None:
    found = rank([hotline("甲", 1)], Settings(volumes={"甲": Fraction(1), "错": Fraction(2)}))
    assert any("错" in note.zh for note in found.notes)
    mixed = rank([hotline("甲", 1), hotline("乙", 1, mode="self_evaluation", period="")])
    assert any("评价方式不同" in note.zh for note in mixed.notes)
    assert any("没有填评价期：乙" in note.zh for note in mixed.notes)


def test_one_mode_in_two_languages_is_one_mode() -> None:
    units = [hotline("甲", 900, mode="自评"), hotline("乙", 800, mode="Self-evaluation")]
    assert not any("评价方式不同" in note.zh for note in rank(units).notes)
    mixed = rank([*units, hotline("丙", 700, mode="第三方评价"), hotline("丁", 700, mode="互评")])
    told = [note for note in mixed.notes if "评价方式不同" in note.zh]
    assert [note.zh for note in told] == ["评价方式不同：自评 2；第三方评价 1；互评 1"]
    assert [note.en for note in told] == ["different kinds of evaluation: Self-evaluation 2; Third party 1; 互评 1"]


def test_why_a_workbook_was_refused_is_told_in_both_languages() -> None:
    found = rank([hotline("甲", 900), refused("坏.xlsx", "不是工作簿")])
    assert [one.reason.zh for one in found.unranked] == ["不是工作簿"]
    assert [one.reason.en for one in found.unranked] == ["not a sound workbook: refused whole"]


@pytest.mark.parametrize(
    ("grade", "zh", "en"), [("中", "中", "Fair"), ("Fair", "中", "Fair"), ("自定", "自定", "自定"), ("", "", "")]
)
def test_grades_are_told_in_the_language_asked_for(grade: str, zh: str, en: str) -> None:
    form = replace(evaluation("甲", {}, "project-self-evaluation/2020"), total=Fraction(75), grade=grade)
    (standing,) = rank([form]).standings
    assert (standing.graded("zh"), standing.graded("en")) == (zh, en)
