"""Bulletins: the places of the ranking, the ends that were asked for, nobody forgotten."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import docx
import pytest
from openxml_audit import OpenXmlValidator

from psscore.ranking import Adjustment, Ranking, Settings, Ties, rank
from psscore.reports import to_html
from psscore.reports.bulletin import BulletinSettings, bulletin
from psscore.reports.bulletin.ends import Ends
from psscore.reports.docx.write import to_docx
from psscore.reports.layout import FIELDS, SECTIONS
from psscore.results import Evaluation
from psscore.scoring.aggregate import Total, total
from reports.outline import names, section, tables, text
from reports.word import texts

# By indicator 42, whose full marks are 2.
POINTS = {"甲区": "0.52", "乙区": "2", "丙区": "1.5", "丁区": "1.5", "戊区": "0.1", "己区": "1"}


def unit(evaluation: Evaluation, name: str, points: str | None, **fields: object) -> Evaluation:
    """The example as another unit, with other points for indicator 42."""
    score = None if points is None else Fraction(points)
    items = tuple(
        dataclasses.replace(item, score=score, hole="" if points else "missing") if item.indicator == "42" else item
        for item in evaluation.items
    )
    changed = dataclasses.replace(evaluation, unit=name, file=f"{name}.xlsm", items=items, total=None)
    found = total(changed.standard, changed.scores)
    made = found.score if isinstance(found, Total) else None
    return dataclasses.replace(changed, total=made, **fields)  # type: ignore[arg-type]


def ranked(evaluation: Evaluation, settings: Settings | None = None, points: dict[str, str] = POINTS) -> Ranking:
    units = [unit(evaluation, name, score) for name, score in points.items()]
    return rank([*units, unit(evaluation, "庚区", None)], settings)


def column(table: object, place: int) -> list[str]:
    return [row[place] for row in table.rows]  # type: ignore[attr-defined]


def test_sections_and_fields_are_those_a_template_knows(evaluation: Evaluation) -> None:
    made = bulletin(ranked(evaluation), BulletinSettings(ends=Ends(2, 2)))
    assert tuple(names(made)) == SECTIONS["bulletin"]
    assert tuple(made.fields) == FIELDS["bulletin"]
    assert (made.fields["units"], made.fields["ranked"]) == ("7", "6")


def test_places_are_those_of_the_ranking(evaluation: Evaluation) -> None:
    ranking = ranked(evaluation)
    table = tables(section(bulletin(ranking), "ranking"))[0]
    assert column(table, 1) == ["乙区", "丙区", "丁区", "己区", "甲区", "戊区"]
    assert column(table, 0) == ["1", "2（2 个并列）", "2（2 个并列）", "4", "5", "6"]
    assert column(table, 2) == ["85.17", "84.67", "84.67", "84.17", "83.69", "83.27"]
    told = text(section(bulletin(ranking), "summary"))
    assert "6 个单位列入排名。" in told
    # 505.64 / 6 = 84.2733…
    assert "最高 85.17 分，最低 83.27 分，平均 84.27 分" in told
    assert "另有 1 个未列入排名" in told


def test_units_without_a_total_stand_apart_with_the_reason(evaluation: Evaluation) -> None:
    made = bulletin(ranked(evaluation))
    assert tables(section(made, "no_data"))[0].rows == (("庚区", "总分未得出", "尚缺 1 项得分：42"),)
    assert "庚区" not in text(section(made, "ranking"))


@pytest.mark.parametrize(
    ("ends", "red", "black", "why"),
    [
        (Ends(1, 1), ["乙区"], ["戊区"], "one of each"),
        (Ends(2, 2), ["乙区", "丙区", "丁区"], ["甲区", "戊区"], "those equal to the second are on the list too"),
        (Ends(2, 0), ["乙区", "丙区", "丁区"], None, "no black list"),
        (Ends(3, 3), ["乙区", "丙区", "丁区"], ["己区", "甲区", "戊区"], "six units make three and three"),
        (Ends(), None, None, "the standard says nothing of lists, nor did anybody"),
    ],
)
def test_ends(evaluation: Evaluation, ends: Ends, red: list[str] | None, black: list[str] | None, why: str) -> None:
    made = bulletin(ranked(evaluation), BulletinSettings(ends=ends))
    for name, wanted in (("red_list", red), ("black_list", black)):
        if wanted is None:
            assert name not in names(made), why
        else:
            assert column(tables(section(made, name))[0], 1) == wanted, why


@pytest.mark.parametrize(
    ("ends", "points", "why"),
    [
        (Ends(4, 3), POINTS, "six units are not seven"),
        (Ends(1, 1), dict.fromkeys("甲乙丙", "1"), "all are first and last"),
        (Ends(2, 0), dict.fromkeys("甲乙丙", "1"), "a list of all is none"),
        (Ends(2, 2), {"甲": "2", "乙": "1", "丙": "1", "丁": "0.5"}, "two would be on both lists"),
    ],
)
def test_ends_that_cannot_be_told_apart_are_not_listed(
    evaluation: Evaluation, ends: Ends, points: dict[str, str], why: str
) -> None:
    made = bulletin(ranked(evaluation, points=points), BulletinSettings(ends=ends))
    assert text(section(made, "red_list")).endswith("单位太少或同分太多，分不出前后，不列。"), why
    assert tables(section(made, "red_list")) == []


def test_ends_of_groups_and_of_all(evaluation: Evaluation) -> None:
    groups = {
        "甲区": "一组",
        "乙区": "一组",
        "丙区": "一组",
        "丁区": "二组",
        "戊区": "二组",
        "己区": "三组",
        "庚区": "三组",
    }
    made = bulletin(ranked(evaluation, Settings(groups=groups)), BulletinSettings(ends=Ends(1, 1, last_of_all=True)))
    red = tables(section(made, "red_list"))[0]
    assert [row[0::2] for row in red.rows] == [("一组", "乙区"), ("二组", "丁区")]
    assert "三组：单位太少或同分太多，分不出前后，不列。" in text(section(made, "red_list"))
    black = tables(section(made, "black_list"))[0]
    assert [row[0::2] for row in black.rows] == [("二组", "戊区")]
    assert "全部单位按得分的后 1 名，不分组" in text(section(made, "black_list"))


def test_the_standard_says_how_long_the_lists_are(weighted: Evaluation) -> None:
    units = [dataclasses.replace(weighted, unit=f"{number}市", file=str(number)) for number in range(25)]
    made = bulletin(rank(units, Settings()))
    assert "前 10 名；末位同分的一并列出" in text(section(made, "red_list"))


def test_last_year_is_told_with_places(evaluation: Evaluation) -> None:
    before = [unit(evaluation, name, score, period="2024年度") for name, score in zip("乙甲", ("1", "2"), strict=True)]
    before = [dataclasses.replace(one, unit=one.unit + "区") for one in before]
    made = bulletin(ranked(evaluation, Settings(last=tuple(before))))
    rows = {row[1]: row[-2:] for row in tables(section(made, "ranking"))[0].rows}
    assert rows["乙区"] == ("+1", "↑1")
    assert rows["甲区"] == ("−1.48", "↓4")
    assert rows["丙区"] == ("—", "新")


def test_announced_points_are_shown_with_their_reason(evaluation: Evaluation) -> None:
    settings = Settings(adjustments=(Adjustment("乙区", Fraction(-3), "瞒报"),), ties=Ties.DENSE)
    made = bulletin(ranked(evaluation, settings))
    table, adjusted = tables(section(made, "ranking"))
    assert table.rows[-1][1:4] == ("乙区", "82.17", "85.17")
    assert adjusted.rows == (("乙区", "−3", "瞒报"),)
    assert "后面的名次不空" in text(section(made, "ranking"))


def test_losses_are_means_over_the_units(evaluation: Evaluation) -> None:
    table = tables(section(bulletin(ranked(evaluation), BulletinSettings(top=99)), "notable_losses"))[0]
    row = next(row for row in table.rows if row[0].startswith("42 "))
    # 12 - 6.62 lost by six units.
    assert row[1:] == ("2", "0.90", "55.17%", "5 / 6", "戊区（1.9）")
    means = [Fraction(row[2]) for row in table.rows]
    assert means == sorted(means, reverse=True)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_written_as_page_and_as_document(evaluation: Evaluation, lang: str, tmp_path: Path) -> None:
    made = bulletin(ranked(evaluation), BulletinSettings(lang, Ends(1, 1)))
    page, word = to_html(made), to_docx(made)
    for told in (page, texts(word)):
        assert "{{" not in told
        assert "85.17" in told
        assert "庚区" in told
    assert docx.Document(BytesIO(word)).core_properties.title == made.title
    assert to_docx(made) == word
    path = tmp_path / "bulletin.docx"
    path.write_bytes(word)
    assert [error.description for error in OpenXmlValidator().validate(path).errors] == []


def test_a_hostile_name_is_text(evaluation: Evaluation) -> None:
    ranking = ranked(evaluation, points={"=1+1": "1", "<b>甲</b>": "2", "{{total}}": "1.5"})
    made = bulletin(ranking)
    assert "<b>甲" not in to_html(made)
    assert "{{total}}" in texts(to_docx(made))
