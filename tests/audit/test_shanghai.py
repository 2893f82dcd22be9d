"""The four published Shanghai tables of 2023, re-added."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from audit.forms import DATA, read_csv
from psscore.audit import audit_file

BELOW = {
    "shanghai_t1.csv": {"热线派遣人员数量": "5.33", "退单": "5.26", "市民满意度评分": "10"},
    "shanghai_t2.csv": {"健全和落实热线管理制度": "8", "提升机关诉件整体质量": "8"},
    "shanghai_t3.csv": {"满意度": "10"},
}


def receipt(path: Path) -> dict[str, Any]:
    return audit_file(path).to_json()


@pytest.mark.parametrize(
    ("name", "rows", "total", "inside"),
    [("shanghai_t1.csv", 13, "90.98", 3), ("shanghai_t2.csv", 20, "92", 4), ("shanghai_t3.csv", 17, "90.91", 4)],
)
def test_complete_tables_re_add_and_only_judgement_stays(name: str, rows: int, total: str, inside: int) -> None:
    found = receipt(DATA / name)
    assert found["schema"] == "psscore.audit/1"
    assert found["standard"] == "project-self-evaluation/2020"
    assert len(found["digest"]) == 64
    assert (found["printed_total"], found["recomputed_total"]) == (total, total)
    assert (found["printed_points"], found["recomputed_points"]) == ("100", "100")
    assert (found["printed_grade"], found["recomputed_grade"]) == ("优", "优")
    assert len(found["rows"]) == rows
    below = {row["name"]: row["rule_points"] for row in found["rows"] if row["classification"] == "below_rule"}
    assert below == BELOW[name]
    assert [one["code"] for one in found["findings"]] == ["below_rule"] * len(below)
    classes = [row["classification"] for row in found["rows"]]
    assert classes.count("inside_tier") == inside
    assert classes.count("follows") == rows - inside - len(below)


@pytest.mark.parametrize(
    ("name", "rounding", "candidates"),
    [
        ("shanghai_t1.csv", "truncate", ["truncate", "rate_first_truncate"]),
        ("shanghai_t2.csv", "none", ["none", "half_up", "truncate", "rate_first_half_up", "rate_first_truncate"]),
        ("shanghai_t3.csv", "truncate", ["truncate", "rate_first_truncate"]),
    ],
)
def test_the_budget_rows_truncate(name: str, rounding: str, candidates: list[str]) -> None:
    budget = receipt(DATA / name)["budget"]
    assert budget["rounding"] == rounding
    assert budget["candidates"] == candidates


def test_the_same_satisfaction_is_judged_differently() -> None:
    judged = []
    for name in BELOW:
        row = receipt(DATA / name)["rows"][-1]
        judged.append((row["score"], row["rule_points"], row["classification"]))
    assert judged == [("9", "10", "below_rule"), ("10", "10", "follows"), ("9", "10", "below_rule")]


def test_whole_points_are_named_and_a_doubtful_sign_is_noted() -> None:
    found = audit_file(DATA / "shanghai_t1.csv")
    assert "whole points, downward, would also give it" in found.findings[0].message.en
    assert found.rows[3].note is not None
    assert "≥" in found.rows[3].note.zh
    assert found.rows[3].to_json("en")["target"] == "> 12000.00(件)"


def test_names_are_no_keys() -> None:
    rows = [row for row in receipt(DATA / "shanghai_t2.csv")["rows"] if row["name"] == "测评数据差异化归集"]
    assert [(row["target"], row["classification"]) for row in rows] == [
        ("≥1600(件)", "follows"),
        ("≤4.00(万元)", "follows"),
    ]


def test_a_damaged_table_gets_no_total() -> None:
    found = receipt(DATA / "shanghai_t4.csv")
    assert found["status"] == "damaged"
    assert {found[key] for key in ("printed_total", "recomputed_total", "printed_points", "recomputed_points")} == {
        None
    }
    assert found["printed_grade"] is found["recomputed_grade"] is None
    classes = [row["classification"] for row in found["rows"]]
    assert classes == ["follows", "below_rule", "follows", "inside_tier", "unreadable"]
    assert [one["code"] for one in found["findings"]] == [
        "below_rule",
        "unreadable",
        "total_missing",
        "damaged",
        "grade_missing",
    ]


def test_readable_rows_alone_are_damaged_too(tmp_path: Path) -> None:
    path = tmp_path / "t4.csv"
    path.write_text("\n".join((DATA / "shanghai_t4.csv").read_text("utf-8").splitlines()[:-1]), "utf-8")
    found = receipt(path)
    assert [one["code"] for one in found["findings"]] == ["below_rule", "total_missing", "damaged", "grade_missing"]
    assert found["recomputed_total"] is None


def official(path: Path, name: str, order: list[int]) -> Path:
    """A table as the official workbook: moved off the corner, blank lines, level cells merged, columns reordered."""
    book = Workbook()
    sheet = book.active
    sheet.title = "自评表"
    cells = read_csv(name)
    header = next(number for number, values in enumerate(cells) if values[0] == "一级指标")
    starts: dict[int, int] = {}
    for number, values in enumerate(cells):
        line = 3 + 2 * number
        if number >= header:
            values = [values[i] for i in order]
        for column, value in enumerate(values, start=2):
            if value:
                # "=24.00(小时)" is text on the form, not a formula.
                sheet.cell(line, column, value).data_type = "s"
        for column in (2, 3) if number > header and values[4] else ():
            if values[column - 2]:
                starts[column] = line
            else:
                merged = f"{get_column_letter(column)}{starts[column]}:{get_column_letter(column)}"
                for old in [str(one) for one in sheet.merged_cells.ranges if str(one).startswith(merged)]:
                    sheet.unmerge_cells(old)
                sheet.merge_cells(f"{merged}{line}")
    sheet.merge_cells("B3:I3")
    book.save(path)
    return path


@pytest.mark.parametrize("order", [[0, 1, 2, 3, 4, 5, 6, 7], [0, 1, 7, 2, 6, 5, 4, 3]])
@pytest.mark.parametrize("name", [*BELOW, "shanghai_t4.csv"])
def test_the_official_workbook_gives_the_same(tmp_path: Path, name: str, order: list[int]) -> None:
    book, text = receipt(official(tmp_path / "form.xlsx", name, order)), receipt(DATA / name)
    for key in ("printed_total", "recomputed_total", "recomputed_points", "printed_grade", "project", "status"):
        assert book[key] == text[key]
    for one in (*book["rows"], *text["rows"]):
        del one["row"]
    assert book["rows"] == text["rows"]
    assert [one["code"] for one in book["findings"]] == [one["code"] for one in text["findings"]]
    assert book["findings"][0]["where"].startswith("自评表!")


def test_a_split_amount_is_not_put_together(tmp_path: Path) -> None:
    cells = (DATA / "shanghai_t1.csv").read_text("utf-8")
    path = tmp_path / "t1.csv"
    path.write_text(
        "年初预算数,全年预算数,全年执行数,,分数,执行率(%),得分\n187. 92,187. 92,187. 6,53,10.00,99. 84,9. 98\n"
        + cells[cells.index("一级指标") :],
        "utf-8",
    )
    found = receipt(path)
    assert found["findings"][0]["code"] == "unreadable"
    assert "187. 6 | 53" in found["findings"][0]["message"]
    assert found["budget"]["rounding"] is None
    assert found["recomputed_total"] == "90.98"
