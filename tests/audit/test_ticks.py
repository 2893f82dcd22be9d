"""Choices printed with boxes."""

from __future__ import annotations

import pytest

from psscore.audit.ticks import chosen


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("优", "优", "no boxes"),
        ("优☑ 良□ 中□ 差□", "优", "boxes behind"),
        ("☐优 ☑良 ☐中 ☐差", "良", "boxes in front"),
        ("优□良☑中□差□", "良", "no blanks, every word has its box"),
        ("□优√良□中□差", "良", "a tick for a box"),
        ("优( ) 良(√) 中( ) 差( )", "良", "brackets"),
        ("优（√）良（　）", "优", "full-width brackets"),
        ("优 √良 中 差", "良", "only the ticked one is marked"),
        ("优 良■ 中 差", "良", "a filled box"),
        ("√优", "优", "one word"),
        ("优√良中差", None, "whose tick is it?"),
        ("优☑ 良☑", None, "two"),
        ("优□ 良□", None, "none"),
        ("☑", None, "a tick and no word"),
    ],
)
def test_chosen(text: str, expected: str | None, why: str) -> None:
    assert chosen(text) == expected, why
