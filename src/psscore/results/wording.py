"""What receipts say in the language they were written in, said in the other one.

Numbers are exact, so most sentences are made anew from them; grades and modes are found among the known ones. What
cannot be said otherwise stays as it is.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Sequence

from psscore.functions.cells import number_in
from psscore.model.cell_error import CellError
from psscore.model.faults import ReferenceFault, StandardFaults
from psscore.model.observation import Hole, Unobserved
from psscore.model.scorecard import Result, Scored, Withheld
from psscore.model.standard import Indicator, Standard
from psscore.model.text import Text, counted
from psscore.results.evaluation import Evaluation, Finding, Item
from psscore.rulebook.catalogue import load_standard
from psscore.scoring.evaluate import evaluate
from psscore.scoring.explain import explanation, withheld_explanation
from psscore.workbook import overwritten
from psscore.workbook.codes import CODES
from psscore.workbook.template.cover import MODES

_BLANK = Unobserved(Hole.MISSING, Text("数值未填", "the value is blank"))
_TYPED = re.compile('(?:：|: )(?:“(.*)”是文本|"(.*)" is )', re.DOTALL)
_NO_TOTAL = frozenset(("overwritten", "not_ready", "bad_input", "out_of_range", "score_error"))
_REASONS = 3
_NAMED = 12
_HAN = re.compile("[\u3400-\u9fff]")
_LETTER = re.compile("[A-Za-z\u3400-\u9fff]")
_QUOTED = re.compile('"[^"]*"|“[^”]*”')
_ENGLISH = re.compile(r"\b(?:the|is|are|was|not|no|has|have|to|of|it|be|by|as)\b")


def worded(one: Evaluation, lang: str) -> Evaluation:
    """The evaluation with mode, grade, explanations and findings in a language."""
    standard = standard_of(one)
    items = tuple(
        dataclasses.replace(item, explanation=explained(one, item, standard, lang)) if item.explanation else item
        for item in one.items
    )
    findings = tuple(
        dataclasses.replace(found, message=finding_text(found, one, standard)(lang)) for found in one.findings
    )
    mode, grade = mode_text(one.mode)(lang), grade_text(one.grade, standard)(lang)
    made = dataclasses.replace(one, mode=mode, grade=grade, items=items, findings=findings)
    # The very standard that a store has kept stays with it.
    if standard is not None:
        made.__dict__["standard"] = standard
    return made


def standard_of(one: Evaluation) -> Standard | None:
    """The standard of an evaluation; None when it is not known here."""
    try:
        return one.standard
    except (ReferenceFault, StandardFaults):
        return None


def known_standard(reference: str) -> Standard | None:
    """The standard a reference names; None when it is not known here."""
    try:
        return load_standard(reference)
    except (ReferenceFault, StandardFaults):
        return None


def mode_key(mode: str) -> str:
    """The key of a mode of evaluation in either language, "" for other words."""
    shown = unicodedata.normalize("NFKC", mode).strip().casefold()
    return next((name for name, words in MODES.items() if shown in (words.zh, words.en.casefold())), "")


def mode_text(mode: str) -> Text:
    """A mode of evaluation; words of somebody's own stay as they are."""
    return MODES.get(mode_key(mode), Text(mode, mode))


def grade_text(grade: str, standard: Standard | None) -> Text:
    """A grade as the bands of its standard name it."""
    bands = () if standard is None else standard.grades
    return next((band.grade for band in bands if grade in (band.grade.zh, band.grade.en)), Text(grade, grade))


def result_of(standard: Standard, item: Item) -> Result | None:
    """What the rules make of a row; None when they do not lead to what the row says."""
    indicator = standard.by_code.get(item.indicator)
    if indicator is None or indicator.scoring is None:
        return None
    if item.value is None:
        return None if item.score is not None else _without_value(item)
    result = evaluate(standard, indicator, item.value, item.base)
    if isinstance(result, Scored):
        return result if result.score == item.score else None
    hole = "excluded" if result.excluded else result.hole.value
    return result if item.score is None and item.hole == hole else None


def explained(one: Evaluation, item: Item, standard: Standard | None, lang: str) -> str:
    """The explanation of a row in a language, made anew where it is in the other; only by the very same rules."""
    told = item.explanation
    if item.hole == overwritten.HOLE:
        return overwritten.ROW(lang)
    indicator = None if standard is None else standard.by_code.get(item.indicator)
    if standard is None or indicator is None or standard.digest != one.digest:
        return told
    if told.startswith(f"{indicator.code} {indicator.name(lang)} ") and chinese(told) == (lang != "en"):
        return told
    result = result_of(standard, item)
    if result is None:
        return told
    return (explanation(result) if isinstance(result, Scored) else withheld_explanation(standard, result))(lang)


def without_name(indicator: Indicator, told: str) -> str:
    """An explanation without the code, name and points it begins with, and the clause it ends with."""
    for lang in ("zh", "en"):
        head = f"{indicator.code} {indicator.name(lang)} "
        mark = ": " if lang == "en" else "："
        if told.startswith(head) and mark in told[len(head) :]:
            told = told[told.index(mark, len(head)) + len(mark) :]
            break
    if indicator.about is not None:
        for tail in (f"；{indicator.about.source.clause.zh}", f"; {indicator.about.source.clause.en}"):
            told = told.removesuffix(tail)
    return told


