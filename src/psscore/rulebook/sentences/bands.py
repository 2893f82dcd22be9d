"""Grades by total: 90(含)-100分为优,80(含)-90分为良,60(含)-80分为中,60分以下为差."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from psscore.model.text import Text
from psscore.rulebook.sentences.parts import Contradiction, Parts, proposal
from psscore.rulebook.sentences.proposal import Proposal, raw_number
from psscore.rulebook.sentences.statements import Bound, Statement

_NAMES = {
    **dict.fromkeys(("优", "优秀"), "Excellent"),
    **dict.fromkeys(("良", "良好"), "Good"),
    **dict.fromkeys(("中", "中等"), "Fair"),
    **dict.fromkeys(("差", "较差"), "Poor"),
    "一般": "Fair",
    "合格": "Passed",
    "基本合格": "Barely passed",
    "不合格": "Failed",
}


def grades(cut: Sequence[Statement], text: str) -> Proposal | None:  # noqa: ARG001
    """Bands of grades that join without gap or overlap; a limit belongs to the band that says so."""
    parts = Parts(cut)
    rows = [*parts.of("grade"), *parts.of("range")]
    if not parts.only("grade", "range") or len(rows) < 2 or not all(one.label and one.bound for one in rows):
        return None
    units = {one.bound.unit for one in rows if one.bound}
    if not units <= {"分", ""}:
        return None
    spans = sorted((_span(one) for one in rows), key=lambda span: -1 if span[0] is None else span[0].number)
    open_: list[Text] = []
    for (_, end, _, lower_range), (begin, _, _, upper_range) in pairwise(spans):
        if begin is None or end is None:
            raise Contradiction("等级有重叠", "the grades overlap")
        if begin.number != end.number:
            raise Contradiction(
                f"等级在 {raw_number(end.number)} 与 {raw_number(begin.number)} 之间有空档或重叠",
                f"a gap or overlap between {raw_number(end.number)} and {raw_number(begin.number)}",
            )
        _check_shared(begin, end, said=not (lower_range and upper_range), open_=open_)
    if spans[0][0] is not None and spans[0][0].number != 0:
        raise Contradiction("等级须从 0 分起", "the grades must begin at 0")
    top = spans[-1][1]
    if top is not None and (top.number != 100 or (top.side == "lt" and top.stated)):
        raise Contradiction(
            f"{raw_number(top.number)} 分以上属哪一等级未写明",
            f"it is not said what grade {raw_number(top.number)} and more are",
        )
    bands: list[dict[str, Any]] = []
    for begin, end, label, _ in reversed(spans):
        band: dict[str, Any] = {"scale": "source", "grade": {"zh": label, "en": _NAMES[label]}}
        band["at_least"] = raw_number(begin.number if begin else Fraction(0))
        if bands and end is not None:
            band["below"] = raw_number(end.number)
        bands.append(band)
    return proposal(parts, "grades", {"scale": "source", "bands": bands}, None, open_)


def _span(one: Statement) -> tuple[Bound | None, Bound | None, str, bool]:
    """Where a band begins and ends, its name, and whether it is a mere range such as 80-90."""
    assert one.bound is not None
    if one.kind == "range":
        return one.bound, one.upper, one.label, True
    if one.bound.side in ("ge", "gt"):
        return one.bound, None, one.label, False
    return None, one.bound, one.label, False


def _check_shared(begin: Bound, end: Bound, *, said: bool, open_: list[Text]) -> None:
    """The limit two bands share must belong to the upper one, and to it only."""
    limit = raw_number(begin.number)
    settled = begin.stated and not end.stated
    if begin.side == "gt" or (end.side == "le" and not settled):
        raise Contradiction(
            f"界限 {limit} 归较低等级或两档都含，无法表示",
            f"the limit {limit} goes to the lower grade or to both: not expressible",
        )
    if end.side == "le":
        open_.append(Text(f"界限 {limit} 按“含”归较高等级", f"the limit {limit} goes to the upper grade, as (含) says"))
    elif not (said or begin.stated or end.stated):
        raise Contradiction(
            f"界限 {limit} 归哪一等级未写明", f"it is not said to which grade the limit {limit} belongs"
        )
