"""Whether a file is as it was written, or people have worked in it since: that work is not to be lost.

A .docx and an .xlsx carry the digest of their parts as the document's identifier, a page and a PDF that of their bytes.
A file without the mark, of another hand, counts as worked in.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from psscore.workbook.package import Limits, Package, Packed
from psscore.workbook.refusal import Refused

_CORE = "docProps/core.xml"
BLANK = "psscore-sha256-" + "0" * 64
"""What stands in a file until it is marked."""
_LEAD = b"psscore-sha256-"
_MARK = re.compile(rb"psscore-sha256-([0-9a-f]{64})(?: ([a-z_]+))?")
_LIMITS = Limits(ratio=2000)
"""Sheets of many equal rows are packed tighter than those people fill in."""


def marked_parts(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts of a package, whose identifier is `BLANK`, with their digest in its place."""
    core = parts[_CORE].replace(BLANK.encode(), b"psscore-sha256-" + _digest(parts).encode())
    return {**parts, _CORE: core}


def marked_workbook(data: bytes) -> bytes:
    """An .xlsx of ours with its mark."""
    package = Package(data, _LIMITS)
    end = b"</cp:coreProperties>"
    identifier = f"<dc:identifier>{BLANK}</dc:identifier>".encode()
    parts = {name: package.read(name) for name in package.index}
    parts[_CORE] = parts[_CORE].replace(end, identifier + end)
    return package.replace({_CORE: Packed.of(marked_parts(parts)[_CORE])})


def marked_page(page: str) -> str:
    """A page that holds `BLANK`, with its mark."""
    return page.replace(BLANK, f"psscore-sha256-{hashlib.sha256(page.encode()).hexdigest()}", 1)


def marked_pdf(data: bytes) -> bytes:
    """A PDF with its mark, a comment behind all that its table of contents points to."""
    at = data.rfind(b"startxref")
    if at < 0:
        return data
    before, after = data[:at] + b"%" + _LEAD, b"\n" + data[at:]
    return before + hashlib.sha256(before + b"0" * 64 + after).hexdigest().encode() + after


def untouched(data: bytes) -> bool:
    """True for a file that was written by us and not changed by anybody since."""
    if data.startswith(b"PK"):
        try:
            package = Package(data, _LIMITS)
            parts = {name: package.read(name) for name in package.index}
        except Refused:
            return False
        found = _MARK.search(parts.get(_CORE, b""))
        return found is not None and found[1].decode() == _digest(parts)
    at = data.rfind(_LEAD) if data.startswith(b"%PDF") else data.find(_LEAD)
    found = None if at < 0 else _MARK.match(data, at)
    if found is None:
        return False
    blank = data[: found.start(1)] + b"0" * 64 + data[found.end(1) :]
    return found[1].decode() == hashlib.sha256(blank).hexdigest()


def mark_of(data: bytes) -> str | None:
    """The kind of document that a .docx of ours names, "" where it names none; None for any other.

    Raises `Refused` for a file that is no sound package.
    """
    package = Package(data, _LIMITS)
    found = _MARK.search(package.read(_CORE)) if _CORE in package else None
    return None if found is None else (found[2] or b"").decode()


def _digest(parts: Mapping[str, bytes]) -> str:
    """Of all parts but the one that holds it."""
    made = hashlib.sha256()
    for name in sorted(parts):
        if name != _CORE:
            made.update(f"{name}\0{len(parts[name])}\0".encode())
            made.update(parts[name])
    return made.hexdigest()
