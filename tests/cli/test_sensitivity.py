"""`psscore sensitivity`: what it says, writes and returns."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Run
from psscore.workbook.template.build import draft

Command = Callable[..., Run]


def test_it_shows_every_reading_and_writes_nothing(psscore: Command, filled: Path) -> None:
    before = filled.read_bytes()
    run = psscore("sensitivity", filled, "-r", "step", "-r", "no_cases")
    assert (run.code, run.err) == (0, "")
    for said in (
        "示例市城东区",
        "满一档才计",
        "85.9",
        "+2.21",
        "80.5",
        "-3.19",
        "29 2→不计入",
        "最低 79.69，最高 85.9，相差 6.2",
    ):
        assert said in run.out, said
    assert filled.read_bytes() == before
    assert list(filled.parent.iterdir()) == [filled]


def test_a_plan_has_no_total_to_examine(psscore: Command, tmp_path: Path) -> None:
    board = tmp_path / "board.xlsm"
    assert psscore("template", "build", "--standard", "city-services-plan/2024", "-o", board).code == 0
    run = psscore("sensitivity", board)
    assert run.code == 2
    assert run.out.count("没有总分可供分析：方案只有目标，没有分值，不计分") == 1
    assert "未得出" not in run.out


def test_english(psscore: Command, filled: Path) -> None:
    run = psscore("sensitivity", filled, "-r", "step", "--weights", "10%", "--lang", "en")
    assert run.code == 0
    for said in ("Reading", "a started step counts", "Weights varied by ±10 % (what if)", "82.89", "84.44"):
        assert said in run.out, said


def test_json_is_one_object(psscore: Command, filled: Path) -> None:
    run = psscore("sensitivity", filled, "-r", "step", "--json", "-")
    told: dict[str, Any] = json.loads(run.out)
    assert told["schema"] == "psscore.sensitivity/1"
    assert [one["total"] for one in told["files"][0]["readings"][0]["values"]] == ["83.69", "85.9", "80.5"]
    assert told["ranking"] is None


def test_files_are_written(psscore: Command, filled: Path, tmp_path: Path) -> None:
    out, html, told = tmp_path / "o.xlsx", tmp_path / "o.html", tmp_path / "o.json"
    run = psscore("sensitivity", filled, "-r", "step", "-o", out, "--html", html, "--json", told)
    assert run.code == 0
    assert f"已写入 {out}" in run.out.replace("\n", "")
    assert out.read_bytes()[:2] == b"PK"
    assert html.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert json.loads(told.read_text("utf-8"))["files"][0]["status"] == "done"


def test_several_units_are_ranked(psscore: Command, filled: Path, tmp_path: Path) -> None:
    other = tmp_path / "乙.xlsm"
    other.write_bytes(filled.read_bytes())
    run = psscore("sensitivity", filled, other, "-r", "step", "--all")
    assert run.code == 0
    assert "排名" in run.out
    assert "不足一个百分点的计法 5.4" in run.out
    assert "-o 或 --html" in run.out
    assert "1–1" in run.out
    assert "没有一种改变会影响名次或等级" in run.out


def test_a_total_that_is_withheld_is_no_failure(psscore: Command, tmp_path: Path) -> None:
    path = tmp_path / "空.xlsm"
    path.write_bytes(draft("zh"))
    run = psscore("sensitivity", path, "-r", "step")
    assert run.code == 0
    assert "总分未得出" in run.out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("{none}",), 1, "无法读取文件"),
        (("{text}",), 2, "不是 Excel 工作簿"),
        (("{filled}", "{text}"), 2, "示例市城东区"),
        (("{filled}", "{none}"), 1, "无法读取文件"),
        (("{filled}", "-r", "steps"), 64, "没有影响得分的口径 steps，可用：step"),
        (("{filled}", "--all", "--limit", "10"), 64, "5184 种组合，超过上限 10"),
        (("{filled}", "--weights", "0"), 64, "--weights"),
        (("{filled}", "--weights", "100"), 64, "--weights"),
        (("{filled}", "--weights", "ten"), 64, "--weights"),
        (("{filled}", "-o", "{filled}"), 64, "不能写到"),
        (("{filled}", "-o", "x.xls"), 64, "扩展名应为 .xlsx"),
        (("{filled}", "--html", "x.xlsx"), 64, "扩展名应为 .html"),
        (("{filled}", "--json", "x.xlsx"), 64, "不能写到工作簿"),
        (("{filled}", "-r", "grades", "-o", "{none}/x/o.xlsx"), 1, "不存在"),
        ((), 64, "Missing argument"),
    ],
)
def test_what_goes_wrong_is_said(
    psscore: Command, filled: Path, tmp_path: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    text = tmp_path / "t.xlsx"
    text.write_text("no workbook")
    places = {"filled": filled, "text": text, "none": tmp_path / "none.xlsm"}
    before = filled.read_bytes()
    run = psscore("sensitivity", *(word.format(**places) for word in words))
    assert run.code == code
    assert said in (run.out + run.err).replace("\n", "")
    assert filled.read_bytes() == before
