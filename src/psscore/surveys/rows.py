"""The rows below a heading, and the group a row belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from psscore.surveys.answers import plain
from psscore.surveys.columns import Heading
from psscore.surveys.mapping import Mapping


def body(heading: Heading) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Rows with anything in the columns of the heading: their number in the file, and their cells, none missing."""
    for number, row in heading.grid.rows:
        if number > heading.row and any(row[: heading.width]):
            yield number, row + ("",) * (heading.width - len(row))


def group_of(heading: Heading, row: Sequence[str], mapping: Mapping) -> str | None:
    """The group of a row; "" in a file without groups, None for a blank nobody has explained."""
    if heading.group is None:
        return ""
    label = row[heading.group]
    return mapping.groups.get(plain(label), label.strip() or None)
