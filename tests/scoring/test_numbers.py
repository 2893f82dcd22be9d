"""Numbers in receipts are exact, numbers in sentences are readable."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psscore.scoring.numbers import exact_text, percent_text, short_text


@pytest.mark.parametrize(
    ("number", "exact", "short"),
    [
        (Fraction(0), "0", "0"),
        (Fraction(-147, 100), "-1.47", "-1.47"),
        (Fraction(100), "100", "100"),
        (Fraction(1, 3), "1/3", "≈0.3333"),
        (Fraction(2, 3), "2/3", "≈0.6667"),
        (Fraction(1, 2**40), "0.0000000000009094947017729282379150390625", "≈0"),
        (Fraction(12345, 10**5), "0.12345", "≈0.1235"),
    ],
)
def test_texts(number: Fraction, exact: str, short: str) -> None:
    assert exact_text(number) == exact
    assert short_text(number) == short


@given(st.decimals(allow_nan=False, allow_infinity=False, places=40, min_value=-(10**6), max_value=10**6))
def test_an_exact_text_is_the_number(number: Decimal) -> None:
    assert Fraction(exact_text(Fraction(number))) == Fraction(number)


def test_percent() -> None:
    assert percent_text(Fraction("0.9735")) == "97.35 %"
