"""Rules that depend on the whole group: the cohort is worked out before its units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from psscore.model.observation import Cohort, Hole, Unobserved
from psscore.model.scorecard import Result, Withheld
from psscore.model.standard import Indicator, Standard
from psscore.model.text import Text
from psscore.scoring.evaluate import evaluate
from psscore.scoring.observe import Given


@dataclass(frozen=True, slots=True)
class Entry:
    """What was typed for one indicator of one unit; `base` None where it was left out."""

    value: Given
    base: Given | None = None


def benchmark(kind: Cohort, values: Sequence[Fraction]) -> Fraction:
    """The exact mean, best or lowest value of a group. Raises `ValueError` for an empty group or a place."""
    if not values or kind is Cohort.RANK:
        raise ValueError(f"no {kind.value} of {len(values)} values")
    match kind:
        case Cohort.MEAN:
            return sum(values, Fraction(0)) / len(values)
        case Cohort.BEST:
            return max(values)
        case _:
            return min(values)


def place(value: Fraction, values: Sequence[Fraction]) -> Fraction:
    """1 for the highest value; equal values share a place."""
    return Fraction(1 + sum(other > value for other in values))


def evaluate_cohort(standard: Standard, units: Mapping[str, Mapping[str, Entry]]) -> dict[str, dict[str, Result]]:
    """The result of every indicator of every unit, {unit: {code: result}}.

    The base of a rule about the group comes from all units, whatever base was given. While a unit of the group has no
    number there, the others are withheld too: their points would change when it comes in.
    """
    results: dict[str, dict[str, Result]] = {unit: {} for unit in units}
    for item in standard.leaves:
        entries = {unit: rows.get(item.code, Entry(_blank())) for unit, rows in units.items()}
        kind = item.scoring.cohort if item.scoring else None
        waiting = [unit for unit, entry in entries.items() if isinstance(entry.value, Unobserved)]
        for unit, entry in entries.items():
            if kind is None:
                results[unit][item.code] = evaluate(standard, item, entry.value, entry.base)
            else:
                results[unit][item.code] = _in_group(standard, item, kind, entry, entries, waiting)
    return results


def _in_group(
    standard: Standard,
    item: Indicator,
    kind: Cohort,
    entry: Entry,
    entries: Mapping[str, Entry],
    waiting: Sequence[str],
) -> Result:
    if isinstance(entry.value, Unobserved):
        return Withheld(item.code, entry.value.hole, entry.value.reason)
    if waiting:
        names = "、".join(waiting)
        return Withheld(
            item.code,
            Hole.MISSING,
            Text(f"与全体比较，尚缺：{names}", f"compared with the group, which still lacks: {names}"),
        )
    values = [other.value for other in entries.values() if isinstance(other.value, Fraction)]
    if kind is Cohort.RANK:
        return evaluate(standard, item, place(entry.value, values), None)
    return evaluate(standard, item, entry.value, benchmark(kind, values))


def _blank() -> Unobserved:
    return Unobserved(Hole.MISSING, Text("数值未填", "the value is blank"))
