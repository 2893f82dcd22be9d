"""What reports on one unit say: numbers of the receipt, nothing that the data do not have."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import pytest

from psscore.reports import NoReport, UnitSettings, unit_report
from psscore.reports.layout import FIELDS, SECTIONS
from psscore.reports.unit_report import by_unit
from psscore.results import Evaluation, Finding
from psscore.scoring.aggregate import Total, total
from reports.outline import charts, lines, names, section, tables, text

GOLDEN = """\
# 概述
|
被评价单位|示例市城东区
评价周期|2025年度
评价方式|第三方评价
评价人|示例市城市管理评价中心
评价标准|《公众服务指标及评价标准》（public-service/2026）
总分|83.69 / 100
等级|良
进度|47/47
计分时间|2026-01-05 09:30:00
总分 83.69 分，满分 100 分，得分率 83.69%，等级为良。
一级指标：诉求服务 57.4 / 64 分，主动服务 10 / 12 分，群众满意度 16.29 / 24 分。
共 47 项指标：9 项满分，38 项失分。"""
LEVEL_1 = """\
一级指标|分值|得分|失分|得分率
A 诉求服务|64|57.40|6.60|89.69%
B 主动服务|12|10.00|2.00|83.33%
C 群众满意度|24|16.29|7.71|67.88%
[一级指标得分]
诉求服务: 57.40 / 64
主动服务: 10.00 / 12
群众满意度: 16.29 / 24"""


def changed(evaluation: Evaluation, code: str, **fields: object) -> Evaluation:
    """The evaluation with another row."""
    items = tuple(
        dataclasses.replace(item, **fields) if item.indicator == code else item  # type: ignore[arg-type]
        for item in evaluation.items
    )
    return dataclasses.replace(evaluation, items=items)


def holed(evaluation: Evaluation) -> Evaluation:
    """The evaluation without the number of indicator 42; its total is withheld."""
    without = changed(
        evaluation,
        "42",
        value=None,
        score=None,
        hole="missing",
        explanation="42 城乡建设诉求服务满意率 — / 2：数值未填",
    )
    return dataclasses.replace(without, total=None, grade="", progress="46/47")


def test_the_overview_and_level_1_word_for_word(evaluation: Evaluation) -> None:
    report = unit_report(evaluation)
    assert text(section(report, "overview")) == GOLDEN
    assert LEVEL_1 in text(section(report, "scores_by_level"))


@pytest.mark.parametrize("kind", ["self", "third_party", "card"])
def test_sections_and_fields_are_those_a_template_knows(evaluation: Evaluation, kind: str) -> None:
    last = by_unit([evaluation])
    report = unit_report(evaluation, UnitSettings(kind, last=last))
    assert tuple(names(report)) == SECTIONS[kind]
    assert tuple(report.fields) == FIELDS[kind]


def test_the_numbers_are_those_of_the_receipt(evaluation: Evaluation) -> None:
    report = unit_report(evaluation)
    details = tables(section(report, "appendix"))[0].rows
    assert len(details) == 47
    for row, item in zip(details, evaluation.items, strict=True):
        assert row[0] == item.indicator
        assert Fraction(row[4].partition(" / ")[0]) == item.score
        # What follows the name, and without the clause, which stands beside it.
        assert row[5] in item.explanation


@pytest.mark.parametrize("level", [0, 1])
def test_subtotals_add_up_to_the_total(evaluation: Evaluation, level: int) -> None:
    table = tables(section(unit_report(evaluation), "scores_by_level"))[level]
    points, score, lost = (sum(Fraction(row[place]) for row in table.rows) for place in (-4, -3, -2))
    assert (points, score, lost) == (100, evaluation.total, 100 - Fraction("83.69"))


def test_losses_and_total_make_full_marks(evaluation: Evaluation) -> None:
    report = unit_report(evaluation, UnitSettings(top=99))
    losses = [Fraction(row[4]) for row in tables(section(report, "losses"))[0].rows]
    assert losses == sorted(losses, reverse=True)
    assert sum(losses) == 100 - Fraction("83.69")
    wanted = tables(section(report, "improvement_list"))[0].rows
    assert len(wanted) == len(losses)
    assert {row[4:] for row in wanted} == {("", "")}, "who and when are for people to fill in"


def test_the_share_of_the_largest_losses_is_said(evaluation: Evaluation) -> None:
    told = text(section(unit_report(evaluation, UnitSettings(top=3)), "losses"))
    assert "共 38 项失分，合计 16.31 分。失分最多的 3 项合计失 3.89 分，占 23.85%" in told


def test_charts_carry_the_scores(evaluation: Evaluation) -> None:
    points, rates = charts(section(unit_report(evaluation), "scores_by_level"))
    assert sum(value or 0 for value in points.series[1].values) == evaluation.total
    assert max(rates.series[1].values, key=lambda value: value or 0) <= 100  # type: ignore[operator]
    assert len(rates.names) == 12


def test_a_withheld_total_is_no_number(evaluation: Evaluation) -> None:
    report = unit_report(holed(evaluation))
    told = text(section(report, "overview"))
    assert "总分|未得出" in told
    assert "总分未得出：尚缺 1 项得分：42。" in told
    assert "83.69" not in text(report)
    assert "C 群众满意度|24|—|—|—" in text(section(report, "scores_by_level"))
    assert "数值未填" in text(section(report, "losses"))
    assert tables(section(report, "improvement_list"))[0].rows[-1][2] == "尚无得分：数值未填"
    card = text(unit_report(holed(evaluation), UnitSettings("card")))
    assert "未得出" in card
    assert "83.69" not in card


def test_left_out_rows_are_told_and_lose_nothing(evaluation: Evaluation) -> None:
    left_out = dataclasses.replace(
        evaluation, reference=evaluation.reference.replace("no_cases=full", "no_cases=exclude")
    )
    empty = [item.indicator for item in evaluation.items if item.base == 0]
    assert empty
    for code in empty:
        left_out = changed(left_out, code, score=None, hole="excluded")
    found = total(left_out.standard, left_out.scores)
    assert isinstance(found, Total)
    report = unit_report(dataclasses.replace(left_out, total=found.score))
    assert f"{len(empty)} 项不计入" in text(section(report, "overview"))
    assert "总分按满分折算" in text(section(report, "scores_by_level"))
    assert not any(row[1].split()[0] in empty for row in tables(section(report, "improvement_list"))[0].rows)
    assert "注意" not in text(section(report, "overview"))


def test_no_points_no_sections_of_points(unscored: Evaluation) -> None:
    report = unit_report(unscored)
    assert set(names(report)).isdisjoint({"scores_by_level", "losses", "improvement_list"})
    told = text(report)
    assert unscored.standard.unscored is not None
    assert f"不计分：{unscored.standard.unscored.reason.zh}。" in told
    card = unit_report(unscored, UnitSettings("card"))
    assert names(card) == ["lead", "result", "small_print"]


def test_a_form_has_its_rows_in_the_workbook(form: Evaluation) -> None:
    report = unit_report(form)
    assert "scores_by_level" not in names(report)
    assert "逐项得分见工作簿" in text(section(report, "overview"))
    assert "得分 7.5 低于按规则计算的 7.57" in text(section(report, "findings"))


def test_a_weighted_standard_tells_the_effect_on_the_total(weighted: Evaluation) -> None:
    report = unit_report(weighted)
    table = tables(section(report, "losses"))[0]
    assert [column.title for column in table.columns][5] == "影响"
    # Fairness: 2 of 100 points at a weight of 20 %.
    assert next(row for row in table.rows if row[1].startswith("6 "))[4:6] == ("2", "0.400")
    effects = [Fraction(row[5].removeprefix("≈")) for row in table.rows]
    assert effects == sorted(effects, reverse=True)


@pytest.mark.parametrize(
    ("change", "told", "why"),
    [
        ({"digest": "f" * 64}, "摘要为 ffffffffffff，与现有的", "the rules have changed since"),
        ({"total": Fraction(90)}, "总分 90 与各项得分不符，各项得分合计为 83.69 分", "a total typed over"),
        ({"status": "partial"}, "计分不完整", "formulas kept old values"),
    ],
)
def test_what_makes_figures_doubtful_is_said_first(
    evaluation: Evaluation, change: dict[str, object], told: str, why: str
) -> None:
    doubtful = dataclasses.replace(evaluation, **change)  # type: ignore[arg-type]
    assert told in text(section(unit_report(doubtful), "overview")), why
    assert told in text(section(unit_report(doubtful, UnitSettings("card")), "small_print")), why


def test_a_score_the_rules_do_not_give_is_named(evaluation: Evaluation) -> None:
    told = text(section(unit_report(changed(evaluation, "42", score=Fraction(2))), "overview"))
    assert "算不出工作簿中的得分：42。" in told


def test_without_a_last_period_nothing_is_compared(evaluation: Evaluation) -> None:
    assert "year_on_year" not in names(unit_report(evaluation))
    none = unit_report(evaluation, UnitSettings(last={}))
    assert text(section(none, "year_on_year")).endswith("上期结果中没有该单位。")


def test_the_last_period_is_compared(evaluation: Evaluation) -> None:
    before = changed(evaluation, "42", score=Fraction(1, 5))
    before = dataclasses.replace(before, period="2024年度", total=Fraction("83.37"), grade="良")
    report = unit_report(evaluation, UnitSettings(last=by_unit([before])))
    told = text(section(report, "year_on_year"))
    assert "总分|83.37|83.69|+0.32" in told
    assert "C 群众满意度|15.97|16.29|+0.32" in told
    assert "42 城乡建设诉求服务满意率|0.2|0.52|+0.32" in told
    assert "注意" not in told
    assert "得分下降最多的指标" not in told


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            {"reference": "public-service/2026?step=whole"},
            "读法“不足一个百分点的计法”不同：上期 whole，本期 proportional",
        ),
        ({"digest": "0" * 64}, "标准有修订"),
        ({"reference": "hotline-index/10-40-50"}, "上期按另一个标准（hotline-index）评价，不作比较"),
        ({"reference": "unknown/1"}, "上期结果不能使用"),
    ],
)
def test_another_measure_is_said_before_it_is_compared(
    evaluation: Evaluation, change: dict[str, object], told: str
) -> None:
    before = dataclasses.replace(evaluation, **change)  # type: ignore[arg-type]
    report = unit_report(evaluation, UnitSettings(last=by_unit([before])))
    assert told in text(section(report, "year_on_year"))


def test_of_two_last_evaluations_the_one_of_the_same_kind_is_taken(evaluation: Evaluation) -> None:
    own = dataclasses.replace(evaluation, mode="自评", total=Fraction(99))
    report = unit_report(evaluation, UnitSettings(last=by_unit([own, evaluation])))
    assert "总分|83.69|83.69|0" in text(section(report, "year_on_year"))
    report = unit_report(evaluation, UnitSettings(last=by_unit([evaluation, evaluation])))
    assert "不知用哪一份" in text(section(report, "year_on_year"))


@pytest.mark.parametrize(
    ("mode", "title"),
    [
        ("自评", "示例市城东区自评价报告"),
        ("第三方评价", "示例市城东区第三方评价报告"),
        (" Third Party ", "示例市城东区第三方评价报告"),
        ("上级评价", "示例市城东区上级评价报告"),
    ],
)
def test_the_cover_says_which_report(evaluation: Evaluation, mode: str, title: str) -> None:
    assert unit_report(dataclasses.replace(evaluation, mode=mode)).title == title


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"mode": "互评"}, "封面的评价方式是“互评”"),
        ({"mode": ""}, "请用 --kind 指明"),
        ({"status": "refused", "findings": (Finding("encrypted", "", "", "已加密"),)}, "工作簿没有计分：已加密"),
        ({"reference": ""}, "不知道按哪个标准计分"),
        ({"reference": "unknown/1"}, "unknown"),
        ({"reference": "city-services-plan/2024"}, "方案督办没有得分"),
    ],
)
def test_no_report_says_why(evaluation: Evaluation, change: dict[str, object], told: str) -> None:
    with pytest.raises(NoReport) as caught:
        unit_report(dataclasses.replace(evaluation, **change))  # type: ignore[arg-type]
    assert told in caught.value.text.zh
    assert caught.value.text.en


def test_findings_of_one_kind_stand_together(evaluation: Evaluation) -> None:
    alike = tuple(Finding("check", "表", f"A{row}", "同样") for row in range(3))
    report = unit_report(dataclasses.replace(evaluation, findings=(*alike, Finding("not_checked", "", "", "注"))))
    assert lines(tables(section(report, "findings"))[0])[1:] == ["表!A0 等 3 处|核查|同样"]
    none = unit_report(dataclasses.replace(evaluation, findings=()))
    assert "计分时没有发现问题。" in text(section(none, "findings"))


def test_readings_are_told_with_how_they_came_about(evaluation: Evaluation) -> None:
    rows = {row[0].splitlines()[1]: row for row in tables(section(unit_report(evaluation), "method"))[0].rows}
    assert set(rows) == {reading.name for reading in evaluation.standard.readings}
    assert rows["step"][1:3] == ("按比例（插入法）\nproportional", "默认值")
    assert rows["no_cases"][2] == "选定（无默认）"
    assert rows["grades"][2] == "选定"


def test_english_holds_no_chinese_but_quotes(english: Evaluation) -> None:
    report = unit_report(english, UnitSettings(lang="en"))
    for part in report.sections:
        if part.name not in ("appendix",):
            found = [letter for letter in text(part) if "\u4e00" <= letter <= "\u9fff"]
            assert not found, (part.name, "".join(found))


def test_a_receipt_in_chinese_is_explained_in_english(evaluation: Evaluation) -> None:
    rows = tables(section(unit_report(evaluation, UnitSettings(lang="en")), "losses"))[0].rows
    told = "92.6 %, 7.4 percentage points below 100 %, 0.1 off per 0.5 percentage points (in proportion): 1.48 off"
    assert rows[0][-1] == told
