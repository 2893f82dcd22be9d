"""Groups that are written in several ways, full width or with blanks: one group, by the name it has first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from psscore.surveys.answers import group_name, plain
from psscore.surveys.columns import Heading
from psscore.surveys.mapping import Mapping
from psscore.surveys.rows import body
from psscore.surveys.total_labels import Kind, kind_of


def one_spelling(headings: Sequence[Heading], mapping: Mapping) -> Mapping:
    """The mapping with an entry for every group that is written in several ways, and weights by the names used."""
    first: dict[str, str] = {}
    written: dict[str, set[str]] = {}
    for heading in headings:
        for _, row in body(heading) if heading.group is not None else ():
            label = row[heading.group or 0].strip()
            # An entry of the mapping says that a label is a group, whatever it sounds like.
            if label and kind_of(label) is Kind.PART and plain(label) not in mapping.groups:
                first.setdefault(plain(label), group_name(label))
                written.setdefault(plain(label), set()).add(label)
    several = {key: first[key] for key, labels in written.items() if len(labels) > 1}
    names = {plain(name): name for name in (*mapping.groups.values(), *first.values())}
    weights = {names.get(plain(name), name): weight for name, weight in mapping.weights.items()}
    return replace(mapping, groups={**several, **mapping.groups}, weights=weights)
