"""Sentences about a limit: steps down or up from it, and tiers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from psscore.model.text import Text
from psscore.rulebook.sentences.agree import CHANGE
from psscore.rulebook.sentences.last_time import THIS_AND_LAST, against_last
from psscore.rulebook.sentences.parts import (
    ELSE,
    LAST,
    LOW,
    MINUS,
    PERCENT,
    STEP_PART,
    Contradiction,
    Parts,
    proposal,
    rule_table,
)
from psscore.rulebook.sentences.proposal import Proposal, raw_number
from psscore.rulebook.sentences.statements import Bound, Statement, measure_of
from psscore.rulebook.sentences.words import without_last_year


def _steps(parts: Parts, step: Statement, text: str) -> tuple[dict[str, Any], list[Text]]:
    """How a part of a step counts: as the sentence says, or left to a reading."""
    assert step.step is not None
    said = parts.of("part")
    proportional = [one for one in parts.of("linear") if "插" in one.words or "按比例" in one.words]
    by_ratio = [one for one in parts.of("ratio") if one.words in ("按比例计分", "按比例计算得分", "按比例扣分")]
    open_ = [] if "百分点" in text or step.step.unit != "%" else [PERCENT]
    if said:
        if said[0].step != step.step or len(said) > 1:
            raise Contradiction(
                "“不足…”的一档与扣分的一档不同", "the part of a step it speaks of is not the step it deducts for"
            )
        return {"step_mode": said[0].act}, open_
    if proportional or by_ratio:
        return {"step_mode": "proportional"}, open_
    if measure_of(step.step.unit) == "count" and step.step.number == 1:
        return {"step_mode": "proportional"}, open_
    return {"step_mode": {"reading": "step"}}, [STEP_PART, *open_]


def step_down(cut: Sequence[Statement], text: str) -> Proposal | None:
    """≥70%得1分;每降低10%,扣0.2分,扣完为止. From the group mean too."""
    parts = Parts(cut)
    gates = [one for one in parts.of("award") if one.points == 0]
    tops = [one for one in [*parts.of("award"), *parts.of("mean")] if one.points != 0]
    steps = parts.of("step")
    if not (parts.only("award", "mean", "step", "floor", "cap", "part", "linear") and len(tops) == len(steps) == 1):
        return None
    top, step = tops[0], steps[0]
    if step.act not in MINUS or cut.index(step) < cut.index(top) or len(gates) > 1 or step.step is None:
        return None
    low = step.label in LOW
    if top.kind == "mean":
        better = "lower" if top.act == "不高于" else "higher"
        extra: dict[str, Any] = {"full_at": 0, "measure": "difference", "cohort": "mean"}
        if step.step.unit not in ("%", "‰"):
            extra["shown"] = "number"
    else:
        bound = top.bound
        if bound is None or bound.unit != step.step.unit or not inclusive(bound, low=low):
            return None
        better, extra = ("higher" if low else "lower"), {"full_at": bound.number}
    if low != (better == "higher"):
        raise Contradiction("扣分的方向与满分线相反", "points are deducted on the side that earns full marks")
    _check_cap(parts, top.points)
    mode, open_ = _steps(parts, step, text)
    for gate in gates:
        open_.append(_gate(gate, top, step, low=low))
    if better == "lower":
        extra["better"] = "lower"
    rule, more = rule_table("step_down", step.step.unit, **extra, step=step.step.number, deduction=step.points, **mode)
    if not parts.of("floor") and not parts.of("cap"):
        open_.append(Text("未写“扣完为止”，按扣到 0 分为止", "no floor is stated: deducted down to 0"))
    return proposal(parts, "step_down", rule, top.points, [*open_, *more])


def _gate(gate: Statement, top: Statement, step: Statement, *, low: bool) -> Text:
    """A limit beyond which nothing is earned: fine where the steps have taken everything before it, else not a rule."""
    bound, full, points = gate.bound, top.bound, top.points
    lacks = Contradiction(
        f"扣分规则没有“{gate.words}”这样的门槛，无法表示",
        "steps with a gate below which nothing is earned: no such rule",
    )
    if bound is None or full is None or step.step is None or not points or not step.points:
        raise lacks
    if bound.unit != full.unit or bound.side not in (("lt", "le") if low else ("gt", "ge")):
        raise lacks
    # Completed steps count least: where those have taken all, any way of counting has.
    span = step.step.number * math.ceil(points / step.points)
    if bound.number > full.number - span if low else bound.number < full.number + span:
        raise lacks
    return Text(f"“{gate.words}”：按档扣分至此已为 0 分", f"“{gate.words}”: the steps have taken everything by then")


def inclusive(bound: Bound, *, low: bool) -> bool:
    """A full-marks line the limit belongs to; "等于100%" is the top of a rate."""
    if bound.side == "at":
        return bound.unit == "%" and bound.number == (1 if low else 0)
    return bound.side == ("ge" if low else "le")


def _check_cap(parts: Parts, points: Fraction | None) -> None:
    for cap in parts.of("cap"):
        if cap.points != points:
            raise Contradiction(
                f"最高 {raw_number(cap.points or Fraction(0))} 分与满分不同，无法表示",
                "a cap that is not the full marks cannot be expressed",
            )


def step_up(cut: Sequence[Statement], text: str) -> Proposal | None:
    """≥0,不得分;每降低1%,得0.1分,最高得2分. Without a starting point: from last time's."""
    parts = Parts(cut)
    zeros, steps, caps = parts.of("award"), parts.of("step"), parts.of("cap")
    if not (parts.only("award", "step", "cap", "part", "linear") and len(steps) == len(caps) == 1 and len(zeros) < 2):
        return None
    step = steps[0]
    if step.act in MINUS or step.step is None or caps[0].act in MINUS:
        return None
    low = step.label in LOW
    subject = (zeros or steps)[0].subject
    mode, open_ = _steps(parts, step, text)
    parameters: dict[str, Any] = {}
    if zeros:
        bound = zeros[0].bound
        if zeros[0].points != 0 or bound is None or bound.side != ("ge" if low else "le"):
            return None
        if bound.unit != step.step.unit and not (bound.number == 0 and not bound.unit and step.step.unit == "%"):
            return None
        parameters["zero_at"] = bound.number
        if CHANGE.search(subject):
            parameters["measure"] = "change"
        elif bound.number == 0 and step.step.unit == "%":
            raise Contradiction(
                f"“{zeros[0].words}”未写明是什么的变化，从 0 起的比率无法{step.label}",
                f'"{zeros[0].words}" does not say the change of what: a rate has nothing beyond 0',
            )
    else:
        if step.step.unit != "%":
            return None
        of, last_year = without_last_year(subject)
        measure = against_last(of, step, text)
        parameters |= {"zero_at": Fraction(0), "measure": measure}
        open_ += [] if last_year else [LAST]
        if measure == "change":
            open_ = [*(one for one in open_ if one != PERCENT), THIS_AND_LAST]
    if not low:
        parameters["better"] = "higher"
    rule, more = rule_table("step_up", step.step.unit, **parameters, step=step.step.number, award=step.points, **mode)
    return proposal(parts, "step_up", rule, caps[0].points, [*open_, *more])


