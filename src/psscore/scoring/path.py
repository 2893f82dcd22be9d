"""The dated path of an indicator: from its baseline through its targets, a straight line between each two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from psscore.model.observation import Hole, Unobserved
from psscore.model.register import Covers, Kpi, Quantity, Register
from psscore.model.rules import Operator
from psscore.model.text import Text
from psscore.scoring.conflicts import OF_BASELINES, Conflict, Severity, among_targets, conflicts
from psscore.scoring.register_text import baseline_text, listed


@dataclass(frozen=True, slots=True)
class Point:
    """A value on a day."""

    on: date
    value: Fraction


@dataclass(frozen=True, slots=True)
class Pick:
    """A target chosen by its number, from 0; `due` is the day the operator gave it, None for the plan's."""

    index: int
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """Where an indicator should be: its targets by date, and its baseline, or why there is none."""

    kpi: Kpi
    points: tuple[Point, ...]
    baseline: Point | Unobserved


def path_of(register: Register, kpi: Kpi, picks: Sequence[Pick], own: Point | None) -> Path | Unobserved:
    """The path by the operator's choices; without a choice, by all targets, which must not contradict each other."""
    points = _points(register, kpi, picks)
    if isinstance(points, Unobserved):
        return points
    baseline = own or _baseline(register, kpi)
    if isinstance(baseline, Point) and baseline.on >= points[0].on:
        baseline = _none(
            f"基线日期 {baseline.on} 不早于第一个目标的期限 {points[0].on}",
            f"the baseline's date {baseline.on} is not before the first deadline {points[0].on}",
        )
    if isinstance(baseline, Point) and kpi.direction.weaker(points[0].value, baseline.value):
        baseline = _none("基线已超过目标，没有路径", "the baseline is beyond the target: no path")
    return Path(kpi, points, baseline)


def expected(path: Path, on: date) -> Fraction | Unobserved:
    """The value due on a day: on the line between the points around it, the last target from its deadline on."""
    if on >= path.points[-1].on:
        return path.points[-1].value
    if on < path.points[0].on:
        if isinstance(path.baseline, Unobserved):
            return path.baseline
        if on < path.baseline.on:
            return _none(
                f"{on} 早于路径起点 {path.baseline.on}", f"{on} is before the path begins on {path.baseline.on}"
            )
    known = path.points if isinstance(path.baseline, Unobserved) else (path.baseline, *path.points)
    start, end = next((one, two) for one, two in pairwise(known) if one.on <= on < two.on)
    return start.value + (end.value - start.value) * Fraction((on - start.on).days, (end.on - start.on).days)


def governing(path: Path, on: date) -> Point:
    """The target that is due next on a day, after the last deadline the last one, with its earliest deadline.

    A value due by one day and, said loosely, by a later one is due by the first: that deadline may have passed.
    """
    due = next((point for point in path.points if point.on >= on), path.points[-1])
    return next(point for point in path.points if point.value == due.value)


def progress(path: Path, value: Fraction, on: date) -> Fraction | Unobserved:
    """The share of the way to the governing target that a value stands for; not capped.

    The way begins at the baseline; where there is none, at the last target that was due before.
    """
    end = governing(path, on)
    start = path.baseline
    if isinstance(start, Unobserved):
        passed = [point for point in path.points if point.on < on and point.value != end.value]
        if not passed:
            return start
        start = passed[-1]
    way = end.value - start.value
    if not way:
        return _none("目标等于起点，没有可走的路程", "the target is where the way begins: there is no way to go")
    return (value - start.value) / way


def _points(register: Register, kpi: Kpi, picks: Sequence[Pick]) -> tuple[Point, ...] | Unobserved:
    if not kpi.targets:
        return _none("方案没有给出目标", "the plan gives no target")
    indices = [pick.index for pick in picks if pick.due is None] if picks else range(len(kpi.targets))
    found = among_targets(register, kpi, indices)
    wrong = [conflict for conflict in found if conflict.severity is Severity.CONTRADICTION]
    if wrong and len(picks) != 1:
        return _undecided(wrong, "请选定目标并写明由谁、为何", "choose a target, and say who and why")
    dates = {pick.index: pick.due for pick in picks}
    points: dict[date, Fraction] = {}
    for index in dates or range(len(kpi.targets)):
        target = kpi.targets[index]
        due = dates.get(index) or target.due
        if target.value is None and picks:
            return _none("所选目标的数字缺损", "a digit of the chosen target is lost")
        if due is None and picks:
            return _none(
                f"目标 {index + 1} 没有期限，请写成 {index + 1}@年-月-日",
                f"target {index + 1} has no deadline: write {index + 1}@year-month-day",
            )
        if due and target.value is not None and points.setdefault(due, target.value) != target.value:
            return _none(f"{due} 有两个目标", f"there are two targets for {due}")
    if not points:
        return _none(
            "目标没有期限，请选定目标并给出日期，如 1@2025-12-31",
            "no target has a deadline: choose one and give it a date, such as 1@2025-12-31",
        )
    ordered = tuple(Point(day, points[day]) for day in sorted(points))
    for one, two in pairwise(ordered):
        if kpi.direction.weaker(two.value, one.value):
            return _none(
                f"{two.on} 的目标低于 {one.on} 的目标", f"the target of {two.on} is weaker than that of {one.on}"
            )
    return ordered


def _baseline(register: Register, kpi: Kpi) -> Point | Unobserved:
    day = register.undated_baseline
    if kpi.quantity is Quantity.CHANGE:
        # A change counts from the baseline, where it is 0 by definition.
        return Point(day, Fraction(0)) if day else _undated()
    wrong = [conflict for conflict in conflicts(register, kpi) if conflict.kind in OF_BASELINES]
    if wrong:
        return _undecided(wrong, "请由操作人填写基线", "the operator must enter a baseline")
    whole = [item for item in kpi.baselines if item.covers is Covers.WHOLE and item.operator is Operator.EQUAL]
    if len({item.value for item in whole}) > 1:
        told = listed([baseline_text(kpi, item) for item in whole])
        return _none(f"基线不一致：{told.zh}", f"the baselines differ: {told.en}")
    if not whole:
        told = listed([baseline_text(kpi, item) for item in kpi.baselines])
        if not kpi.baselines:
            return _none("方案没有给出基线，请由操作人填写", "the plan gives no baseline: the operator must enter one")
        return _none(
            f"基线只是界限或另一范围的数（{told.zh}），不能起算，请由操作人填写",
            f"the baseline is a bound or of another scope ({told.en}): the operator must enter one",
        )
    years = [item.year for item in whole if item.year is not None]
    on = date(max(years), 12, 31) if years else day
    return Point(on, whole[0].value) if on else _undated()


def _undated() -> Unobserved:
    return _none("基线没有日期（读法 undated_baseline）", "the baseline has no date (reading undated_baseline)")


def _undecided(wrong: list[Conflict], zh: str, en: str) -> Unobserved:
    told = listed([conflict.text for conflict in wrong])
    return _none(f"{told.zh}。{zh}", f"{told.en}; {en}")


def _none(zh: str, en: str) -> Unobserved:
    return Unobserved(Hole.UNDECIDED, Text(zh, en))
