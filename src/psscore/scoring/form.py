"""Points of the rows of a self-evaluation form, rounded as declared."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from psscore.model.observation import Hole, Unobserved
from psscore.model.rules import Operator
from psscore.model.standard import FormRules, Standard
from psscore.model.text import Text
from psscore.scoring import judgement, ratio, target
from psscore.scoring.judgement import interval_text
from psscore.scoring.printed import Printed, read_printed
from psscore.scoring.qualitative import band_of, interval
from psscore.scoring.rounding import rounded

PrintedCell = str | Fraction | Unobserved
"""A target or actual value: the text of a text cell, the number of a number cell, or why it is neither."""


def execution_points(standard: Standard, budget: Fraction, executed: Fraction, full: Fraction) -> Fraction | Unobserved:
    """Budget-execution points on the adjusted budget (全年预算数), rounded as declared."""
    if budget == 0:
        return Unobserved(
            Hole.UNDECIDED, Text("全年预算数为 0，没有执行率", "the adjusted budget is 0: no execution rate")
        )
    return _kept(standard, ratio.points(_form(standard).execution, full, executed / budget))


def target_points(
    standard: Standard, wanted: PrintedCell, actual: PrintedCell, full: Fraction
) -> Fraction | Unobserved:
    """Rule points of a target row; Unobserved for a qualitative row (judgement) or anything unreadable."""
    pair = target_pair(standard, wanted, actual, full)
    if isinstance(pair, Unobserved):
        return pair
    operator, aim, done = pair
    points = target.points(_form(standard).target, full, operator, aim, done)
    return points if isinstance(points, Unobserved) else _kept(standard, points)


def review(
    standard: Standard, wanted: PrintedCell, actual: PrintedCell, full: Fraction, given: Fraction, reason: str
) -> list[tuple[str, Text]]:
    """What stands against an evaluator's points for a row: (code, sentence) pairs, empty when nothing does.

    The rule's points or the level's interval are kept beside the given points; neither replaces them.
    """
    form = _form(standard)
    band = band_of(form.qualitative, actual) if isinstance(actual, str) else None
    points = None if band else target_points(standard, wanted, actual, full)
    found = list(
        judgement.objections(
            form.judgement,
            full,
            given,
            reason=reason,
            interval=interval(form.qualitative, band, full) if band else None,
            rule_points=points if isinstance(points, Fraction) else None,
        )
    )
    if isinstance(points, Unobserved):
        code = "undecidable" if points.hole is Hole.UNDECIDED else "unreadable"
        found.append((code, points.reason))
    return found


def target_pair(
    standard: Standard, wanted: PrintedCell, actual: PrintedCell, full: Fraction
) -> tuple[Operator, Fraction, Fraction] | Unobserved:
    """Comparison, target and actual value of a row, with units checked against each other."""
    rules = _form(standard).qualitative
    if isinstance(actual, str) and (band := band_of(rules, actual)):
        shown = interval_text(interval(rules, band, full))
        return Unobserved(
            Hole.UNDECIDED,
            Text(
                f"定性指标“{band.name}”，由评价人在 {shown} 内评定",
                f"qualitative ({band.title.en}): judged within {shown}",
            ),
        )
    sides = [_side(wanted), _side(actual)]
    for side in sides:
        if isinstance(side, Unobserved):
            return side
    aim, done = (side for side in sides if isinstance(side, Printed))
    return _compared(aim, done)


def _compared(aim: Printed, done: Printed) -> tuple[Operator, Fraction, Fraction] | Unobserved:
    if done.operator not in (None, Operator.EQUAL):
        return _unreadable("实际完成值不应带比较符号", "an actual value must not carry a comparison")
    if aim.unit and done.unit and aim.unit != done.unit:
        return _unreadable(f"单位不一致：{aim.unit} 与 {done.unit}", f"units differ: {aim.unit} and {done.unit}")
    # 0.8838 beside "85 %" may be a cell formatted as a percentage, or a true 0.88 %: both are in use. So may 1.05
    # beside "85 %", or 2 beside "200 %".
    if aim.percent != done.percent and not (aim.unit and done.unit):
        bare, rate = (done, aim) if aim.percent else (aim, done)
        if 0 < abs(bare.number) <= max(Fraction(1), abs(rate.number) / 50) and abs(rate.number) > 1:
            return _unreadable(
                "一个带 % 而另一个不带，可能是百分数格式：请统一写成 88.38%",
                "only one side is marked %: write both as 88.38%",
            )
    operator = aim.operator
    if operator is None:
        if aim.number == done.number:
            operator = Operator.EQUAL
        else:
            return _unreadable(
                "年度指标值没有 ≥、≤ 或 =，无法判断方向", "the target carries no ≥, ≤ or =: its direction is unknown"
            )
    return operator, aim.number, done.number


@lru_cache(maxsize=2048)
def _read(text: str) -> Printed | Text:
    return read_printed(text)


def _side(cell: PrintedCell) -> Printed | Unobserved:
    if isinstance(cell, Unobserved):
        return cell
    if isinstance(cell, Fraction):
        return Printed(None, cell, "")
    read = _read(cell)
    return Unobserved(Hole.UNREADABLE, read) if isinstance(read, Text) else read


def _form(standard: Standard) -> FormRules:
    if standard.form is None:
        raise ValueError(f"{standard.id}/{standard.edition} has no form rules")
    return standard.form


def _kept(standard: Standard, points: Fraction) -> Fraction:
    return rounded(points, standard.rounding.places, standard.rounding.mode)


def _unreadable(zh: str, en: str) -> Unobserved:
    return Unobserved(Hole.UNREADABLE, Text(zh, en))
