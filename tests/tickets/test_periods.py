"""Periods by the calendar, and their ends."""

from __future__ import annotations

from itertools import pairwise

import pytest

from psscore.tickets.periods import UnreadablePeriod, moment_text, read_moment, read_period, split

PERIODS = [
    ("2025", "2025-01-01 00:00:00", "2026-01-01 00:00:00", "a year"),
    ("2025-Q4", "2025-10-01 00:00:00", "2026-01-01 00:00:00", "the quarter that ends the year"),
    ("2025-q1", "2025-01-01 00:00:00", "2025-04-01 00:00:00", "a small q"),
    ("2025-12", "2025-12-01 00:00:00", "2026-01-01 00:00:00", "the month that ends the year"),
    ("2024-02", "2024-02-01 00:00:00", "2024-03-01 00:00:00", "a leap year"),
]


@pytest.mark.parametrize(("text", "first", "after", "why"), PERIODS, ids=[row[-1] for row in PERIODS])
def test_a_period_begins_with_its_first_second_and_ends_before_the_next(
    text: str, first: str, after: str, why: str
) -> None:
    period = read_period(text)
    assert (moment_text(period.from_s), moment_text(period.until_s)) == (first, after), why


@pytest.mark.parametrize("text", ["", "25", "2025-13", "2025-00", "2025-Q5", "2025-Q0", "2025/1", "２０２５", "1899"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(UnreadablePeriod, match="2025-Q4"):
        read_period(text)


MOMENTS = [
    ("2025-12-31", "2025-12-31 23:59:59", "a day alone: its end"),
    ("2025-12-31 12:00", "2025-12-31 12:00:00", "a minute"),
    ("2025-12-31T00:00", "2025-12-31 00:00:00", "midnight said out loud"),
]


@pytest.mark.parametrize(("text", "shown", "why"), MOMENTS)
def test_moments(text: str, shown: str, why: str) -> None:
    assert moment_text(read_moment(text)) == shown, why


@pytest.mark.parametrize("text", ["2025-02-29", "yesterday", "2025-12-31T00:00+08:00", ""])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(UnreadablePeriod):
        read_moment(text)


SPLITS = [
    ("2025-11-15", "2026-02-01", "month", ["2025-11", "2025-12", "2026-01", "2026-02"]),
    ("2025-11-15", "2026-01-31", "quarter", ["2025-Q4", "2026-Q1"]),
    ("2024-01-01", "2025-01-01", "year", ["2024", "2025"]),
    ("2024-01-01", "2024-01-01", "year", ["2024"]),
]


@pytest.mark.parametrize(("first", "last", "by", "names"), SPLITS)
def test_a_span_splits_without_gaps(first: str, last: str, by: str, names: list[str]) -> None:
    parts = split(read_moment(f"{first} 00:00"), read_moment(f"{last} 00:01"), by)
    assert [part.name for part in parts] == names
    assert all(one.until_s == other.from_s for one, other in pairwise(parts))
