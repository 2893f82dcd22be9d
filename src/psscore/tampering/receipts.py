"""A workbook against the receipt of its scoring: the same bytes, or at least the same results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from psscore.model.text import Text
from psscore.results import Evaluation
from psscore.scoring.numbers import short_text
from psscore.tampering.finding import Finding, Severity

_LISTED = 10


def receipt_of(evaluations: Sequence[Evaluation], file: str, now: Mapping[str, Any], digest: str) -> Evaluation | None:
    """The receipt of a workbook: by its bytes, by its name in the folder, or by unit and period when one has both."""
    for evaluation in evaluations:
        if digest in (evaluation.input_digest, evaluation.output_digest):
            return evaluation
    named = [evaluation for evaluation in evaluations if evaluation.file == file]
    if named:
        return named[0]
    unit, period = now.get("evaluated_unit"), now.get("period")
    alike = [one for one in evaluations if unit and (one.unit, one.period) == (unit.strip(), (period or "").strip())]
    return alike[0] if len(alike) == 1 else None


def check_receipt(evaluation: Evaluation | None, now: Mapping[str, Any], digest: str) -> Iterator[Finding]:
    """What has changed since a workbook was scored."""
    if evaluation is None:
        text = Text("结果中没有对应的回执", "the results hold no receipt of it")
        yield Finding("no_receipt", Severity.NOTE, "", "", text)
        return
    if digest in (evaluation.input_digest, evaluation.output_digest):
        return
    changes = list(_changes(evaluation, now))
    yield from changes[:_LISTED]
    if len(changes) > _LISTED:
        more = len(changes) - _LISTED
        text = Text(f"另有 {more} 项与回执不同", f"{more} more differ from the receipt")
        yield Finding("receipt_differs", Severity.CRITICAL, "", "", text)
    if not changes:
        text = Text(
            "文件与计分时不同，但各项数值和得分相同", "the file is not the one scored, but every value and score is"
        )
        yield Finding("receipt_differs", Severity.NOTE, "", "", text, evaluation.input_digest)


def _changes(evaluation: Evaluation, now: Mapping[str, Any]) -> Iterator[Finding]:
    reference = (now.get("standard") or {}).get("reference") or ""
    if reference != evaluation.reference:
        yield _changed(Text("标准或读法", "standard or readings"), reference, evaluation.reference)
    total = _number(now.get("total"))
    if total != evaluation.total:
        yield _changed(Text("总分", "the total"), _shown(total), _shown(evaluation.total))
    for row in now.get("indicators", ()):
        item = evaluation.by_indicator.get(row["indicator"])
        if item is None:
            continue
        pairs = ("value", "数值", item.value), ("base", "基数", item.base), ("score", "得分", item.score)
        for en, zh, old in pairs:
            new = _number(row[en])
            if new != old:
                what = Text(f"指标 {item.indicator} 的{zh}", f"the {en} of indicator {item.indicator}")
                yield _changed(what, _shown(new), _shown(old), row.get("cell") or "")


def _changed(what: Text, new: str, old: str, cell: str = "") -> Finding:
    sheet, _, at = cell.rpartition("!")
    sheet = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
    text = what + Text(
        f"计分时是 {old or '（空）'}，现在是 {new or '（空）'}",
        f" was {old or '(blank)'} when scored, is {new or '(blank)'} now",
    )
    return Finding("receipt_differs", Severity.CRITICAL, sheet, at, text, old)


def _number(text: str | None) -> Fraction | None:
    return None if not text or text.startswith("#") else Fraction(text)


def _shown(number: Fraction | None) -> str:
    return "" if number is None else short_text(number)
