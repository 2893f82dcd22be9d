"""Checking a rulebook, as TOML or as a workbook: everything at once, each with its place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from psscore.model.faults import StandardFaults
from psscore.model.text import Text
from psscore.rulebook.catalogue import all_faults
from psscore.rulebook.parse import parse_raw
from psscore.rulebooks.differences import differences
from psscore.rulebooks.finding import Finding, Severity
from psscore.rulebooks.places import place_of
from psscore.rulebooks.read import NotAWorkbook, is_rulebook, open_workbook, sheets_of
from psscore.rulebooks.unfold import Unfolded, unfold
from psscore.rulebooks.wording import BLANK, FILL, in_words


def check_raw(raw: Mapping[str, Any], file: str) -> list[Finding]:
    """Faults and differences of a standard's data."""
    faults = [Finding(Severity.FAULT, file, fault.where, fault.message) for fault in all_faults(raw, file)]
    return faults + [Finding(Severity.DIFFERENCE, file, where, message) for where, message in differences(raw)]


def check_unfolded(found: Unfolded) -> list[Finding]:
    """The same for a workbook, each finding with its sheet and cell."""
    named = [Finding(Severity.FAULT, found.file, fault.where, fault.message) for fault in found.faults]
    seen = {finding.where for finding in named}
    for one in check_raw(found.raw, found.file):
        place = place_of(one.where, found.raw, found.places)
        # What a cell could not be read as is said once, not again as missing.
        if place is None or str(place) not in seen or one.severity is Severity.DIFFERENCE:
            named.append(in_words(one, found.raw, str(place) if place else ""))
    # A blank cell is said once, by the one that lists what may stand there.
    listed = {one.where for one in named if one.message.zh.startswith(f"{BLANK.zh}，可填")}
    return [one for one in named if one.where not in listed or one.message != FILL]


def check_file(path: Path) -> list[Finding]:
    """Everything wrong with a rulebook file, `.toml`, a rulebook workbook, or a city's own table."""
    if path.suffix.lower() == ".toml":
        try:
            return check_raw(parse_raw(path.read_bytes().decode("utf-8-sig"), path.name), path.name)
        except StandardFaults as broken:
            return [Finding(Severity.FAULT, fault.file, fault.where, fault.message) for fault in broken.faults]
        except UnicodeDecodeError:
            return [Finding(Severity.FAULT, path.name, "UTF-8", Text("文件不是 UTF-8 文本", "not UTF-8 text"))]
    from psscore.rulebooks.draft import draft_findings, draft_of

    try:
        book = open_workbook(path.read_bytes())
    except NotAWorkbook as refused:
        return [Finding(Severity.FAULT, path.name, "-", refused.message)]
    if is_rulebook(book):
        return check_unfolded(unfold(sheets_of(book), path.name))
    return draft_findings(draft_of(book, path.name, "draft/1"), path.name)
