"""`psscore survey`: the way from responses to a scored workbook, and every way it can go wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from psscore.rulebook import load_standard
from psscore.surveys.items import items_of
from psscore.workbook.template import build

ITEMS = [item.code for item in items_of(load_standard("public-service/2026"))]
NOW = "2026-01-15T09:00:00"


@pytest.fixture
def city(tmp_path: Path) -> Path:
    path = tmp_path / "city.xlsm"
    path.write_bytes(build("zh"))
    return path


@pytest.fixture
def responses(tmp_path: Path) -> Path:
    path = tmp_path / "responses.csv"
    head = ",".join(["答卷编号", "调查群体", *ITEMS])
    rows = [",".join([str(n), "居民", *(["满意"] * len(ITEMS))]) for n in range(400)]
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def value(path: Path, cell: str, sheet: str = "调查数据") -> Any:
    return openpyxl.load_workbook(path, data_only=True)[sheet][cell].value


def test_from_responses_to_scores(psscore: Any, city: Path, responses: Path) -> None:
    run = psscore("survey", responses, "--into", city, "--now", NOW, "--period", "2025")
    assert run.code == 0, run.err
    assert "已写入" in run.out
    assert "原值" in run.out
    assert [value(city, cell) for cell in ("C5", "D5", "E5", "F5", "G5")] == ["居民", 400, 0, 400, None]
    assert [value(city, cell, "数据来源记录") for cell in ("A5", "D5", "F5", "G5", "K5")] == [
        "2026-01-15 09:00:00", "responses.csv", 400, 400, "2025",
    ]  # fmt: skip
    before = city.read_bytes()
    again = psscore("survey", responses, "--into", city, "--period", "2025")
    assert again.code == 0
    assert "未改动" in again.out
    assert city.read_bytes() == before
    scored = psscore("score", city, "--in-place", "--json", "-")
    receipt = json.loads(scored.out)
    points = {one["indicator"]: one["score"] for one in receipt["indicators"]}
    assert [points[code] is not None for code in ITEMS] == [True] * len(ITEMS), "everybody satisfied, all scored"


@pytest.mark.parametrize(
    ("period", "code"), [("9999", 64), ("2025-13", 64), ("2025-Q5", 64), ("2025年春季", 0), ("", 0)]
)
def test_a_period_that_is_none_is_refused(psscore: Any, city: Path, responses: Path, period: str, code: int) -> None:
    before = city.read_bytes()
    run = psscore("survey", responses, "--into", city, "--period", period)
    assert run.code == code, run.err
    assert (city.read_bytes() == before) is bool(code)
    assert not code or period in run.err


def test_json(psscore: Any, city: Path, responses: Path) -> None:
    run = psscore("survey", responses, "--into", city, "--now", NOW, "--json", "-")
    (line,) = run.out.splitlines()
    found = json.loads(line)
    assert found["schema"] == "psscore.survey/1"
    assert [item["indicator"] for item in found["items"]] == ITEMS
    assert (found["into"]["status"], found["into"]["recorded"], len(found["into"]["changes"])) == ("written", 1, 40)
    change = found["into"]["changes"][1]
    assert (change["sheet"], change["cell"], change["table"], change["row"]) == ("调查数据", "D5", "ps_survey", "37 #1")
    assert (change["column"], change["old"], change["new"]) == ("满意", None, 400)


def test_check_writes_nothing(psscore: Any, city: Path, responses: Path) -> None:
    before = city.read_bytes()
    run = psscore("survey", responses, "--into", city, "--check")
    assert run.code == 0
    assert "将写入" in run.out
    assert city.read_bytes() == before


def test_other_values_need_force(psscore: Any, filled: Path, responses: Path) -> None:
    before = filled.read_bytes()
    run = psscore("survey", responses, "--into", filled)
    assert run.code == 2
    assert "--force" in run.err
    assert "231" in run.err
    assert filled.read_bytes() == before
    assert psscore("survey", responses, "--into", filled, "--force").code == 0
    assert value(filled, "D5") == 400


@pytest.mark.parametrize(
    ("words", "code", "said", "why"),
    [
        (["gone.csv"], 1, "gone.csv 无法读取", "no such file"),
        (["{r}", "--into", "gone.xlsm"], 1, "无法读取 gone.xlsm", "no such workbook"),
        (["{r}", "--into", "{r}"], 2, "responses.csv", "no workbook"),
        (["{r}", "--base", "some"], 1, "--base", "no such base"),
        (["{r}", "--map", "gone.toml"], 1, "gone.toml 无法读取", "no such mapping"),
        (["{r}", "--standard", "nothing/1"], 1, "nothing", "no such standard"),
        (["{r}", "--margin", "x"], 64, "--margin", "no number"),
        (["{r}", "--now", "today", "--into", "{c}"], 64, "--now", "no time"),
        (["{r}", "{r}"], 1, "同一份文件给了两次", "a file twice"),
        (["size", "--margin", "0"], 1, "误差", "no margin"),
    ],
)
def test_what_goes_wrong(
    psscore: Any, city: Path, responses: Path, words: list[str], code: int, said: str, why: str
) -> None:
    run = psscore("survey", *(word.format(r=responses, c=city) for word in words))
    assert (run.code, said in run.err) == (code, True), f"{why}: {run.err}"


def test_a_workbook_open_elsewhere_is_left_alone(psscore: Any, city: Path, responses: Path) -> None:
    city.with_name(f"~${city.name}").touch()
    run = psscore("survey", responses, "--into", city)
    assert run.code == 2
    assert "正在被打开" in run.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "385 份；按回收率需发放 385"),
        (["--response", "0.85"], "按回收率需发放 453"),
        (["--margin", "1", "--lang", "en"], "Each group needs 9604"),
        (["--population", "500"], "218"),
        (["--population", "500", "--response", "0.4"], "应全部调查"),
    ],
)
def test_sizes(psscore: Any, words: list[str], said: str) -> None:
    run = psscore("survey", "size", *words)
    assert (run.code, said in run.out) == (0, True), run.out


def test_a_questionnaire_is_not_overwritten(psscore: Any, tmp_path: Path) -> None:
    path = tmp_path / "q.xlsx"
    assert psscore("survey", "new", "-o", path, "--group", "甲").code == 0
    assert psscore("survey", "new", "-o", path).code == 1
    assert psscore("survey", "new", "-o", path, "--force", "--lang", "en").code == 0
    assert openpyxl.load_workbook(path).sheetnames == ["Questionnaire", "Answers", "Coding"]


def test_help_names_the_commands(psscore: Any) -> None:
    run = psscore("survey")
    assert all(word in run.out for word in ("count", "new", "size")), run.out


def test_a_mapping_is_proposed_and_written(psscore: Any, tmp_path: Path) -> None:
    path, out = tmp_path / "a.csv", tmp_path / "m.toml"
    path.write_text("序号,身份,Q37\n1,居民,满意\n2,商户,不满意\n", encoding="utf-8")
    shown = psscore("survey", "map", path, "--lang", "en")
    assert (shown.code, '37 = ["Q37"]' in shown.out) == (0, True), shown.err
    assert psscore("survey", "map", path, "-o", out).code == 0
    again = psscore("survey", "map", path, "-o", out)
    assert (again.code, "--force" in again.err) == (1, True)
    found = json.loads(psscore("survey", path, "--map", out, "--json", "-").out)
    assert [item["indicator"] for item in found["items"]] == ["37"]
    missing = psscore("survey", "map", tmp_path / "none.csv")
    assert (missing.code, "无法读取" in missing.err) == (1, True)


@pytest.mark.parametrize(
    ("text", "into", "code", "said", "why"),
    [
        ("答卷编号,调查群体,37\n", False, 1, "没有一份答卷", "a heading alone"),
        ("编号,调查群体,满意,不满意\n", True, 1, "没有一份答卷", "of counts as well"),
        ("答卷编号,调查群体,37\n1,居民,满意\n", True, 0, "已写入", "one response"),
        ("编号,调查群体,满意,不满意\n37,居民,x,1\n", False, 0, "拒绝 1/1 行", "rows that say nothing are told"),
        ("编号,调查群体,满意,不满意\n37,居民,x,1\n", True, 2, "没有一项调查", "and not written"),
    ],
)
def test_nothing_is_no_success(
    psscore: Any, city: Path, tmp_path: Path, text: str, into: bool, code: int, said: str, why: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text, "utf-8")
    before = city.read_bytes()
    run = psscore("survey", path, *(("--into", city) if into else ()))
    assert run.code == code, f"{why}: {run.err}"
    assert said in run.out + run.err, why
    assert (city.read_bytes() == before) is (not into or bool(code)), why
