"""Counted nouns in English."""

from __future__ import annotations

import pytest

from psscore.model.text import counted


@pytest.mark.parametrize(
    ("count", "words", "said"),
    [
        (0, ("problem",), "0 problems"),
        (1, ("problem",), "1 problem"),
        (2, ("problem",), "2 problems"),
        (21, ("problem",), "21 problems"),
        (1, ("unit is", "units are"), "1 unit is"),
        (3, ("unit is", "units are"), "3 units are"),
        ("1", ("point",), "1 point"),
        ("1.5", ("point",), "1.5 points"),
    ],
)
def test_counted(count: int | str, words: tuple[str, ...], said: str) -> None:
    assert counted(count, *words) == said
