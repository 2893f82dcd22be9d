"""Which of two versions is newer, and the version of psscore that a file of Excel was made by."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path

from psscore.workbook.template.package import VERSION_PROPERTY

_PART = "docProps/custom.xml"
_PROPERTY = re.compile(rf'<property\b[^>]*\bname="{VERSION_PROPERTY}"[^>]*>\s*<vt:lpwstr>([^<]*)</vt:lpwstr>')
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError, KeyError)


def newer(one: str, other: str) -> bool:
    """Whether `one` is the later version; by its numbers."""
    return _numbers(one) > _numbers(other)


def version_of(data: bytes) -> str | None:
    """The version in the custom properties of a workbook or add-in; None when there is none to read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = _PROPERTY.search(archive.read(_PART).decode("utf-8", "replace"))
    except UNREADABLE:
        return None
    return found[1] if found else None


def version_at(path: Path) -> str | None:
    """The same for a file; None when it is absent or locked, too."""
    try:
        return version_of(path.read_bytes())
    except OSError:
        return None


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(number) for number in re.findall(r"\d+", version.partition("+")[0])]
    return tuple(numbers + [0] * (4 - len(numbers)))
