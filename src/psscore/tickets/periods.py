"""Periods as half-open spans of local seconds, by the calendar: a year, a quarter, a month, and how one splits."""

from __future__ import annotations

import re
from calendar import timegm
from dataclasses import dataclass
from datetime import UTC, datetime

from psscore.model.text import Text

_FORM = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(\d{2})))?", re.ASCII)
_MONTHS = {"year": 12, "quarter": 3, "month": 1}
SPLITS = tuple(_MONTHS)
YEARS = range(1900, 2100)
"""Years an evaluation may be of."""


class UnreadablePeriod(ValueError):
    """A period or moment that is not written as one."""

    def __init__(self, message: Text) -> None:
        self.message = message
        super().__init__(message.en)


@dataclass(frozen=True, slots=True)
class Period:
    """From the first second included to the last excluded, in local seconds since 1970."""

    name: str
    from_s: int
    until_s: int

    @property
    def years(self) -> tuple[int, ...]:
        """The calendar years it touches."""
        return tuple(range(_year(self.from_s), _year(self.until_s - 1) + 1))


def read_period(text: str) -> Period:
    """`2025`, `2025-Q4` or `2025-12`."""
    found = _FORM.fullmatch(text.strip().upper())
    month = int(found[3]) if found and found[3] else 1
    if found is not None and int(found[1]) not in YEARS:
        raise UnreadablePeriod(
            Text(
                f"期间 {text} 不在 {YEARS[0]} 年至 {YEARS[-1]} 年之间：请写 2025、2025-Q4 或 2025-12",
                f"the period {text} is not of the years {YEARS[0]} to {YEARS[-1]}: write 2025, 2025-Q4 or 2025-12",
            )
        )
    if found is None or not 1 <= month <= 12:
        raise UnreadablePeriod(
            Text(
                f"期间 {text} 读不懂：请写 2025、2025-Q4 或 2025-12",
                f"cannot read the period {text}: write 2025, 2025-Q4 or 2025-12",
            )
        )
    year = int(found[1])
    if found[2]:
        return _period(year, 3 * int(found[2]) - 2, "quarter")
    return _period(year, month, "month" if found[3] else "year")


def looks_like_period(text: str) -> bool:
    """Whether a text is written as a period is, though there may be none of that name: 9999, 2025-13, 2025-Q7."""
    return re.fullmatch(r"\d{4}(-(Q?\d{1,2}))?", text.strip().upper()) is not None


def read_moment(text: str) -> int:
    """A date, or a date and time, on the local clock, as seconds; a date alone means the end of that day."""
    day = text.strip()
    try:
        moment = datetime.fromisoformat(day)
    except ValueError:
        moment = None
    if moment is not None and moment.year not in YEARS:
        raise UnreadablePeriod(
            Text(
                f"时点 {text} 不在 {YEARS[0]} 年至 {YEARS[-1]} 年之间",
                f"the moment {text} is not of the years {YEARS[0]} to {YEARS[-1]}",
            )
        )
    if moment is None or moment.tzinfo is not None:
        raise UnreadablePeriod(
            Text(
                f"时点 {text} 读不懂：请写 2025-12-31 或 2025-12-31 12:00（本地时间，不带时区）",
                f"cannot read the moment {text}: write 2025-12-31 or 2025-12-31 12:00, local time without an offset",
            )
        )
    seconds = timegm(moment.timetuple())
    return seconds + 86_399 if re.fullmatch(r"[\d-]+", day) and "T" not in day else seconds


def moment_text(seconds: int) -> str:
    """A moment of the local clock as people read it."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")


def split(from_s: int, until_s: int, by: str) -> tuple[Period, ...]:
    """The years, quarters or months that cover a span, the first and last of them whole."""
    size = _MONTHS[by]
    start = datetime.fromtimestamp(from_s, UTC)
    year, month = start.year, (start.month - 1) // size * size + 1
    parts: list[Period] = []
    while not parts or parts[-1].until_s < until_s:
        parts.append(_period(year, month, by))
        year, month = year + (month + size > 12), (month + size - 1) % 12 + 1
    return tuple(parts)


def _period(year: int, month: int, by: str) -> Period:
    size = _MONTHS[by]
    name = {"year": f"{year}", "quarter": f"{year}-Q{(month + 2) // 3}", "month": f"{year}-{month:02d}"}[by]
    after = (year + 1, 1) if month + size > 12 else (year, month + size)
    return Period(name, _start(year, month), _start(*after))


def _start(year: int, month: int) -> int:
    return timegm((year, month, 1, 0, 0, 0))


def _year(seconds: int) -> int:
    return datetime.fromtimestamp(seconds, UTC).year
