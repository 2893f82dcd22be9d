"""Rows that share the name of their level: what the content column says is then the indicator, one level down."""

from __future__ import annotations

import re
from collections.abc import Sequence

from psscore.rulebooks.draft.grid import Grid, folded
from psscore.rulebooks.draft.headers import Header, Role
from psscore.rulebooks.draft.points import read_points

_SHORT = 20
"""A content up to this long may be a name of its own."""


def content_rows(grid: Grid, header: Header, levels: Sequence[int], points: int) -> set[int]:
    """The rows named by their content: those whose level name stands for several, and short contents beside them."""
    content = header.one(Role.DEFINITION)
    if content is None or content in levels:
        return set()
    groups: list[list[int]] = []
    above: tuple[str, ...] = ()
    for row in range(header.last + 1, len(grid.texts)):
        if not _scored(grid, row, content, points):
            continue
        here = tuple(
            text or before
            for text, before in zip(
                (grid.at(row, level) for level in levels), above or ("",) * len(levels), strict=True
            )
        )
        name = grid.span(row, levels[-1])
        if groups and here == above and (name.top == name.bottom or name.top <= groups[-1][-1]):
            groups[-1].append(row)
        else:
            groups.append([row])
        above = here
    several = [rows for rows in groups if len({grid.at(row, content) for row in rows}) == len(rows) > 1]
    if not several:
        return set()
    found = {row for rows in several for row in rows}
    for rows in groups:
        if len(rows) == 1 and _stands_alone(grid.at(rows[0], content), grid.at(rows[0], levels[-1])):
            found.add(rows[0])
    return found


def _scored(grid: Grid, row: int, content: int, points: int) -> bool:
    own = grid.span(row, points).top == row and grid.span(row, content).top == row
    return own and bool(grid.at(row, content)) and read_points(grid.at(row, points)) is not None


def _stands_alone(text: str, name: str) -> bool:
    bare = folded(text)
    return len(bare) <= _SHORT and bare != folded(name) and not re.search(r"[。;,:!?、\d]|\n", bare)