def tiers(cut: Sequence[Statement], text: str) -> Proposal | None:  # noqa: ARG001
    """10次以上得1分,30次以上得2分; and one limit with 否则不得分."""
    parts = Parts(cut)
    if not parts.only("award", "else", "range") or not (parts.of("award") or parts.of("range")):
        return None
    elses = parts.of("else")
    if len(elses) > 1 or (elses and (cut[-1] is not elses[0] or elses[0].points != 0)):
        return None
    rows = [one for one in cut if one.kind != "else"]
    if any(one.bound is None or one.points is None or one.label for one in rows):
        return _single(parts, rows, elses)
    units = {one.bound.unit for one in rows if one.bound}
    if len(units) != 1:
        raise Contradiction("各档的单位不同", "the tiers are in different units")
    if len(rows) == 1:
        return _single(parts, rows, elses)
    given = [one for one in rows if one.points]
    zeros = [one for one in rows if not one.points]
    if any(one.kind == "range" for one in rows):
        check_ranges(rows)
    sides = {one.bound.side for one in given if one.bound}
    if len(zeros) > 1 or len(given) < 1 or len(sides) != 1 or not sides <= {"ge", "le"}:
        return None
    side = sides.pop()
    if side == "le" and any(one.kind == "range" for one in rows):
        return None
    given = sorted(given, key=lambda one: one.bound.number if one.bound else 0, reverse=side == "le")
    _check_rising(given)
    if zeros and not any(one.kind == "range" for one in zeros):
        _check_rest(zeros[0], given[0], side)
    key = "at_most" if side == "le" else "at_least"
    levels = [
        {key: raw_number(one.bound.number), "points": raw_number(one.points)}
        for one in given
        if one.bound and one.points
    ]
    extra = {"better": "lower"} if side == "le" else {}
    rule, open_ = rule_table("tiers", units.pop(), **extra, tiers=levels)
    return proposal(parts, "tiers", rule, given[-1].points, open_ + ([] if zeros or elses else [ELSE]))


