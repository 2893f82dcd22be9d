"""What is handed out comes back: filled in and read, the questionnaire gives the counts."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from psscore.rulebook import load_standard
from psscore.surveys.answers import TITLES, Answer
from psscore.surveys.faults import SurveyFaults
from psscore.surveys.questionnaire import CODING, ENTRY, PAPER, TOP, questionnaire
from psscore.surveys.tally import Cell, Fate
from surveys.made import ITEMS, STANDARD, tally


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_round_trip(tmp_path: Path, lang: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(questionnaire(STANDARD, lang, ["甲", "乙"])))
    sheet = book[ENTRY(lang)]
    answers = [TITLES[answer](lang) for answer in Answer]
    for number in range(8):
        for column, value in enumerate([str(number), "甲乙"[number % 2], *([answers[number % 4]] * len(ITEMS))], 1):
            sheet.cell(TOP + 1 + number, column).value = value
    path = tmp_path / "filled.xlsx"
    book.save(path)
    found = tally([path])
    assert found.files[0].fates == {Fate.USED: 6, Fate.EXCLUDED: 2}
    assert found.cells == {
        (item.code, group): cell
        for item in ITEMS
        for group, cell in (("甲", Cell(satisfied=2, dissatisfied=2)), ("乙", Cell(basically=2, unrated=2)))
    }


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_handed_out_it_is_empty(tmp_path: Path, lang: str) -> None:
    path = tmp_path / "q.xlsx"
    path.write_bytes(questionnaire(STANDARD, lang))
    found = tally([path])
    assert (found.cells, found.files[0].read) == ({}, 0)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_answers_and_groups_are_chosen_from_lists(lang: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(questionnaire(STANDARD, lang, ["甲"])))
    assert book.sheetnames == [PAPER(lang), ENTRY(lang), CODING(lang)]
    coding = book[CODING(lang)]
    lists = {
        str(rule.sqref).split(":")[0]: [
            cell.value for (cell,) in coding[rule.formula1.split("!")[1].replace("$", "")] if cell.value
        ]
        for rule in book[ENTRY(lang)].data_validations.dataValidation
    }
    assert lists == {f"B{TOP + 1}": ["甲"], f"C{TOP + 1}": [TITLES[answer](lang) for answer in Answer]}


def test_it_prints_on_a4_with_its_headings() -> None:
    book = openpyxl.load_workbook(io.BytesIO(questionnaire(STANDARD)))
    for sheet in book:
        setup = sheet.page_setup
        assert (setup.paperSize, setup.fitToWidth or 1, setup.fitToHeight) == (9, 1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows
    paper = book[PAPER.zh]
    asked = [paper.cell(row, 2).value for row in range(6, 6 + len(ITEMS))]
    assert asked[0] == "市容环境诉求服务"
    assert "姓名" in paper["A2"].value, "asks for no personal data"


def test_the_same_bytes_every_time() -> None:
    assert questionnaire(STANDARD) == questionnaire(STANDARD)


def test_a_standard_without_a_survey() -> None:
    with pytest.raises(SurveyFaults):
        questionnaire(load_standard("operation-monitoring/CJJT552-2023"))
