"""Documents of earlier runs that are still in a folder: nobody is to hand them out by mistake."""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from pathlib import Path

from psscore.model.text import Text
from psscore.outputs.untouched import mark_of
from psscore.reports.files import FORMATS
from psscore.reports.html import kind_of_page
from psscore.reports.unit_report import SUPERIOR, TITLES
from psscore.workbook.refusal import Refused

_READ = 65_536
_NUMBERED = re.compile(r" \(\d+\)$")


def left_over(folder: Path, written: Collection[Path], kinds: Collection[str]) -> list[Path]:
    """The documents of these kinds in a folder that are none of `written`, by name; folders below are not looked at."""
    known = {_same(path) for path in written if path.exists()}
    try:
        there = sorted(entry for entry in folder.iterdir() if entry.is_file())
    except OSError:
        return []
    return [path for path in there if _same(path) not in known and document_kind(path) in kinds]


def document_kind(path: Path) -> str:
    """The kind of a document that was written here, "" for any other file.

    A page and a .docx say so themselves, also after somebody has worked in them; a PDF, and a .docx of an earlier
    version, by their names.
    """
    suffix = path.suffix.lower().removeprefix(".")
    if suffix not in FORMATS:
        return ""
    try:
        if suffix == "pdf":
            return _by_name(path)
        if suffix == "html":
            with path.open("rb") as page:
                return kind_of_page(page.read(_READ).decode("utf-8", "replace"))
        mark = mark_of(path.read_bytes())
    except (OSError, Refused):
        return ""
    return "" if mark is None else mark or _by_name(path)


def _by_name(path: Path) -> str:
    """The kind whose title a name ends with."""
    stem = _NUMBERED.sub("", path.stem)
    titles: list[tuple[str, Text]] = [*TITLES.items(), ("third_party", SUPERIOR)]
    return next((kind for kind, title in titles if stem.endswith((f"_{title.zh}", f"_{title.en}"))), "")


def _same(path: Path) -> tuple[int, int]:
    """What tells one file from another, however its name is written."""
    found = os.stat(path)
    return found.st_dev, found.st_ino
