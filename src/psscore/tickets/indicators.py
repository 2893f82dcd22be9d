"""Counts as inputs of indicators: value and base, two whole numbers each, which the core divides."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from psscore.model.text import Text
from psscore.tickets.counting import Counts

STANDARD = "public-service/2026"


@dataclass(frozen=True, slots=True)
class Input:
    """What one indicator takes; `value` None when withheld, and then `reason` says why."""

    indicator: str
    item: str
    place: dict[str, str | None]
    value: int | None
    base: int | None
    reason: Text | None


@cache
def _measures(standard: str) -> dict[str, tuple[str, str]]:
    """Indicator code to the names of its value and its base."""
    raw = tomllib.loads((files("psscore.tickets") / "indicators.toml").read_text("utf-8")).get(standard, {})
    return {code: (name, raw["base"]) for name, codes in raw.items() if isinstance(codes, list) for code in codes}


def inputs(counts: Counts, standard: str = STANDARD) -> Iterator[Input]:
    """One input per indicator the item map names, and per place when the counts are by place; nothing without items."""
    settings = counts.settings
    if settings.items is None or "item" not in settings.by:
        return
    at = settings.by.index("item")
    wanted: dict[str, list[str]] = {}
    for rule in settings.items:
        codes = wanted.setdefault(rule.item, [])
        codes += [code for code in rule.indicators if code not in codes]
    for group in counts.groups:
        item = group.key[at] or ""
        place = {name: cell for name, cell in zip(settings.by, group.key, strict=True) if name != "item"}
        for code in wanted.get(item, ()):
            if code not in _measures(standard):
                continue
            value, base = _measures(standard)[code]
            yield Input(code, item, place, group.numbers[value], group.numbers[base], counts.withheld.get(value))
