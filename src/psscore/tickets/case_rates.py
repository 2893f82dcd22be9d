"""Rates of cases with named parts and bases, pooled over groups: counts are added first, then divided once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files

from psscore.model.text import Text
from psscore.tickets.counting import Counts, Numbers

STANDARD = "digital-urban-management/undated"


@dataclass(frozen=True, slots=True)
class CaseRate:
    """A rate under one of the bases in use; `reading` names the place in the standard where the base is chosen."""

    name: str
    title: Text
    indicator: str | None
    part: str
    reading: str | None
    choice: str
    base: str
    clause: Text


@dataclass(frozen=True, slots=True)
class Measured:
    """A rate of one group, or of all together when `key` is empty; None where a count is withheld or the base is 0."""

    rate: CaseRate
    key: tuple[str | None, ...]
    part: int | None
    whole: int | None
    value: Fraction | None
    reason: Text | None


@cache
def case_rates() -> tuple[CaseRate, ...]:
    """All rates of rates.toml, one a base."""
    raw = tomllib.loads((files("psscore.tickets") / "rates.toml").read_text("utf-8"))
    return tuple(
        CaseRate(
            row["name"],
            Text(**row["title"]),
            row.get("indicator"),
            row["part"],
            row.get("reading"),
            choice,
            base,
            Text(**row["clause"]),
        )
        for row in raw["rate"]
        for choice, base in row["bases"].items()
    )


def measured(counts: Counts) -> Iterator[Measured]:
    """Every rate of every group, then of all groups pooled."""
    for rate in case_rates():
        for group in counts.groups:
            if counts.settings.by:
                yield _measured(rate, group.key, group.numbers, counts)
        yield _measured(rate, (), counts.totals, counts)


def _measured(rate: CaseRate, key: tuple[str | None, ...], numbers: Numbers, counts: Counts) -> Measured:
    part, whole = numbers[rate.part], numbers[rate.base]
    reason = counts.withheld.get(rate.part) or counts.withheld.get(rate.base)
    if reason is None and whole == 0:
        reason = Text("基数为 0，没有比率", "the base is 0: there is no rate")
    value = None if reason is not None or part is None or whole is None else Fraction(part, whole)
    return Measured(rate, key, part, whole, value, reason)
