"""A date typed where a number belongs, as the text under which the functions refuse it."""

from __future__ import annotations

import datetime

_EPOCH = {False: datetime.datetime(1899, 12, 30), True: datetime.datetime(1904, 1, 1)}


def date_text(days: float, date1904: bool) -> str:
    """`2026-01-15`, with the time `09:30` when there is one, for a serial number; "#" where no date has that number."""
    try:
        moment = _EPOCH[date1904] + datetime.timedelta(days=days)
    except (OverflowError, ValueError):
        return "#"
    if days < 0:
        return "#"
    return f"{moment:%Y-%m-%d}" if days == int(days) else f"{moment:%Y-%m-%d %H:%M}"
