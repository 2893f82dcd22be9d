"""Requests of two years for the change per 10,000 inhabitants: all tickets, of whatever item, newest version only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from psscore.functions.call import call
from psscore.model.text import Text
from psscore.tickets.counting import Counts, Settings, count
from psscore.tickets.coverage import partly
from psscore.tickets.engines.engine import Engine
from psscore.tickets.measures import TOTAL
from psscore.tickets.periods import Period, moment_text, read_period
from psscore.tickets.refusal import TicketsRefused


@dataclass(frozen=True, slots=True)
class YearOfRequests:
    """Requests of a year and the inhabitants they come from, each None when not known."""

    year: int
    requests: int | None
    population: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """Two years, and the change as the core divides it; None with the reason when it cannot."""

    years: tuple[YearOfRequests, YearOfRequests]
    change: Any
    reason: Text | None


class NotAYear(ValueError):
    """A period that is not one calendar year."""

    def __init__(self) -> None:
        self.message = Text(
            "万人诉求量按整年计算：--period 须是一年，如 2025",
            "requests per 10,000 inhabitants are of whole years: give --period as a year, such as 2025",
        )
        super().__init__(self.message.en)


def yearly_change(engine: Engine, settings: Settings, population: Mapping[int, int]) -> Change:
    """Count the year of the period and the one before; a year of which the data lack months is not compared.

    Raises NotAYear, and `TicketsRefused` for a population of another year.
    """
    period = settings.period
    if period is None or period.name != str(period.years[0]):
        raise NotAYear
    this = period.years[0]
    if others := sorted(set(population) - {this, this - 1}):
        listed = "、".join(map(str, others))
        raise TicketsRefused(
            "population",
            Text(
                f"--population 给出了 {listed} 年的人口，比较的是 {this} 年和 {this - 1} 年",
                f"--population names {', '.join(map(str, others))}; the years compared are {this} and {this - 1}",
            ),
        )
    last = read_period(str(this - 1))
    both = Period(f"{last.name}-{period.name}", last.from_s, period.until_s)
    wanted = replace(settings, by=("year",), items=None, period=both)
    counts = count(engine, wanted)
    found = {group.key[0]: group.numbers[TOTAL] for group in counts.groups}
    # A year without a single ticket was not delivered: it is not a year without requests.
    years = tuple(YearOfRequests(year, found.get(str(year)), population.get(year)) for year in (this, this - 1))
    called = call("PS_CHANGE", years[0].requests, years[0].population, years[1].requests, years[1].population)
    absent = [year.year for year in years if year.requests is None]
    listed = "、".join(map(str, absent))
    missing = Text(f"{listed} 年没有工单，不能比较", f"no tickets of {', '.join(map(str, absent))} to compare with")
    reason = missing if absent else _partly(counts, (last, period)) or called.reason
    return Change((years[0], years[1]), None if reason else called.value, reason)


def _partly(counts: Counts, years: Sequence[Period]) -> Text | None:
    """Why years of which the data lack months, or that end after the moment to judge by, are not compared."""
    as_of = counts.settings.terms.as_of_s
    for year in years:
        if months := counts.span.missing(year):
            return partly(year, counts.span, months)
        if as_of is not None and as_of < year.until_s - 1:
            at = moment_text(as_of)
            return Text(
                f"统计时点 {at} 时 {year.name} 年还没有结束，不能比较",
                f"{year.name} was not over at {at}: it is not compared",
            )
    return None
