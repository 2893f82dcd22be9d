"""Which evaluation is set against which: by the name of the unit, never by likeness."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from psscore.comparison.rules import NotComparable
from psscore.model.text import Text
from psscore.results import Evaluation
from psscore.results.unit_names import unit_key
from psscore.results.wording import first_finding, mode_key

BASE, OTHER = "base", "other"
BY = {
    "evaluator": Text("评价机构", "evaluator"),
    "period": Text("评价周期", "period"),
    "mode": Text("评价方式", "mode of evaluation"),
}
"""What tells two evaluations of one unit apart within one source: fields of `Evaluation`."""


@dataclass(frozen=True, slots=True)
class Unpaired:
    """An evaluation without a counterpart; `side` is "base" or "other"."""

    side: str
    evaluation: Evaluation
    why: Text


@dataclass(frozen=True, slots=True)
class Pairs:
    """Evaluations of the same unit, base first, and those left over."""

    pairs: tuple[tuple[Evaluation, Evaluation], ...]
    unpaired: tuple[Unpaired, ...]


def pair(base: Sequence[Evaluation], other: Sequence[Evaluation]) -> Pairs:
    """Set the evaluations of the same unit against each other.

    One against one needs no names. Raises `NotComparable` with the list when a side has several of one unit.
    """
    if len(base) == 1 and len(other) == 1:
        return Pairs(((base[0], other[0]),), ())
    left: list[Unpaired] = []
    one, two = _by_unit(base, BASE, left), _by_unit(other, OTHER, left)
    twice = [*_twice(one, BASE), *_twice(two, OTHER)]
    if twice:
        raise NotComparable(*twice)
    pairs = tuple((found[0], two[unit][0]) for unit, found in one.items() if unit in two)
    for side, units, others in ((BASE, one, two), (OTHER, two, one)):
        why = Text(
            "对照中没有这个单位" if side == BASE else "基准中没有这个单位",
            "the other side does not have this unit" if side == BASE else "the base does not have this unit",
        )
        left += [Unpaired(side, found[0], why) for unit, found in units.items() if unit not in others]
    return Pairs(pairs, tuple(left))


def split(
    evaluations: Sequence[Evaluation], by: str, first: str | None = None, second: str | None = None
) -> tuple[list[Evaluation], list[Evaluation]]:
    """The evaluations of one source in two, by a key of `BY`: `first` is the base.

    Without names the field must have two values, taken in the order of their texts. Raises `NotComparable`.
    """
    key = (lambda name: mode_key(name) or unit_key(name)) if by == "mode" else unit_key
    groups: dict[str, list[Evaluation]] = {}
    shown: dict[str, str] = {}
    for evaluation in evaluations:
        value = str(getattr(evaluation, by))
        groups.setdefault(key(value), []).append(evaluation)
        shown.setdefault(key(value), value or "—")
    listed = "、".join(shown[key] for key in sorted(groups))
    if first is None or second is None:
        filled = sorted(key for key in groups if key)
        named = [key(name) for name in (first, second) if name is not None]
        rest = [key for key in filled if key not in named]
        if len(rest) != 2 - len(named):
            raise NotComparable(
                Text(
                    f"{BY[by].zh}须正好有两种，现有：{listed}；请用 --from 和 --to 指明",
                    f"the {BY[by].en} must take two values, there are: {listed}; name them with --from and --to",
                )
            )
        first = first if first is not None else rest.pop(0)
        second = second if second is not None else rest.pop(0)
    missing = [name for name in (first, second) if key(name) not in groups]
    if missing:
        raise NotComparable(
            *(
                Text(f"没有{BY[by].zh}“{name}”，现有：{listed}", f'no {BY[by].en} "{name}"; there are: {listed}')
                for name in missing
            )
        )
    return groups[key(first)], groups[key(second)]


def labels(pairs: Sequence[tuple[Evaluation, Evaluation]]) -> tuple[str, str] | None:
    """What to call the sides: the period, evaluator or mode that all of one side share and the other does not."""
    for by in ("period", "evaluator", "mode"):
        one, two = ({str(getattr(two_sides[side], by)) for two_sides in pairs} for side in (0, 1))
        if len(one) == len(two) == 1 and one != two and "" not in one | two:
            return one.pop(), two.pop()
    return None


def _by_unit(evaluations: Iterable[Evaluation], side: str, left: list[Unpaired]) -> dict[str, list[Evaluation]]:
    found: dict[str, list[Evaluation]] = {}
    for evaluation in evaluations:
        if evaluation.status in ("refused", "error") or not evaluation.reference:
            said = first_finding(evaluation) or Text(evaluation.status, evaluation.status)
            left.append(Unpaired(side, evaluation, Text("没有评价结果：", "no result: ") + said))
        elif not evaluation.unit:
            left.append(Unpaired(side, evaluation, Text("封面没有填单位", "the cover names no unit")))
        else:
            found.setdefault(unit_key(evaluation.unit), []).append(evaluation)
    return found


def _twice(units: Mapping[str, list[Evaluation]], side: str) -> list[Text]:
    where = {BASE: Text("基准", "the base"), OTHER: Text("对照", "the other side")}[side]
    return [
        Text(
            f"{where.zh}中“{found[0].unit}”有 {len(found)} 份：{'、'.join(_told(one) for one in found)}；"
            "每个单位只留一份，或用 --by、--standard 按评价机构、周期、方式、标准分开",
            f'{where.en} has {len(found)} workbooks of "{found[0].unit}": {", ".join(_told(one) for one in found)}; '
            "keep one of each unit, or tell them apart with --by or --standard",
        )
        for found in units.values()
        if len(found) > 1
    ]


def _told(one: Evaluation) -> str:
    apart = " · ".join(part for part in (one.evaluator, one.period, one.mode) if part)
    return f"{one.file} ({apart})" if apart else one.file
