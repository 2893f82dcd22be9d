"""Rule tables to rule objects, each with the checks its kind needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from psscore.model.observation import BaseUse, Measure
from psscore.model.rules import (
    AllOrNothing,
    Exceeded,
    IndicatorRule,
    Judgement,
    Operator,
    Qualitative,
    QualitativeBand,
    Ratio,
    Reverse,
    StepDown,
    StepMode,
    StepUp,
    Target,
    Tier,
    Tiers,
)
from psscore.rulebook.table import Table

_STEP_MODES = {mode.value: mode for mode in StepMode}
_RATE_PLACES = {"exact": None, "percent_0": 0, "percent_1": 1, "percent_2": 2}
_OPERATORS = {operator.value: operator for operator in Operator}
_MEASURES = {measure.value: measure for measure in Measure}
_BASES = {base.value: base for base in BaseUse}
_NO_CASES: dict[str | None, str | None] = {None: None, "full": "full", "zero": "zero", "exclude": "exclude"}


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """A named rule of a standard and the quantity it is applied to."""

    rule: IndicatorRule
    measure: Measure
    base: BaseUse
    no_cases: str | None
    no_cases_reading: str


def rule_entry(table: Table) -> RuleEntry:
    """A `[rules.NAME]` table."""
    kinds: dict[str, Callable[[Table], IndicatorRule]] = {
        "step_down": _step_down,
        "step_up": _step_up,
        "tiers": _tiers,
        "ratio": ratio,
        "all_or_nothing": _all_or_nothing,
        "judgement": judgement,
    }
    rule = table.choice("kind", kinds)(table)
    entry = RuleEntry(
        rule,
        table.choice("measure", _MEASURES),
        table.choice("base", _BASES),
        _NO_CASES.get(table.get("no_cases")),
        table.reading_of("no_cases"),
    )
    if table.get("no_cases") not in _NO_CASES:
        table.fault("no_cases", "须为 full、zero 或 exclude", "must be full, zero or exclude")
    if entry.measure is not Measure.COUNT and not table.has("no_cases"):
        table.fault("no_cases", "基数可能为 0，须声明如何处理", "the base can be 0: say what then")
    table.close()
    return entry


def _step_down(table: Table) -> StepDown:
    return StepDown(
        table.number("full_at"),
        table.number("step", above=0),
        table.number("deduction", above=0),
        table.choice("step_mode", _STEP_MODES),
        table.choice("rate_places", _RATE_PLACES) if table.has("rate_places") else None,
    )


def _step_up(table: Table) -> StepUp:
    return StepUp(
        table.number("zero_at"),
        table.number("step", above=0),
        table.number("award", above=0),
        table.choice("step_mode", _STEP_MODES),
        table.choice("rate_places", _RATE_PLACES) if table.has("rate_places") else None,
    )


def _tiers(table: Table) -> Tiers:
    tiers = tuple(_closed(item, Tier(item.number("at_least"), item.number("points"))) for item in table.subs("tiers"))
    for index, (lower, upper) in enumerate(pairwise(tiers)):
        if not (lower.at_least < upper.at_least and lower.points < upper.points):
            table.fault(
                f"tiers[{index + 1}]",
                "各档的门槛和分值须逐档升高",
                "thresholds and points must rise from tier to tier",
            )
    return Tiers(tiers)


def _closed(table: Table, tier: Tier) -> Tier:
    table.close()
    return tier


def ratio(table: Table) -> Ratio:
    """A capped ratio."""
    return Ratio(table.number("full_at", above=0))


def judgement(table: Table) -> Judgement:
    """An evaluator's points."""
    return Judgement(table.number("reason_below"))


def _all_or_nothing(table: Table) -> AllOrNothing:
    return AllOrNothing(table.choice("operator", _OPERATORS), table.number("threshold"))


def target(table: Table) -> Target:
    """The rule of target rows."""
    reverses: Mapping[str | None, Reverse | None] = {None: None, "ratio": Reverse.RATIO, "linear": Reverse.LINEAR}
    shares = table.sub("gates")
    gates: dict[str | None, Fraction | None] = {"none": None}
    for name in shares.data:
        gates[name] = shares.number(name)
        if not 0 < shares.number(name) < 1:
            shares.fault(name, "须在 0 与 1 之间", "must lie between 0 and 1")
    rule = Target(
        table.choice("reverse", reverses),
        table.choice("exceeded", {item.value: item for item in Exceeded}),
        table.choice("gate", gates),
    )
    table.close()
    return rule


def qualitative(table: Table, scale: str) -> Qualitative:
    """The bands of one scale, best first, with no gap and no overlap from 1 down to 0."""
    bands = []
    for item in table.subs("bands"):
        if item.text("scale") == scale:
            bands.append(
                QualitativeBand(
                    item.text("name"),
                    item.both("title"),
                    tuple(item.get("aliases") or ()),
                    item.number("low"),
                    item.number("high"),
                )
            )
        else:
            for key in ("name", "title", "aliases", "low", "high"):
                item.get(key)
        item.close()
    edges = [(band.high, band.low) for band in bands]
    if not bands:
        table.fault("bands", f"没有区间方案 {scale}", f"no bands for the scale {scale}")
    elif edges[0][0] != 1 or edges[-1][1] != 0 or any(low >= high for high, low in edges):
        table.fault("bands", f"{scale}：区间须从 1 到 0", f"{scale}: the bands must run from 1 down to 0")
    for upper, lower in pairwise(bands):
        if lower.high != upper.low:
            table.fault(
                "bands",
                f"{scale}：{upper.name} 止于 {upper.low}，{lower.name} 起于 {lower.high}，有空档或重叠",
                f"{scale}: {upper.name} ends at {upper.low} but {lower.name} begins at {lower.high}: a gap or overlap",
            )
    return Qualitative(tuple(bands))
