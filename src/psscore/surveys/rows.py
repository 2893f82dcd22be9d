"""The rows below a heading, and the group a row belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Map

from psscore.surveys.answers import group_name, plain
from psscore.surveys.columns import Heading
from psscore.surveys.mapping import Mapping
from psscore.surveys.total_labels import Kind, kind_of


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
    """Whether the group or the respondent's number of a row says that it adds up others.

    A respondent may well be of a group called 全体: that is no total here.
    """
    labels = (label for label in labels_of(heading, row) if plain(label) not in mapping.groups)
    return any(kind_of(label) not in (Kind.PART, Kind.WHOLE) for label in labels)


def labels_of(heading: Heading, row: Sequence[str]) -> list[str]:
    """The cells that may say so."""
    return [row[place] for place in (heading.group, heading.respondent) if place is not None]


def code_of(given: Map[str, str], names: Map[str, str]) -> str | None:
    """The item a row of counts is about; None for one nobody knows."""
    return next((names[label] for key in ("code", "item") if (label := plain(given.get(key, ""))) in names), None)
