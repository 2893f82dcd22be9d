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
