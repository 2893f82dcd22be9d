"""Workbooks that seem to be of one unit, and files that are the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from psscore.batch.journal import Entry


@dataclass(frozen=True, slots=True)
class Alike:
    """Workbooks to be looked at together.

    `kind`: `same_file` (one file twice), `same_unit` (one folder: two workbooks of one unit), `same_name` (other
    folders: two workbooks of one unit, or two units of one name).
    """

    kind: str
    unit: str
    period: str
    names: tuple[str, ...]


def alike(entries: Mapping[str, Entry]) -> list[Alike]:
    """Workbooks with the same unit, period and standard, or the same contents."""
    inputs: dict[str, list[str]] = {}
    units: dict[tuple[str, str, str], list[str]] = {}
    for name, entry in entries.items():
        if entry.input_digest:
            inputs.setdefault(entry.input_digest, []).append(name)
        if entry.unit:
            standard = entry.reference.partition("?")[0]
            units.setdefault((plain(entry.unit), plain(entry.period), standard), []).append(name)
    found = []
    same = {tuple(sorted(names)) for names in inputs.values() if len(names) > 1}
    for names in sorted(same):
        found.append(Alike("same_file", entries[names[0]].unit, entries[names[0]].period, names))
    for unit in sorted(units):
        names = tuple(sorted(units[unit]))
        if len(names) > 1 and names not in same:
            folders = {PurePosixPath(name).parent for name in names}
            kind = "same_unit" if len(folders) < len(names) else "same_name"
            found.append(Alike(kind, entries[names[0]].unit, entries[names[0]].period, names))
    return found


def plain(text: str) -> str:
    """A name without what typing adds to it: widths, spaces, capitals."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()
