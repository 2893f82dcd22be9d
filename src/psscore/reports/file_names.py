"""Names of files made from the names of units, which come from strangers."""

from __future__ import annotations

import re
import unicodedata

_BAD = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_LONGEST = 150
"""Bytes of a stem: file systems take 255 for a name, other programs add to it."""

_PERIOD = 50


def file_name(text: str) -> str:
    """A stem every system takes, "_" where the text has nothing to offer."""
    stem = _BAD.sub("_", unicodedata.normalize("NFC", text).encode("utf-8", "replace").decode())
    stem = " ".join(stem.split()).strip(". ")
    if _RESERVED.fullmatch(stem):
        stem = f"_{stem}"
    while len(stem.encode()) > _LONGEST:
        stem = stem[:-1]
    return stem.rstrip(". ") or "_"


def report_name(unit: str, period: str, title: str) -> str:
    """Unit, period and title of a report; of names that are too long the unit is shortened, and the period."""
    period = _cut(file_name(period), _PERIOD) if period else ""
    tail = "".join(f"_{part}" for part in (period, title) if part)
    return _cut(file_name(unit), _LONGEST - len(tail.encode())) + tail


def _cut(text: str, most: int) -> str:
    """As much of a text as fits into so many bytes, "…" after one that was cut."""
    if len(text.encode()) <= most:
        return text
    while len(f"{text}…".encode()) > most:
        text = text[:-1]
    return f"{text}…"


class Names:
    """File names that are not given twice, whatever the case of their letters."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def __call__(self, text: str) -> str:
        """The stem for a text, with a number after it when there is one already."""
        stem = wanted = file_name(text)
        number = 2
        while stem.casefold() in self._given:
            stem = f"{wanted} ({number})"
            number += 1
        self._given.add(stem.casefold())
        return stem
