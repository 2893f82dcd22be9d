"""What respondents wrote is not shown: groups, answers nobody explained, headings that are data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from psscore.surveys.answers import group_name, shown_answer
from psscore.surveys.faults import SurveyFaults
from psscore.surveys.propose import propose
from psscore.surveys.receipt import to_json
from surveys.made import ITEMS, mapped, report, tally, write

HEAD = "答卷编号,调查群体,37\n"
SECRETS = ("13800138000", "138-0013-8000", "１３８００１３８０００", "王小明")


@pytest.mark.parametrize(
    ("text", "shown", "why"),
    [
        ("较满意", "较满意", "a short word"),
        ("一二三四五六", "一二三四五六", "six characters"),
        ("一二三四五六七", "…(7)", "one more"),
        ("100", "100", "a mark"),
        ("1380", "…(4)", "the beginning of a number"),
        ("１３８０", "…(4)", "the same in full width"),
    ],
)
def test_an_answer_nobody_explained(text: str, shown: str, why: str) -> None:
    assert shown_answer(text) == shown, why


def test_the_name_of_a_group() -> None:
    assert group_name(" 来本地居住半年以上的居民 ") == "来本地居住半年以上的居民"
    phones = [group_name(label) for label in ("13800138000", "13800138001", "138-0013-8000")]
    assert len(set(phones)) == 3, "different groups stay apart"
    assert not any(any(char.isdigit() for char in name.split(")")[1]) for name in phones)


@pytest.mark.parametrize(
    ("label", "kept", "why"),
    [
        ("8123 4567", False, "a landline without its area code"),
        ("8123-4567 居民", False, "with a hyphen"),
        ("81234567", False, "in one run"),
        ("王女士", False, "a person as one is addressed"),
        ("欧阳小明先生", False, "with the whole name"),
        ("女士", True, "everybody so addressed"),
        ("2024-2025学年", True, "two years"),
        ("18-35岁", True, "an age"),
        ("沿街商户", True, "an ordinary group"),
        ("王小明", True, "a bare name is like any other word"),
    ],
)
def test_what_a_group_may_be_called(label: str, kept: bool, why: str) -> None:
    assert (group_name(label) == label) is kept, why


NAMES = ["王小明", "李四", "张三", "刘 洋", "陈晓东", "赵敏"]
COLUMNS = [
    (NAMES, True, "a name each"),
    (NAMES[:4], False, "too few to tell"),
    ([*NAMES, "居民"], True, "nearly all of them"),
    ([*NAMES, "居民", "商户"], False, "six of eight"),
    ([*NAMES[:5], "外来"], True, "five of six"),
    (NAMES * 3, False, "each several times: groups may be called so"),
    (["白云区", "江北区", "金水区", "万柳街道", "高新区", "向阳社区"], False, "districts"),
    (["高中生", "公务员", "商户", "万科员工", "高校师生", "金融业"], False, "groups that begin as surnames do"),
]


@pytest.mark.parametrize(("groups", "names", "why"), COLUMNS, ids=[why for *_, why in COLUMNS])
@pytest.mark.parametrize("layout", ["a row a respondent", "a row an answer"])
def test_a_column_of_names_is_no_column_of_groups(
    tmp_path: Path, groups: list[str], names: bool, why: str, layout: str
) -> None:
    if layout == "a row a respondent":
        text = HEAD + "".join(f"{at},{group},满意\n" for at, group in enumerate(groups))
    else:
        answers = [f"{at},{group},{item},满意\n" for at, group in enumerate(groups) for item in (37, 38)]
        text = "答卷编号,调查群体,编号,答案\n" + "".join(answers)
    path = write(tmp_path, text)
    if not names:
        assert set(tally([path]).groups) == set(groups), why
        return
    with pytest.raises(SurveyFaults, match="names of persons") as faults:
        tally([path])
    assert not any(name in faults.value.texts[0].zh for name in groups), why
    explained = mapped(groups=dict.fromkeys(groups, "居民"))
    assert tally([path], explained).groups == ("居民",)


@pytest.mark.parametrize("names", [True, False])
def test_a_proposed_mapping_quotes_no_column_of_names(tmp_path: Path, names: bool) -> None:
    rows = "".join(f"{at},{name if names else '居民'},满意\n" for at, name in enumerate(NAMES))
    found = propose(write(tmp_path, HEAD + rows), ITEMS)
    told = (
        found.toml + "".join(text.zh for text in found.questions) + "".join("".join(one.samples) for one in found.lines)
    )
    assert not any(name in told for name in NAMES)
    assert ("像是姓名" in told, "居民" in found.toml) == (names, not names)


def test_nothing_of_a_person_is_reported(tmp_path: Path) -> None:
    rows = "1,13800138000,满意\n2,王小明 138-0013-8000,满意\n3,１３８００１３８０００,王小明很满意，电话13800138000\n"
    found = report([write(tmp_path, HEAD + rows)])
    told = json.dumps(to_json(found, "zh"), ensure_ascii=False)
    assert [secret for secret in SECRETS if secret in told] == []
    assert found.items[0].surveyed == 2


@pytest.mark.parametrize("text", ["T1,王小明,13800138000\nT2,李四,13800138001\n", "T1,王小明,北京市\nT2,李四,北京市\n"])
def test_a_first_row_of_data_is_not_quoted(tmp_path: Path, text: str) -> None:
    with pytest.raises(SurveyFaults) as faults:
        tally([write(tmp_path, text)])
    assert [secret for secret in SECRETS if secret in faults.value.texts[0].zh + faults.value.texts[0].en] == []
    assert "不像表头" in faults.value.texts[0].zh


def test_nor_is_it_in_a_proposed_mapping(tmp_path: Path) -> None:
    with pytest.raises(SurveyFaults, match="looks like data"):
        propose(write(tmp_path, "T1,王小明,13800138000\nT2,满意,满意\n"), ITEMS)


def test_a_group_that_is_mapped_keeps_its_name(tmp_path: Path) -> None:
    mapping = mapped(groups={"13800138000": "热线"})
    assert tally([write(tmp_path, HEAD + "1,13800138000,满意\n")], mapping).groups == ("热线",)
