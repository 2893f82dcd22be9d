"""The mark that Windows puts on files from the internet; Excel blocks macros in a file that has it."""

from __future__ import annotations

import re
from pathlib import Path

_ZONE = re.compile(rb"^\s*ZoneId\s*=\s*(\d+)", re.M | re.I)
_INTERNET = 3  # and 4, restricted sites


def is_marked(path: Path) -> bool:
    """Whether Excel takes the file for one from the internet."""
    try:
        zone = _ZONE.search(_stream(path).read_bytes())
    except (OSError, ValueError):
        return False
    return zone is not None and int(zone[1]) >= _INTERNET


def unmark(path: Path) -> None:
    """Take the mark away, as "Unblock" in the file's properties does. Raises `OSError`."""
    _stream(path).unlink(missing_ok=True)


def _stream(path: Path) -> Path:
    return path.with_name(f"{path.name}:Zone.Identifier")
