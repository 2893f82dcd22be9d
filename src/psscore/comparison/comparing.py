"""Comparing: the one function that makes a `Comparison`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from psscore.comparison.comparison import Bridge, Comparison, Node, Step
from psscore.comparison.counted import BRIDGES, bridges
from psscore.comparison.rows import Entry, Row, rows_of
from psscore.comparison.rules import (
    Notice,
    Side,
    check_something,
    check_standards,
    reading_differences,
    rule_notices,
    side_of,
)
from psscore.model.scorecard import Total
from psscore.model.text import Text, counted
from psscore.results import Evaluation
from psscore.results.unit_names import unit_key
from psscore.scoring.aggregate import total

_GROUPS = 2


def compare(base: Evaluation, other: Evaluation, *, any_standard: bool = False) -> Comparison:
    """Everything that differs between two evaluations, in exact points, other less base.

    Other editions, digests and readings are compared and stated in `notices`. Raises `NotComparable` when one is no
    evaluation, or the two follow standards of different ids and `any_standard` is not set.
    """
    check_standards(base, other, any_standard=any_standard)
    one, two = side_of(base), side_of(other)
    check_something(one, two)
    readings = reading_differences(one, two)
    rows = tuple(rows_of(one, two))
    between = tuple(_bridges(one, two))
    notices = (*rule_notices(one, two, readings), *_notices(base, other, rows))
    steps = tuple(_steps(rows, between)) if base.total is not None and other.total is not None else ()
    return Comparison(base, other, notices, readings, rows, tuple(_nodes(one, two)), between, steps)


def _points(entry: Entry | None) -> Fraction:
    """What a row brings into the total as far as that is known; what is not lies in the bridges."""
    return Fraction(0) if entry is None or entry.counted is None else entry.counted


def _notices(base: Evaluation, other: Evaluation, rows: Sequence[Row]) -> Iterator[Notice]:
    if base.input_digest and base.input_digest == other.input_digest and base.digest == other.digest:
        yield Notice("same_file", Text("两边是同一份工作簿", "both sides are one and the same workbook"))
    if unit_key(base.unit) != unit_key(other.unit):
        yield Notice(
            "other_unit",
            Text(
                f"封面上的单位不同：“{base.unit or '—'}”与“{other.unit or '—'}”",
                f'the covers name different units: "{base.unit or "—"}" and "{other.unit or "—"}"',
            ),
        )
    for side in {base.file: base, other.file: other}.values():
        if not side.items:
            yield Notice(
                "no_rows",
                Text(
                    f"{side.file} 没有标准的指标行：只比较总分",
                    f"{side.file} has no rows of the standard's indicators: only totals are compared",
                ),
            )
    for side in (base, other):
        missing = [item.indicator for item in side.items if item.score is None and item.hole != "excluded"]
        holes = len(missing)
        if side.total is not None and missing:
            yield Notice(
                "total_without_rows",
                Text(
                    f"{side.file} 有总分，但 {holes} 项没有得分：{'、'.join(missing)}；总分请核对",
                    f"{side.file} has a total although {holes} rows have no score: {', '.join(missing)}; check it",
                ),
            )
        if side.total is None:
            zh, en = (f"（{holes} 项没有得分）", f" ({holes} rows without a score)") if holes else ("", "")
            yield Notice("withheld", Text(f"{side.file} 未得出总分{zh}", f"{side.file} has no total{en}"))
    alone = [row.code for row in rows if row.base is None or row.other is None]
    if alone:
        yield Notice(
            "only_one",
            Text(
                f"{len(alone)} 个指标只在一边：{'、'.join(alone)}",
                f"{counted(len(alone), 'indicator is', 'indicators are')} on one side only: {', '.join(alone)}",
            ),
        )


def _nodes(one: Side, two: Side) -> Iterator[Node]:
    """The branches, matched by code and name; those of the base first."""
    sides = {"base": _subtotals(one), "other": _subtotals(two)}
    for key in dict.fromkeys([*sides["base"], *sides["other"]]):
        base, other = sides["base"].get(key), sides["other"].get(key)
        level, name, points, _ = base or other or (0, Text("", ""), Fraction(0), None)
        yield Node(key[0], level, name, points, base[3] if base else None, other[3] if other else None)


_Subtotal = tuple[int, Text, Fraction, Fraction | None]


def _subtotals(side: Side) -> dict[tuple[str, str], _Subtotal]:
    if side.standard is None:
        return {}
    found: dict[tuple[str, str], _Subtotal] = {}
    scores = side.evaluation.scores
    for item in side.standard.indicators:
        if item.scoring is None and side.standard.under(item.code):
            summed = total(side.standard, scores, item.code)
            earned = summed.earned if isinstance(summed, Total) else None
            found[item.code, item.name.zh] = item.level, item.name, item.points, earned
    return found


def _bridges(one: Side, two: Side) -> Iterator[Bridge]:
    base, other = bridges(one), bridges(two)
    for code in BRIDGES:
        bridge = Bridge(code, base.get(code, Fraction(0)), other.get(code, Fraction(0)))
        if bridge.base or bridge.other:
            yield bridge


def _steps(rows: Sequence[Row], between: Sequence[Bridge]) -> Iterator[Step]:
    """The difference of the totals by branch of level 2 (level 1 where there is none below), then the bridges."""
    found: dict[tuple[str, Text], Fraction] = {}
    for row in rows:
        # In another edition a code may stand for another branch.
        branch = row.path[:_GROUPS][-1] if row.path else (row.code, row.name)
        found[branch] = found.get(branch, Fraction(0)) + _points(row.other) - _points(row.base)
    for (code, name), difference in found.items():
        yield Step(code, name, difference)
    for bridge in between:
        if bridge.difference:
            yield Step(bridge.code, BRIDGES[bridge.code], bridge.difference)
