"""What a receipt says, in the other language."""

from __future__ import annotations

import dataclasses
import datetime
from fractions import Fraction
from typing import Any

import pytest

from psscore.functions.call import call
from psscore.model.cell_error import CellError
from psscore.results import Evaluation, Finding, Item, open_results
from psscore.results.wording import (
    chinese,
    explained,
    finding_text,
    grade_text,
    hole_text,
    known_standard,
    mode_key,
    mode_text,
    no_total_text,
    worded,
)
from psscore.workbook.input_tables import InputTables
from psscore.workbook.inputs import write_inputs
from psscore.workbook.template.build import draft
from psscore.workbook.template.example import EXAMPLE

_CLOCK = datetime.datetime(2026, 1, 5, 9, 30)


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Evaluation]:
    """The example with a blank and an impossible number, its receipt in both languages."""
    tables = InputTables(draft("zh", EXAMPLE)).table("ps_requests")
    cells = {tables.cell("编号", "T02", "已解决数"): None, tables.cell("编号", "T03", "已解决数"): -1}
    path = tmp_path_factory.mktemp("one") / "城东区.xlsm"
    path.write_bytes(write_inputs(draft("zh", EXAMPLE), cells))
    return {lang: open_results([path], lang=lang, now=_CLOCK).evaluations[0] for lang in ("zh", "en")}


@pytest.mark.parametrize(("given", "asked"), [("zh", "en"), ("en", "zh"), ("zh", "zh"), ("en", "en")])
def test_explanations_are_those_of_a_run_in_the_language(twice: dict[str, Evaluation], given: str, asked: str) -> None:
    made, wanted = worded(twice[given], asked), twice[asked]
    assert made.items == wanted.items
    errors = [(a, b) for a, b in zip(made.findings, wanted.findings, strict=True) if a.message.startswith("PS_SCORE")]
    assert errors
    assert all(a == b for a, b in errors)


def test_other_rules_are_not_asked(twice: dict[str, Evaluation]) -> None:
    other = dataclasses.replace(twice["zh"], digest="0" * 64)
    assert worded(other, "en").items == other.items


def test_a_score_the_rules_do_not_give_keeps_its_words(twice: dict[str, Evaluation]) -> None:
    one = twice["zh"]
    changed = dataclasses.replace(one.items[0], score=Fraction(1, 7))
    made = worded(dataclasses.replace(one, items=(changed, *one.items[1:])), "en")
    assert made.items[0].explanation == changed.explanation
    assert made.items[9].explanation != one.items[9].explanation


def test_a_hole_no_rule_makes_says_what_its_explanation_says(twice: dict[str, Evaluation]) -> None:
    one = twice["zh"]
    item = dataclasses.replace(one.items[0], score=None, hole="another", explanation="得分被改写，请恢复公式")
    assert hole_text(item, one.standard).zh == "得分被改写，请恢复公式"
    blank = next(item for item in one.items if item.hole == "missing")
    assert hole_text(blank, one.standard).en != hole_text(blank, one.standard).zh


@pytest.mark.parametrize("typed", [None, "abc", "12 ％", "“引号”", 3, -1, 0.5, 11, *CellError])
@pytest.mark.parametrize(("given", "asked"), [("zh", "en"), ("en", "zh")])
def test_whatever_was_typed_is_explained_in_both(
    typed: Any, given: str, asked: str, twice: dict[str, Evaluation]
) -> None:
    one = twice["zh"]
    detail = call("PS_SCORE", "1", typed, 10, one.reference).detail
    assert detail is not None
    row = next(iter(detail.rows()))
    item = Item("1", row.value, row.base, row.score, row.points, row.hole, row.explanation(given), "")
    assert explained(one, item, one.standard, asked) == row.explanation(asked)


@pytest.mark.parametrize(
    ("mode", "key", "zh", "en"),
    [
        ("自评", "self", "自评", "Self-evaluation"),
        ("self-EVALUATION ", "self", "自评", "Self-evaluation"),
        ("Third party", "third_party", "第三方评价", "Third party"),
        ("互评", "", "互评", "互评"),
        ("", "", "", ""),
    ],
)
def test_modes(mode: str, key: str, zh: str, en: str) -> None:
    assert mode_key(mode) == key
    assert (mode_text(mode).zh, mode_text(mode).en) == (zh, en)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_grades_are_those_of_the_standard(lang: str) -> None:
    standard = known_standard("public-service/2026?grades=fiscal_2020")
    assert standard is not None
    assert standard.grades
    for band in standard.grades:
        assert grade_text(band.grade(lang), standard) == band.grade
    assert grade_text("甲等", standard).en == "甲等", "a grade of somebody's own"
    assert grade_text("差", None).en == "差"


@pytest.mark.parametrize(
    ("finding", "zh", "en", "why"),
    [
        (
            Finding("encrypted", "", "", "工作簿已加密"),
            "工作簿已加密",
            "remove the password first",
            "by the code in the other language",
        ),
        (Finding("encrypted", "", "", "it is encrypted"), "需先取消打开密码", "it is encrypted", "the other way round"),
        (
            Finding("check", "评分", "A1", "办结数大于受理数"),
            "办结数大于受理数",
            "办结数大于受理数",
            "the sheet's words",
        ),
        (Finding("new_code", "", "", "新情况"), "新情况", "新情况", "a code this version does not know"),
    ],
)
def test_findings(finding: Finding, zh: str, en: str, why: str) -> None:
    assert (finding_text(finding).zh, finding_text(finding).en) == (zh, en), why


def test_why_there_is_no_total(twice: dict[str, Evaluation]) -> None:
    one = dataclasses.replace(twice["zh"], findings=())
    sheet, _, cell = one.items[0].cell.replace("'", "").partition("!")
    row = Finding("overwritten", sheet, cell, "这一项被改写")
    total = Finding("overwritten", "封面", "B6", "总分被改写")
    assert no_total_text(one) is None
    assert no_total_text(dataclasses.replace(one, findings=(row,))) is None, "a row is not the total"
    found = no_total_text(dataclasses.replace(one, findings=(row, total)))
    assert found is not None
    assert found.zh == "总分被改写"


@pytest.mark.parametrize(
    ("text", "is_chinese", "why"),
    [
        ("表格部件 xl/tables/table1.xml 已损坏", True, "a path among Chinese words"),
        ("无法读取（Is a directory）", True, "the system's English words"),
        ("a.xlsm 不存在", True, "begins with a file name"),
        ('the sheet "评分" has no table', False, "a Chinese name is quoted"),
        ("the covers name 城东区", False, "begins in English"),
        ("PS_SCORE #N/A：数值未填", True, "a function and its error"),
        ("PS_SCORE #N/A: the value is blank", False, "the same in English"),
        ("12", True, "no words at all"),
    ],
)
def test_languages(text: str, is_chinese: bool, why: str) -> None:
    assert chinese(text) is is_chinese, why
