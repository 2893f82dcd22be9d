# ruff: noqa: E501 (one row per fault)
"""Faults and differences of a rulebook workbook, each with its sheet and cell, all at once."""

from __future__ import annotations

import copy
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psscore.rulebook import grades as rulebook_grades
from psscore.rulebook import table as rulebook_table
from psscore.rulebooks.check import check_file, check_raw
from psscore.rulebooks.differences import differences
from psscore.rulebooks.finding import Severity
from psscore.rulebooks.library import workbook_of
from psscore.rulebooks.sheets import Rulebook
from psscore.rulebooks.skeleton import skeleton_raw
from psscore.rulebooks.wording import SAID


def book_with(tmp_path: Path, changes: list[tuple[str, int, str, Any]]) -> Path:
    """The skeleton as a workbook with cells changed: sheet, row, column key, value."""
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(Rulebook(skeleton_raw("a/1")))))
    for sheet, row, key, value in changes:
        page = book[sheet]
        column = next(one for one in range(1, page.max_column + 1) if page.cell(2, one).value == key)
        page.cell(row, column).value = value
    path = tmp_path / "book.xlsx"
    book.save(path)
    return path


# fmt: off
FAULTS: list[tuple[list[tuple[str, int, str, Any]], str, str, str]] = [
    ([("指标", 4, "points", 9)], "指标!E3", "下级合计 9", "points that do not add up"),
    ([("说明", 11, "zh", 11)], "说明!C11", "一级指标合计 10", "the total against level 1"),
    ([("指标", 4, "code", "1")], "指标!A4", "重复", "a duplicate number"),
    ([("指标", 4, "code", 1.1)], "指标!A4", "无法区分", "1.1 or 1.10?"),
    ([("指标", 4, "rule", "nope")], "没有名为 nope 的规则", "nope", "an unknown rule"),
    ([("指标", 4, "parent", "Z")], "指标!B4", "Z 不存在", "an unknown parent"),
    ([("规则", 3, "full_at", "九十")], "规则!H3（规则 response_rate“满分线”）", "“九十”不是数字，请直接填 5", "a number in words"),
    ([("规则", 3, "kind", "steps")], "规则!B3", "steps", "an unknown kind"),
    ([("等级", 3, "at_least", 7)], "等级!", "空档或重叠", "a gap between grades"),
    ([("读法", 3, "default", "half")], "读法!E3", "half", "an unknown default"),
    ([("规则", 3, "(name)", None)], "规则!A3", "没有名称", "a rule without a name"),
    ([("规则", 3, "no_cases", "JSON:{")], "规则!", "JSON", "broken JSON"),
    ([("指标", 4, "collection", None)], "指标 1.1“采集方式”", "未填，可填：平台上报、问卷调查、实地考察、材料审核", "a blank choice"),
    ([("指标", 4, "collection", "走访")], "指标 1.1“采集方式”", "“走访”不在可选值中，可填：平台上报", "an unknown choice"),
    ([("指标", 4, "name.zh", None), ("指标", 4, "name.en", None)], "指标 1.1“指标名称”", "未填", "no name"),
    ([("指标", 4, "points", None)], "指标!E4（指标 1.1“分值”）", "未填，请填写", "no points"),
    ([("等级", 3, "at_least", "六十")], "等级!D3（等级“达标”“不低于”）", "“六十”不是数字", "a grade in words"),
    ([("规则", 3, "step_mode", "读法:nope")], "规则!", "“读法”表里没有读法 nope", "an undeclared reading"),
    ([("说明", 11, "zh", "很多")], "说明!C11（“总分”）", "“很多”不是数字", "a total in words"),
]
# fmt: on


@pytest.mark.parametrize(("changes", "place", "words", "why"), FAULTS)
def test_each_fault_names_its_cell(
    tmp_path: Path, changes: list[tuple[str, int, str, Any]], place: str, words: str, why: str
) -> None:
    found = [one for one in check_file(book_with(tmp_path, changes)) if one.severity is Severity.FAULT]
    assert any(place in one.line() and words in one.message.zh for one in found), [why, *(one.line() for one in found)]


@pytest.mark.parametrize("changes", [row[0] for row in FAULTS], ids=[row[3] for row in FAULTS])
def test_no_notation_of_data_files_is_shown(tmp_path: Path, changes: list[tuple[str, int, str, Any]]) -> None:
    for one in check_file(book_with(tmp_path, changes)):
        assert not any(words in one.line() for words in ("{ zh", '"0.2"', "[[", "bands[", "None", " > ")), one.line()


