"""Points, scores and grade of a form, re-added against the print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

from psscore.audit.budget import AuditedBudget
from psscore.audit.figures import Figure, number_text, read_points, read_score, same
from psscore.audit.finding import Finding
from psscore.audit.table import Field, Form
from psscore.audit.ticks import chosen
from psscore.audit.verdict import AuditedRow
from psscore.model.rounding import RoundingMode
from psscore.model.standard import GradeBand, Standard
from psscore.model.text import Text
from psscore.scoring.grade import grade
from psscore.scoring.numbers import short_text
from psscore.scoring.rounding import rounded

_OTHER_NAMES = {"优秀": "优", "良好": "良", "中等": "中"}


@dataclass(frozen=True, slots=True)
class Totals:
    """What the form prints and what its rows add up to; None where it is not printed, or the rows have a hole."""

    printed_points: Fraction | None = None
    recomputed_points: Fraction | None = None
    printed_total: Fraction | None = None
    recomputed_total: Fraction | None = None
    printed_grade: str | None = None
    recomputed_grade: str | None = None
    damaged: bool = False


def audit_totals(
    standard: Standard, form: Form, rows: tuple[AuditedRow, ...], budget: AuditedBudget | None
) -> tuple[Totals, list[Finding]]:
    """The totals and what is wrong with them."""
    findings: list[Finding] = []
    executed = budget if budget and budget.scored else None
    sums = Totals(
        recomputed_points=_sum([row.points for row in rows] + ([executed.points] if executed else [])),
        recomputed_total=_sum([row.score for row in rows] + ([executed.score] if executed else [])),
    )
    points = _printed(
        form.total_points, partial(read_points, total=standard.total_points), "总分行的分值", "total points", findings
    )
    score = _printed(form.total_score, read_score, "总分", "total score", findings)
    totals = replace(sums, printed_points=points, printed_total=score)
    if form.total_score is None or form.total_score.blank:
        findings.append(Finding("total_missing", form.where, Text("没有印出总分", "no total is printed")))
        totals = _whole_or_damaged(standard, form, totals, findings)
    findings += _point_findings(standard, form, totals)
    findings += _score_findings(form, totals)
    return _graded(standard, form, totals, findings), findings


def _sum(numbers: Iterable[Fraction | None]) -> Fraction | None:
    """The sum, or None when one is missing: a total with a hole is withheld."""
    total = Fraction(0)
    for number in numbers:
        if number is None:
            return None
        total += number
    return total


def _printed(
    field: Field | None, reader: Callable[[Field], Figure | Text], zh: str, en: str, findings: list[Finding]
) -> Fraction | None:
    if field is None or field.blank:
        return None
    read = reader(field)
    if isinstance(read, Figure):
        return read.number
    findings.append(Finding("unreadable", field.where, Text(f"{zh}：{read.zh}", f"{en}: {read.en}")))
    return None


def _whole_or_damaged(standard: Standard, form: Form, totals: Totals, findings: list[Finding]) -> Totals:
    """Without a total, rows that do not reach full points mean that the table was cut; nothing is made up for them."""
    points = totals.recomputed_points
    if points is not None and points >= standard.total_points:
        return totals
    top = short_text(standard.total_points)
    zh, en = "有读不出的分值", "some points are unreadable"
    if points is not None:
        zh, en = f"读到的分值合计 {short_text(points)}", f"the readable points add up to {short_text(points)}"
    message = Text(
        f"表不完整：没有总分，{zh}，不足 {top}；缺失的行不作推断，不给总分和等级",
        f"the table is damaged: no total, and {en} of {top}; lost rows are not made up, no total and no grade given",
    )
    findings.append(Finding("damaged", form.where, message))
    return replace(totals, recomputed_points=None, recomputed_total=None, damaged=True)


def _point_findings(standard: Standard, form: Form, totals: Totals) -> Iterator[Finding]:
    found, printed, top = totals.recomputed_points, totals.printed_points, standard.total_points
    where = form.total_points.where if form.total_points else form.where
    if found is not None and printed is not None and not same(found, printed):
        zh, en = short_text(found), f"the points add up to {short_text(found)}, printed {short_text(printed)}"
        yield Finding("points_total_mismatch", where, Text(f"分值合计 {zh}，印出 {short_text(printed)}", en))
    elif found is not None and not same(found, top):
        zh, en = (
            f"分值合计 {short_text(found)}，标准规定 {short_text(top)}",
            f"the points add up to {short_text(found)}",
        )
        yield Finding("points_total_mismatch", where, Text(zh, f"{en}, the standard says {short_text(top)}"))


def _score_findings(form: Form, totals: Totals) -> Iterator[Finding]:
    found, printed = totals.recomputed_total, totals.printed_total
    if found is None or printed is None or form.total_score is None or same(found, printed):
        return
    gap = short_text(printed - found)
    zh = f"得分合计 {number_text(found)}，印出 {number_text(printed)}，相差 {gap}"
    en = f"the scores add up to {number_text(found)}, printed {number_text(printed)}: {gap} apart"
    for places in range(3):
        modes = [mode for mode in RoundingMode if rounded(found, places, mode) == printed]
        if modes:
            zh += f"；总分{'四舍五入' if RoundingMode.HALF_UP in modes else '截尾'}到 {places} 位小数可得此数"
            en += (
                f"; the sum {'rounded half up' if RoundingMode.HALF_UP in modes else 'truncated'} to {places} decimals"
            )
            break
    yield Finding("score_total_mismatch", form.total_score.where, Text(zh, en))


def _graded(standard: Standard, form: Form, totals: Totals, findings: list[Finding]) -> Totals:
    band = _band(standard, totals.recomputed_total)
    totals = replace(totals, recomputed_grade=band.grade.zh if band else None)
    if form.grade is None or form.grade.blank:
        if form.grade is not None or totals.damaged:
            where = form.grade.where if form.grade else form.where
            findings.append(Finding("grade_missing", where, Text("没有印出等级", "no grade is printed")))
        return totals
    printed = _printed_grade(standard, form.grade)
    if printed is None:
        shown = form.grade.text
        message = Text(f"等级“{shown}”读不出唯一的等级", f'the grade "{shown}" does not name one grade')
        findings.append(Finding("unreadable", form.grade.where, form.grade.fault or message))
        return totals
    due = band or _band(standard, totals.printed_total)
    if due is not None and due.grade.zh != printed:
        base = totals.recomputed_total if band else totals.printed_total
        assert base is not None
        shown = short_text(base)
        message = Text(
            f"总分 {shown} 应为“{due.grade.zh}”，印出“{printed}”",
            f"a total of {shown} is {due.grade.en} ({due.grade.zh}), printed {printed}",
        )
        findings.append(Finding("grade_mismatch", form.grade.where, message))
    return replace(totals, printed_grade=printed)


def _band(standard: Standard, total: Fraction | None) -> GradeBand | None:
    band = grade(standard, total) if total is not None else None
    return band if isinstance(band, GradeBand) else None


def _printed_grade(standard: Standard, field: Field) -> str | None:
    words = chosen(field.text)
    if words is None or field.fault:
        return None
    plain = "".join(words.split()).strip("“”\"'。.").removesuffix("级").removesuffix("等")
    plain = _OTHER_NAMES.get(plain, plain)
    names = {name: band.grade.zh for band in standard.grades for name in (band.grade.zh, band.grade.en)}
    return names.get(plain)
