"""Deadlines in the words of plans."""

from __future__ import annotations

from datetime import date

import pytest

from psscore.model.register import Window
from psscore.rulebook.deadline import window_of

PHASES = {
    "近期": Window(date(2024, 1, 1), date(2025, 12, 31)),
    "远期": Window(date(2029, 1, 1), date(2030, 12, 31)),
}


@pytest.mark.parametrize(
    ("words", "first", "last", "why"),
    [
        ("2024年", "2024-01-01", "2024-12-31", "any day of the year"),
        ("2024年前", "2024-01-01", "2024-12-31", "the milestones mean the end of the year"),
        ("2024年6月底", "2024-06-01", "2024-06-30", "a month of 30 days"),
        ("2024年2月底", "2024-02-01", "2024-02-29", "a leap year"),
        ("2025年2月底", "2025-02-01", "2025-02-28", "no leap year"),
        ("2024年12月底", "2024-12-01", "2024-12-31", "the last month"),
        ("2024-2026年", "2024-01-01", "2026-12-31", "several years"),
        ("近期", "2024-01-01", "2025-12-31", "a phase"),
        ("到2030年", "2029-01-01", "2030-12-31", "the end of the plan: its last phase"),
        ("到2025年", "2025-01-01", "2025-12-31", "a phase ends there too, but not the plan"),
    ],
)
def test_window(words: str, first: str, last: str, why: str) -> None:
    assert window_of(words, PHASES, before_year=False) == Window(date.fromisoformat(first), date.fromisoformat(last)), (
        why
    )


def test_before_a_year_taken_literally() -> None:
    window = window_of("2024年前", PHASES, before_year=True)
    assert window == Window(date(2023, 1, 1), date(2023, 12, 31))
    assert window_of("2024年", PHASES, before_year=True) == Window(date(2024, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize(
    "words", ["", "明年", "2024", "2024年13月底", "2024年0月底", "2026-2024年", "中期", "２０２４年前后"]
)
def test_unreadable(words: str) -> None:
    assert window_of(words, PHASES, before_year=False) is None
