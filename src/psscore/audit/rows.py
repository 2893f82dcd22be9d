"""Each row against its rule."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from psscore.audit.figures import Figure, read_points, read_score
from psscore.audit.finding import Finding, at
from psscore.audit.rounding import NONE, fitting, whole_points
from psscore.audit.rule_points import (
    Readings,
    achieved_band,
    qualitative_band,
    readings_giving,
    target_row,
    tiers_holding,
)
from psscore.audit.table import Field, FormRow
from psscore.audit.verdict import AuditedRow, Classification
from psscore.model.observation import Hole, Unobserved
from psscore.model.standard import FormRules, Standard
from psscore.model.text import Text
from psscore.scoring import judgement
from psscore.scoring.judgement import interval_text
from psscore.scoring.numbers import short_text
from psscore.scoring.printed import Printed, read_printed
from psscore.scoring.qualitative import interval
from psscore.scoring.rounding import rounded

_NO_REASON = re.compile(r"^[\s\-—–/\\.。无]*$|^无偏差。?$|^n/?a$", re.IGNORECASE)

_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:$| 00:00:00$)")


def audit_row(standard: Standard, rules: FormRules, row: FormRow, places: int) -> tuple[AuditedRow, list[Finding]]:
    """The row and what is wrong with it; `places` are the decimals the table prints."""
    points, score = read_points(row.points, standard.total_points), read_score(row.score)
    if isinstance(points, Figure) and points.number <= 0:
        points = Text("须大于 0", "must be above 0")
    findings = _unreadable(row, points, score)
    if isinstance(points, Figure) and isinstance(score, Figure):
        readable = _Row(standard, rules, row, points.number, score, places)
        if not findings:
            return readable.audited()
        findings += readable.objections()
    full, given = (read.number if isinstance(read, Figure) else None for read in (points, score))
    return AuditedRow(row, full, given, Classification.UNREADABLE), findings


def _unreadable(row: FormRow, points: Figure | Text, score: Figure | Text) -> list[Finding]:
    """What cannot be read of a row; its blank fields make one finding."""
    # A deadline typed into Excel becomes a date cell: no number, but the same date twice is the same words.
    same_date = _DATE.match(row.target.text) and (row.target.text, row.target.fault) == (
        row.actual.text,
        row.actual.fault,
    )
    fields = (
        (row.target, None if same_date else row.target.fault, Text("年度指标值", "annual target")),
        (row.actual, None if same_date else row.actual.fault, Text("实际完成值", "actual value")),
        (row.points, points if isinstance(points, Text) else None, Text("分值", "points")),
        (row.score, score if isinstance(score, Text) else None, Text("得分", "score")),
    )
    blank = [(field, name) for field, _, name in fields if field.blank]
    findings = []
    if blank:
        zh, en = "、".join(name.zh for _, name in blank), ", ".join(name.en for _, name in blank)
        findings.append(_finding("unreadable", row, blank[0][0], Text(f"未填：{zh}", f"blank: {en}")))
    for field, why, name in fields:
        if why and not field.blank:
            findings.append(_finding("unreadable", row, field, Text(f"{name.zh}：{why.zh}", f"{name.en}: {why.en}")))
    return findings


@dataclass(frozen=True, slots=True)
class _Row:
    """A row whose points and score can be read."""

    standard: Standard
    rules: FormRules
    row: FormRow
    full: Fraction
    score: Figure
    places: int

    def audited(self) -> tuple[AuditedRow, list[Finding]]:
        level = qualitative_band(self.rules, self.row.target.text, self.row.actual.text)
        if level is not None:
            return self._within(interval(self.rules.qualitative, level, self.full))
        found = target_row(self.standard, self.row.target.text, self.row.actual.text, self.full)
        if isinstance(found, Readings):
            return self._one_reading_of(found)
        if isinstance(found, Unobserved):
            if repeated := achieved_band(self.rules, self.row.target.text, self.row.actual.text):
                return self._within(interval(self.rules.qualitative, repeated, self.full))
            kind = Classification.UNDECIDABLE if found.hole is Hole.UNDECIDED else Classification.UNREADABLE
            findings = [_finding(kind.value, self.row, self._at_fault(), found.reason), *self.objections()]
            return self._as(kind), findings
        return self._against(found)

    def _at_fault(self) -> Field:
        """The cell to look at: the actual value when the target itself reads well, with a direction."""
        read = read_printed(self.row.target.text)
        return self.row.actual if isinstance(read, Printed) and read.operator else self.row.target

    def _as(self, kind: Classification, **more: Any) -> AuditedRow:
        return AuditedRow(self.row, self.full, self.score.number, kind, **more)

    def _declared(self, exact: Fraction) -> Fraction:
        return rounded(exact, self.standard.rounding.places, self.standard.rounding.mode)

    def _against(self, exact: Fraction) -> tuple[AuditedRow, list[Finding]]:
        modes = fitting(exact, self.score, self.places)
        if modes:
            row = self._as(
                Classification.FOLLOWS,
                rule_points=self._declared(exact),
                rounding=tuple(m for m in modes if m != NONE),
                note=self._note(),
            )
            return row, self.objections()
        below = self.score.number < exact
        kind = Classification.BELOW_RULE if below else Classification.ABOVE_RULE
        return self._as(kind, rule_points=self._declared(exact), note=self._note()), self.objections(exact=exact)

    def _within(self, allowed: tuple[Fraction, Fraction, bool]) -> tuple[AuditedRow, list[Finding]]:
        findings = self.objections(allowed=allowed)
        outside = any(finding.code == "outside_tier" for finding in findings)
        kind = Classification.OUTSIDE_TIER if outside else Classification.INSIDE_TIER
        return self._as(kind, interval=interval_text(allowed)), findings

    def _one_reading_of(self, found: Readings) -> tuple[AuditedRow, list[Finding]]:
        """The standard leaves a reading open: a printed score that one of its values gives has chosen it."""
        giving = [(title, exact) for title, exact in found.points if fitting(exact, self.score, self.places)]
        if giving:
            row, findings = self._against(giving[0][1])
            zh, en = ("、".join(t.zh for t, _ in giving), " and ".join(t.en for t, _ in giving))
            note = Text(f"读法“{zh}”可得此分", f'the reading "{en}" gives this score')
            return self._as(row.classification, rule_points=row.rule_points, rounding=row.rounding, note=note), findings
        zh = "；".join(f"{title.zh}得 {short_text(exact)}" for title, exact in found.points)
        en = "; ".join(f"{title.en} gives {short_text(exact)}" for title, exact in found.points)
        given = short_text(self.score.number)
        message = Text(
            f"{found.why.zh}：{zh}；印出的 {given} 与各读法都不符",
            f"{found.why.en}: {en}; the printed {given} is none of these",
        )
        findings = [_finding("undecidable", self.row, self.row.score, message), *self.objections()]
        return self._as(Classification.UNDECIDABLE), findings

    def objections(
        self, *, exact: Fraction | None = None, allowed: tuple[Fraction, Fraction, bool] | None = None
    ) -> list[Finding]:
        reason = "" if _NO_REASON.match(self.row.reason.text) else self.row.reason.text
        raised = dict(
            judgement.objections(
                self.rules.judgement, self.full, self.score.number, reason=reason, interval=allowed, rule_points=exact
            )
        )
        if raised.keys() & {"above_rule", "below_rule", "outside_tier"}:
            raised.pop("outside_points", None)
        return [self._objection(code, message, exact) for code, message in raised.items()]

    def _objection(self, code: str, message: Text, exact: Fraction | None) -> Finding:
        row = self.row
        if code == "reason_missing":
            if row.reason.fault:
                return _finding("unreadable", row, row.reason, row.reason.fault)
            return _finding(code, row, row.reason, message)
        if code == "outside_tier":
            message += _would_give(tiers_holding(self.standard, row.actual.text, self.full, self.score.number))
        elif exact is not None:
            message += self._why_not(exact)
        return _finding(code, row, row.score, message)

    def _why_not(self, exact: Fraction) -> Text:
        """What else would give the printed score: whole points, or another reading of the standard."""
        zh, en = "", ""
        given = self.score.number
        for mode in whole_points(exact, given):
            zh += {"half_up": "；四舍五入到整数分可得此分", "truncate": "；按整数分只舍不入也得此分"}[mode]
            en += {
                "half_up": "; whole points, half up, would also give it",
                "truncate": "; whole points, downward, would also give it",
            }[mode]
        row, full = self.row, self.full
        titles = readings_giving(self.standard, row.target.text, row.actual.text, full, self.score, self.places)
        return Text(zh, en) + _would_give(titles)

    def _note(self) -> Text | None:
        if re.match(r"\s*[>＞﹥](?![=＝])", self.row.target.text):
            return Text(
                "目标印作“>”，可能是“≥”之误，按印出的读",
                'the target is printed with ">", perhaps for "≥"; read as printed',
            )
        return None


def _would_give(titles: Iterable[Text]) -> Text:
    found = tuple(titles)
    return Text(
        "".join(f"；读法“{title.zh}”可得此分" for title in found),
        "".join(f'; the reading "{title.en}" would allow it' for title in found),
    )


def _finding(code: str, row: FormRow, field: Field, message: Text) -> Finding:
    return Finding(code, at(field.where, row.name), message)
