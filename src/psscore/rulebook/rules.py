"""Rule tables to rule objects, each with the checks its kind needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from psscore.model.observation import BaseUse, Cohort, Measure
from psscore.model.rules import (
    AllOrNothing,
    Better,
    Bonus,
    Checklist,
    Deduction,
    Deductions,
    Floor,
    IndicatorRule,
    Judgement,
    Linear,
    Operator,
    RankPoints,
    RateMinusDeduction,
    Ratio,
    StepDown,
    StepMode,
    StepUp,
    Tier,
    Tiers,
)
from psscore.rulebook.table import Table

_STEP_MODES = {mode.value: mode for mode in StepMode}
_RATE_PLACES = {"exact": None, "percent_0": 0, "percent_1": 1, "percent_2": 2}
_OPERATORS = {operator.value: operator for operator in Operator}
_MEASURES = {measure.value: measure for measure in Measure}
_BASES = {base.value: base for base in BaseUse}
_BETTER = {better.value: better for better in Better}
_FLOORS = {floor.value: floor for floor in Floor}
_COHORTS = {cohort.value: cohort for cohort in Cohort}
_NO_CASES: dict[str | None, str | None] = {None: None, "full": "full", "zero": "zero", "exclude": "exclude"}
_PLAIN = (Measure.COUNT, Measure.AMOUNT)
_SHOWN = {"percent": True, "number": False}
_BOUNDS = {"both": True, "none": False}


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """A named rule of a standard and the quantity it is applied to."""

    rule: IndicatorRule
    measure: Measure
    base: BaseUse
    no_cases: str | None
    no_cases_reading: str
    cohort: Cohort | None
    highest: Fraction | None


def rule_entry(table: Table) -> RuleEntry:
    """A `[rules.NAME]` table."""
    kinds: dict[str, Callable[[Table], IndicatorRule]] = {
        "step_down": _step_down,
        "step_up": _step_up,
        "tiers": _tiers,
        "linear": _linear,
        "ratio": ratio,
        "all_or_nothing": _all_or_nothing,
        "judgement": judgement,
        "checklist": _checklist,
        "bonus": _bonus,
        "deductions": _deductions,
        "rate_minus_deduction": _rate_minus_deduction,
        "rank_points": _rank_points,
    }
    rule = table.choice("kind", kinds)(table)
    entry = RuleEntry(
        rule,
        table.choice("measure", _MEASURES),
        table.choice("base", _BASES),
        _NO_CASES.get(table.word("no_cases")),
        table.reading_of("no_cases"),
        table.choice("cohort", _COHORTS) if table.has("cohort") else None,
        table.number("highest", above=0) if table.has("highest") else None,
    )
    if table.word("no_cases") not in _NO_CASES:
        table.fault("no_cases", "须为 full、zero 或 exclude", "must be full, zero or exclude")
    if _can_be_empty(entry) and not table.has("no_cases"):
        table.fault("no_cases", "基数可能为 0，须声明如何处理", "the base can be 0: say what then")
    _check_measure(table, entry)
    table.close()
    return entry


def _can_be_empty(entry: RuleEntry) -> bool:
    if entry.measure is Measure.DIFFERENCE:
        return False
    return entry.measure not in _PLAIN or entry.base is not BaseUse.NONE


def _check_measure(table: Table, entry: RuleEntry) -> None:
    """A rule that reads its number in one way only must be given that number."""
    needed: dict[type, tuple[Measure, ...]] = {
        Checklist: (Measure.COUNT,),
        Bonus: _PLAIN,
        Deductions: (Measure.AMOUNT,),
        RankPoints: (Measure.COUNT,),
        RateMinusDeduction: (Measure.RATE,),
    }
    allowed = needed.get(type(entry.rule))
    if allowed and entry.measure not in allowed:
        known = ", ".join(measure.value for measure in allowed)
        table.fault("measure", f"该类规则须为 {known}", f"this kind of rule needs {known}")
    if isinstance(entry.rule, RateMinusDeduction) and entry.base is not BaseUse.REQUIRED:
        table.fault("base", "该类规则按件数扣分，须为 required", "this kind counts cases: required")
    if entry.measure in (Measure.DIFFERENCE, Measure.RELATION, Measure.INVERSE) and entry.base is BaseUse.NONE:
        table.fault("base", "该类数值由基数得出，不能为 none", "this measure is taken from a base: not none")
    if entry.highest is not None and entry.measure not in _PLAIN:
        table.fault("highest", "只用于 count 或 amount", "goes with count or amount only")
    if entry.cohort is Cohort.RANK and not isinstance(entry.rule, RankPoints):
        table.fault("cohort", "rank 只用于 rank_points", "rank goes with rank_points only")
    if entry.cohort not in (None, Cohort.RANK) and entry.base is BaseUse.NONE:
        table.fault("cohort", "须有基数才能与全体比较", "a comparison with the group needs a base")


def _percent(table: Table) -> bool:
    """Whether the numbers of a rule read as percentages: those of rates do, unless `shown` says otherwise."""
    if table.has("shown"):
        return table.choice("shown", _SHOWN)
    return table.word("measure") not in {measure.value for measure in _PLAIN}


def _step_mode(table: Table) -> tuple[StepMode, int | None]:
    return (
        table.choice("step_mode", _STEP_MODES),
        table.choice("rate_places", _RATE_PLACES) if table.has("rate_places") else None,
    )


def _better(table: Table, default: Better) -> Better:
    return table.choice("better", _BETTER) if table.has("better") else default


def _step_down(table: Table) -> StepDown:
    return StepDown(
        table.number("full_at"),
        table.number("step", above=0),
        table.number("deduction", above=0),
        *_step_mode(table),
        _better(table, Better.HIGHER),
        _percent(table),
    )


def _step_up(table: Table) -> StepUp:
    return StepUp(
        table.number("zero_at"),
        table.number("step", above=0),
        table.number("award", above=0),
        *_step_mode(table),
        _better(table, Better.LOWER),
        _percent(table),
    )


def _tiers(table: Table) -> Tiers:
    better = _better(table, Better.HIGHER)
    key = "at_most" if better is Better.LOWER else "at_least"
    tiers = tuple(_closed(item, Tier(item.number(key), item.number("points"))) for item in table.subs("tiers"))
    for index, (easier, harder) in enumerate(pairwise(tiers)):
        rises = harder.limit < easier.limit if better is Better.LOWER else easier.limit < harder.limit
        if not (rises and easier.points < harder.points):
            table.fault(
                f"tiers[{index + 1}]",
                "各档须由易到难，分值逐档升高",
                "tiers go from easy to hard: limits and points must rise from tier to tier",
            )
    if any(tier.points < 0 for tier in tiers):
        table.fault("tiers", "分值不能为负", "points cannot be negative")
    return Tiers(tiers, better, _percent(table))


def _closed(table: Table, tier: Tier) -> Tier:
    table.close()
    return tier


def _linear(table: Table) -> Linear:
    bounded = table.choice("bounds", _BOUNDS) if table.has("bounds") else True
    made = Linear(table.number("zero_at"), table.number("full_at"), _percent(table), bounded)
    if made.zero_at == made.full_at:
        table.fault("full_at", "两端不能相同", "the two goalposts must differ")
        return Linear(Fraction(0), Fraction(1))
    return made


def _checklist(table: Table) -> Checklist:
    return Checklist(table.number("each", above=0))


def _bonus(table: Table) -> Bonus:
    return Bonus(table.number("each", above=0))


def _deductions(table: Table) -> Deductions:
    items: list[Deduction] = []
    for item in table.subs("items"):
        cap = item.number("cap", above=0) if item.has("cap") else None
        items.append(Deduction(item.text("code"), item.both("title"), item.number("each", above=0), cap))
        item.close()
    codes = [item.code for item in items]
    if len(set(codes)) < len(codes):
        table.fault("items", "扣分项编号重复", "a code is used twice")
    return Deductions(tuple(items), table.choice("floor", _FLOORS))


def _rate_minus_deduction(table: Table) -> RateMinusDeduction:
    return RateMinusDeduction(table.number("deduction", above=0), table.choice("floor", _FLOORS))


def _rank_points(table: Table) -> RankPoints:
    places = table.numbers("points")
    made = RankPoints(places, table.number("beyond"))
    if any(later > earlier for earlier, later in pairwise((*places, made.beyond))):
        table.fault("points", "名次靠后的分值不能更高", "a later place cannot earn more")
    if min(*places, made.beyond) < 0:
        table.fault("beyond", "分值不能为负", "points cannot be negative")
    return made


def ratio(table: Table) -> Ratio:
    """A capped ratio."""
    return Ratio(table.number("full_at", above=0), _percent(table))


def judgement(table: Table) -> Judgement:
    """An evaluator's points."""
    return Judgement(table.number("reason_below"))


def _all_or_nothing(table: Table) -> AllOrNothing:
    return AllOrNothing(table.choice("operator", _OPERATORS), table.number("threshold"), _percent(table))
