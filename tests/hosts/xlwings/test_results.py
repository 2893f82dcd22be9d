"""Results on their way out: digits unchanged, errors marked, blanks as Excel shows them."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest

from psscore.hosts.xlwings.errors import NUMBERS, error_in, error_text
from psscore.hosts.xlwings.udfs import written
from psscore.model.cell_error import CellError

ROWS: list[tuple[Any, Any, str]] = [
    (0.1 + 0.2, 0.30000000000000004, "a float keeps every digit"),
    (Fraction(1, 3), 1 / 3, "an exact number is the nearest float"),
    (93, 93.0, "a whole number: COM has no large ones"),
    ("", "", "an empty text"),
    ("得分", "得分", "text"),
    (True, True, "a logical value is no number"),
    (None, 0.0, "nothing is 0, as for a reference to a blank cell"),
    (math.nan, "\x01PS!2036", "no number"),
    (-math.inf, "\x01PS!2036", "not finite"),
    (CellError.NULL, "\x01PS!2000", "excluded"),
    (CellError.DIV0, "\x01PS!2007", "#DIV/0!"),
    (CellError.VALUE, "\x01PS!2015", "#VALUE!"),
    (CellError.REF, "\x01PS!2023", "#REF!"),
    (CellError.NAME, "\x01PS!2029", "#NAME?"),
    (CellError.NUM, "\x01PS!2036", "#NUM!"),
    (CellError.NOT_AVAILABLE, "\x01PS!2042", "not ready"),
]


@pytest.mark.parametrize(("value", "cell", "why"), ROWS, ids=[row[-1] for row in ROWS])
def test_a_result(value: Any, cell: Any, why: str) -> None:
    (given,) = written(value)[0]
    assert (given, type(given)) == (cell, type(cell)), why
    assert written([[value, 1.0], [2.0, value]]) == [[given, 1.0], [2.0, given]], why


def test_every_error_value_goes_out_and_comes_in() -> None:
    assert set(NUMBERS) == set(CellError)
    for error in CellError:
        number = int(error_text(error).removeprefix("\x01PS!"))
        assert error_in(number - 0x7FF60000) == (error, "")


@pytest.mark.parametrize("number", [0, 93, -1, -2_000_000_000, 2**31 - 1])
def test_whole_numbers_of_vba_code_are_numbers(number: int) -> None:
    assert error_in(number) is None
    assert error_in(-2_000_000_001) is not None
