"""Counts somebody took already: checked row by row, and never repaired."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from psscore.surveys.faults import SurveyFaults
from psscore.surveys.tally import Cell, Fate
from psscore.workbook.template import EXAMPLE, build
from surveys.made import mapped, report, tally, write

HEAD = "编号,调查群体,满意,基本满意,不满意,调查数,权重\n"


@pytest.mark.parametrize(
    ("row", "cell", "why"),
    [
        ("37,甲,5,2,3,10,", Cell(5, 2, 3), "all of it"),
        ("37,甲,5,2,,10,", Cell(5, 2, 3), "the dissatisfied are the rest"),
        ("37,甲,5,2,3,,", Cell(5, 2, 3), "the surveyed are the sum"),
        ("37,甲,5,,5,,", Cell(5, 0, 5), "no such answer on the form"),
        ('37,甲,"1,200",0,0,"1,200",', Cell(1200), "thousands"),
        ("市容环境诉求服务满意率,甲,5,2,3,10,", Cell(5, 2, 3), "by name"),
        ("37,甲,5,2,4,10,", None, "does not add up"),
        ("37,甲,9,2,,10,", None, "more satisfied than surveyed"),
        ("37,甲,5,2,,,", None, "neither surveyed nor dissatisfied"),
        ("37,甲,5.5,2,,10,", None, "part of a person"),
        ("37,甲,-5,2,,10,", None, "below nobody"),
        ("99,甲,5,2,3,10,", None, "no such item"),
        ("37,甲,5,2,3,10,x", None, "the weight is no number"),
        ("37,甲,,,,,", None, "nothing filled in: left out"),
    ],
)
def test_a_row(tmp_path: Path, row: str, cell: Cell | None, why: str) -> None:
    found = tally([write(tmp_path, HEAD + row + "\n")])
    assert found.cells.get(("37", "甲")) == cell, why
    file = found.files[0]
    assert file.read == 1
    assert file.fates[Fate.USED] == (cell is not None)


def test_rows_of_a_group_add_up_and_weights_agree(tmp_path: Path) -> None:
    rows = "37,甲,5,2,3,10,0.6\n37,甲,1,0,1,2,0.6\n38,甲,1,0,1,2,0.5\n38,乙,1,0,1,2,0.4\n"
    found = tally([write(tmp_path, HEAD + rows)])
    assert found.cells["37", "甲"] == Cell(6, 2, 4)
    assert found.weights == {"甲": Fraction(3, 5), "乙": Fraction(2, 5)}
    assert [row for _, row, _ in found.rejected()] == [4], "another weight for the same group"


def test_the_workbooks_own_sheet_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "city.xlsm"
    path.write_bytes(build("zh", EXAMPLE))
    found = tally([path])
    for code, groups in EXAMPLE.survey.items():
        for group in groups:
            cell = found.cells[code, group.name.zh]
            happy, fairly = group.satisfied, group.basically_satisfied
            assert (cell.satisfied, cell.basically, cell.total) == (happy, fairly, group.surveyed)


@pytest.mark.parametrize(
    ("rows", "surveyed", "fates", "why"),
    [
        ("37,甲,5,2,3,10,\n37,乙,5,5,0,10,\n37,合计,10,7,3,20,\n", 20, {"excluded": 1}, "a total among groups"),
        ("37,甲,5,2,3,10,\n37,小 计：,5,2,3,10,\n", 10, {"excluded": 1}, "a subtotal, with a blank and a colon"),
        ("37,甲,5,2,3,10,\n37,Total,5,2,3,10,\n", 10, {"excluded": 1}, "in English"),
        ("37,合计,10,7,3,20,\n", 20, {"excluded": 0}, "alone it is all there is"),
        ("37,甲,5,2,3,10,\n合计,,5,2,3,10,\n", 10, {"excluded": 1}, "in the column of items"),
        ("37,甲,5,2,3,10,\n38,合计,5,2,3,10,\n", 10, {"excluded": 0}, "the total of another item is that item's"),
        ("37,甲,5,2,3,10,\n37,甲,5,2,3,10,\n", 10, {"duplicate": 1}, "word for word the same"),
        ("37,甲,5,2,3,10,\n37,甲,5,2,4,11,\n", 21, {"duplicate": 0}, "other numbers of the same group"),
    ],
)
def test_nobody_counts_twice(tmp_path: Path, rows: str, surveyed: int, fates: dict[str, int], why: str) -> None:
    found = report([write(tmp_path, HEAD + rows)])
    assert found.items[0].surveyed == surveyed, why
    assert {name: found.tally.files[0].fates[Fate(name)] for name in fates} == fates, why
    assert any("一字不差" in text.zh or "行是合计" in text.zh for text in found.findings) is any(fates.values()), why


A, B = "37,甲,5,2,3,10,\n", "37,乙,5,5,0,10,\n"
SUMS = [
    ([A + B + "37,小计,10,7,3,20,\n37,合计,10,7,3,20,\n"], 20, [4, 5], [], "beside the parts neither counts"),
    (["37,小计,5,2,3,10,\n37,小计,5,5,0,10,\n37,合计,10,7,3,20,\n"], 20, [2, 3], [4], "the total, not the subtotals"),
    (["37,合计,10,7,3,20,\n37,小计,5,2,3,10,\n"], 20, [3], [2], "whichever comes first"),
    (["37,合计,10,7,3,20,\n37,总计,10,7,3,20,\n"], 20, [3], [2], "the same total by two names"),
    (["37,小计,5,2,3,10,\n"], 10, [], [2], "one subtotal alone is all there is"),
    (
        ["37,城东小计,5,2,3,10,\n37,城西合计,5,5,0,10,\n37,合计,10,7,3,20,\n"],
        20,
        [2, 3],
        [4],
        "subtotals by their ends",
    ),
    ([A + B + "37,城东小计,10,7,3,20,\n"], 20, [4], [], "a named one beside the parts"),
    ([A + B + "37,全市,10,7,3,20,\n"], 20, [4], [], "everybody is no group beside others"),
    (["37,全市,10,7,3,20,\n"], 20, [], [2], "but is one alone"),
    ([A + "37,平均,5,3,2,10,\n"], 10, [3], [], "a mean is never counted"),
    (["37,甲,,,,,\n37,合计,10,7,3,20,\n"], 20, [], [3], "groups that were left blank are no parts"),
    ([A + B, "编号,调查群体,满意,基本满意,不满意,调查数\n37,合计,10,7,3,20\n"], 20, [2], [], "parts in another file"),
    ([A + "37,合 计：,5,2,3,10,\n38,合计,1,0,0,1,\n"], 10, [3], [4], "each item for itself"),
    (
        ["答卷编号,调查群体,37\n1,甲,满意\n2,乙,满意\n", "37,合计,2,0,0,2,\n"],
        2,
        [2],
        [],
        "beside the responses themselves",
    ),
    (["答卷编号,群体,编号,答案\n1,甲,37,满意\n", "37,合计,1,0,0,1,\n"], 1, [2], [], "one to a row as well"),
    ([A + "37,East subtotal,5,2,3,10,\n37,Grand total,5,2,3,10,\n"], 10, [3, 4], [], "in English"),
]


@pytest.mark.parametrize(("texts", "surveyed", "left", "alone", "why"), SUMS, ids=[why for *_, why in SUMS])
def test_totals_are_added_to_nothing(
    tmp_path: Path, texts: list[str], surveyed: int, left: list[int], alone: list[int], why: str
) -> None:
    paths = [write(tmp_path, text if text[0] in "编答" else HEAD + text, f"{at}.csv") for at, text in enumerate(texts)]
    found = report(paths)
    assert found.items[0].surveyed == surveyed, why
    file = found.tally.files[-1]
    assert (file.totals, file.alone) == (left, alone), why
    assert file.read == sum(file.fates.values())
    for rows, said in ((left, "是合计，没有计入"), (alone, "用的是合计")):
        told = [text.zh for text in found.findings if said in text.zh and file.file in text.zh]
        assert bool(told) is bool(rows), why
        assert all(str(row) in told[0] for row in rows), why


NOT_ADDED = [
    (["37,合计,10,7,3,20,\n37,总计,11,7,3,21,\n"], "有几行合计", "two totals with other numbers"),
    (["37,小计,5,2,3,10,\n37,小计,5,5,0,10,\n"], "只有几行小计", "subtotals that may overlap"),
    (["37,小计,5,2,3,10,\n37,小计,5,2,3,10,\n"], "只有几行小计", "the same numbers may be other people"),
    (["37,合计,10,7,3,20,\n", "37,合计,11,7,3,21,\n"], "有几行合计", "a total in each of two files"),
]


@pytest.mark.parametrize(("texts", "said", "why"), NOT_ADDED, ids=[why for *_, why in NOT_ADDED])
def test_sums_that_cannot_be_added_are_rejected_with_what_to_do(
    tmp_path: Path, texts: list[str], said: str, why: str
) -> None:
    paths = [write(tmp_path, HEAD + text, f"{at}.csv") for at, text in enumerate(texts)]
    found = tally(paths)
    assert not found.cells, why
    reasons = [reason.zh for _, _, reason in found.rejected()]
    assert len(reasons) == 2
    assert all(said in reason and "[groups]" in reason for reason in reasons), why


def test_subtotals_that_are_groups_are_named_as_such(tmp_path: Path) -> None:
    mapping = mapped(groups={"城东小计": "城东", "城西小计": "城西"})
    found = tally(
        [write(tmp_path, HEAD + "37,城东小计,5,2,3,10,\n37,城西小计,5,5,0,10,\n37,合计,10,7,3,20,\n")], mapping
    )
    assert found.cells == {("37", "城东"): Cell(5, 2, 3), ("37", "城西"): Cell(5, 5, 0)}
    assert found.files[0].totals == [4]


@pytest.mark.parametrize(
    ("name", "numbers", "warned", "why"),
    [
        ("两区居民", "10,7,3,20", True, "the sum of the others"),
        ("两区居民", "10,7,4,21", False, "one more"),
        ("两区居民", "0,0,0,0", False, "nobody"),
    ],
)
def test_a_total_by_another_name_is_warned_of(tmp_path: Path, name: str, numbers: str, warned: bool, why: str) -> None:
    found = report([write(tmp_path, HEAD + A + B + f"37,{name},{numbers},\n")])
    assert any("其余群体之和" in text.zh and name in text.zh for text in found.findings) is warned, why


def test_respondents_of_everybody_are_respondents(tmp_path: Path) -> None:
    found = tally([write(tmp_path, "答卷编号,调查群体,37\n1,全体,满意\n2,全体,不满意\n城东小计,,满意\n")])
    assert found.cells == {("37", "全体"): Cell(1, 0, 1)}
    assert found.files[0].totals == [4]


@pytest.mark.parametrize(
    ("head", "row", "used", "why"),
    [
        (HEAD, "37,甲,5,,,10,", False, "what the others said is missing, not nothing"),
        (HEAD, "37,甲,10,,,10,", True, "there are no others"),
        (HEAD, "37,甲,5,0,,10,", True, "nobody basically, so the rest is dissatisfied"),
        ("编号,调查群体,满意,调查数\n", "37,甲,5,10", True, "a table without such columns"),
    ],
)
def test_blanks_are_missing(tmp_path: Path, head: str, row: str, used: bool, why: str) -> None:
    found = tally([write(tmp_path, head + row + "\n")])
    assert bool(found.cells) is used, why


@pytest.mark.parametrize("ending", ["\n", "\n\n", ",,,\n"])
def test_the_same_rows_in_another_file_are_refused(tmp_path: Path, ending: str) -> None:
    text = HEAD + "37,甲,5,2,3,10,"
    with pytest.raises(SurveyFaults, match="the same data"):
        tally([write(tmp_path, text, "a.csv"), write(tmp_path, text + ending, "b.csv")])


@pytest.mark.parametrize("layout", ["counts", "responses"])
def test_a_group_written_in_several_ways_is_one(tmp_path: Path, layout: str) -> None:
    names = ("Ａ组", "A组", " A 组", "a组", "B组")
    if layout == "counts":
        text = HEAD + "".join(f"37,{name},{at},0,0,{at},\n" for at, name in enumerate(names, 1))
    else:
        text = "调查群体,37\n" + "".join(f"{name},满意\n" * at for at, name in enumerate(names, 1))
    found = tally([write(tmp_path, text)], mapped(weights={"A组": 0.6, "Ｂ组": 0.4}))
    assert found.cells == {("37", "Ａ组"): Cell(10), ("37", "B组"): Cell(5)}
    assert found.weights == {"Ａ组": Fraction(3, 5), "B组": Fraction(2, 5)}
    assert found.unused == ()


def test_totals_written_in_several_ways_stay_totals(tmp_path: Path) -> None:
    text = HEAD + A + "37,全市,5,2,3,10,\n38,全 市,5,2,3,10,\n38,乙,1,0,0,1,\n37,合计,5,2,3,10,\n37,合　计,5,2,3,10,\n"
    found = tally([write(tmp_path, text)])
    assert found.cells == {("37", "甲"): Cell(5, 2, 3), ("38", "乙"): Cell(1)}
