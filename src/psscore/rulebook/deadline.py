"""Deadlines as plans write them: "2024年", "2024年6月底", "2024年前", "2024-2026年", "到2030年", or a phase."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

from psscore.model.register import Window

_YEAR = re.compile(r"(\d{4})年")
_BEFORE = re.compile(r"(\d{4})年前")
_MONTH = re.compile(r"(\d{4})年(\d{1,2})月底")
_YEARS = re.compile(r"(\d{4})-(\d{4})年")
_UNTIL = re.compile(r"到(\d{4})年")


def window_of(words: str, phases: Mapping[str, Window], before_year: bool) -> Window | None:
    """The days the words may mean; None when they cannot be read.

    `before_year`: "2024年前" means by the end of 2023, as it literally says; otherwise of 2024. "到2030年" for the year
    the last phase ends in means that phase: whatever is reached in it is there at the end of the plan.
    """
    if words in phases:
        return phases[words]
    if match := _BEFORE.fullmatch(words):
        return _years(int(match[1]) - before_year, int(match[1]) - before_year)
    if match := _YEAR.fullmatch(words):
        return _years(int(match[1]), int(match[1]))
    if match := _UNTIL.fullmatch(words):
        year = _years(int(match[1]), int(match[1]))
        final = max(phases.values(), key=lambda phase: phase.last, default=year)
        return final if final.last == year.last else year
    if match := _YEARS.fullmatch(words):
        first, last = int(match[1]), int(match[2])
        return _years(first, last) if first <= last else None
    if (match := _MONTH.fullmatch(words)) and 1 <= int(match[2]) <= 12:
        last_day = monthrange(int(match[1]), int(match[2]))[1]
        end = date(int(match[1]), int(match[2]), last_day)
        return Window(end.replace(day=1), end)
    return None


def _years(first: int, last: int) -> Window:
    return Window(date(first, 1, 1), date(last, 12, 31))


def day_before(day: date) -> date:
    return day - timedelta(days=1)
