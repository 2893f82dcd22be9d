"""Counts of tickets as tables on a screen."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from rich.markup import escape
from rich.table import Table

from psscore.cli.lang import say
from psscore.cli.screen import console
from psscore.scoring.numbers import short_text
from psscore.tickets.several_cities import several_told

_SHOWN = 40
_COLUMNS = ("total", "signed_in_time", "resolved", "closed", "closed_on_time", "overdue", "reworked", "reopened")
_GROUPS = {
    "city": ("城市", "City"),
    "district": ("区县", "District"),
    "unit": ("承办单位", "Unit"),
    "channel": ("渠道", "Channel"),
    "item": ("事项", "Item"),
    "year": ("年", "Year"),
    "quarter": ("季度", "Quarter"),
    "month": ("月", "Month"),
}
_VERSIONS = {
    "counted": ("计入", "counted"),
    "superseded": ("旧版本（重复）", "superseded by a newer version"),
    "later": ("晚于统计时点", "after the moment asked about"),
    "elsewhere": ("其他地方", "of other places"),
    "unmapped": ("已改到其他事项", "moved to another item"),
    "undated": ("没有受理时间", "without a time of creation"),
    "outside": ("期间以外", "outside the period"),
    "excluded": ("剔除", "excluded"),
    "other_items": ("其他事项", "other items"),
}

_UNKNOWN = (
    (
        "signed_in_time",
        "signed_known",
        ("没有起算时间，按未立即签收计", "have no time to sign from and count as not signed"),
    ),
    (
        "resolved",
        "resolution_known",
        ("没有是否解决的记录，按未解决计", "are not known to be resolved and count as not"),
    ),
)


def show(report: dict[str, Any], sql: str | None, lang: str) -> None:
    """Print the report."""
    screen = console()
    if sql is not None:
        print(sql)
    screen.print(_records(report, lang), soft_wrap=True)
    screen.print(_counts(report, lang))
    for line in _notes(report, lang):
        screen.print(line, soft_wrap=True)
    if report.get("rates"):
        screen.print(_rates(report, lang))


def _records(report: dict[str, Any], lang: str) -> str:
    heads = {"read": ("读到", "read"), "accepted": ("接收", "accepted"), "rejected": ("拒收", "rejected")}
    parts = [f"{say(lang, *words)} {report[key]}" for key, words in heads.items() if report[key] is not None]
    versions = report["versions"]
    parts += [f"{say(lang, *words)} {versions[key]}" for key, words in _VERSIONS.items() if versions[key]]
    return "　".join(parts)


def _counts(report: dict[str, Any], lang: str) -> Table:
    table = Table(title_justify="left")
    for name in report["by"]:
        table.add_column(say(lang, *_GROUPS[name]), overflow="fold")
    for name in _COLUMNS:
        table.add_column(report["measures"][name], justify="right")
    for group in report["groups"][:_SHOWN]:
        places = [escape(group[name] or say(lang, "（空）", "(blank)")) for name in report["by"]]
        table.add_row(*places, *_numbers(group["counts"]))
    if (more := len(report["groups"]) - _SHOWN) > 0:
        table.add_row(say(lang, f"…其余 {more} 组见 --json", f"… {more} more groups in --json"))
    if report["by"]:
        blank = [""] * (len(report["by"]) - 1)
        table.add_section()
        table.add_row(say(lang, "合计", "Total"), *blank, *_numbers(report["totals"]), style="bold")
    elif not report["groups"]:
        table.add_row(*_numbers(report["totals"]))
    return table


def _numbers(counts: dict[str, int | None]) -> list[str]:
    return ["—" if counts[name] is None else str(counts[name]) for name in _COLUMNS]


def _notes(report: dict[str, Any], lang: str) -> list[str]:
    reasons: dict[str, list[str]] = {}
    for name, why in report["withheld"].items():
        reasons.setdefault(why, []).append(report["measures"][name])
    comma, colon = say(lang, "、", ", "), say(lang, "：", ": ")
    lines = [f"[yellow]{escape(comma.join(names))}{colon}{escape(why)}[/]" for why, names in reasons.items()]
    if why := report.get("span", {}).get("reason"):
        lines.insert(0, f"[yellow]{escape(why)}[/]")
    lines += _unknown(report["totals"], lang)
    for one in report["excluded"]:
        if one["applied"] and one["tickets"]:
            lines.append(
                say(lang, f"剔除 {one['title']} {one['tickets']} 件", f"excluded, {one['title']}: {one['tickets']}")
            )
    if several := several_told(report.get("several_cities")):
        lines.append(f"[yellow]{escape(several(lang))}[/]")
    for part in (*report["blank_groups"], report["ties"], report["without_update"] or {}):
        if why := part.get("reason"):
            lines.append(f"[yellow]{escape(why)}[/]")
    if (items := report["items"]) is not None:
        lines += _item_notes(items, lang)
    if (requests := report["requests"]) is not None:
        lines.append(_change(requests, lang))
    return lines


def _unknown(totals: dict[str, int | None], lang: str) -> Iterator[str]:
    """Tickets that count as not signed or not resolved because nothing is known of them."""
    for name, known, what in _UNKNOWN:
        count = (totals["total"] or 0) - (totals[known] or 0)
        if count and totals[name] is not None:
            yield say(lang, f"[yellow]{count} 件{what[0]}[/]", f"[yellow]{count} tickets {what[1]}[/]")


def _item_notes(items: dict[str, Any], lang: str) -> list[str]:
    lines = []
    if kinds := items["unmapped_labels"]:
        most = "、".join(f"{escape(_label(row) or '—')} {row['versions']}" for row in items["unmapped"][:5])
        versions = items["unmapped_versions"]
        zh = f"未对应事项的类别 {kinds} 种、{versions} 条，最多的：{most}"
        lines.append(say(lang, zh, f"labels of no item: {kinds}, {versions} versions; most: {most}"))
    if items["contested"]:
        count, first = len(items["contested"]), items["contested"][0]
        label, taken = escape(_label(first)), escape(first["taken"])
        zh = f"[yellow]{count} 种类别被多个事项匹配，如 {label}：取 {taken}[/]"
        lines.append(say(lang, zh, f"[yellow]{count} labels match several items, as {label}: {taken} taken[/]"))
    if count := len(items["review"]):
        zh = f"[yellow]{count} 种类别仅按关键词对应，请复核（--json 的 items.review）[/]"
        lines.append(say(lang, zh, f"[yellow]{count} labels by keyword only: review them (items.review in --json)[/]"))
    return lines


def _label(row: dict[str, Any]) -> str:
    return " / ".join(filter(None, (row["platform_code"], row["label"], row["sublabel"])))


def _change(requests: dict[str, Any], lang: str) -> str:
    years = say(lang, "，", ", ").join(
        f"{year['year']}: {_dash(year['requests'])} / {_dash(year['population'])}" for year in requests["years"]
    )
    change, reason = requests["change"], requests["reason"]
    outcome = _percent(change) if reason is None and change is not None else reason or "—"
    return escape(
        say(
            lang,
            f"诉求量/人口 {years}；万人诉求年度变化率 {outcome}",
            f"requests / inhabitants {years}; change {outcome}",
        )
    )


def _dash(number: int | None) -> str:
    return "—" if number is None else str(number)


def _percent(share: float) -> str:
    return f"{short_text(Fraction(Decimal(f'{share:.15g}')) * 100, 2).removeprefix('≈')} %"


def _rates(report: dict[str, Any], lang: str) -> Table:
    table = Table(title=say(lang, "案件比率（合并计数后相除）", "Case rates, counts pooled"), title_justify="left")
    for words in (
        ("比率", "Rate"),
        ("分母口径", "Base"),
        ("分子", "Part"),
        ("分母", "Whole"),
        ("比率值", "Value"),
        ("依据", "Clause"),
    ):
        table.add_column(say(lang, *words), overflow="fold")
    for row in report["rates"]:
        if row["group"] is None:
            value = row["percent"] or row["reason"]
            numbers = ["—" if row[key] is None else str(row[key]) for key in ("part", "whole")]
            table.add_row(row["title"], row["choice"], *numbers, escape(value), escape(row["clause"]))
    return table
