"""Grades and vetoes of a draft: what the remarks say, and what their author still has to fill in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from psscore.model.text import Text
from psscore.rulebook.sentences import Proposal, parse_sentence
from psscore.rulebooks.columns import VETOES
from psscore.rulebooks.draft.remarks import grades_in, vetoes_in
from psscore.rulebooks.draft.rows import Read
from psscore.rulebooks.finding import Severity
from psscore.rulebooks.sheets import HEADER_ROWS, address

Bands = list[Mapping[str, Any]]


def grades_of(read: Read) -> dict[str, Any] | None:
    """The grades of the first remark that has any; what cannot be read is reported."""
    for text, place in read.notes:
        tried = [part for part in (grades_in(text), text, text.partition("：")[2], text.partition(":")[2]) if part]
        for part in tried:
            made = parse_sentence(part)
            if isinstance(made, Proposal) and made.kind == "grades":
                return dict(made.rule)
        if "优" in text and "良" in text:
            why = parse_sentence(tried[0])
            reason = Text("", "") if isinstance(why, Proposal) else why.reason
            read.find(Severity.DIFFERENCE, place, f"等级未能识别：{reason.zh}", f"grades not understood: {reason.en}")
    return None


def remarked_vetoes(read: Read) -> list[tuple[dict[str, Any], str]]:
    """The vetoes of the remarks as data without a code, each with its cell."""
    return [
        (
            {
                "title": {"zh": veto.title, "en": veto.title},
                "clause": {"zh": place, "en": place},
                "quote": veto.quote,
            },
            place,
        )
        for text, place in read.notes
        for veto in vetoes_in(text)
    ]


def fill_grades(read: Read, vetoes: list[dict[str, Any]], places: list[str], bands: Bands, chosen: str | None) -> None:
    """The best grade each veto leaves: the second for 一票否优, else the one chosen; or its author is asked for it."""
    names = [str(band["grade"]["zh"]) for band in bands]
    column = next(index for index, one in enumerate(VETOES.columns) if one.key == "grade")
    for index, (veto, place) in enumerate(zip(vetoes, places, strict=True)):
        second = len(names) > 1 and "一票否优" in str(veto.get("quote"))
        grade = names[1] if second else chosen
        if grade is not None:
            veto["grade"] = grade
            continue
        cell = f"{VETOES.name.zh}!{address(index + HEADER_ROWS, column)}"
        title = veto["title"]["zh"]
        zh = f"填 {'、'.join(names)} 之一" if names else "填写（等级也未识别，先填“等级”表）"
        en = f"one of {', '.join(names)}" if names else "a grade (none were recognised: fill in sheet 等级 first)"
        read.find(
            Severity.OPEN,
            place,
            f"“{title}”一票否决，原表没有写否决后最高评为哪一等级：在待确认工作簿 {cell}“最高等级”{zh}，"
            "或导入时加 --veto-grade",
            f'"{title}" vetoes, and the table does not say which grade is left at best: in the draft, {cell} '
            f'"Best grade left", write {en}, or import with --veto-grade',
        )
