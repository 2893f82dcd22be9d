"""What a mapping explains and no file says: mostly a slip of the pen, and an answer or a weight that is lost by it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from psscore.surveys.answers import plain, shown
from psscore.surveys.columns import Heading
from psscore.surveys.mapping import Mapping
from psscore.surveys.rows import body


def unused_in(headings: Sequence[Heading], groups: Iterable[str], mapping: Mapping) -> tuple[str, ...]:
    """Entries of a mapping no file has anything of, as `[section] entry`; `groups` are those that were counted."""
    return (*_columns(headings, mapping), *_labels(headings, mapping), *_of_groups(set(groups), mapping))


def _columns(headings: Sequence[Heading], mapping: Mapping) -> Iterator[str]:
    usual = Mapping()
    roles = (
        ("respondent", mapping.respondent, usual.respondent, [heading.respondent for heading in headings]),
        ("group", mapping.group, usual.group, [heading.group for heading in headings]),
        ("item", mapping.item, usual.item, [heading.item for heading in headings]),
        ("answer", mapping.answer_column, usual.answer_column, [heading.answer for heading in headings]),
    )
    for name, labels, default, places in roles:
        if labels != default and all(place is None for place in places):
            yield f"[columns] {name}"


def _labels(headings: Sequence[Heading], mapping: Mapping) -> Iterator[str]:
    titles, groups = set[str](), set[str]()
    for heading in headings:
        titles |= {plain(cell) for number, row in heading.grid.rows if number == heading.row for cell in row}
        items = [place for place in (heading.item, *map(heading.counts.get, ("code", "item"))) if place is not None]
        for _, row in body(heading):
            titles |= {plain(row[place]) for place in items}
            if heading.group is not None:
                groups.add(plain(row[heading.group]))
    yield from (f"[items] {shown(label)}" for label in mapping.items if label not in titles)
    # That a blank is explained does no harm where there is none.
    yield from (f"[groups] {shown(label)}" for label in mapping.groups if label and label not in groups)


def _of_groups(groups: set[str], mapping: Mapping) -> Iterator[str]:
    for section, names in (("weights", mapping.weights), ("population", mapping.population)):
        yield from (f"[{section}] {shown(name)}" for name in names if name not in groups)
