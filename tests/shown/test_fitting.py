"""Texts cut to fit count Chinese characters as wide and Latin ones as half as wide."""

import pytest

from psscore.shown.fitting import shortened


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("城东区", 3, "城东区"),
        ("城东新区", 3, "城东新…"),
        ("abcdef", 3, "abcdef"),
        ("abcdefg", 3, "abcdef…"),
        ("城a东b区", 3, "城a东b…"),
        ("", 3, ""),
    ],
)
def test_shortened(text: str, most: int, expected: str) -> None:
    assert shortened(text, most) == expected
