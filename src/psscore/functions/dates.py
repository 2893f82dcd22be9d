"""Dates in and out of cells: a date cell, an ISO text, or an Excel serial number of the 1900 calendar."""

from __future__ import annotations

import datetime
import re

from psscore.functions.cells import Argument, blank, number_in
from psscore.model.observation import Hole, Unobserved
from psscore.model.text import Text

_EPOCH = datetime.date(1899, 12, 30)
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?: \d\d:\d\d)?", re.ASCII)
_FIRST, _LAST = 36526, 73050  # 2000 to 2099: a year typed as a number, or a count of days, is no date


def date_in(cell: Argument) -> datetime.date | Unobserved:
    """The day a cell names; a time of day is dropped. Hosts hand over date cells as text such as 2026-01-15."""
    if isinstance(cell, datetime.datetime):
        return cell.date()
    if isinstance(cell, datetime.date):
        return cell
    if isinstance(cell, str) and not blank(cell):
        match = _ISO.fullmatch(cell.strip())
        try:
            return datetime.date(*map(int, match.groups())) if match else _no_date(cell.strip())
        except ValueError:
            return _no_date(cell.strip())
    number = number_in(cell)
    if isinstance(number, Unobserved):
        return number
    if not _FIRST <= number <= _LAST:
        return _unreadable(f"{cell} 不是日期", f"{cell} is not a date")
    return _EPOCH + datetime.timedelta(days=int(number))


def date_out(day: datetime.date) -> float:
    """The serial number under which a cell stores a day."""
    return float((day - _EPOCH).days)


def _no_date(text: str) -> Unobserved:
    return _unreadable(f"“{text}”不是日期，请写成 2026-01-15", f'"{text}" is no date: write it like 2026-01-15')


def _unreadable(zh: str, en: str) -> Unobserved:
    return Unobserved(Hole.UNREADABLE, Text(zh, en))
