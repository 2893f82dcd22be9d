"""The dated path, by hand-made indicators; the plan's own are in its cases.csv."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from psscore.model.observation import Unobserved
from psscore.model.register import LightMeasure, Register
from psscore.rulebook.catalogue import load_standard
from psscore.scoring.lights import lag, overdue_days
from psscore.scoring.path import Path, Pick, Point, expected, governing, path_of, progress

EVE = date(2023, 12, 31)


def register() -> Register:
    found = load_standard("city-services-plan/2024").register
    assert found is not None
    return found


def path(code: str, *picks: Pick, own: Point | None = None) -> Path:
    found = path_of(register(), register().by_code[code], picks, own)
    assert isinstance(found, Path), found
    return found


@pytest.mark.parametrize(
    ("on", "value"),
    [("2023-12-31", "0.42"), ("2024-12-31", "0.7"), ("2030-12-31", "0.85"), ("2031-01-01", "0.85")],
)
def test_on_the_points(on: str, value: str) -> None:
    assert expected(path("K7.1"), date.fromisoformat(on)) == Fraction(value)


def test_between_the_points_by_days() -> None:
    half = expected(path("K7.1"), date(2024, 7, 1))  # 183 of 366 days
    assert half == (Fraction("0.42") + Fraction("0.7")) / 2


def test_before_the_path() -> None:
    found = expected(path("K7.1"), date(2023, 12, 30))
    assert isinstance(found, Unobserved)
    assert "2023-12-31" in found.reason.zh


def test_the_governing_target() -> None:
    found = path("K7.1")
    assert governing(found, date(2024, 12, 31)).value == Fraction("0.7")
    assert governing(found, date(2025, 1, 1)).value == Fraction("0.85")
    assert governing(found, date(2040, 1, 1)).value == Fraction("0.85")


@pytest.mark.parametrize(
    ("code", "on", "due", "why"),
    [
        ("K1.2", "2024-12-31", "2024-12-31", "on the precise deadline"),
        ("K1.2", "2025-06-30", "2024-12-31", "missed, though the phase ends in 2025"),
        ("K1.2", "2026-06-30", "2024-12-31", "after both"),
        ("K3.2", "2025-06-30", "2024-12-31", "year, month and phase"),
        ("K28.1", "2025-06-30", "2024-12-31", "year, month and phase"),
        ("K12.1", "2027-06-30", "2026-12-31", "80 % in 2026, and until 2028"),
        ("K12.1", "2029-06-30", "2030-06-30", "85 % in mid-2030, and by 2030"),
        ("K7.1", "2025-06-30", "2030-12-31", "another value: the next target governs"),
    ],
)
def test_a_loose_deadline_does_not_put_off_the_precise_one(code: str, on: str, due: str, why: str) -> None:
    assert governing(path(code), date.fromisoformat(on)).on == date.fromisoformat(due), why


def test_a_value_stated_twice_is_no_way_of_its_own() -> None:
    found = progress(path("K1.2"), Fraction("0.5"), date(2026, 6, 30))
    assert isinstance(found, Unobserved)
    assert "基线" in found.reason.zh
    own = path("K1.2", own=Point(EVE, Fraction("0.3")))
    assert progress(own, Fraction("0.5"), date(2026, 6, 30)) == Fraction(2, 5)


def test_without_a_baseline_the_way_begins_at_the_last_target() -> None:
    found = path("K2.1", Pick(2), Pick(3))  # 50 % in 2024, 80 % in 2025; the plan gives no baseline
    assert progress(found, Fraction("0.65"), date(2025, 6, 30)) == Fraction(1, 2)
    assert isinstance(progress(found, Fraction("0.65"), date(2024, 6, 30)), Unobserved)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("K1.1", "选定目标"),
        ("K25.1", "没有期限"),
        ("K35.3", "没有给出目标"),
        ("K31.1", "早于方案开始"),
    ],
)
def test_no_path_says_why(code: str, says: str) -> None:
    found = path_of(register(), register().by_code[code], (), None)
    assert isinstance(found, Unobserved)
    assert says in found.reason.zh


@pytest.mark.parametrize(
    ("code", "says"),
    [("K18.1", "界限"), ("K10.1", "另一个量"), ("K32.1", "已超过目标"), ("K16.1", "没有给出基线")],
)
def test_no_baseline_says_why(code: str, says: str) -> None:
    picks = (Pick(2),) if code == "K32.1" else ()
    found = path(code, *picks).baseline
    assert isinstance(found, Unobserved)
    assert says in found.reason.zh


def test_a_late_baseline_does_not_start_a_path() -> None:
    late = path("K7.1", own=Point(date(2024, 12, 31), Fraction("0.5"))).baseline
    assert isinstance(late, Unobserved)
    assert isinstance(path("K7.1", own=Point(date(2024, 12, 30), Fraction("0.5"))).baseline, Point)


def test_a_chosen_day_may_not_turn_the_path_back() -> None:
    undated = Pick(3, date(2024, 6, 30))  # 100 % in mid-2024, then 70 % in 2025
    found = path_of(register(), register().by_code["K1.1"], (undated, Pick(2)), None)
    assert isinstance(found, Unobserved)


def test_lag_by_each_measure() -> None:
    found, on = path("K6.1", own=Point(EVE, Fraction(48))), date(2025, 12, 31)
    assert lag(found, LightMeasure.PERCENT, Fraction(30), on) == Fraction(1, 4)
    assert lag(found, LightMeasure.POINTS, Fraction(30), on) == Fraction(1, 4)
    assert lag(found, LightMeasure.PACE, Fraction(30), on) == Fraction(3, 4)
    with pytest.raises(ValueError, match="days"):
        lag(found, LightMeasure.DAYS, Fraction(30), on)


@pytest.mark.parametrize(
    ("on", "done", "days"),
    [("2025-01-01", None, 1), ("2024-12-31", None, 0), ("2024-12-30", None, -1), ("2026-01-01", "2025-01-05", 5)],
)
def test_overdue(on: str, done: str | None, days: int) -> None:
    finished = date.fromisoformat(done) if done else None
    assert overdue_days(date(2024, 12, 31), date.fromisoformat(on), finished) == days
