"""Serial numbers as the dates they show."""

from __future__ import annotations

import pytest

from psscore.functions.cells import number_in
from psscore.functions.date_text import date_text
from psscore.model.observation import Unobserved

ROWS = [
    (46037.0, False, "2026-01-15", "a day"),
    (46037.25, False, "2026-01-15 06:00", "a day and a time"),
    (46037.0, True, "2030-01-16", "the same number in a 1904 workbook"),
    (0.0, False, "1899-12-30", "the first number there is"),
    (-1.0, False, "#", "below it"),
    (-0.5, True, "#", "a time before the first day"),
    (2958465.0, False, "9999-12-31", "the last day Excel knows"),
    (2958466.0, False, "#", "one more"),
    (1e300, False, "#", "far beyond"),
]


@pytest.mark.parametrize(("days", "date1904", "text", "why"), ROWS, ids=[row[-1] for row in ROWS])
def test_a_serial_number(days: float, date1904: bool, text: str, why: str) -> None:
    assert date_text(days, date1904) == text, why


def test_the_functions_know_the_text_for_a_date() -> None:
    for days in (46037.0, 46037.25):
        found = number_in(date_text(days, False))
        assert isinstance(found, Unobserved)
        assert found.reason.en.endswith("is a date, not a number")
