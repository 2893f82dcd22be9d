"""Rows of counts that add up others: never added to the parts or to one another, used where one is all there is.

Where any file has a group of an item, its totals and subtotals are left out. Else one total is used and the subtotals
are left out; one subtotal alone is used too. Several totals with other numbers, or several subtotals alone, say nothing
that could be added: they are rejected.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from psscore.model.text import Text
from psscore.surveys.answers import plain
from psscore.surveys.columns import Heading
from psscore.surveys.mapping import Mapping as Words
from psscore.surveys.rows import code_of, labels_of
from psscore.surveys.total_labels import Kind, kind_of

NUMBERS = ("satisfied", "basically", "dissatisfied", "unrated", "surveyed")
_SEVERAL = Text(
    "同一项目有几行合计，数不同，不能相加：请给出各群体的行，或只留一行；确是不同群体的，请在映射 [groups] 中改名",
    "several totals of one item with other numbers cannot be added: give the groups, or leave one of them; where they "
    "are groups, name them under [groups] of a mapping file",
)
_ONLY_SUBTOTALS = Text(
    "同一项目只有几行小计，可能重叠，不能相加：请给出各群体的行，或一行合计；确是不同群体的，请在映射 [groups] 中改名",
    "several subtotals alone cannot be added, they may overlap: give the groups, or one total; where they are groups, "
    "name them under [groups] of a mapping file",
)


_SUMS = (Kind.SUBTOTAL, Kind.TOTAL, Kind.MEAN)
Row = tuple[int, int]
"""The place of a heading among those given, and the number of a row below it."""


@dataclass(frozen=True, slots=True)
class Totals:
    """The rows that add up others: left out, rejected with the reason, or used as all there is of an item."""

    left_out: frozenset[Row] = frozenset()
    rejected: Mapping[Row, Text] = field(default_factory=dict)
    alone: frozenset[Row] = frozenset()


def totals_in(
    headings: Sequence[Heading], names: Mapping[str, str], words: Words, asked: Container[str] = ()
) -> Totals:
    """What becomes of the totals in all files of counts together; items `asked` in files of responses have parts."""
    rows: dict[str, dict[Kind, dict[Row, tuple[str, ...]]]] = defaultdict(lambda: defaultdict(dict))
    left: set[Row] = set()
    for place, heading in enumerate(headings):
        for number, cells, given in counted_rows(heading):
            if kind_of(next((label for label in (given.get("code"), given.get("item")) if label), "")) in _SUMS:
                left.add((place, number))
                continue
            kind = _kind(heading, cells, words)
            code = code_of(given, names)
            if any(given.get(key) for key in NUMBERS):
                # A row of no item is rejected for that, whatever else it says.
                if code is not None:
                    rows[code][kind][place, number] = tuple(plain(given.get(key, "")) for key in NUMBERS)
            elif kind is not Kind.PART:
                left.add((place, number))
    rejected: dict[Row, Text] = {}
    alone: set[Row] = set()
    for code, kinds in rows.items():
        used, why = ((), None) if code in asked else _used(kinds)
        others = {row for kind in Kind if kind is not Kind.PART for row in kinds[kind]} - set(used)
        wrong = others & {*kinds[Kind.TOTAL], *kinds[Kind.SUBTOTAL]} if why is not None else set()
        rejected |= {row: why for row in wrong if why is not None}
        left |= others - wrong
        alone |= set(used)
    return Totals(frozenset(left), rejected, frozenset(alone))


def _used(kinds: Mapping[Kind, Mapping[Row, tuple[str, ...]]]) -> tuple[Iterable[Row], Text | None]:
    """The total to use, if one, and why none can be; neither where there are parts."""
    totals, subtotals = kinds[Kind.TOTAL], kinds[Kind.SUBTOTAL]
    if kinds[Kind.PART]:
        return (), None
    if totals:
        return ((), _SEVERAL) if len(set(totals.values())) > 1 else (list(totals)[:1], None)
    return ((), _ONLY_SUBTOTALS) if len(subtotals) > 1 else (list(subtotals), None)


def counted_rows(heading: Heading) -> Iterable[tuple[int, tuple[str, ...], dict[str, str]]]:
    """The rows below a heading of counts: number, cells, and what stands in its columns."""
    for number, row in heading.grid.rows:
        if number > heading.row:
            cells = row + ("",) * (heading.width - len(row))
            yield number, cells, {key: cells[place] for key, place in heading.counts.items()}


def _kind(heading: Heading, cells: Sequence[str], words: Words) -> Kind:
    kinds = {kind_of(label) for label in labels_of(heading, cells) if plain(label) not in words.groups}
    kinds = {Kind.TOTAL if kind is Kind.WHOLE else kind for kind in kinds}
    return next((kind for kind in (Kind.MEAN, Kind.SUBTOTAL, Kind.TOTAL) if kind in kinds), Kind.PART)
