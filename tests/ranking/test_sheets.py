"""The workbook: every formula has the value LibreOffice finds, a changed score re-ranks, no name is a formula."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openxml_audit import OpenXmlValidator

from psscore.model.standard import Standard
from psscore.ranking import Adjustment, Component, Ranking, Settings, Ties, rank
from psscore.ranking.sheets import workbook
from psscore.results import Evaluation
from psscore.rulebook.catalogue import load_standard
from ranking.made import evaluation, hotline, refused
from ranking.recalculated import calculated, differences
from ranking.test_cohort import units as compared_units

FORM = "project-self-evaluation/2020"
NASTY = ["=1+1", "+SUM(A1)", "@x", "-5", "{=A}", "a*?~b", "<b>&\"'", "名称\n换行", "x" * 300, "ＡＢＣ（市）"]
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")


def field(reference: str, count: int) -> list[Evaluation]:
    """Units with made-up numbers; every seventh rate of a standard that leaves rows out has no cases."""
    standard = load_standard(reference)
    made = []
    for number in range(count):
        pairs = {}
        for place, item in enumerate(standard.leaves):
            assert item.scoring is not None
            mixed = (number * 37 + place * 101) % 97
            if item.scoring.measure.value == "rate":
                left_out = "exclude" in reference and mixed % 7 == 0
                pairs[item.code] = ("0", "0") if left_out else (str(300 - mixed % 40), "300")
            elif item.scoring.measure.value == "change":
                pairs[item.code] = (str(100 - mixed % 30), "100")
            else:
                pairs[item.code] = (str(mixed * 7 if item.scoring.measure.value == "count" else 1 + mixed % 5), "")
        name = NASTY[number] if number < len(NASTY) else f"单位{number}"
        made.append(evaluation(name, pairs, reference))
    return made


def settings(units: list[Evaluation], **more: Any) -> Settings:
    groups = {one.unit: "甲*组" if at % 3 else "乙组" for at, one in enumerate(units)}
    return Settings(groups=groups | {"没来": "乙组"}, **more)


def rankings(street: Standard) -> dict[str, Ranking]:
    plain = field("public-service/2026?no_cases=exclude", 26)
    cut = field("public-service/2026?rounding=truncate", 12)
    index = field("urban-management-index/60-30-10", 25)
    weighed = field("public-service-points/2023", 14)
    survey = Component("民调", Fraction(1, 10), {one.unit: (Fraction(70 + at), None) for at, one in enumerate(plain)})
    points = (Adjustment(plain[0].unit, Fraction(-1), "=事故"), Adjustment(plain[4].unit, Fraction("0.5"), "表彰"))
    cases = {one.unit: Fraction(at % 4) for at, one in enumerate(plain)}
    last = tuple(replace(one, period="2025") for one in plain[3:])
    return {
        "groups, volume, last year": rank(
            [*plain, refused("坏.xlsx")],
            settings(plain, ties=Ties.VOLUME, volumes=cases, small=Fraction(2), last=last),
        ),
        "composite, dense": rank(
            plain, Settings(own_weight=Fraction(9, 10), components=(survey,), adjustments=points, ties=Ties.DENSE)
        ),
        "truncated, printed": rank(cut, settings(cut, ties=Ties.PRINTED)),
        "no branches": rank(index),
        "weighted and a product": rank(weighed, settings(weighed, ties=Ties.DENSE)),
        "capped, compared with the group": rank(compared_units(street, 13)),
        "forms": rank([replace(evaluation(f"项目{at}", {}, FORM), total=Fraction(90 + at)) for at in range(12)]),
        "one unit": rank([hotline("甲", 900)]),
        "all tied": rank([hotline(f"甲{number}", 900) for number in range(25)], Settings(ties=Ties.DENSE)),
        "below zero": rank(
            [hotline("甲", 0), hotline("乙", 5)], Settings(adjustments=(Adjustment("甲", Fraction(-90), "x"),))
        ),
        "last year": rank(
            [hotline("甲", 900), hotline("乙", 950)],
            Settings(last=(hotline("甲", 1, period="2025"), hotline("丙", 2, period="2025"))),
        ),
    }


def test_every_formula_has_the_value_another_program_finds(soffice: str, street: Standard, tmp_path: Path) -> None:
    made = rankings(street)
    books = [workbook(found, "en" if number % 2 else "zh") for number, found in enumerate(made.values())]
    for name, data, again in zip(made, books, calculated(soffice, books, tmp_path), strict=True):
        count, differing = differences(data, again)
        assert count > 40, name
        assert differing == [], name


def test_a_changed_score_changes_the_places(soffice: str, tmp_path: Path) -> None:
    found = rank([hotline(unit, solved) for unit, solved in (("甲", 990), ("乙", 950), ("丙", 950), ("丁", 900))])
    book = openpyxl.load_workbook(io.BytesIO(workbook(found)))
    scores = book["指标得分"]
    assert [scores.cell(row, 2).value for row in range(6, 10)] == ["甲", "乙", "丙", "丁"]
    scores["E9"] = 50  # 丁, indicator 3: full points
    changed = io.BytesIO()
    book.save(changed)
    again = openpyxl.load_workbook(io.BytesIO(calculated(soffice, [changed.getvalue()], tmp_path)[0]), data_only=True)
    ranking, ends = again["排名"], again["前后名次"]
    rows = [
        (ranking.cell(row, 3).value, ranking.cell(row, 1).value, ranking.cell(row, 2).value) for row in range(6, 10)
    ]
    assert [(unit, place, tied or "") for unit, place, tied in rows] == [
        ("甲", 2, ""),
        ("乙", 3, 2),
        ("丙", 3, 2),
        ("丁", 1, ""),
    ]
    assert [ends.cell(row, 3).value for row in range(5, 9)] == ["丁", "甲", "乙", "丙"]
    assert again["分组"]["E4"].value == 100


def test_it_needs_nothing_but_excel(street: Standard) -> None:
    for name, found in rankings(street).items():
        with zipfile.ZipFile(io.BytesIO(workbook(found))) as package:
            parts = {part: package.read(part).decode() for part in package.namelist() if part.endswith(".xml")}
        assert not any("externalLink" in part or "vba" in part for part in parts), name
        assert not any("PS_" in text for text in parts.values()), name


def test_the_package_is_sound(street: Standard, tmp_path: Path) -> None:
    for number, (name, found) in enumerate(rankings(street).items()):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(workbook(found))
        assert OpenXmlValidator().validate(path).errors == [], name


def test_names_of_strangers_are_text() -> None:
    units = field("hotline-index/10-40-50", len(NASTY))
    book = openpyxl.load_workbook(io.BytesIO(workbook(rank(units))))
    seen = set()
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value in NASTY:
                    seen.add(cell.value)
                    assert cell.data_type == "s", (sheet.title, cell.coordinate)
    assert len(seen) >= len(NASTY) - 1  # line ends are written as Excel writes them


def test_the_same_ranking_gives_the_same_bytes() -> None:
    units = field("hotline-index/10-40-50", 12)
    assert workbook(rank(units)) == workbook(rank(units))


def test_every_sheet_is_ready_to_print() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(rank(field("public-service/2026", 12)))))
    assert book.sheetnames == ["排名", "前后名次", "分组", "分级小计", "指标得分", "指标统计", "未排名", "说明"]
    for sheet in book:
        assert sheet.page_setup.paperSize == 9, sheet.title
        assert sheet.page_setup.orientation == ("portrait" if sheet.title == "说明" else "landscape")
    for name in ("排名", "分级小计", "指标得分", "指标统计", "未排名"):
        assert book[name].auto_filter.ref, name
        assert book[name].freeze_panes, name
        assert book[name].print_title_rows, name


def test_the_method_says_how() -> None:
    units = field("public-service/2026", 6)
    found = rank(units, settings(units, ties=Ties.PRINTED, small=Fraction(400), volume_codes=("1",)))
    book = openpyxl.load_workbook(io.BytesIO(workbook(found)))
    said = "\n".join(str(cell.value) for row in book["说明"].iter_rows() for cell in row if cell.value)
    for words in (
        "按未取舍的总分排名",
        "同分的按名单顺序依次编号，排名不分先后",
        "按分组名单",
        "指标 1 的基数之和",
        "件数少于 400 的单位共 6 个",
        "不搞横向排名",
        found.standard.digest,
        found.standard.reference,
    ):
        assert words in said, words


def test_totals_that_binary_numbers_cannot_tell_apart_are_values() -> None:
    tiny = Fraction(1, 10**15)
    found = rank([hotline("甲", 900), hotline("乙", 900)], Settings(adjustments=(Adjustment("甲", tiny, "末位之差"),)))
    assert [(one.unit, one.place) for one in found.standings] == [("甲", 1), ("乙", 2)]
    book = openpyxl.load_workbook(io.BytesIO(workbook(found)))
    assert [book["排名"].cell(row, 1).value for row in (6, 7)] == [1, 2]
    assert "名次写成数值" in str([cell.value for row in book["说明"].iter_rows() for cell in row])
