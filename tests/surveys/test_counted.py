"""Counts somebody took already: checked row by row, and never repaired."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from psscore.surveys.faults import SurveyFaults
from psscore.surveys.tally import Cell, Fate
from psscore.workbook.template import EXAMPLE, build
from surveys.made import report, tally, write

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
