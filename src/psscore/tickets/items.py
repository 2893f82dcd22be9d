"""Which item every combination of labels belongs to: code before exact label before keyword, one item at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from psscore.tickets.item_map import FIELDS, KINDS, ItemRule, clean
from psscore.tickets.sql import ItemKey


@dataclass(frozen=True, slots=True)
class Labels:
    """A combination of labels as it stands in the data, and the versions that carry it."""

    platform_code: str
    label: str
    sublabel: str
    versions: int

    @property
    def texts(self) -> dict[str, str]:
        return {"platform_code": self.platform_code, "label": self.label, "sublabel": self.sublabel}


@dataclass(frozen=True, slots=True)
class Contested:
    """Labels that rules give to several items at one time, and the item that got them then."""

    labels: Labels
    items: tuple[str, ...]
    taken: str
    rows: tuple[int, ...]
    tied: bool


@dataclass(frozen=True, slots=True)
class Review:
    """Labels that only a keyword gave to an item: a person should look."""

    labels: Labels
    item: str
    keyword: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """The item of every combination of labels, and what a person should know of it."""

    keys: tuple[ItemKey, ...]
    unmapped: tuple[Labels, ...]
    contested: tuple[Contested, ...]
    review: tuple[Review, ...]
    unused: tuple[ItemRule, ...]


def assign(rules: Sequence[ItemRule], found: Iterable[Labels]) -> Assignment:
    """One item at most for any labels at any time: by kind of match, then priority, then the order of the rules."""
    keys: list[ItemKey] = []
    unmapped: list[Labels] = []
    contested: list[Contested] = []
    review: list[Review] = []
    used: set[int] = set()
    for labels in found:
        texts = {field: clean(labels.texts[field]) for field in FIELDS}
        fitting = sorted((rule for rule in rules if rule.fits(texts[rule.field])), key=_rank)
        if not fitting:
            unmapped.append(labels)
            continue
        looked: dict[Review, None] = {}
        clashes: dict[Contested, None] = {}
        for first, last, rules_then in _spans(fitting):
            rule = rules_then[0]
            keys.append(ItemKey(labels.platform_code, labels.label, labels.sublabel, rule.item, first, last))
            used.add(rule.row)
            if rule.kind == "keyword":
                looked[Review(labels, rule.item, rule.value)] = None
            if (clash := _clash(labels, rules_then)) is not None:
                clashes[clash] = None
        # The same rules may meet again after another has come and gone: that is told once.
        review += looked
        contested += clashes
    return Assignment(
        tuple(keys),
        tuple(sorted(unmapped, key=lambda labels: -labels.versions)),
        tuple(sorted(contested, key=lambda one: -one.labels.versions)),
        tuple(sorted(review, key=lambda one: -one.labels.versions)),
        tuple(rule for rule in rules if rule.row not in used),
    )


def fields_of(rules: Iterable[ItemRule]) -> tuple[str, ...]:
    """The labels that rules look at: the others do not tell tickets apart."""
    used = {rule.field for rule in rules}
    return tuple(field for field in FIELDS if field in used)


def labels_of(fields: Sequence[str], row: Sequence[object]) -> Labels:
    """A row of the engine: these labels, then the versions that carry them."""
    texts = dict.fromkeys(FIELDS, "") | {field: str(cell) for field, cell in zip(fields, row, strict=False)}
    return Labels(**texts, versions=int(str(row[-1])))


def _rank(rule: ItemRule) -> tuple[int, int, int]:
    return KINDS.index(rule.kind), -rule.priority, rule.row


def _spans(fitting: Sequence[ItemRule]) -> Iterable[tuple[int | None, int | None, list[ItemRule]]]:
    """The stretches of time in which the same rules hold, and these, the first of them being the one that counts."""
    edges = sorted({edge for rule in fitting for edge in (rule.from_s, rule.until_s) if edge is not None})
    starts: list[int | None] = [None, *edges]
    ends: list[int | None] = [*edges, None]
    for first, last in zip(starts, ends, strict=True):
        moment = first if first is not None else edges[0] - 1 if edges else 0
        if holding := [rule for rule in fitting if _valid(rule, moment)]:
            yield first, last, holding


def _valid(rule: ItemRule, moment: int) -> bool:
    return (rule.from_s is None or rule.from_s <= moment) and (rule.until_s is None or moment < rule.until_s)


def _clash(labels: Labels, holding: Sequence[ItemRule]) -> Contested | None:
    """What rules that hold at one time say against each other; None where they agree."""
    best = holding[0]
    items = tuple(dict.fromkeys(rule.item for rule in holding))
    if len(items) < 2:
        return None
    tied = any(rule.item != best.item and _rank(rule)[:2] == _rank(best)[:2] for rule in holding)
    return Contested(labels, items, best.item, tuple(rule.row for rule in holding), tied)
