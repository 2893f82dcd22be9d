"""Which cell of a workbook is which cell of the one handed out, after rows, columns and sheets were moved.

Tables are known by their names, headings and codes; other cells by the fixed texts around them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from psscore.tampering.keyed import Keyed, key_column, keyed
from psscore.tampering.opened import Opened
from psscore.tampering.sheet_view import Place

Anchor = tuple[Place, Place]


@dataclass(frozen=True)
class Alignment:
    """A workbook (`mine`) beside the one handed out (`wanted`)."""

    wanted: Opened
    mine: Opened

    @cached_property
    def tables(self) -> Mapping[str, tuple[Keyed, Keyed]]:
        """The tables both have, by name, with their rows by the same keys."""
        found = {}
        for name, table in self.wanted.book.tables.items():
            other = self.mine.book.tables.get(name)
            if other is not None:
                column = key_column(self.wanted, table)
                found[name] = keyed(self.wanted, table, column), keyed(self.mine, other, column)
        return found

    @cached_property
    def sheets(self) -> Mapping[str, str]:
        """The sheets both have, by the name that was handed out; a sheet may have been renamed."""
        votes: Counter[tuple[str, str]] = Counter()
        texts, others = self._labels
        for there, here in self.tables.values():
            votes[there.table.sheet, here.table.sheet] += 20
        for name in self.wanted.names:
            old, new = (opened.book.cell(name) for opened in (self.wanted, self.mine))
            if old and new:
                votes[old[0], new[0]] += 3
        for sheet in self.wanted.sheets:
            if sheet in self.mine.sheets:
                votes[sheet, sheet] += 10
            for other in self.mine.sheets:
                common = len(texts[sheet].keys() & others[other].keys())
                votes[sheet, other] += common
        found: dict[str, str] = {}
        for (sheet, other), count in votes.most_common():
            if count and sheet not in found and other not in found.values():
                found[sheet] = other
        return found

    @cached_property
    def _labels(self) -> tuple[dict[str, dict[str, Place]], dict[str, dict[str, Place]]]:
        """The texts of every sheet, there and here."""
        old = {sheet: labels(self.wanted, sheet) for sheet in self.wanted.sheets}
        return old, {sheet: labels(self.mine, sheet) for sheet in self.mine.sheets}

    @cached_property
    def _home(self) -> Mapping[str, str]:
        return {other: sheet for sheet, other in self.sheets.items()}

    @cached_property
    def anchors(self) -> Mapping[str, list[Anchor]]:
        """By sheet as handed out: cells with a text of their own, there and here."""
        found: dict[str, list[Anchor]] = {}
        texts, others = self._labels
        for sheet, other in self.sheets.items():
            here, there = texts[sheet], others[other]
            found[sheet] = [(here[text], there[text]) for text in here.keys() & there.keys()]
            if not found[sheet]:
                found[sheet] = self._named(sheet, other)
            found[sheet].sort()
        return found

    def to_mine(self, sheet: str, at: Place) -> tuple[str, Place] | None:
        """Where a cell that was handed out should be; None when its sheet, row or column is gone."""
        other = self.sheets.get(sheet)
        if other is None:
            return None
        for one, here in self.tables.values():
            table = one.table
            if table.sheet == sheet and at[0] in one.names and table.left <= at[1] <= table.right:
                row = here.rows.get(one.names[at[0]])
                column = here.at(table.columns[at[1] - table.left])
                return None if row is None or column is None else (here.table.sheet, (row, column))
        return other, _moved(at, self.anchors[sheet])

    def to_wanted(self, sheet: str, at: Place) -> tuple[str, Place] | None:
        """Where a cell outside the tables was when the workbook was handed out; None on a sheet of the user's own."""
        home = self._home.get(sheet)
        if home is None:
            return None
        return home, _moved(at, [(there, here) for here, there in self.anchors[home]])

    def _named(self, sheet: str, other: str) -> list[Anchor]:
        pairs = ((self.wanted.book.cell(name), self.mine.book.cell(name)) for name in self.wanted.names)
        return [(a[1:], b[1:]) for a, b in pairs if a and b and (a[0], b[0]) == (sheet, other)]


def labels(opened: Opened, sheet: str) -> dict[str, Place]:
    """The texts outside the rows of tables that stand on a sheet once."""
    rows = [(table, keyed_rows) for table in opened.book.tables.values() if table.sheet == sheet
            for keyed_rows in [range(table.first_row, table.last_row + 1)]]  # fmt: skip
    found: dict[str, list[Place]] = {}
    for at, held in opened.sheets[sheet].cells.items():
        if held.formula or not isinstance(held.value, str) or not held.value.strip():
            continue
        if not any(at[0] in those and table.left <= at[1] <= table.right for table, those in rows):
            found.setdefault(same_text(held.value), []).append(at)
    return {text: places[0] for text, places in found.items() if len(places) == 1}


def same_text(text: str) -> str:
    """A text without what programs change when they save it: kinds of blanks."""
    return " ".join(text.split())


def _moved(at: Place, anchors: list[Anchor]) -> Place:
    if not anchors:
        return at
    (row, _), (new_row, _) = min(anchors, key=lambda anchor: (abs(anchor[0][0] - at[0]), anchor[0][0] > at[0]))
    beside = [anchor for anchor in anchors if anchor[0][1] == at[1]] or anchors
    (_, column), (_, new_column) = min(
        beside, key=lambda anchor: (abs(anchor[0][0] - at[0]), abs(anchor[0][1] - at[1]))
    )
    return max(at[0] + new_row - row, 1), max(at[1] + new_column - column, 1)