def _single(parts: Parts, rows: Sequence[Statement], elses: Sequence[Statement]) -> Proposal | None:
    """One limit: all or nothing where the rest is said to earn nothing, one tier where it is not."""
    if len(rows) != 1 or rows[0].bound is None or rows[0].kind == "range":
        return None
    row, bound = rows[0], rows[0].bound
    operators = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}
    if bound.side == "at":
        if not (bound.unit == "%" and bound.number == 1):
            return None
        operators["at"] = "≥"
    if row.points == 0:
        # 未达到90%不得分: what is said of the rest is that it earns all.
        opposite = {"lt": "≥", "le": ">", "ge": "<", "gt": "≤"}
        if elses or bound.side not in opposite:
            return None
        rule, open_ = rule_table("all_or_nothing", bound.unit, operator=opposite[bound.side], threshold=bound.number)
        return proposal(parts, "all_or_nothing", rule, None, open_)
    if elses:
        rule, open_ = rule_table("all_or_nothing", bound.unit, operator=operators[bound.side], threshold=bound.number)
        return proposal(parts, "all_or_nothing", rule, row.points, open_)
    if bound.side not in ("ge", "le") or row.points is None:
        return None
    key = "at_least" if bound.side == "ge" else "at_most"
    extra = {} if bound.side == "ge" else {"better": "lower"}
    level = {key: raw_number(bound.number), "points": raw_number(row.points)}
    rule, open_ = rule_table("tiers", bound.unit, **extra, tiers=[level])
    return proposal(parts, "tiers", rule, row.points, [*open_, ELSE])


def _check_rising(given: Sequence[Statement]) -> None:
    for lower, upper in pairwise(given):
        if lower.bound is None or upper.bound is None or lower.points is None or upper.points is None:
            continue
        if lower.bound.number == upper.bound.number or lower.points >= upper.points:
            raise Contradiction("各档的门槛和得分没有逐档升高", "limits and points do not rise from tier to tier")


def _check_rest(zero: Statement, first: Statement, side: str) -> None:
    """What earns nothing must begin exactly where the first tier ends."""
    if zero.bound is None or first.bound is None:
        return
    if zero.bound.number != first.bound.number:
        raise Contradiction(
            "不得分的界限与最低一档之间有空档或重叠", "a gap or overlap between the lowest tier and no points"
        )
    said = first.bound.stated and not zero.bound.stated  # 95%(含)以上 leaves 95 out of 95%以下
    if zero.bound.side != ("lt" if side == "ge" else "gt") and not said:
        raise Contradiction(
            "界限本身同时属于两档（“以上”“以下”均含本数）", "the limit itself belongs to both: 以上 and 以下 include it"
        )


def check_ranges(rows: Sequence[Statement]) -> None:
    """Bands must join without gap or overlap, and say to which one a shared limit belongs."""
    ordered = sorted(rows, key=_low)
    top = ordered[-1]
    if top.upper is not None and not (top.upper.unit == "%" and top.upper.number == 1) and not top.label:
        raise Contradiction("最高一档以上如何得分未写明", "it is not said what is earned above the highest band")
    for lower, upper in pairwise(ordered):
        end = lower.upper if lower.kind == "range" else lower.bound
        begin = upper.bound
        assert begin is not None
        if end is None or end.side not in ("lt", "le") or begin.side not in ("ge", "gt"):
            raise Contradiction("各档有重叠", "the bands overlap")
        if end.number != begin.number:
            raise Contradiction("各档之间有空档或重叠", "a gap or overlap between two bands")
        # "80-90" and "90-100" leave open whose 90 is, unless one of them says (含) or 以上.
        stated = begin.stated or end.stated or upper.kind != "range" or lower.kind != "range"
        if not stated:
            raise Contradiction(
                "相邻两档的界限归哪一档未写明", "it is not said to which of two bands their limit belongs"
            )
        # "85%(含)-90%得6分,85%以下得0分": (含) says whose 85 is, though 以下 alone would include it.
        settled = begin.stated and not end.stated
        if begin.side == "gt" or (end.side == "le" and not settled and (end.stated or lower.kind != "range")):
            raise Contradiction(
                "界限归较低一档或两档都含，无法表示",
                "a limit that belongs to the lower band, or to both, cannot be expressed",
            )


def _low(row: Statement) -> tuple[Fraction, int]:
    assert row.bound is not None
    if row.kind != "range" and row.bound.side in ("lt", "le"):
        return Fraction(-1), 0
    return row.bound.number, 1
