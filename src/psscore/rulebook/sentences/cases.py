"""Sentences about cases, places, and yes or no: deductions, bonuses, ranks, ratios."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from psscore.model.text import Text
from psscore.rulebook.sentences.limits import inclusive
from psscore.rulebook.sentences.parts import (
    ADDED,
    BEYOND,
    EACH,
    ELSE,
    FLOOR,
    MINUS,
    YES_NO,
    Contradiction,
    Parts,
    proposal,
    rule_table,
)
from psscore.rulebook.sentences.proposal import Proposal, raw_number
from psscore.rulebook.sentences.statements import UNITS, Statement, measure_of
from psscore.rulebook.sentences.words import harmless, plain_cause

_NOT_EACH = re.compile(
    "年|月|季|周|日|天|半|个[^1-9]|家|户|人|街|社区|村|区|镇|乡|县|市[^级]|部门|单位|增(?!加1)|提|上升|减|降|下|少|多|高|低|超"
)
_DONE_OR_NOT = re.compile("制定|制订|建立|出台|印发|设立|成立|编制|配备|签订")
_HOW_WELL = re.compile("较|明显|显著|有效|认真|及时|积极|充分|规范|完善|健全|有力|到位|基本|程度|情况|情形|视|内")
_EACH = re.compile(rf"(?P<before>[^每]*?)(?:的?,)?每(?P<verb>\D*?)1?(?P<unit>{UNITS})(?P<after>\D*?)")
_TASK = Text("无此任务时如何计", "what counts when there was no such task")
_DONE = Text("按数值÷基数计，基数为应完成数", "value over base: the base is what was due")


def deductions(cut: Sequence[Statement], text: str) -> Proposal | None:  # noqa: ARG001
    """每发现一处扣0.5分,最高扣3分; several causes, each with its own cap, under one floor."""
    full = cut[0].points if cut and cut[0].kind == "full" else None
    cut = cut[1:] if full is not None else cut
    parts = Parts(cut)
    if not parts.only("case", "step", "cap", "floor") or (not parts.of("case") and not parts.of("step")):
        return None
    items: list[dict[str, Any]] = []
    for index, one in enumerate(cut):
        if one.kind in ("case", "step"):
            item = _deduction(one, len(items))
            if item is None:
                return None
            items.append(item)
        elif one.kind == "cap":
            before = cut[index - 1] if index else None
            if before is None or before.kind not in ("case", "step") or one.act not in (*MINUS, ""):
                return None
            # "A扣1分,B扣2分,最高扣3分": for B, or for both?
            if before.ends == ";" or (
                index > 1 and cut[index - 2].kind in ("case", "step") and cut[index - 2].ends == ","
            ):
                raise Contradiction("“最高扣”针对哪一项不清楚", "it is not clear which deduction the cap is for")
            items[-1]["cap"] = raw_number(one.points or Fraction(0))
        elif one is not cut[-1]:
            return None
    floor = "zero" if parts.of("floor") else {"reading": "floor"}
    rule, open_ = rule_table("deductions", "", items=items, floor=floor)
    unsaid = [EACH] if any("每" not in one.words for one in cut if one.kind == "case") else []
    return proposal(parts, "deductions", rule, full, [*open_, *unsaid, *([] if parts.of("floor") else [FLOOR])])


def _deduction(one: Statement, index: int) -> dict[str, Any] | None:
    if one.act not in MINUS or one.step is None or one.points is None or one.step.unit in ("%", "‰"):
        return None
    if one.step.number != 1:
        raise Contradiction(
            "不是逐次扣分，不足一档如何扣未写明", "several cases together cost points: a part of them is not covered"
        )
    cause = re.split(r"的?,?(?:扣减|扣除|扣|减)(?:[\d.]+)分$", one.words)[0]
    bare = re.sub(r"每[^,]*?1?(?=\D)", "", one.label if one.kind == "case" else "")
    if not harmless(re.sub(r"^1|1", "", bare, count=1)) and re.search(r"\d", bare.replace("1", "", 1)):
        return None
    title = title_of(cause)
    return {"code": f"d{index + 1}", "title": {"zh": title, "en": title}, "each": raw_number(one.points)}


def title_of(cause: str) -> str:
    """What is deducted for without the words that count it: 每发现1处不合格 is 发现不合格, 乱堆乱放每处 is 乱堆乱放."""
    found = _EACH.fullmatch(cause)
    if found is None or re.match(UNITS, found["verb"]):
        return cause
    before, verb, after = found["before"].rstrip("的"), found["verb"], found["after"].strip("的,")
    if after:
        return f"{before}{'' if verb == '有' else verb}{after}"
    return f"{before}{verb}1{found['unit']}" if verb else before or cause


def awards(cut: Sequence[Statement], text: str) -> Proposal | None:  # noqa: ARG001
    """每获一次加1分,最多5分 is a bonus; 每建成一项得1分,最高5分 a checklist."""
    parts = Parts(cut)
    cases, caps = parts.of("case"), parts.of("cap")
    if not parts.only("case", "cap") or len(cases) != 1 or len(caps) > 1 or cut[0] is not cases[0]:
        return None
    one = cases[0]
    if one.act not in ("加", "得") or one.step is None or one.points is None or one.step.number != 1:
        return None
    if caps and caps[0].act in MINUS:
        return None
    # 每年开展1次得2分 is no count of times, and 每增加10件 does not say how a part of 10 counts.
    if _NOT_EACH.match(one.label):
        return None
    added = one.label.startswith("增加")
    if added and not plain_cause(one.label.removeprefix("增加1")):
        return None
    kind = "bonus" if one.act == "加" else "checklist"
    if kind == "checklist" and measure_of(one.step.unit) != "count":
        return None
    measure = "count" if measure_of(one.step.unit) == "count" else "amount"
    rule, open_ = rule_table(kind, "", measure=measure, each=one.points)
    points = caps[0].points if caps else None
    return proposal(
        parts, kind, rule, points, [*open_, *([ADDED] if added else []), *([_TASK] if kind == "bonus" else [])]
    )


def yes_or_no(cut: Sequence[Statement], text: str) -> Proposal | None:  # noqa: ARG001
    """建立制度的得2分,否则不得分; 未建立制度的不得分."""
    parts = Parts(cut)
    yes, no, elses = parts.of("yes"), parts.of("no"), parts.of("else")
    if not parts.only("yes", "no", "else") or len(yes) > 1 or len(no) + len(elses) > 1:
        return None
    if not no and not elses:
        if not yes or not _DONE_OR_NOT.search(yes[0].subject) or _HOW_WELL.search(yes[0].subject):
            return None
        rule, open_ = rule_table("all_or_nothing", "次", operator="≥", threshold=1)
        return proposal(parts, "all_or_nothing", rule, yes[0].points, [*open_, YES_NO, ELSE])
    if (elses and (elses[0].points != 0 or not yes)) or cut[0] is not (yes or no)[0]:
        return None
    rule, open_ = rule_table("all_or_nothing", "次", operator="≥", threshold=1)
    return proposal(parts, "all_or_nothing", rule, yes[0].points if yes else None, [*open_, YES_NO])


def ratio(cut: Sequence[Statement], text: str) -> Proposal | None:  # noqa: ARG001
    """按完成比例得分, with or without 完成率100%得10分 before it; and 其余按第1名的比例得分."""
    parts = Parts(cut)
    if [one.kind for one in cut] == ["place", "best"] and cut[0].places == (Fraction(1),):
        rule, open_ = rule_table("ratio", "%", measure="relation", cohort="best", full_at=1)
        return proposal(parts, "ratio", rule, cut[0].points, open_)
    tops, shares = parts.of("award"), parts.of("ratio")
    if not parts.only("award", "ratio") or len(shares) != 1 or len(tops) > 1 or cut[-1] is not shares[0]:
        return None
    full_at, points = Fraction(1), None
    if tops:
        bound = tops[0].bound
        if bound is None or bound.unit != "%" or not inclusive(bound, low=True) or tops[0].points == 0:
            return None
        full_at, points = bound.number, tops[0].points
    said = shares[0].bound
    if full_at != 1 and (said is None or said.number != full_at):
        raise Contradiction(
            f"“{shares[0].words}”：按实际比率，还是按与 {raw_number(full_at * 100)}% 的比例，未写明",
            f'"{shares[0].words}": in proportion to the whole, or to {raw_number(full_at * 100)} %?',
        )
    if said is not None and said.number != full_at:
        return None
    rule, open_ = rule_table("ratio", "%", full_at=full_at)
    return proposal(parts, "ratio", rule, points, [*open_, _DONE])


def linear(cut: Sequence[Statement], text: str) -> Proposal | None:  # noqa: ARG001
    """低于60%不得分,100%得10分,其间按插入法计算: two goalposts and what lies between."""
    parts = Parts(cut)
    ends, between = parts.of("award"), parts.of("linear")
    if not parts.only("award", "linear") or len(ends) != 2 or len(between) != 1 or "插" not in between[0].words:
        return None
    zeros, tops = [one for one in ends if one.points == 0], [one for one in ends if one.points != 0]
    if len(zeros) != 1 or len(tops) != 1:
        return None
    zero, full = zeros[0].bound, tops[0].bound
    if zero is None or full is None or zero.unit != full.unit or zero.number == full.number:
        return None
    rising = full.number > zero.number
    if zero.side not in (("lt", "le", "at") if rising else ("gt", "ge", "at")):
        return None
    if full.side not in (("ge", "gt", "at") if rising else ("le", "lt", "at")):
        return None
    rule, open_ = rule_table("linear", full.unit, zero_at=zero.number, full_at=full.number)
    return proposal(parts, "linear", rule, tops[0].points, open_)


def ranks(cut: Sequence[Statement], text: str) -> Proposal | None:  # noqa: ARG001
    """第1–5名依次60、57、54、51、48分; or each place with its points."""
    parts = Parts(cut)
    lists, places, elses = parts.of("ranks"), parts.of("place"), parts.of("else")
    if not parts.only("ranks", "place", "else") or len(elses) > 1 or (elses and cut[-1] is not elses[0]):
        return None
    if len(lists) == 1 and not places:
        points = list(lists[0].places)
    elif len(places) > 1 and not lists:
        if [one.places[0] for one in places] != [Fraction(place) for place in range(1, len(places) + 1)]:
            raise Contradiction("名次不连续", "the places are not consecutive")
        points = [one.points or Fraction(0) for one in places]
    else:
        return None
    beyond = elses[0].points if elses else Fraction(0)
    if beyond is None or sorted([*points, beyond], reverse=True) != [*points, beyond]:
        raise Contradiction("名次靠后的得分反而更高", "a later place earns more")
    rule, open_ = rule_table(
        "rank_points", "名", cohort="rank", points=[raw_number(one) for one in points], beyond=beyond
    )
    return proposal(parts, "rank_points", rule, points[0], [*open_, *([] if elses else [BEYOND])])
