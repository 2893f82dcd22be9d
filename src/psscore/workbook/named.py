"""Formulas that mean cells by a defined name: asked what depends on what, the engine does not follow names."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from psscore.engines.engine import Place
from psscore.workbook.address import area
from psscore.workbook.cells import formula
from psscore.workbook.formulas import SheetState
from psscore.workbook.parts import Name
from psscore.workbook.sheet import RawCell
from psscore.workbook.tokens import tokenize
from psscore.workbook.values import unescape

_TAGS = re.compile(rb"<[^>]*>")

Area = tuple[str, tuple[int, int, int, int]]


class NamedCells:
    """Which formulas of a workbook rest on some cells through its names."""

    def __init__(self, names: Sequence[Name], states: Mapping[str, SheetState]) -> None:
        self._states = states
        # None for a name that may mean any cell; names of one spelling on several sheets are taken together.
        self._areas: dict[str, list[Area] | None] = {}
        for name in names:
            key, meant = name.name.casefold(), _areas_of(name)
            known = self._areas.get(key, [])
            self._areas[key] = None if meant is None or known is None else known + meant

    def users(self, cells: Collection[Place]) -> set[Place]:
        """The formula cells that use a name which means, or may mean, one of these cells."""
        touched = [name for name, areas in self._areas.items() if areas is None or _any_inside(cells, areas)]
        return set().union(*(self._users.get(name, ()) for name in touched))

    @cached_property
    def _users(self) -> dict[str, set[Place]]:
        """The formula cells that use each name."""
        found: dict[str, set[Place]] = {}
        if not self._areas:
            return found
        # Of two names that begin alike the longer one is meant: `a` also ends where `a?` goes on.
        longest_first = sorted(self._areas, key=len, reverse=True)
        used = re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, longest_first))})(?![\w.(])")
        for sheet, state in self._states.items():
            formulas = state.scan.formulas if state.scan else ()
            # No formula holds a NUL.
            joined = unescape(_TAGS.sub(b"", b"\0".join([raw[3] for raw in formulas])).decode()).casefold()
            index = before = 0
            named: dict[int, set[str]] = {}
            for match in used.finditer(joined):
                index += joined.count("\0", before, match.start())
                before = match.start()
                named.setdefault(index, set()).add(match[0])
            if any(b"shared" in formulas[index][3] for index in named):
                named |= _members(formulas, named)
            for index, names in named.items():
                for name in names:
                    found.setdefault(name, set()).add((sheet, *state.places[index]))
        return found


def _members(formulas: Sequence[RawCell], named: Mapping[int, set[str]]) -> dict[int, set[str]]:
    """The cells that share a formula with names, which is in the first of them."""
    masters: dict[str, set[str]] = {}
    found = {}
    for index, raw in enumerate(formulas):
        if b"shared" in raw[3]:
            cell = formula(raw)
            if cell.text:
                masters[cell.group] = named.get(index, set())
            elif names := masters.get(cell.group):
                found[index] = names
    return found


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
