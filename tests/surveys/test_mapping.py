"""A mapping file says what it means, or every fault in it at once."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from psscore.surveys.answers import Answer
from psscore.surveys.faults import SurveyFaults
from psscore.surveys.mapping import Mapping, read_mapping
from psscore.surveys.tally import Base
from surveys.made import mapped, report, write

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


UNUSED = [
    ({"columns": {"group": ["身份"]}}, ["[columns] group"], "no file has that column"),
    ({"columns": {"group": ["身份", "调查群体"]}}, [], "one of the two is there"),
    ({"columns": {"item": ["题目"], "answer": ["打分"]}}, ["[columns] item", "[columns] answer"], "another layout"),
    ({"items": {"38": ["Ｑ38 "]}}, [], "the heading is written otherwise, and is the same"),
    ({"items": {"38": ["Q39"]}}, ["[items] q39"], "no such heading"),
    ({"groups": {"外地": "外来", "": "未填"}}, ["[groups] 外地"], "nobody is of that group; a blank may be explained"),
    ({"groups": {"居民": "住户"}, "weights": {"住户": 0.5}}, [], "weights are of the groups as they are named"),
    ({"groups": {"居民": "住户"}, "weights": {"居民": 0.5}}, ["[weights] 居民"], "not as the file calls them"),
    ({"population": {"商户": 9, "居民": 9}}, ["[population] 商户"], "people of no group"),
]


@pytest.mark.parametrize(("tables", "unused", "why"), UNUSED, ids=[why for *_, why in UNUSED])
def test_what_a_mapping_explains_in_vain_is_told(
    tmp_path: Path, tables: dict[str, dict[str, object]], unused: list[str], why: str
) -> None:
    path = write(tmp_path, "答卷编号,调查群体,37,Q38\n1,居民,满意,满意\n")
    found = report([path], mapped(**tables))
    assert list(found.tally.unused) == unused, why
    told = [text.zh for text in found.findings if "没有起作用" in text.zh]
    assert [all(one in told[0] for one in unused)] * bool(unused) == [True] * len(told), why


def test_a_heading_of_two_items_is_a_fault() -> None:
    with pytest.raises(SurveyFaults, match="means both 37 and 38"):
        mapped(items={"37": ["Q1"], "38": ["q1"]})
