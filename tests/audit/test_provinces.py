"""Invented tables in the manner of further provinces: their words, their places for points, their totals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from audit.forms import Cells, audited, codes
from psscore.audit import AuditRefused

HUBEI: Cells = [
    ["预算执行情况\n（20分）", "", "预算数(A)", "执行数(B)", "执行率(B/A)", "得分\n(20分*执行率)"],
    ["", "年度财政资金总额", "187.92万元", "187.63万元", "0.9984", "19.97分"],
    ["年度绩效目标（80分）", "一级指标", "二级指标", "三级指标", "年初目标值（A）", "实际完成值（B）", "得分"],
    ["", "产出指标（40分）", "数量指标", "窗口数（40分）", "≥10个", "12个", "40分"],
    ["", "效益指标（40分）", "社会效益", "便利度（40分）", "有效提升", "达成预期指标", "38分"],
    ["总分", "", "", "", "", "", "97.97分"],
]
ANHUI: Cells = [
    ["资金情况", "", "年初预算数", "全年预算数", "全年执行数", "权重", "执行率", "自评得分"],
    ["", "年度资金总额", "100", "100", "99.84", "10", "99.84%", "9.98分"],
    ["绩\n效\n指\n标", "一级指标", "二级指标", "三级指标", "指标值", "完成情况", "指标权重", "自评得分", "未完成原因"],
    ["", "产出指标", "数量指标", "任务数", "≥10个", "10个", "20分", "20分", ""],
    ["", "", "时效指标", "完成时间", "2023年底前", "2023年底前", "20分", "20分", ""],
    ["", "效益指标", "社会效益", "服务水平", "明显提升", "明显提升", "50", "50", ""],
    ["合  计", "", "", "", "", "", "100分", "99.98分", ""],
]
JIANGSU: Cells = [
    ["指标名称", "目标值", "实际完成值", "分值", "自评得分", "偏差原因"],
    ["一、产出指标", "", "", "", "", ""],
    ["（一）数量指标", "", "", "", "", ""],
    ["任务数", "≥10个", "10个", "50", "50", ""],
    ["二、效益指标（50分）", "", "", "", "", ""],
    ["满意度", "≥90%", "81%", "50", "45", "样本少"],
    ["总得分", "", "", "100", "95", ""],
]
HEADED: Cells = [
    ["一级指标", "二级指标", "三级指标", "分值", "目标值", "完成值", "得分"],
    ["产出指标", "", "", "50", "", "", "50"],
    ["", "数量指标", "", "50", "", "", "50"],
    ["", "", "任务数", "30", "≥10个", "10个", "30"],
    ["", "", "培训", "20", "≥5次", "5次", "20"],
    ["效益指标", "社会效益", "满意", "50", "≥90%", "91%", "50"],
    ["合计", "", "", "100", "", "", "100"],
]
GUANGDONG: Cells = [
    ["一级指标", "权重(%)", "二级指标", "权重(%)", "三级指标", "权重(%)", "评分标准", "目标值", "实际值", "自评得分"],
    ["产出", "60", "数量", "60", "任务数", "40", "达到得满分", "≥10", "10", "40"],
    ["", "", "", "", "次数", "20", "达到得满分", "≥10", "10", "20"],
    ["效益", "40", "社会", "40", "满意度", "40", "达到得满分", "≥90%", "92%", "40"],
    ["合计", "100", "", "100", "", "100", "", "", "", "100"],
]
SLOTS: Cells = [
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    ["产出指标", "数量指标", "指标1：甲", "≥5", "5", "50", "50"],
    ["", "", "指标2：", "", "", "", ""],
    ["", "", "……", "", "", "", ""],
    ["", "质量指标", "指标1：乙", "≥5", "5", "50", "50"],
    ["总分", "", "", "", "", "100", "100"],
]
FUJIAN: Cells = [
    ["一级指标", "二级指标", "三级指标", "目标值", "完成值", "权重", "得分"],
    ["产出（50分）", "数量", "甲", "≥5", "5", "50", "50"],
    ["小计", "", "", "", "", "50", "50"],
    ["效益（50分）", "社会", "乙", "提升", "达成预期指标", "50", "49"],
    ["小计", "", "", "", "", "50", "49"],
    ["合计", "", "", "", "", "100", "99"],
]


def changed(cells: Cells, line: int, column: int, value: Any) -> Cells:
    copy = [[*one] for one in cells]
    copy[line][column] = value
    return copy


@pytest.mark.parametrize(
    ("cells", "names", "expected", "why"),
    [
        (HUBEI, ["窗口数（40分）", "便利度（40分）"], ["reason_missing"], "points in the names, the rate as a ratio"),
        (changed(HUBEI, 4, 3, "便利度"), None, ["unreadable"], "a name without its points"),
        (ANHUI, ["任务数", "完成时间", "服务水平"], [], "weights, 完成情况, scores in 分"),
        (changed(ANHUI, 1, 6, "0.9984"), None, [], "the rate as a ratio"),
        (changed(ANHUI, 1, 6, "0.9985"), None, ["budget_mismatch"], "a wrong ratio"),
        (JIANGSU, ["任务数", "满意度"], [], "levels as lines without points"),
        (changed(JIANGSU, 3, 0, "产出数"), ["产出数", "满意度"], [], "a name near a level's"),
        (HEADED, ["任务数", "培训", "满意"], [], "levels with their points above their rows"),
        (changed(HEADED, 2, 6, "49"), None, ["subtotal_mismatch"], "one of them wrong"),
        (GUANGDONG, ["任务数", "次数", "满意度"], [], "a weight beside every level"),
        (SLOTS, ["指标1：甲", "指标1：乙"], [], "places of the blank form left open"),
        (changed(SLOTS, 2, 2, "指标2：丙"), None, ["unreadable"], "an indicator that was not filled in"),
        (FUJIAN, ["甲", "乙"], ["reason_missing"], "a subtotal after every level"),
        (changed(FUJIAN, 4, 6, "50"), None, ["reason_missing", "subtotal_mismatch"], "one of them wrong"),
    ],
)
def test_layouts(tmp_path: Path, cells: Cells, names: list[str] | None, expected: list[str], why: str) -> None:
    audit = audited(tmp_path, cells)
    assert codes(audit) == expected, why
    if names:
        assert [one.row.name for one in audit.rows] == names, why
        assert audit.printed_total == audit.recomputed_total, why


def test_a_missing_reason_points_at_the_row_where_there_is_no_column(tmp_path: Path) -> None:
    assert audited(tmp_path, FUJIAN).findings[0].where.zh == "第 4 行第 7 列 乙"


def test_two_weights_of_one_level_are_refused(tmp_path: Path) -> None:
    cells: Cells = [["权重", "三级指标", "目标值", "实际值", "得分", "权重"], ["1", "甲", "≥1", "1", "100", "100"]]
    with pytest.raises(AuditRefused, match="keep one"):
        audited(tmp_path, cells)


TABLE: Cells = [
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "自评得分", "偏差原因"],
    ["产出指标", "数量指标", "甲", "≥5", "5", "100", "100", ""],
]


@pytest.mark.parametrize(
    ("line", "expected", "grade"),
    [
        (["自评总分：100.00分（优）"], [], "优"),
        (["自评总分：100.00分（良）"], ["grade_mismatch"], "良"),
        (["最终得分：100分  等级：优"], [], "优"),
        (["合计得分", "100"], [], None),
        (["总分", "壹佰"], ["unreadable"], None),
        (["总分", "", "", "", "", "", "", "见附件"], ["total_missing"], None),
        *[
            ([label, "", "", "", "", "100", "100"], [], None)
            for label in ("项目总得分", "本级自评总分", "总 计 得 分", "自评综合得分", "自评总得分（满分100分）")
        ],
    ],
)
def test_totals(tmp_path: Path, line: list[str], expected: list[str], grade: str | None) -> None:
    audit = audited(tmp_path, [*TABLE, line])
    assert codes(audit) == expected
    assert audit.to_json()["printed_grade"] == grade


def test_an_indicator_named_like_a_total_stays_a_row(tmp_path: Path) -> None:
    cells = [*TABLE[:1], ["产出指标", "质量指标", "考核综合得分", "≥90分", "92分", "100", "100", ""]]
    audit = audited(tmp_path, [*cells, ["总分", "", "", "", "", "100", "100"]])
    assert audit.clean
    assert [one.row.name for one in audit.rows] == ["考核综合得分"]


def test_pairs_behind_a_label_of_their_own(tmp_path: Path) -> None:
    pairs = [
        "预算执行情况",
        "全年预算数",
        "100",
        "全年执行数",
        "99.84",
        "执行率",
        "0.9984",
        "分值",
        "10",
        "得分",
        "9.98分",
    ]
    cells = [pairs, TABLE[0], [*TABLE[1][:5], "90", "90"], ["总分", "", "", "", "", "100", "99.98"]]
    audit = audited(tmp_path, cells)
    assert audit.clean
    assert audit.to_json()["budget"]["score"] == "9.98"
