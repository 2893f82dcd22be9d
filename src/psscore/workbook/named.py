"""Formulas that mean cells by a defined name: asked what depends on what, the engine does not follow names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

from psscore.engines.engine import Place
from psscore.workbook.address import area
from psscore.workbook.cells import formula
from psscore.workbook.formulas import SheetState
from psscore.workbook.parts import Name
from psscore.workbook.tokens import tokenize
from psscore.workbook.values import unescape

_TAGS = re.compile(rb"<[^>]*>")
_WITHIN = re.compile(r"[\w.]")

Area = tuple[str, tuple[int, int, int, int]]


class NamedCells:
    """Which formulas of a workbook rest on some cells through its names."""

    def __init__(self, names: Sequence[Name], states: Mapping[str, SheetState]) -> None:
        self._states = states
        self._known: dict[str, set[Place]] = {}
        self._texts: dict[str, str] = {}
        # None for a name that may mean any cell; names of one spelling on several sheets are taken together.
        self._areas: dict[str, list[Area] | None] = {}
        for name in names:
            key, meant = name.name.casefold(), _areas_of(name)
            known = self._areas.get(key, [])
            self._areas[key] = None if meant is None or known is None else known + meant

    def users(self, cells: Collection[Place]) -> set[Place]:
        """The formula cells that use a name which means, or may mean, one of these cells."""
        touched = [name for name, areas in self._areas.items() if areas is None or _any_inside(cells, areas)]
        return set().union(*map(self._users, touched))

    def _users(self, name: str) -> set[Place]:
        """The formula cells that use a name."""
        if name not in self._known:
            # Of two names that begin alike the longer one is meant: `a` also ends where `a?` goes on.
            longer = [other for other in self._areas if other != name and other.startswith(name)]
            self._known[name] = {
                (sheet, *self._states[sheet].places[index])
                for sheet, joined in self._joined.items()
                if _may_hold(joined, name)
                for index in self._with_members(sheet, set(_formulas_with(name, longer, self._text(sheet))))
            }
        return self._known[name]

    @cached_property
    def _joined(self) -> dict[str, bytes]:
        """The formulas of each sheet as the file has them, a NUL between two, which none of them holds."""
        scans = {sheet: state.scan for sheet, state in self._states.items() if state.scan}
        return {sheet: b"\0".join([raw[3] for raw in scan.formulas]) for sheet, scan in scans.items()}

    def _text(self, sheet: str) -> str:
        if sheet not in self._texts:
            self._texts[sheet] = unescape(_TAGS.sub(b"", self._joined[sheet]).decode()).casefold()
        return self._texts[sheet]

    def _with_members(self, sheet: str, found: set[int]) -> set[int]:
        """The formulas, and those that are shared from one of them."""
        scan = self._states[sheet].scan
        if scan is None or not any(b"shared" in scan.formulas[index][3] for index in found):
            return found
        masters: dict[str, int] = {}
        members = set()
        for index, raw in enumerate(scan.formulas):
            if b"shared" in raw[3]:
                cell = formula(raw)
                if cell.text:
                    masters[cell.group] = index
                elif masters.get(cell.group) in found:
                    members.add(index)
        return found | members


def _may_hold(formulas: bytes, name: str) -> bool:
    """False when a name, which has but one spelling, does not occur in formulas that are written letter by letter."""
    return name.upper() != name.lower() or b"&#" in formulas or name.encode("utf-8", "surrogatepass") in formulas


def _formulas_with(name: str, longer: Sequence[str], text: str) -> Iterator[int]:
    """The numbers of the formulas in a text that use the name."""
    index = before = 0
    at = text.find(name)
    while at >= 0:
        if _stands(name, text, at) and not any(_stands(word, text, at) for word in longer):
            index += text.count("\0", before, at)
            before = at
            yield index
        at = text.find(name, at + 1)


def _stands(name: str, text: str, at: int) -> bool:
    """True when the name stands at a place as a word of its own."""
    end = at + len(name)
    if not text.startswith(name, at):
        return False
    return not _WITHIN.match(text, at - 1, at) and not _WITHIN.match(text, end) and text[end : end + 1] != "("


def _areas_of(name: Name) -> list[Area] | None:
    try:
        tokens = [token for token in tokenize(name.formula) if token.kind != "space"]
    except ValueError:
        return None
    if any(token.kind in ("struct", "rows", "columns", "call", "name") for token in tokens):
        return None
    found: list[Area] = []
    sheet = name.sheet
    for place, token in enumerate(tokens):
        if token.kind == "prefix":
            sheet = token.text[:-1]
            sheet = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
        elif token.kind == "cell":
            first = place > 1 and tokens[place - 1].text == ":" and tokens[place - 2].kind == "cell"
            text = f"{tokens[place - 2].text}:{token.text}" if first else token.text
            box = area(text)
            if box is None:
                return None
            found.append((sheet, box))
    return found


def _any_inside(cells: Collection[Place], areas: Sequence[Area]) -> bool:
    return any(
        sheet == known and top <= row <= bottom and left <= column <= right
        for sheet, row, column in cells
        for known, (top, left, bottom, right) in areas
    )
