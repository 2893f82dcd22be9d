"""Pictures of counts: what is shown, taken from a report; drawn by plot_svg, plot_page and plot_sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from psscore.functions.call import call
from psscore.model.text import Text
from psscore.tickets.periods import SPLITS, read_period
from psscore.tickets.periods import split as divided

TREND = Text("诉求量趋势", "Requests over time")
RATES = Text("各事项响应率与解决率", "Response and resolution by item")
LOST = Text("失分在哪里", "Where the points were lost")
SHOWN = ("total", "signed_in_time", "resolved")
"""The measures that pictures show."""
TOTAL, SIGNED, RESOLVED = Text("总量", "requests"), Text("响应率", "response rate"), Text("解决率", "resolution rate")
_LAST = 10**9
LOST_POINTS = Text("失分", "points lost")


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers; None where one is withheld."""

    title: Text
    values: tuple[Fraction | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture: names along the axis, and one or two series; `percent` for shares of 1."""

    title: Text
    names: tuple[str, ...]
    series: tuple[Series, ...]
    percent: bool
    sideways: bool


class NothingToPlot(ValueError):
    """A report without groups by time or item."""

    def __init__(self) -> None:
        self.message = Text(
            "没有可画的：计数时请按 item 和 month（或 quarter、year）分组",
            "nothing to draw: count by item and by month, quarter or year",
        )
        super().__init__(self.message.en)


def charts(reports: Sequence[Mapping[str, Any]], reference: str) -> tuple[Chart, ...]:
    """The pictures that reports of counts allow: a trend, rates by item, points lost. Raises NothingToPlot."""
    found: list[Chart] = []
    for report in reports:
        by = report["by"]
        if split := next((name for name in SPLITS if name in by), None):
            found.append(_trend(report, split))
        if "item" in by:
            found += _by_item(report, reference)
    if not found:
        raise NothingToPlot
    return tuple({chart.title.en: chart for chart in found}.values())


def _trend(report: Mapping[str, Any], split: str) -> Chart:
    sums = _sums(report["groups"], split, ("total",))
    ends = [read_period(name) for name in (report["period"] or {"name": ""})["name"].split() or sorted(sums)]
    # A period without tickets is a 0 to see, not a gap.
    names = tuple(part.name for part in divided(ends[0].from_s, ends[-1].until_s, split)) if ends else ()
    totals = tuple(sums[name]["total"] if name in sums else Fraction(0) for name in names)
    return Chart(TREND, names, (Series(TOTAL, totals),), False, False)


def _by_item(report: Mapping[str, Any], reference: str) -> Iterable[Chart]:
    sums = _sums(report["groups"], "item", SHOWN)
    # Groups by month come month by month: items stand as the standard numbers their indicators, the rest as they came.
    first: dict[str, int] = {}
    for row in report["indicators"]:
        if row["indicator"].isdecimal():
            first[row["item"]] = min(int(row["indicator"]), first.get(row["item"], _LAST))
    names = tuple(sorted(sums, key=lambda name: first.get(name, _LAST)))
    rates = [
        Series(title, tuple(_share(sums[name][measure], sums[name]["total"]) for name in names))
        for title, measure in ((SIGNED, "signed_in_time"), (RESOLVED, "resolved"))
    ]
    yield Chart(RATES, names, tuple(rates), True, True)
    lost = _lost(report, reference)
    if any(lost.values()):
        order = tuple(sorted(lost, key=lambda name: -lost[name]))
        yield Chart(LOST, order, (Series(LOST_POINTS, tuple(lost[name] for name in order)),), False, True)


def _sums(groups: Sequence[Mapping[str, Any]], name: str, measures: Sequence[str]) -> dict[str, dict[str, Any]]:
    sums: dict[str, dict[str, Any]] = {}
    for group in groups:
        at = sums.setdefault(group[name] or "—", dict.fromkeys(measures, Fraction(0)))
        for measure in measures:
            number = group["counts"][measure]
            at[measure] = None if number is None or at[measure] is None else at[measure] + number
    return sums


def _share(part: Fraction | None, whole: Fraction | None) -> Fraction | None:
    return None if part is None or not whole else part / whole


def _lost(report: Mapping[str, Any], reference: str) -> dict[str, Fraction]:
    """Points an item's indicators miss, counts pooled over places; an indicator that cannot be scored is left out."""
    pooled: dict[str, tuple[str, int, int]] = {}
    for row in report["indicators"]:
        if row["value"] is not None:
            _, value, base = pooled.get(row["indicator"], ("", 0, 0))
            pooled[row["indicator"]] = (row["item"], value + row["value"], base + row["base"])
    lost: dict[str, Fraction] = {}
    for code, (item, value, base) in pooled.items():
        score = call("PS_SCORE", code, value, base, reference).value
        points = call("PS_POINTS", code, reference).value
        if isinstance(score, int | float) and isinstance(points, int | float):
            missed = Fraction(f"{points:.15g}") - Fraction(f"{score:.15g}")
            lost[item] = lost.get(item, Fraction(0)) + missed
    return lost