def hole_text(item: Item, standard: Standard) -> Text:
    """Why a row has no score; for a hole that no rule makes, what its explanation says."""
    if item.hole == overwritten.HOLE:
        return overwritten.ROW
    result = result_of(standard, item)
    if isinstance(result, Withheld):
        return result.reason
    indicator = standard.by_code.get(item.indicator)
    told = item.explanation if indicator is None else without_name(indicator, item.explanation)
    return Text(told, told)


def missing_text(one: Evaluation, codes: Sequence[str], standard: Standard) -> Text:
    """Which rows have no score and, for those that are not merely blank, why; the same reason once.

    `codes` are the indicators without a score, at least one.
    """
    found: dict[Text, list[str]] = {}
    for code in codes:
        given = one.by_indicator.get(code)
        if given is not None and given.hole not in ("", Hole.MISSING.value) and given.explanation:
            found.setdefault(hole_text(given, standard), []).append(code)
    reasons = [reason + Text("：", ": ") + _few(rows) for reason, rows in list(found.items())[:_REASONS]]
    zh, en = "；".join(reason.zh for reason in reasons), "; ".join(reason.en for reason in reasons)
    if len(found) == 1 and len(next(iter(found.values()))) == len(codes):
        return Text(zh, en)
    who = _few(codes)
    told = Text(f"尚缺 {len(codes)} 项得分：{who.zh}", f"{counted(len(codes), 'score')} missing: {who.en}")
    more = "；…" if len(found) > _REASONS else "", "; …" if len(found) > _REASONS else ""
    return told + Text(f"（{zh}{more[0]}）", f" ({en}{more[1]})") if found else told


def _few(codes: Sequence[str]) -> Text:
    """The codes in a sentence, the first dozen of many."""
    rest = len(codes) - _NAMED
    more = Text(f" 等 {len(codes)} 个", f" and {rest} more") if rest > 0 else Text("", "")
    return Text("、".join(codes[:_NAMED]), ", ".join(codes[:_NAMED])) + more


def no_total_text(one: Evaluation) -> Text | None:
    """Why a workbook whose rows all have scores has no total: a finding that is about none of the rows."""
    rows = {item.cell.replace("'", "") for item in one.items}
    found = (finding for finding in one.findings if finding.code in _NO_TOTAL)
    beside = next((finding for finding in found if f"{finding.sheet}!{finding.cell}" not in rows), None)
    return None if beside is None else finding_text(beside)


def finding_text(found: Finding, one: Evaluation | None = None, standard: Standard | None = None) -> Text:
    """What a finding says; in the language it was not written in by its row, else by what its code means."""
    message = found.message
    for sentence in overwritten.SENTENCES:
        if message in (sentence.zh, sentence.en):
            return sentence
    other = _of_row(found, one, standard) or (
        CODES[found.code].meaning if found.code in CODES and found.code != "check" else Text(message, message)
    )
    return Text(message, other.en) if chinese(message) else Text(other.zh, message)


def first_finding(one: Evaluation) -> Text | None:
    """What the first finding says: why a workbook was refused; None without one."""
    return finding_text(one.findings[0]) if one.findings else None


def chinese(text: str) -> bool:
    """Whether a sentence of ours is the Chinese one; quoted names do not count."""
    bare = _QUOTED.sub("", text)
    letter = _LETTER.search(bare)
    if letter is None:
        return True
    return bool(_HAN.search(letter[0])) or (bool(_HAN.search(bare)) and not _ENGLISH.search(bare))


def _without_value(item: Item) -> Withheld | None:
    """A row without a value says why at the end, in one of few sentences."""
    typed = _TYPED.search(item.explanation)
    cells: list[CellError | str] = [*CellError, *((typed[1] or typed[2] or "",) if typed else ())]
    for seen in (_BLANK, *map(number_in, cells)):
        ends = isinstance(seen, Unobserved) and item.explanation.endswith((seen.reason.zh, seen.reason.en))
        if isinstance(seen, Unobserved) and ends and item.hole == seen.hole.value:
            return Withheld(item.indicator, seen.hole, seen.reason)
    return None


def _of_row(found: Finding, one: Evaluation | None, standard: Standard | None) -> Text | None:
    """An error in a score cell: what the cell shows, and the reason of its row."""
    if one is None or standard is None or standard.digest != one.digest:
        return None
    lead = re.match(r"PS_\w+ #\S+?(?=：|: )", found.message)
    places = f"{found.sheet}!{found.cell}", f"'{found.sheet}'!{found.cell}"
    item = next((item for item in one.items if item.cell in places), None)
    result = None if lead is None or item is None else result_of(standard, item)
    if lead is None or not isinstance(result, Withheld):
        return None
    return Text(f"{lead[0]}：", f"{lead[0]}: ") + result.reason
