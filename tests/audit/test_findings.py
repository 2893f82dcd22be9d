"""Every code of a finding, planted in an otherwise sound table, and the tables just beside it that are clean."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from audit import test_subtotals as subtotals
from audit.forms import BUDGET, BUDGET_HEADER, HEADER, Cells, audited, codes, filled, plain, row
from psscore.audit import audit_file
from psscore.audit.finding import CODES

WHY = "因故减少"


@pytest.mark.parametrize(
    ("cells", "expected", "why"),
    [
        (filled(total=100), [], "sound"),
        (filled(total=100, grade="优"), [], "sound, with a grade"),
        (filled(total="100.00分", points="100分"), [], "points in words"),
        (filled(total=99), ["score_total_mismatch"], "a total that is one short"),
        (filled(total="100.01"), ["score_total_mismatch"], "a hundredth decides"),
        (filled(total=100, points=99), ["points_total_mismatch"], "points add up to 100, printed 99"),
        (plain([row("≥1", "1", 80, 80)], 90, 90), ["points_total_mismatch"], "90 points in all: the standard says 100"),
        (plain([row("≥1", "1", 100, 100)], 110, 110), ["points_total_mismatch"], "110 points"),
        (filled(total=None), ["total_missing"], "full points, no total"),
        (plain([row("≥1", "1", 50, 50)]), ["total_missing", "damaged", "grade_missing"], "rows are lost"),
        (filled(row("≥9(人)", "8(人)", 6, "5.33", WHY), total="99.33"), [], "half up"),
        (filled(row("≥9(人)", "8(人)", 6, "5.34", WHY), total="99.34"), ["above_rule"], "a hundredth above"),
        (filled(row("≥9(人)", "8(人)", 6, "5.32", WHY), total="99.32"), ["below_rule"], "a hundredth below"),
        (filled(row("≥9(人)", "8(人)", 6, "5.3333", WHY), total="99.3333"), [], "four decimals"),
        (filled(row("≥9(人)", "8(人)", 6, "5.3", WHY), total="99.3"), [], "half up to the one decimal printed"),
        (filled(row("≥9(人)", "8(人)", 6, "5.4", WHY), total="99.4"), ["above_rule"], "a tenth above"),
        (filled(row("≥9(人)", "8(人)", 6, "5.30", WHY), total="99.30"), ["below_rule"], "two decimals printed"),
        (filled(row("≥6", "5", 4, "3.34", WHY), total="99.34"), ["above_rule"], "3.333 is no 3.34"),
        (filled(row("≥3", "2", 1, "0.66", WHY), total="99.66"), [], "truncated"),
        (filled(row("≥3", "2", 1, "0.67", WHY), total="99.67"), [], "half up"),
        (filled(row("≥3", "2", 1, 1, WHY), total=100), ["above_rule"], "full points, target not met"),
        (filled(row("≥3", "3", 5, 4, WHY), total=99), ["below_rule"], "met, a point taken"),
        (filled(row("≥3", "3", 5, 5, "超额完成"), total=100), [], "a remark on full points is no fault"),
        (filled(row("≥3", "9", 5, 5), total=100), [], "three times the target"),
        (filled(row("≥3", "2", 3, 2), total=99), ["reason_missing"], "by the rule, but why?"),
        (filled(row("≥3", "2", 3, 2, "无"), total=99), ["reason_missing"], "none is no reason"),
        (filled(row("≥3", "3", 5, 4), total=99), ["below_rule", "reason_missing"], "both at once"),
        (filled(row("≥3", "3", 5, 6), total=101), ["above_rule"], "more than there is; the total is no grade"),
        (filled(row("健全", "达成指标", 5, 4, WHY), total=99), [], "80 % belongs to the upper band"),
        (filled(row("健全", "达成指标", 5, "3.99", WHY), total="98.99"), ["outside_tier"], "just below it"),
        (filled(row("健全", "部分达成指标", 5, 4, WHY), total=99), ["outside_tier"], "80 % is above the middle band"),
        (filled(row("健全", "部分达成指标", 5, 3, WHY), total=98), [], "60 % belongs to the middle band"),
        (filled(row("健全", "未达成指标", 5, 3, WHY), total=98), ["outside_tier"], "60 % is above the lowest band"),
        (filled(row("健全", "未达成指标", 5, 0, WHY), total=95), [], "nothing"),
        (filled(row("健全", "健全", 5, 5), total=100), [], "the very words of the target"),
        (filled(row("健全", "健全", 5, 3, WHY), total=98), ["outside_tier"], "achieved, scored as partly"),
        (filled(row("健全", "☑达成指标 □部分达成指标", 5, 4, WHY), total=99), [], "a ticked level"),
        (filled(row("健全", "基本健全", 5, 4, WHY), total=99), ["undecidable"], "no declared level"),
        (filled(row("健全", "基本健全", 5, 6, WHY), total=101), ["undecidable", "outside_points"], "and too many"),
        (filled(row("2025年12月底前", "2025年12月底前", 5, 5), total=100), [], "a deadline, met in its own words"),
        (filled(row("2025年12月底前", "2025年 12月底前。", 5, 4, WHY), total=99), [], "the lower end of achieved"),
        (filled(row("2025年12月底前", "2025年12月底前", 5, "3.99", WHY), total="98.99"), ["outside_tier"], "below it"),
        (filled(row("２０２５年底", "2025年底", 5, 5), total=100), [], "full-width digits are digits"),
        (filled(row("24小时内", "24小时内", 5, 5), total=100), [], "a limit in its own words"),
        (filled(row("90%-95%", "90%-95%", 5, 5), total=100), [], "a range in its own words"),
        (filled(row("2025年12月底前", "2025年11月底前", 5, 5), total=100), ["unreadable"], "earlier is not guessed"),
        (filled(row("2025年12月底前", "2026年1月", 5, 0, WHY), total=95), ["unreadable"], "nor is later"),
        (filled(row("—", "—", 5, 5), total=100), ["undecidable"], "two dashes say nothing"),
        (filled(row("健全", "达成预期指标", 5, 4, WHY), total=99), [], "expected, achieved"),
        (filled(row("健全", "部分达成预期指标并具有一定效果", 5, 3, WHY), total=98), [], "expected, partly"),
        (filled(row("健全", "未达成预期指标且效果较差", 5, 3, WHY), total=98), ["outside_tier"], "expected, not"),
        (filled(row("健全", "全部完成", 5, 5), total=100), ["undecidable"], "completed is no level"),
        (filled(row("95%", "95%", 5, 5), total=100), [], "equal needs no direction"),
        (filled(row("95%", "96%", 5, 5), total=100), ["undecidable"], "upwards or downwards?"),
        (filled(row("≤10", "12", 10, "8.33", WHY), total="98.33"), [], "target over actual"),
        (filled(row("≤10", "12", 10, 8, WHY), total=98), [], "1 minus the excess"),
        (filled(row("≤10", "12", 10, 7, WHY), total=97), ["undecidable"], "neither reading"),
        (filled(row("≤10", "12", 10, 10), total=100), ["undecidable"], "exceeded, full points"),
        (filled(row("≤0(起)", "1(起)", 10, 0, WHY), total=90), [], "target 0 is all or nothing"),
        (filled(row("≥90%-95%", "93%", 5, 5), total=100), ["unreadable"], "a range"),
        (filled(row("≥9(人)", "9(次)", 5, 5), total=100), ["unreadable"], "units differ"),
        (filled(row("≥85%", "0.8838", 5, 5), total=100), ["unreadable"], "a percentage, or not"),
        (filled(row("≥85%", "1.05", 5, 5), total=100), ["unreadable"], "105 %, or not"),
        (filled(row("≥85%", "1.8", 5, "0.11", WHY), total="95.11"), [], "1.8 is more than twice 85 %: it is 1.8 %"),
        (filled(row("≥200%", "2.5", 5, 5), total=100), ["unreadable"], "250 %, or not"),
        (filled(row("≤200%", "4.1", 5, 5), total=100), [], "4.1 %"),
        (filled(row("", "9", 5, 5), total=100), ["unreadable"], "no target"),
        (filled(row("≥9", "", 5, 5), total=100), ["unreadable"], "no actual value"),
        (filled(row("≥9", "9", 5, ""), total=95), ["unreadable"], "no score: no total either"),
        (filled(row("≥9", "9", 5, "五分"), total=100), ["unreadable"], "a score in words"),
        (filled(row("≥9", "9", 5, "100%"), total=100), ["unreadable"], "percent of what?"),
        (filled(row("≥9", "9", 5, -1, WHY), total=94), ["below_rule"], "negative"),
        (filled(total=100, grade="良"), ["grade_mismatch"], "100 is 优"),
        (filled(row("≥9", "0", 10, 0, WHY), total=90, grade="优"), [], "90 belongs to 优"),
        (filled(row("≥1000", "999", 10, "9.99", WHY), row("≥1", "0", 10, 0, WHY), total="89.99", grade="优"),
         ["grade_mismatch"], "just below 90"),
        (filled(total=100, grade="优☑ 良□ 中□ 差□"), [], "ticked"),
        (filled(total=100, grade="☑优 ☑良 □中"), ["unreadable"], "ticked twice"),
        (filled(total=100, grade="合格"), ["unreadable"], "a grade of another scale"),
        (filled(total=100, grade=""), ["grade_missing"], "a label without its grade"),
        (filled(total=80, grade="良"), ["score_total_mismatch", "grade_mismatch"], "a wrong total, and its grade"),
        (filled(total="1OO"), ["unreadable"], "letters for digits"),
    ],
)  # fmt: skip
def test_codes(tmp_path: Path, cells: Cells, expected: list[str], why: str) -> None:
    assert codes(audited(tmp_path, cells)) == expected, why


def budgeted(*values: Any, total: Any) -> Cells:
    return plain([row("≥1(项)", "1(项)", 90, 90)], total, budget=values)


@pytest.mark.parametrize(
    ("cells", "expected", "rounding", "why"),
    [
        (budgeted(60, 60, 59, 10, "98.33", "9.83", total="99.83"), [], "half_up", "98.3333: both, half up first"),
        (budgeted(60, 60, 58, 10, "96.67", "9.67", total="99.67"), [], "half_up", "96.6667 half up"),
        (budgeted(60, 60, 58, 10, "96.66", "9.66", total="99.66"), [], "truncate", "96.6667 truncated"),
        (budgeted(60, 60, 58, 10, "97%", "9.70", total="99.70"), [], "rate_first_half_up", "whole percent first"),
        (budgeted(60, 60, 58, 10, "96%", "9.60", total="99.60"), [], "rate_first_truncate", "whole percent, down"),
        (budgeted(60, 60, 58, 10, "", "9.67", total="99.67"), [], "half_up", "no rate printed"),
        (budgeted(60, 60, 57, 10, "95%", "9.5", total="99.5"), [], "none", "exact"),
        (budgeted(60, 60, 57, 10, "0.95", "9.5", total="99.5"), [], "none", "the rate as a ratio"),
        (budgeted(60, 60, 66, 10, "110%", 10, total=100), [], "none", "overspent: capped"),
        (budgeted(60, 60, 58, 10, "96.67", "9.68", total="99.68"), ["budget_mismatch"], None, "a hundredth above"),
        (budgeted(60, 60, 58, 10, "96.68", "9.67", total="99.67"), ["budget_mismatch"], "half_up", "a wrong rate"),
        (budgeted(60, 60, 58, 10, "90", "9.00", total="99.00"), ["budget_mismatch"] * 2, None, "both wrong"),
        (budgeted(50, 40, 40, 10, "100", "8", total=98), ["budget_mismatch"], None, "on the initial budget"),
        (budgeted(60, 0, 0, 10, "0", 0, total=90), ["undecidable"], None, "no budget left"),
        (budgeted(60, "", 58, 10, "96.67", "9.67", total="99.67"), ["unreadable"], None, "adjusted budget blank"),
        (budgeted(60, 60, -58, 10, "", 10, total=100), ["unreadable"], None, "negative"),
        (budgeted(60, 60, "(58)", 10, "", 10, total=100), ["unreadable"], None, "negative as accountants write it"),
        (budgeted("约60", "约60", "约58", 10, "", 10, total=100), ["unreadable"] * 2, None, "no amount is exact"),
        (budgeted("60万元", "60万元", "600000元", 10, "", 10, total=100), ["unreadable"], None, "units differ"),
        (budgeted(60, 60, 60, "", "100", 10, total=100), ["unreadable"], None, "no points: nothing to take them of"),
        (budgeted("1,200.00", "1,200.00", "1,200.00", 10, "100.00%", 10, total=100), [], "none", "thousands"),
        (budgeted(60, 60, 60, "-", "100%", "-", total=90), ["points_total_mismatch"], None, "not scored: 90 in all"),
    ],
)  # fmt: skip
def test_budget(tmp_path: Path, cells: Cells, expected: list[str], rounding: str | None, why: str) -> None:
    audit = audited(tmp_path, cells)
    assert codes(audit) == expected, why
    assert audit.to_json()["budget"]["rounding"] == rounding, why


def test_the_initial_budget_is_named_when_it_explains_the_score(tmp_path: Path) -> None:
    found = audited(tmp_path, budgeted(50, 40, 40, 10, "100", "8", total=98)).findings[0]
    assert "按年初预算数计算可得此分" in found.message.zh


def test_a_budget_of_twenty_points(tmp_path: Path) -> None:
    cells = plain([row("≥1", "1", 80, 80)], "99.33", budget=[60, 60, 58, 20, "96.67", "19.33"])
    assert audited(tmp_path, cells).clean


def test_an_unknown_level_is_told_the_accepted_words(tmp_path: Path) -> None:
    found = audited(tmp_path, filled(row("健全", "基本健全", 5, 4, WHY), total=99)).findings[0]
    for words in ("达成预期指标", "部分达成预期指标并具有一定效果", "未达成预期目标"):
        assert words in found.message.zh
        assert words in found.message.en


def test_every_code_is_planted_somewhere() -> None:
    tables = (test_codes, test_budget, subtotals.test_subtotals)
    planted = {code for mark in tables for case in mark.pytestmark[0].args[1] for code in case[1]}
    assert planted == set(CODES)


@pytest.mark.parametrize(
    ("cells", "where", "name"),
    [
        (filled(row("≥3", "3", 5, 4, WHY, name="接听率"), total=99), "第 4 行第 7 列", "接听率"),
        (filled(row("≥3", "3", 5, 5), total=99), "第 6 行第 7 列", ""),
        (filled(total=100, grade="良"), "第 6 行第 2 列", ""),
        (filled(row("95%", "96%", 5, 5), total=100), "第 4 行第 4 列", "某指标"),
        (filled(row("≥95%", "约96%", 5, 5), total=100), "第 4 行第 5 列", "某指标"),
        (filled(row("≥9", "", 5, 5), total=100), "第 4 行第 5 列", "某指标"),
        (filled(row("≥9", "1", 5, 1), total=96), "第 4 行第 7 列", "某指标"),
    ],
)
def test_where(tmp_path: Path, cells: Cells, where: str, name: str) -> None:
    assert audited(tmp_path, cells).findings[0].where.zh == f"{where} {name}".strip()


def test_a_chosen_reading_decides(tmp_path: Path) -> None:
    path = tmp_path / "form.csv"
    audited(tmp_path, filled(row("≤10", "12", 10, 8, WHY), total=98))
    assert audit_file(path).rows[0].note is not None
    chosen = audit_file(path, standard="project-self-evaluation/2020?reverse=ratio")
    assert codes(chosen) == ["below_rule"]
    assert "1−偏离率" in chosen.findings[0].message.zh
    assert chosen.to_json()["standard"] == "project-self-evaluation/2020?reverse=ratio"


@pytest.mark.parametrize(
    ("target", "actual", "points", "score", "expected", "why"),
    [
        ("≥9", "8", 6, 5, ["follows"], "a table in whole points"),
        ("≥9", "8", 6, 6, ["above_rule"], "5.33 is no 6"),
    ],
)
def test_a_table_in_whole_points(
    tmp_path: Path, target: str, actual: str, points: int, score: int, expected: list[str], why: str
) -> None:
    rest = row("≥1", "1", 90 - points, 90 - points)
    cells = [[*BUDGET_HEADER], [*BUDGET[:5], "10"], [*HEADER], row(target, actual, points, score, WHY), rest]
    audit = audited(tmp_path, [*cells, ["合计", "", "", "", "", 100, 100 - points + score]])
    assert [audit.to_json()["rows"][0]["classification"]] == expected, why


def test_other_tier_bands_are_named_when_they_would_allow_the_score(tmp_path: Path) -> None:
    found = audited(tmp_path, filled(row("健全", "部分达成指标", 10, 5, WHY), total=95)).findings[0]
    assert found.code == "outside_tier"
    assert "100–80/80–50/50–0" in found.message.zh
    assert audit_file(tmp_path / "form.csv", standard="project-self-evaluation/2020?tier_bands=100-80-50").clean


def test_what_can_be_checked_of_an_unreadable_row_is_checked(tmp_path: Path) -> None:
    audit = audited(tmp_path, filled(row("≥9", "", 5, 3), row("", "", 5, 6), total=99))
    assert codes(audit) == ["unreadable", "reason_missing", "unreadable", "outside_points"]
