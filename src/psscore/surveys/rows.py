"""The rows below a heading, and the group a row belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from psscore.surveys.answers import group_name, plain
from psscore.surveys.columns import Heading
from psscore.surveys.mapping import Mapping
from psscore.tickets.total_rows import is_total


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
    return mapping.groups.get(plain(label), group_name(label) or None)


def total_labels(heading: Heading, row: Sequence[str], mapping: Mapping) -> bool:
    """Whether the group or the respondent's number of a row says that it adds up others."""
    cells = [row[place] for place in (heading.group, heading.respondent) if place is not None]
    return any(plain(cell) not in mapping.groups and is_total(cell) for cell in cells)
