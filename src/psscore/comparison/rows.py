"""The indicators of two evaluations, row by row, and why their points differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from psscore.comparison.counted import counted_points, weight_of
from psscore.comparison.rules import Side, alike, base_rules_by_other_readings
from psscore.model.observation import Measure, Observed
from psscore.model.scorecard import Scored
from psscore.model.standard import Indicator, Standard
from psscore.model.text import Text
from psscore.results import Item
from psscore.scoring.evaluate import evaluate
from psscore.scoring.observe import observe

CAUSES = {
    "input": Text("数据", "input"),
    "reading": Text("读法", "reading"),
    "rule": Text("规则", "rule"),
    "score": Text("仅得分", "score alone"),
    "unknown": Text("规则无法核对", "rules not known"),
    "only_base": Text("仅基准有", "base only"),
    "only_other": Text("仅对照有", "other only"),
}
_RATES = frozenset((Measure.RATE, Measure.CHANGE, Measure.RELATION, Measure.INVERSE))
_Outcome = tuple[Fraction | None, str]
"""Points, or the hole in their place."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of one evaluation. `counted` are the points it brings into the total, None without a score or where a
    product makes them; `rate` what the rule was applied to, where that is a rate."""

    item: Item
    rate: Fraction | None
    counted: Fraction | None


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator in both evaluations; None where one does not have it.

    `path` are code and name of the branches above, from level 1. `difference` is in points of the total, other less
    base; a row that is left out or not there counts 0, and None says that one side has no score yet. `by_rules` is the
    part that other rules or readings make: what the other data earn by its own rules, less what they earn by those of
    the base. `changed` are the keys of `CAUSES`, empty for a row with nothing new.
    """

    code: str
    name: Text
    path: tuple[tuple[str, Text], ...]
    base: Entry | None
    other: Entry | None
    difference: Fraction | None
    by_rules: Fraction | None
    changed: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether anything about it is new: data, score, or why there is none."""
        return bool(self.changed)


def rows_of(base: Side, other: Side) -> Iterator[Row]:
    """Every indicator, matched by code and name, in the order of the base; what only the other has comes last."""
    one, two = base.evaluation.by_indicator, other.evaluation.by_indicator
    counted = counted_points(base), counted_points(other)
    crossed = base_rules_by_other_readings(base, other)
    matched = {code for code in one if code in two and _same_name(base, other, code)}
    for code, item in one.items():
        entry = Entry(item, _rate(base, item), counted[0].get(code))
        if code in matched:
            there = two[code]
            yield _both(base, other, crossed, entry, Entry(there, _rate(other, there), counted[1].get(code)))
        else:
            yield _alone(base, entry, "only_base")
    for code, item in two.items():
        if code not in matched:
            yield _alone(other, Entry(item, _rate(other, item), counted[1].get(code)), "only_other")


def _both(base: Side, other: Side, crossed: Standard | None, one: Entry, two: Entry) -> Row:
    code = one.item.indicator
    changed: list[str] = []
    if (one.item.value, one.item.base) != (two.item.value, two.item.base):
        changed.append("input")
    by_rules: Fraction | None = Fraction(0)
    if alike(base, other) and not base.same_rules:
        if not changed and _outcome(one.item) != _outcome(two.item):
            changed.append("score")
    elif not (base.same_rules and other.same_rules):
        by_rules = None
        if not changed and _outcome(one.item) != _outcome(two.item):
            changed.append("unknown")
    else:
        by_base = _scored(base.standard, two.item)
        by_own = _scored(other.standard, two.item)
        by_readings = by_own
        if base.evaluation.digest != other.evaluation.digest:
            by_readings = by_base if crossed is None else _scored(crossed, two.item)
        if by_readings != by_base:
            changed.append("reading")
        if by_own != by_readings:
            changed.append("rule")
        if by_own != _outcome(two.item) or _scored(base.standard, one.item) != _outcome(one.item):
            # Points no rule gives: typed over, or given by hand.
            if _outcome(one.item) != _outcome(two.item):
                changed.append("score")
            by_rules = None
        else:
            by_rules = _effect(by_base, by_own, weight_of(other.standard, code))
    name, path = _place(base, code)
    return Row(code, name, path, one, two, _less(one, two), by_rules, tuple(changed))


def _effect(before: _Outcome, after: _Outcome, weight: Fraction | None) -> Fraction | None:
    """Points of the total between two outcomes for the same data; None when one of them is no number."""
    if before == after:
        return Fraction(0)
    if before[0] is None or after[0] is None or weight is None:
        return None
    return (after[0] - before[0]) * weight


def _alone(side: Side, entry: Entry, which: str) -> Row:
    name, path = _place(side, entry.item.indicator)
    points = _points(entry)
    difference = None if points is None else points if which == "only_other" else -points
    there = {"base": entry, "other": None} if which == "only_base" else {"base": None, "other": entry}
    return Row(entry.item.indicator, name, path, there["base"], there["other"], difference, None, (which,))


def _less(one: Entry, two: Entry) -> Fraction | None:
    before, after = _points(one), _points(two)
    return None if before is None or after is None else after - before


def _points(entry: Entry) -> Fraction | None:
    return Fraction(0) if entry.item.hole == "excluded" else entry.counted


def _outcome(item: Item) -> _Outcome:
    return item.score, "" if item.score is not None else item.hole


def _scored(standard: Standard | None, item: Item) -> _Outcome:
    """What the rules give for the data of a row; its own outcome where they do not apply to it."""
    rule = _indicator(standard, item.indicator)
    if standard is None or rule is None or rule.scoring is None or item.value is None:
        return _outcome(item)
    result = evaluate(standard, rule, item.value, item.base)
    if isinstance(result, Scored):
        return result.score, ""
    return None, "excluded" if result.excluded else result.hole.value


def _rate(side: Side, item: Item) -> Fraction | None:
    rule = _indicator(side.standard, item.indicator)
    if rule is None or rule.scoring is None or rule.scoring.measure not in _RATES or item.value is None:
        return None
    seen = observe(rule.scoring, item.value, item.base)
    return seen.value if isinstance(seen, Observed) else None


def _same_name(base: Side, other: Side, code: str) -> bool:
    """Whether a code stands for one and the same indicator; without both standards the code alone decides."""
    one, two = _indicator(base.standard, code), _indicator(other.standard, code)
    return one is None or two is None or _plain(one.name.zh) == _plain(two.name.zh)


def _plain(text: str) -> str:
    return "".join(text.split())


def _indicator(standard: Standard | None, code: str) -> Indicator | None:
    return standard.by_code.get(code) if standard is not None else None


def _place(side: Side, code: str) -> tuple[Text, tuple[tuple[str, Text], ...]]:
    found = _indicator(side.standard, code)
    if found is None or side.standard is None:
        return Text(code, code), ()
    above = reversed(side.standard.path(found)[1:])
    return found.name, tuple((one, side.standard.by_code[one].name) for one in above)
