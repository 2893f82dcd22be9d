"""Names of files from names of units."""

import pytest

from psscore.reports.file_names import Names, file_name, report_name


@pytest.mark.parametrize(
    ("text", "name", "why"),
    [
        ("示例市城东区", "示例市城东区", "as it is"),
        ("../../etc/passwd", "_.._etc_passwd", "no way out of the folder"),
        ("..", "_", "nor by itself"),
        ("a/b\\c", "a_b_c", "no folder of its own"),
        ("C:\\x", "C__x", "no drive"),
        ("甲\u202e乙\x00\n丙", "甲_乙__丙", "nothing invisible"),
        ("  甲　乙 ", "甲 乙", "spaces once"),
        ("CON", "_CON", "a name Windows keeps for itself"),
        ("nul.docx", "_nul.docx", "with an extension too"),
        ("区.", "区", "Windows drops a dot at the end"),
        ("", "_", "no name at all"),
        ("\ud800", "_", "half a character"),
    ],
)
def test_names_that_every_system_takes(text: str, name: str, why: str) -> None:
    assert file_name(text) == name, why


def test_a_long_name_is_cut_at_a_character() -> None:
    assert file_name("甲" * 500) == "甲" * 50


@pytest.mark.parametrize(
    ("unit", "period", "name", "why"),
    [
        ("甲区", "2026年度", "甲区_2026年度_自评价报告", "as it is"),
        ("甲区", "", "甲区_自评价报告", "no period"),
        ("甲" * 200, "2026年度", "甲" * 40 + "…_2026年度_自评价报告", "the unit gives way"),
        ("甲" * 50, "2" * 200, "甲" * 26 + "…_" + "2" * 47 + "…_自评价报告", "a period as well"),
        ("../区", "1/2", "_区_1_2_自评价报告", "no way out"),
    ],
)
def test_period_and_title_are_kept(unit: str, period: str, name: str, why: str) -> None:
    made = report_name(unit, period, "自评价报告")
    assert made == name, why
    assert len(made.encode()) <= 150
    assert Names()(made) == made, why


def test_a_name_is_given_once() -> None:
    names = Names()
    assert [names("甲"), names("甲"), names("A"), names("a"), names("甲")] == ["甲", "甲 (2)", "A", "a (2)", "甲 (3)"]
