"""Remarks of a table: grades and vetoes, which often stand in one cell."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SEGMENT = re.compile(r"[。；;\n]+")
_LABEL = re.compile(r"^\s*(?:备注|注|说明|填表说明)\d*\s*[:：、.]?\s*")
_HEADING = re.compile(r"^[^:：，,\d]{0,14}[:：]\s*")
_ENUMERATOR = re.compile(r"^\s*(?:[(（]?\d{1,2}[)）.、]|[①-⑳])\s*")
_VETO = re.compile(r"的?[，,]?\s*(?:将|实行|予以|一律)?一票否[决优](?:制|项)?")
_VETO_LIST = re.compile(r"^一票否[决优](?:制|项|事项|情形|指标)?[:：]")
_GRADE = re.compile(r"优|良|中等|合格|一般|为中|为差|较差")


@dataclass(frozen=True, slots=True)
class Veto:
    """What is vetoed, in the words of the remark; `best` where only the best grade is ruled out."""

    title: str
    quote: str
    best: bool


def grades_in(text: str) -> str:
    """The part of a remark that speaks of grades by points, "" when none does."""
    segments = [_bare(one) for one in _SEGMENT.split(_without_vetoes(text))]
    return "，".join(one.strip("，, ") for one in segments if _GRADE.search(one) and re.search(r"\d", one))


def vetoes_in(text: str) -> list[Veto]:
    """The vetoes of a remark."""
    found: list[Veto] = []
    listed = bool(_VETO_LIST.match(_LABEL.sub("", text, count=1)))
    for segment in _SEGMENT.split(text):
        quote = _vetoed(segment)
        if listed and not quote and not (re.search(r"\d", segment) and _GRADE.search(segment)):
            quote = segment.strip()
        title = _title(quote)
        if title:
            found.append(Veto(title, quote, "一票否优" in quote))
    return found


def _vetoed(segment: str) -> str:
    """The clauses of a segment that end in 一票否决, back to where it spoke of grades."""
    clauses = re.split(r"[，,]", _ENUMERATOR.sub("", _LABEL.sub("", segment, count=1)))
    at = next((index for index, clause in enumerate(clauses) if "一票否" in clause), None)
    if at is None:
        return ""
    begin = at
    while begin and not re.search(r"\d", clauses[begin - 1]):
        begin -= 1
    return "，".join(clauses[begin : at + 1]).strip()


def _title(quote: str) -> str:
    bare = _VETO_LIST.sub("", _LABEL.sub("", quote, count=1))
    return _ENUMERATOR.sub("", _VETO.sub("", bare)).strip("，,的 ")


def _without_vetoes(text: str) -> str:
    kept = []
    for segment in _SEGMENT.split(text):
        quote = _vetoed(segment)
        clauses = re.split(r"[，,]", _ENUMERATOR.sub("", _LABEL.sub("", segment, count=1)))
        kept.append("，".join(one for one in clauses if not quote or one.strip() not in quote))
    return "；".join(kept)


def _bare(segment: str) -> str:
    return _HEADING.sub("", _ENUMERATOR.sub("", _LABEL.sub("", segment, count=1)))
