"""Tables for people: wide enough off a terminal, coloured only on one."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from psscore.cli.lang import say
from psscore.model.text import counted
from psscore.shown.decimals import even
from psscore.workbook.codes import NOTES, code_name

if TYPE_CHECKING:
    from psscore.model.standard import Standard

_PIPE_WIDTH = 132
_BAR = 12
_SHOWN = 40
STATUS = {
    "written": ("已写入", "green"),
    "unchanged": ("无变化", "green"),
    "stale": ("需重算", "yellow"),
    "partial": ("部分完成", "yellow"),
    "refused": ("已拒绝", "red"),
    "error": ("出错", "red"),
}


def console(*, stderr: bool = False) -> Console:
    """A console for stdout or stderr."""
    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, width=None if stream.isatty() else _PIPE_WIDTH, highlight=False)


def evened(rows: Iterable[Sequence[str | Text]], columns: Iterable[int]) -> list[list[str | Text]]:
    """The rows of a table, the numbers of these columns brought to the same number of decimals."""
    body = [list(row) for row in rows]
    for place in columns:
        cells = [row[place] for row in body]
        for row, old, new in zip(body, cells, even(list(map(str, cells))), strict=True):
            row[place] = Text(new, old.style) if isinstance(old, Text) else new
    return body


def status_text(status: str, lang: str, *, copied: bool = False) -> Text:
    """A status as people read it; `copied`: the workbook was written to another file."""
    if copied and status == "unchanged":
        return Text(say(lang, "结果已是最新，原样写出", "up to date, written as it is"), style="green")
    zh, style = STATUS[status]
    return Text(say(lang, zh, status), style=style)


def score_table(receipt: dict[str, Any], lang: str) -> Table:
    """The indicators of one workbook."""
    names = _names(receipt, lang)
    table = Table(title_justify="left")
    columns: tuple[tuple[str, JustifyMethod], ...] = (
        (say(lang, "编号", "Code"), "right"),
        (say(lang, "指标", "Indicator"), "left"),
        (say(lang, "数值", "Value"), "right"),
        (say(lang, "基数", "Base"), "right"),
        (say(lang, "得分", "Score"), "right"),
        (say(lang, "分值", "Points"), "right"),
        ("", "left"),
    )
    for title, justify in columns:
        table.add_column(title, justify=justify, overflow="fold")
    for row in receipt["indicators"]:
        score, points = row["score"], row["points"]
        table.add_row(
            row["indicator"],
            names.get(row["indicator"], ""),
            _brief(row["value"]),
            _brief(row["base"]),
            Text("—", style="yellow") if score is None else _brief(score),
            points,
            _bar(score, points),
        )
    return table


def summary_lines(receipt: dict[str, Any], lang: str) -> list[Text]:
    """Total, grade, progress and standard of one workbook."""
    if receipt["standard"] is None:
        return []
    if not receipt["counters"]["ps_formulas"]:
        none = "没有 PS_ 公式：此工作簿没有可计分的内容", "no PS_ formulas: there is nothing to score in this workbook"
        return [Text(say(lang, *none), style="yellow")]
    standard = receipt["standard"]
    total = receipt["total"]
    full = f" / {receipt['max_points']}" if receipt["max_points"] else ""
    loaded = _loaded(receipt)
    if loaded is not None and loaded.unscored is not None:
        reason = say(lang, f"不计总分：{loaded.unscored.reason.zh}", f"no total: {loaded.unscored.reason.en}")
        return [Text(reason, style="yellow"), _reference(standard)]
    shown = f"{total}{full}" if total else say(lang, "未得出", "withheld")
    line = Text.assemble(
        (say(lang, "总分 ", "Total "), "bold"),
        (shown, "bold green" if total else "bold yellow"),
        say(lang, "   等级 ", "   Grade "),
        receipt["grade"] or "—",
        say(lang, "   进度 ", "   Progress "),
        receipt["progress"] or "—",
    )
    return [line, _reference(standard)]


def _reference(standard: dict[str, Any]) -> Text:
    return Text(f"{standard.get('reference', '—')}  {(standard.get('digest') or '')[:12]}", style="dim")


def notes(findings: Sequence[dict[str, Any]]) -> list[str]:
    """What is told about a run beside its findings."""
    return [finding["message"] for finding in findings if finding["code"] in NOTES]


def findings_table(findings: Sequence[dict[str, Any]], lang: str) -> Table | None:
    """Located findings, cells with the same one together; None when there is none."""
    findings = [finding for finding in findings if finding["code"] not in NOTES]
    if not findings:
        return None
    alike: dict[tuple[str, str], list[str]] = {}
    for finding in findings:
        where = "!".join(part for part in (finding["sheet"], finding["cell"]) if part)
        alike.setdefault((finding["code"], finding["message"]), []).append(where or "—")
    # What is only passed on comes after what is to be corrected.
    rows = sorted(alike.items(), key=lambda item: item[0][0] == "passed_on")
    table = Table(title=say(lang, f"问题 {len(findings)} 项", counted(len(findings), "finding")), title_justify="left")
    table.add_column(say(lang, "位置", "Where"), overflow="fold", no_wrap=False)
    table.add_column(say(lang, "类别", "Kind"), no_wrap=True)
    table.add_column(say(lang, "说明", "Message"), overflow="fold")
    for (code, message), places in rows[:_SHOWN]:
        first = places[0]
        if len(places) > 1:
            first += say(lang, f" 等 {len(places)} 处", f" and {len(places) - 1} more")
        table.add_row(first, code_name(code, lang), message)
    if len(rows) > _SHOWN:
        more = sum(len(places) for _, places in rows[_SHOWN:])
        table.add_row("…", "", say(lang, f"其余 {more} 项见 --json 的回执", f"{more} more in the receipt of --json"))
    return table


def files_table(receipts: Sequence[dict[str, Any]], lang: str) -> Table:
    """One line a file."""
    table = Table()
    for title in (
        say(lang, "文件", "File"),
        say(lang, "状态", "Status"),
        say(lang, "总分", "Total"),
        say(lang, "等级", "Grade"),
        say(lang, "进度", "Progress"),
        say(lang, "问题", "Findings"),
    ):
        table.add_column(title, overflow="fold")
    for receipt in receipts:
        table.add_row(
            receipt["file"],
            status_text(receipt["status"], lang),
            receipt["total"] or "—",
            receipt["grade"] or "—",
            receipt["progress"] or "—",
            str(len(receipt["findings"]) - len(notes(receipt["findings"]))),
        )
    return table


def _names(receipt: dict[str, Any], lang: str) -> dict[str, str]:
    standard = _loaded(receipt)
    return {item.code: item.name(lang) for item in standard.indicators} if standard else {}


def _loaded(receipt: dict[str, Any]) -> Standard | None:
    """The standard of a receipt; None when it cannot be loaded here."""
    from psscore.model.faults import ReferenceFault, StandardFaults
    from psscore.rulebook import load_standard

    reference = (receipt["standard"] or {}).get("reference")
    try:
        return load_standard(reference) if reference else None
    except (ReferenceFault, StandardFaults):
        return None


def _brief(number: str | None) -> str:
    """A number short enough for a table; receipts hold it in full."""
    if number is None:
        return ""
    if "/" in number:
        top, bottom = number.split("/")
        return f"≈{int(top) / int(bottom):.6g}"
    return number if len(number) <= 10 else f"≈{float(number):.6g}"


def _bar(score: str | None, points: str | None) -> Text:
    if score is None or points is None:
        return Text("")
    share = Fraction(score) / Fraction(points)
    full = max(0, min(_BAR, int(share * _BAR)))
    style = "green" if share >= 0.9 else "yellow" if share >= 0.6 else "red"
    return Text("█" * full, style=style) + Text("░" * (_BAR - full), style="dim")