def test_what_is_reworded_is_still_what_the_loader_says() -> None:
    source = "".join(Path(str(module.__file__)).read_text("utf-8") for module in (rulebook_table, rulebook_grades))
    for message in SAID:
        assert message in source, message
    assert "没有等级 {name}，可用：" in source


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    changes = [change for row in FAULTS[:2] for change in row[0]] + [("规则", 3, "kind", "steps")]
    assert len([one for one in check_file(book_with(tmp_path, changes)) if one.severity is Severity.FAULT]) >= 3


def test_a_sound_one_has_none(tmp_path: Path) -> None:
    assert check_file(book_with(tmp_path, [])) == []


def test_a_value_that_is_no_cell_is_said_once(tmp_path: Path) -> None:
    lines = [one.where for one in check_file(book_with(tmp_path, [("指标", 4, "code", 1.1)]))]
    assert len([line for line in lines if line.startswith("指标!A4")]) == 1


def raw_with(**changes: Any) -> dict[str, Any]:
    raw = copy.deepcopy(skeleton_raw("a/1"))
    raw["indicator"][1].update(changes)
    return raw


# fmt: off
DIFFERENCES = [
    ({"quote": "≥95%得8分，每降低1%扣0.5分，扣完为止"}, "quote", "8 分", "other points in words"),
    ({"quote": "≥95%得10分，每降低1%扣0.4分，扣完为止"}, "rule", "0.4", "another deduction in words"),
    ({"quote": "≥90%得10分，每降低1%扣0.5分，扣完为止"}, "rule", "90%", "another limit in words"),
    ({"quote": "10次以上得10分"}, "rule", "≥10次", "another kind of rule"),
    ({"definition": "发现率达到90%以上"}, "definition", "90%", "promised but never deducted"),
    ({"reference_value": "≥98%"}, None, "", "a bare number is no promise of anything named"),
    ({"quote": "按规定执行"}, None, "", "words that are no rule disagree with nothing"),
    ({}, None, "", "nothing"),
]
# fmt: on


@pytest.mark.parametrize(("changes", "key", "words", "why"), DIFFERENCES)
def test_words_against_numbers(changes: dict[str, Any], key: str | None, words: str, why: str) -> None:
    found = list(differences(raw_with(**changes)))
    if key is None:
        assert found == [], why
    else:
        assert [(where, words in text.zh) for where, text in found] == [(f"indicator 1.1 > {key}", True)], why


def test_same_names_and_skipped_numbers() -> None:
    raw = skeleton_raw("a/1")
    leaf = raw["indicator"][1]
    raw["indicator"][1:] = [leaf | {"code": code} for code in ("1", "2", "5")]
    found = [text.zh for _, text in differences(raw)]
    assert sum("同名" in text for text in found) == 2
    assert [text for text in found if "不连续" in text] == ["编号不连续，缺 3", "编号不连续，缺 4"]


WRONG = st.sampled_from(
    [None, 1, "x", [], {}, [1], {"reading": "step"}, {"reading": 1}, True, "0.5", -1, [{}], {"zh": "a"}]
)


@settings(max_examples=150)
@given(st.data())
def test_no_malformed_data_is_a_crash(data: st.DataObject) -> None:
    raw = copy.deepcopy(skeleton_raw("a/1"))
    for _ in range(data.draw(st.integers(1, 3))):
        target: Any = raw
        while True:
            keys = sorted(target) if isinstance(target, dict) else list(range(len(target)))
            if not keys:
                break
            key = data.draw(st.sampled_from(keys))
            if not isinstance(target[key], dict | list) or data.draw(st.booleans()):
                target[key] = copy.deepcopy(data.draw(WRONG))
                break
            target = target[key]
    for finding in check_raw(raw, "x"):
        assert finding.line("zh")
        assert finding.line("en")


@pytest.mark.parametrize(
    ("data", "words", "why"),
    [
        (b"not a zip", "工作簿", "no workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "旧式 .xls", "an old or encrypted one"),
        (b"PK\x03\x04broken", "工作簿", "a broken one"),
    ],
)
def test_what_is_no_workbook_is_said(tmp_path: Path, data: bytes, words: str, why: str) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(data)
    assert words in check_file(path)[0].message.zh, why
