"""A mapping file says what it means, or every fault in it at once."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from psscore.surveys.answers import Answer
from psscore.surveys.faults import SurveyFaults
from psscore.surveys.mapping import Mapping, read_mapping
from psscore.surveys.tally import Base

WHOLE = """
[file]
encoding = "gb18030"
delimiter = ";"
[columns]
respondent = ["序号"]
group = "身份"
[items]
37 = ["Q1", "第一题"]
[answers]
satisfied = ["A"]
[groups]
"户籍" = "居民"
[weights]
"居民" = 0.6
[population]
"居民" = 120000
[expected]
groups = ["居民"]
minimum = 100
[base]
counted = "all"
[scores]
satisfied = 100
"""


def test_a_whole_mapping(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text(WHOLE, encoding="utf-8")
    found = read_mapping(path)
    assert (found.encoding, found.delimiter, found.quote, found.respondent, found.group) == (
        "gb18030", ";", '"', ("序号",), ("身份",),
    )  # fmt: skip
    assert found.items == {"q1": "37", "第一题": "37"}
    assert (found.answer("a"), found.answer("满意"), found.answer("B")) == (Answer.SATISFIED, Answer.SATISFIED, None)
    assert (found.groups, found.weights, found.population) == (
        {"户籍": "居民"}, {"居民": Fraction(3, 5)}, {"居民": 120000},
    )  # fmt: skip
    assert (found.expected, found.minimum, found.base) == (("居民",), 100, Base.ALL)
    assert found.scores == {Answer.SATISFIED: 100}
    assert len(found.digest) == 16


def test_without_a_file() -> None:
    assert read_mapping(None) == Mapping()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[colums]\n", "没有 [colums] 这一节"),
        ("base = 1\n", "须写成 [base] 一节"),
        ("[columns]\nid = 1\n", "[columns] 没有 id"),
        ("[columns]\ngroup = [1]\n", "须为文本的列表"),
        ("[answers]\nhappy = ['A']\n", "[answers] 没有 happy"),
        ("[answers]\nsatisfied = ['A']\nbasically = ['ａ']\n", "同时属于 satisfied 和 basically"),
        ("[base]\ncounted = 'some'\n", "应为 rated 或 all"),
        ("[weights]\na = -1\n", "须为不小于 0 的数"),
        ("[weights]\na = true\n", "须为不小于 0 的数"),
        ("[population]\na = 0\n", "须为正整数"),
        ("[expected]\nminimum = 0\n", "须为正整数"),
        ("[file]\ndelimiter = '::'\n", "须为一个字符"),
        ("[groups]\na = 1\n", "须为文本"),
        ("[", "不是 TOML"),
    ],
)
def test_faults(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "map.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SurveyFaults) as faults:
        read_mapping(path)
    assert said in faults.value.texts[0].zh


def test_all_faults_at_once(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text("[x]\n[base]\ncounted = 1\n[weights]\na = 'b'\n", encoding="utf-8")
    with pytest.raises(SurveyFaults) as faults:
        read_mapping(path)
    assert len(faults.value.texts) == 3
    with pytest.raises(SurveyFaults, match="cannot read"):
        read_mapping(tmp_path / "gone.toml")
