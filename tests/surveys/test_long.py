"""Answers one to a row count as rows of respondents do, and every row meets one fate."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from psscore.surveys.faults import SurveyFaults
from psscore.surveys.tally import Cell, Fate
from surveys.made import mapped, tally, write

HEAD = "答卷编号,调查群体,指标编号,答案\n"
WIDE = "答卷编号,调查群体,37,39\n1,居民,满意,不满意\n2,居民,基本满意,不了解\n3,商户,满意,一般\n"
LONG = HEAD + (
    "1,居民,37,满意\n1,居民,39,不满意\n2,居民,37,基本满意\n2,居民,39,不了解\n3,商户,37,满意\n3,商户,39,一般\n"
)
USED, EXCLUDED, REJECTED, DUPLICATE = Fate.USED, Fate.EXCLUDED, Fate.REJECTED, Fate.DUPLICATE


def test_both_layouts_give_the_same_counts(tmp_path: Path) -> None:
    found = tally([write(tmp_path, LONG)])
    assert found.cells == tally([write(tmp_path, WIDE, "wide.csv")]).cells
    assert found.words == {"一般": 1}
    assert found.files[0].fates == {USED: 4, EXCLUDED: 2}
    assert found.files[0].read == 6


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_order_of_rows_changes_nothing(tmp_path: Path, order: tuple[int, ...]) -> None:
    pairs = [LONG.splitlines(keepends=True)[1 + 2 * at : 3 + 2 * at] for at in order]
    found = tally([write(tmp_path, HEAD + "".join(itertools.chain(*pairs)))])
    assert found.cells == tally([write(tmp_path, WIDE, "wide.csv")]).cells


@pytest.mark.parametrize(
    ("rows", "fates", "why"),
    [
        ("1,居民,37,满意\n1,居民,37,满意\n", {USED: 1, DUPLICATE: 1}, "the same row again"),
        ("1,居民,37,满意\n1,居民,37,不满意\n1,居民,39,满意\n", {REJECTED: 2, USED: 1}, "two answers to one item"),
        ("1,居民,37,满意\n1,居民,37,\n", {REJECTED: 2}, "blank once: which is meant is not known"),
        ("1,居民,37,满意\n1,商户,39,满意\n2,商户,37,满意\n", {REJECTED: 2, USED: 1}, "one respondent, two groups"),
        ("1,居民,99,满意\n", {REJECTED: 1}, "no such item"),
        ("1,居民,,满意\n", {REJECTED: 1}, "no item"),
        ("1,,37,满意\n", {REJECTED: 1}, "an answer of no group"),
        ("1,,37,\n", {EXCLUDED: 1}, "neither group nor answer"),
        ("1,居民,37,\n", {EXCLUDED: 1}, "not answered"),
        ("1,居民,37,一般\n", {EXCLUDED: 1}, "not understood"),
        (HEAD + "1,居民,37,满意\n", {REJECTED: 1, USED: 1}, "the heading again"),
        ("1,居民,37,满意,x\n", {REJECTED: 1}, "more cells than the heading"),
        ('1,居民,37,"满意\n2"\n', {REJECTED: 1}, "an answer over two lines"),
        (",居民,37,满意\n,居民,37,满意\n", {USED: 2}, "without numbers duplicates cannot be seen"),
        ("1,居民,37 市容环境诉求服务满意率,满意\n", {USED: 1}, "code and name"),
    ],
)
def test_the_fate_of_rows(tmp_path: Path, rows: str, fates: dict[Fate, int], why: str) -> None:
    found = tally([write(tmp_path, HEAD + rows)])
    assert found.files[0].fates == fates, why
    assert len(found.files[0].rejects) == fates.get(REJECTED, 0), why
    assert sum(cell.satisfied for cell in found.cells.values()) == fates.get(USED, 0), why


def test_answers_of_one_respondent_may_stand_in_several_files(tmp_path: Path) -> None:
    one = write(tmp_path, HEAD + "1,居民,37,满意\n", "a.csv")
    other = write(tmp_path, HEAD + "1,居民,39,满意\n1,居民,37,满意\n", "b.csv")
    found = tally([one, other])
    assert [file.fates for file in found.files] == [{USED: 1}, {USED: 1, DUPLICATE: 1}]


def test_a_respondent_in_both_layouts_is_refused(tmp_path: Path) -> None:
    long, wide = write(tmp_path, LONG, "a.csv"), write(tmp_path, WIDE, "b.csv")
    with pytest.raises(SurveyFaults) as faults:
        tally([long, wide])
    assert "3 respondents" in faults.value.texts[0].en
    apart = write(tmp_path, WIDE.replace("\n1,", "\n7,").replace("\n2,", "\n8,").replace("\n3,", "\n9,"), "c.csv")
    assert tally([long, apart]).cells["37", "居民"] == Cell(satisfied=2, basically=2)


def test_a_mapping_names_the_columns(tmp_path: Path) -> None:
    mapping = mapped(
        columns={"respondent": "样本", "group": "身份", "item": "题", "answer": "打分"},
        items={"37": "第一题"},
        answers={"satisfied": "A"},
    )
    found = tally([write(tmp_path, "样本,身份,题,打分\n1,居民,第一题,A\n")], mapping)
    assert found.cells == {("37", "居民"): Cell(satisfied=1)}


def test_a_column_for_each_item_is_no_long_file(tmp_path: Path) -> None:
    """`编号` and `评价` may be other columns of a file with a row for each respondent."""
    found = tally([write(tmp_path, "编号,评价,37\n1,很好,满意\n2,不错,不满意\n")])
    assert found.cells == {("37", ""): Cell(satisfied=1, dissatisfied=1)}
