"""What `psscore survey` shows."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import floor

from rich.table import Table

from psscore.cli.lang import say
from psscore.surveys.report import Report
from psscore.surveys.tally import BASES, Fate


def survey_parts(report: Report, lang: str) -> Iterator[str | Table]:
    """The files, the items with their groups, and the findings."""
    yield _files(report, lang)
    yield _items(report, lang)
    confidence = _percent(report.sample.confidence)
    yield say(
        lang,
        f"标准引用 {report.standard.reference}；调查数{BASES[report.base].zh}；{confidence} 区间（Wilson）"
        f"只供参考，计分用满意率。",
        f"Reference {report.standard.reference}; surveyed: {BASES[report.base].en}; the {confidence} interval (Wilson) "
        f"is for information, scores use the rate.",
    )
    for text in report.findings:
        yield f"- {text(lang)}"


def _files(report: Report, lang: str) -> Table:
    table = Table(box=None, header_style="bold")
    table.add_column(say(lang, "文件", "File"))
    titles = {
        "read": say(lang, "读取", "Read"),
        Fate.USED: say(lang, "采用", "Used"),
        Fate.EXCLUDED: say(lang, "排除", "Excluded"),
        Fate.REJECTED: say(lang, "拒绝", "Rejected"),
        Fate.DUPLICATE: say(lang, "重复", "Duplicate"),
    }
    for title in titles.values():
        table.add_column(title, justify="right")
    for file in report.tally.files:
        table.add_row(file.file, str(file.read), *(str(file.fates[fate]) for fate in Fate))
    return table


def _items(report: Report, lang: str) -> Table:
    table = Table(box=None, header_style="bold")
    table.add_column(say(lang, "编号", "Code"))
    table.add_column(say(lang, "项目或群体", "Item or group"))
    titles = ("满意", "基本满意", "不满意", "调查数", "不计", "满意率", "区间")
    english = ("Satisfied", "Basically", "Dissatisfied", "Surveyed", "Excluded", "Rate", "Interval")
    for zh, en in zip(titles, english, strict=True):
        table.add_column(say(lang, zh, en), justify="right")
    means = any(result.mean is not None for result in report.items)
    if means:
        table.add_column(say(lang, "平均分", "Mean"), justify="right")
    for result in report.items:
        cells = [group.cell for group in result.groups]
        table.add_row(
            result.item.code,
            result.item.name(lang),
            *(str(sum(getattr(cell, name) for cell in cells)) for name in ("satisfied", "basically", "dissatisfied")),
            str(result.surveyed),
            str(sum(group.excluded for group in result.groups)),
            _percent(result.rate),
            "—" if result.low is None or result.high is None else f"{result.low:.2%}–{result.high:.2%}",
            *([_number(result.mean)] if means else []),
            style="bold",
        )
        for group in result.groups if len(result.groups) > 1 else ():
            small = "*" if group.surveyed < group.needed else ""
            table.add_row(
                "",
                f"  {group.name or '—'}",
                str(group.cell.satisfied),
                str(group.cell.basically),
                str(group.cell.dissatisfied),
                f"{group.surveyed}{small}",
                str(group.excluded),
                _percent(group.rate),
                "",
            )
    return table


def _percent(rate: Fraction | None) -> str:
    """Two decimals half up, from the exact rate."""
    return "—" if rate is None else f"{Decimal(floor(rate * 10000 + Fraction(1, 2))) / 100}%"


def _number(value: Fraction | None) -> str:
    return "—" if value is None else f"{float(value):.4g}"
