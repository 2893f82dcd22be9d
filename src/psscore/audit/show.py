"""The audit on a terminal."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text as Words

from psscore.audit.figures import number_text
from psscore.audit.verdict import AuditedRow, Classification
from psscore.model.text import Text
from psscore.scoring.numbers import percent_text, short_text

if TYPE_CHECKING:
    from rich.console import RenderableType

    from psscore.audit.audit import Audit

_NAMES = {
    Classification.FOLLOWS: (Text("符合规则", "follows"), "green"),
    Classification.INSIDE_TIER: (Text("区间内", "inside tier"), "green"),
    Classification.BELOW_RULE: (Text("低于规则", "below rule"), "yellow"),
    Classification.ABOVE_RULE: (Text("高于规则", "above rule"), "red"),
    Classification.OUTSIDE_TIER: (Text("区间外", "outside tier"), "red"),
    Classification.UNDECIDABLE: (Text("无法判定", "undecidable"), "yellow"),
    Classification.UNREADABLE: (Text("读不出", "unreadable"), "red"),
}
ROUNDINGS = {
    "none": Text("不取舍", "exact"),
    "half_up": Text("四舍五入", "half up"),
    "truncate": Text("截尾", "truncated"),
    "rate_first_half_up": Text("执行率先四舍五入", "rate first, half up"),
    "rate_first_truncate": Text("执行率先截尾", "rate first, truncated"),
}
_STATUS = {
    "clean": (Text("无问题", "clean"), "green"),
    "findings": (Text("有问题", "findings"), "yellow"),
    "damaged": (Text("表已残缺", "damaged"), "red"),
}


def renderables(audit: Audit, lang: str) -> list[RenderableType]:
    """Heading, totals, budget, rows and findings, in this order."""
    parts: list[RenderableType] = [_heading(audit, lang), _totals(audit, lang), _rows(audit, lang)]
    if audit.findings:
        parts.append(_findings(audit, lang))
    return parts


def _heading(audit: Audit, lang: str) -> Words:
    status, colour = _STATUS[audit.status]
    project = f" {audit.form.project}" if audit.form.project else ""
    return Words.assemble((f"{audit.file}{project}  ", "bold"), (status(lang), colour))


def _totals(audit: Audit, lang: str) -> Words:
    totals, lines = audit.totals, []
    both = Text("印出 {} / 重算 {}", "printed {} / recomputed {}")(lang)
    lines.append(
        Text("分值：", "Points: ")(lang)
        + both.format(_shown(totals.printed_points), _shown(totals.recomputed_points))
        + Text("；总分：", "; total: ")(lang)
        + both.format(_shown(totals.printed_total), _shown(totals.recomputed_total))
        + Text("；等级：", "; grade: ")(lang)
        + both.format(totals.printed_grade or "—", totals.recomputed_grade or "—")
    )
    if (budget := audit.budget) and (rate := budget.rate) is not None:
        score = "—" if budget.exact_score is None else short_text(budget.exact_score)
        fitting = Text("、", ", ")(lang).join(ROUNDINGS[name](lang) for name in budget.candidates) or "—"
        lines.append(
            Text("预算执行：", "Budget: ")(lang)
            + both.format(budget.printed_rate or "—", percent_text(rate))
            + Text("；得分：", "; score: ")(lang)
            + both.format(_shown(budget.score), score)
            + Text("；取舍方式：", "; rounding: ")(lang)
            + fitting
        )
    return Words("\n".join(lines))


def _rows(audit: Audit, lang: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading, right in (
        (Text("行", "Row"), True),
        (Text("三级指标", "Indicator"), False),
        (Text("年度指标值", "Target"), False),
        (Text("实际完成值", "Actual"), False),
        (Text("分值", "Points"), True),
        (Text("得分", "Score"), True),
        (Text("规则得分", "By rule"), True),
        (Text("判定", "Verdict"), False),
    ):
        table.add_column(heading(lang), justify="right" if right else "left", overflow="fold")
    for row in audit.rows:
        name, colour = _NAMES[row.classification]
        table.add_row(
            str(row.row.line),
            Words(row.row.name),
            Words(row.row.target.text),
            Words(row.row.actual.text),
            _shown(row.points),
            _shown(row.score),
            Words(_rule(row)),
            Words(name(lang), style=colour),
        )
    return table


def _rule(row: AuditedRow) -> str:
    if row.interval:
        return row.interval
    return "—" if row.rule_points is None else short_text(row.rule_points)


def _findings(audit: Audit, lang: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in (Text("问题", "Finding"), Text("位置", "Where"), Text("说明", "Message")):
        table.add_column(heading(lang), overflow="fold")
    for found in audit.findings:
        table.add_row(found.code, Words(found.where(lang)), Words(found.message(lang)))
    return table


def _shown(number: Fraction | None) -> str:
    return "—" if number is None else number_text(number)
