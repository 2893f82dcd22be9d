"""A proposed mapping is one that reads the file, and what it cannot know it asks."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from psscore.surveys.faults import SurveyFaults
from psscore.surveys.mapping import mapping_of
from psscore.surveys.propose import Proposal, propose
from psscore.surveys.tally import Cell
from surveys.made import ITEMS, tally, write

WIDE = """某区满意度调查,,,,,
序号,您的身份是,1、您对市容环境方面诉求的服务满意吗,Q39市政设施,联系电话,其他意见,环境卫生诉求服务
1,户籍居民,满意,一般,13800138000,路灯坏了,满意
2,沿街商户,基本满意,满意,13900139000,,不满意
3,户籍居民,很满意,满意,,很好,较满意
"""
LONG = """答卷ID,身份,题目,打分
1,居民,市容环境诉求服务满意率,满意
1,居民,市政设施诉求服务,不满意
2,商户,第3题,A
"""


def found(folder: Path, text: str, encoding: str = "utf-8") -> tuple[Proposal, dict[str, Any]]:
    proposal = propose(write(folder, text, encoding=encoding), ITEMS)
    return proposal, tomllib.loads(proposal.toml)


def test_a_row_for_each_respondent(tmp_path: Path) -> None:
    proposal, toml = found(tmp_path, WIDE)
    assert toml["columns"] == {"respondent": ["序号"], "group": ["您的身份是"]}
    assert toml["items"] == {
        "37": ["1、您对市容环境方面诉求的服务满意吗"],
        "39": ["Q39市政设施"],
        "38": ["环境卫生诉求服务"],
    }
    assert '# "一般"    # 1' in proposal.toml
    assert toml.get("answers") == {}, "what words mean is for the evaluator to say"
    assert any("一般" in question.en and "较满意" in question.en for question in proposal.questions)
    counted = tally([tmp_path / "a.csv"], mapping_of(toml, "m.toml"))
    assert counted.cells["37", "户籍居民"] == Cell(satisfied=2)
    assert counted.cells["38", "沿街商户"] == Cell(dissatisfied=1)


def test_a_row_for_each_answer(tmp_path: Path) -> None:
    proposal, toml = found(tmp_path, LONG, "gb18030")
    assert toml["file"] == {"encoding": "gb18030", "delimiter": ","}
    assert toml["columns"] == {"respondent": ["答卷ID"], "group": ["身份"], "item": ["题目"], "answer": ["打分"]}
    assert toml["items"] == {"39": ["市政设施诉求服务"]}
    assert '# ? = ["第3题"]' in proposal.toml
    assert [("第3题" in one.zh, "A" in one.zh) for one in proposal.questions] == [(True, False), (False, True)]
    counted = tally([tmp_path / "a.csv"], mapping_of(toml, "m.toml"))
    assert counted.cells == {("37", "居民"): Cell(satisfied=1), ("39", "居民"): Cell(dissatisfied=1)}


def test_codes_of_items_number_no_respondents(tmp_path: Path) -> None:
    _, toml = found(tmp_path, "编号,群体,答案\n37,居民,满意\n37,商户,不满意\n39,居民,满意\n")
    assert toml["columns"] == {"group": ["群体"], "item": ["编号"], "answer": ["答案"]}
    counted = tally([tmp_path / "a.csv"], mapping_of(toml, "m.toml"))
    assert counted.cells["37", "商户"] == Cell(dissatisfied=1)


def test_no_person_is_told_of(tmp_path: Path) -> None:
    proposal, _ = found(tmp_path, WIDE)
    told = repr(proposal)
    for secret in ("13800138000", "路灯", "很好"):
        assert secret not in told
    shapes = {line.header: line.samples for line in proposal.lines}
    assert shapes["联系电话"] == ()
    assert shapes["其他意见"] == ()
    assert shapes["序号"] == ("9",)


@pytest.mark.parametrize(
    ("text", "asked", "items", "why"),
    [
        ("37,39\n满意,满意\n", "duplicates go unseen", {}, "no numbers; items by their codes need no mapping"),
        ("序号,天气\n1,好\n", "no surveyed item", {}, "nothing about satisfaction"),
        ("序号,总体感受\n1,满意\n2,不满意\n", '"总体感受" looks like', {}, "answers, but which indicator?"),
        ("序号,Q37,37a\n1,满意,满意\n", '"37a" looks like', {"37": ["Q37"]}, "one indicator is not two columns"),
        ("序号,137\n1,满意\n", '"137" looks like', {}, "137 is not 37"),
    ],
)
def test_what_is_not_known_is_asked(
    tmp_path: Path, text: str, asked: str, items: dict[str, list[str]], why: str
) -> None:
    proposal, toml = found(tmp_path, text)
    assert any(asked in question.en for question in proposal.questions), why
    assert toml.get("items", {}) == items, why


def test_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["说明"])
    sheet = book.create_sheet('答卷"1"')
    sheet.append(["编号", "群体", "37 市容环境诉求服务满意率"])
    sheet.append([1, "居民", "满意"])
    book.save(tmp_path / "a.xlsx")
    proposal = propose(tmp_path / "a.xlsx", ITEMS)
    assert tomllib.loads(proposal.toml)["columns"] == {"respondent": ["编号"], "group": ["群体"]}


def test_headings_of_strangers_stay_text(tmp_path: Path) -> None:
    """Quotes, line ends and backslashes in a heading do not end the text they stand in."""
    _, toml = found(tmp_path, '序号,"他说""37""\\ \n[items]"\n1,满意\n')
    assert toml["items"] == {"37": ['他说"37"\\ \n[items]']}


@pytest.mark.parametrize("text", ["", "序号\n", "\n\n"])
def test_nothing_to_propose_from(tmp_path: Path, text: str) -> None:
    with pytest.raises(SurveyFaults) as faults:
        found(tmp_path, text)
    assert "no responses" in faults.value.texts[0].en
