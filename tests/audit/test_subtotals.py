"""小计 lines: re-added where they state sums, never read as rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from audit.forms import BUDGET, BUDGET_HEADER, HEADER, Cells, audited, codes

ROWS: Cells = [
    ["产出指标", "数量指标", "甲", "≥2(次)", "2(次)", 20, 20, ""],
    ["", "", "乙", "≥2(次)", "1(次)", 10, 5, "缺员"],
    ["", "质量指标", "丙", "≥95%", "95%", 20, 20, ""],
    ["效益指标", "社会效益指标", "丁", "≥95%", "95%", 40, 40, ""],
]


def form(*subtotals: tuple[int, list[Any]], total: Any = 95) -> Cells:
    """The table with subtotals, each behind so many rows."""
    rows: Cells = []
    for number in range(len(ROWS) + 1):
        rows += [line for behind, line in subtotals if behind == number]
        rows += ROWS[number : number + 1]
    return [BUDGET_HEADER, BUDGET, HEADER, *rows, ["总分", "", "", "", "", 100, total]]


def line(points: Any, score: Any, *labels: str) -> list[Any]:
    return [*labels, *[""] * (5 - len(labels)), points, score, ""]


@pytest.mark.parametrize(
    ("subtotals", "expected", "why"),
    [
        ([(2, line(30, 25, "", "小计"))], [], "of the 二级 above"),
        ([(2, line(30, 25, "", "", "小计"))], [], "in the name column"),
        ([(2, line(30, 26, "", "小计"))], ["subtotal_mismatch"], "one too many"),
        ([(2, line(31, 25, "", "小计"))], ["subtotal_mismatch"], "points one too many"),
        ([(2, line("", 25, "", "小  计"))], [], "scores only"),
        ([(2, line("", "24.99", "", "小计"))], ["subtotal_mismatch"], "scores only, a hundredth short"),
        ([(2, line(30, "", "", "小计"))], [], "points only"),
        ([(2, line("", "", "", "小计"))], [], "states nothing"),
        ([(2, line("-", "/", "", "小计"))], [], "dashes state nothing"),
        ([(3, line(50, 45, "", "小计"))], [], "of the 一级 above"),
        ([(3, line(20, 20, "", "小计"))], [], "of the 二级 above"),
        ([(3, line(50, 46, "", "小计"))], ["subtotal_mismatch"], "neither"),
        ([(2, line(30, 25, "", "小计")), (3, line(20, 20, "", "小计"))], [], "one after another"),
        ([(2, line(30, 25, "", "小计")), (3, line(50, 45, "小计"))], [], "of both levels"),
        ([(3, line(50, 45, "产出指标小计"))], [], "named"),
        ([(3, line(20, 20, "产出指标小计"))], ["subtotal_mismatch"], "named, and not the other level"),
        ([(3, line(50, 45, "产出小计"))], [], "named in short"),
        ([(3, line(50, 45, "产出指标合计"))], [], "合计 of a level"),
        ([(3, line(50, 46, "产出指标得分合计"))], ["subtotal_mismatch"], "合计 of a level, wrong"),
        ([(2, line(30, 25, "", "数量指标合计（30分）"))], [], "合计 of a 二级"),
        ([(4, line(50, 45, "产出指标小计："))], [], "named, further down"),
        ([(3, line(20, 20, "二级指标小计"))], [], "its level named"),
        ([(3, line(20, 20, "一级指标小计"))], ["subtotal_mismatch"], "the other level named"),
        ([(0, line(50, 45, "产出指标", "小计"))], [], "above its rows"),
        ([(0, line(50, 44, "产出指标", "小计"))], ["subtotal_mismatch"], "above its rows, wrong"),
        ([(3, line(40, 40, "效益指标", "小计"))], [], "above its rows, between levels"),
        ([(0, line(50, 45, "产出指标"))], [], "a level with its points, not labelled"),
        ([(0, line(50, 44, "产出指标"))], ["subtotal_mismatch"], "its points are the sum, its score is not"),
        ([(2, line("三十", 25, "", "小计"))], ["unreadable"], "in words"),
        ([(2, line("30%", "25分", "", "小计"))], [], "as a weight and with its unit"),
    ],
)
def test_subtotals(tmp_path: Path, subtotals: list[tuple[int, list[Any]]], expected: list[str], why: str) -> None:
    audit = audited(tmp_path, form(*subtotals))
    assert codes(audit) == expected, why
    assert [one.row.name for one in audit.rows] == ["甲", "乙", "丙", "丁"], why
    assert audit.to_json()["recomputed_total"] == "95", why


def test_the_message_names_the_sums(tmp_path: Path) -> None:
    found = audited(tmp_path, form((3, line(50, 46, "产出指标", "小计")))).findings[0]
    assert found.where.zh == "第 7 行第 7 列 小计"
    assert found.message.zh == "小计印出分值 50、得分 46；产出指标各行合计分值 50、得分 45"
    assert found.message.en == "subtotal printed points 50, score 46; 产出指标 add up to points 50, score 45"


def test_a_group_with_a_hole_is_not_judged(tmp_path: Path) -> None:
    cells = form((2, line(30, 99, "", "小计")))
    cells[3] = [*cells[3][:6], "", ""]
    assert codes(audited(tmp_path, cells)) == ["unreadable"]


def test_points_without_a_sum_below_are_a_row_that_lost_its_words(tmp_path: Path) -> None:
    cells = form((0, line(45, 45, "产出指标")))
    assert "unreadable" in codes(audited(tmp_path, cells))


def test_a_row_whose_name_ends_in_subtotal(tmp_path: Path) -> None:
    cells = form()
    cells[3] = ["产出指标", "数量指标", "费用小计", "≤20", "20", 20, 20, ""]
    audit = audited(tmp_path, cells)
    assert audit.clean
    assert audit.rows[0].row.name == "费用小计"
