"""Whether a document is as it was written, or people have worked in it since: that work is not to be lost."""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

_CORE = "docProps/core.xml"
BLANK = "psscore-sha256-" + "0" * 64
"""What stands in the identifier of a document until it is marked."""
_MARK = re.compile(rb"psscore-sha256-([0-9a-f]{64})(?: ([a-z_]+))?")


def marked(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts of a package with their digest as the document's identifier."""
    core = parts[_CORE].replace(BLANK.encode(), b"psscore-sha256-" + _digest(parts).encode())
    return {**parts, _CORE: core}


def untouched(data: bytes) -> bool:
    """True for a document that was written by us and not changed by anybody since."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError):
        return False
    found = _MARK.search(parts.get(_CORE, b""))
    return found is not None and found[1].decode() == _digest(parts)


def mark_of(data: bytes) -> str | None:
    """The kind of document that a .docx of ours names, "" where it names none; None for any other.

    Raises what `zipfile` raises for a file that is no sound package.
    """
    with zipfile.ZipFile(BytesIO(data)) as package:
        found = _MARK.search(package.read(_CORE)) if _CORE in package.namelist() else None
    return None if found is None else (found[2] or b"").decode()


def _digest(parts: Mapping[str, bytes]) -> str:
    """Of all parts but the one that holds it."""
    made = hashlib.sha256()
    for name in sorted(parts):
        if name != _CORE:
            made.update(f"{name}\0{len(parts[name])}\0".encode())
            made.update(parts[name])
    return made.hexdigest()
