"""Names of files made from the names of units, which come from strangers."""

from __future__ import annotations

import re
import unicodedata

_BAD = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_LONGEST = 150
"""Bytes of a stem: file systems take 255 for a name, other programs add to it."""


def file_name(text: str) -> str:
    """A stem every system takes, "_" where the text has nothing to offer."""
    stem = _BAD.sub("_", unicodedata.normalize("NFC", text).encode("utf-8", "replace").decode())
    stem = " ".join(stem.split()).strip(". ")
    if _RESERVED.fullmatch(stem):
        stem = f"_{stem}"
    while len(stem.encode()) > _LONGEST:
        stem = stem[:-1]
    return stem.rstrip(". ") or "_"


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
