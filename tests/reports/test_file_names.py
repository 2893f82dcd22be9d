"""Names of files from names of units."""

import pytest

from psscore.reports.file_names import Names, file_name


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


def test_a_name_is_given_once() -> None:
    names = Names()
    assert [names("甲"), names("甲"), names("A"), names("a"), names("甲")] == ["甲", "甲 (2)", "A", "a (2)", "甲 (3)"]
