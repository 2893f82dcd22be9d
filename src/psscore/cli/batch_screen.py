"""What a batch shows: progress while it runs, a table when it is done."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn
from rich.table import Table
from rich.text import Text

from psscore.cli.lang import say
from psscore.cli.screen import console, status_text
from psscore.model.text import counted
from psscore.workbook.codes import code_name

if TYPE_CHECKING:
    from psscore.batch.found import Found, Skipped
    from psscore.batch.summary import Summary
    from psscore.batch.units import Alike

_SHOWN = 40
_NAMED = 6
_STATUSES = ("written", "unchanged", "partial", "refused", "error")


class _Rate(ProgressColumn):
    """Workbooks a second and time left, over the whole run: they come in chunks, so the last moments tell little."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._lang = lang

    def render(self, task: Task) -> Text:
        if not task.completed or not task.elapsed or task.total is None:
            return Text("")
        rate = task.completed / task.elapsed
        left = datetime.timedelta(seconds=round((task.total - task.completed) / rate))
        shown = f"{rate:.0f}" if rate >= 10 else f"{rate:.1f}"
        return Text(say(self._lang, f"{shown} 份/秒，还需 {left}", f"{shown} a second, {left} left"), style="dim")


class Screen:
    """Progress with rate and time left on a terminal's stderr; when watching, a line for each workbook instead."""

    def __init__(self, lang: str, *, watching: bool) -> None:
        self._lang, self._watching = lang, watching
        self._bar: Progress | None = None
        self._out = console()
        if not watching and sys.stderr.isatty():
            self._bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                _Rate(lang),
                console=console(stderr=True),
                transient=True,
            )

    def __enter__(self) -> Screen:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def started(self, found: Found) -> None:
        """The workbooks are known."""
        if self._bar is not None:
            self._task = self._bar.add_task(say(self._lang, "计分", "Scoring"), total=len(found.workbooks))

    def finished(self, receipt: dict[str, Any]) -> None:
        """One more is done."""
        if self._bar is not None:
            self._bar.advance(self._task)
        if self._watching and receipt["status"] != "kept":
            finding = receipt["findings"][0]["message"] if not receipt.get("output") and receipt["findings"] else ""
            total = receipt.get("total") or ""
            self._say(
                Text.assemble(f"{receipt['file']}  ", status_text(receipt["status"], self._lang), f"  {total}{finding}")
            )

    def skipped(self, item: Skipped) -> None:
        """Something is not scored."""
        self._say(Text(f"{item.name}  {item.why(self._lang)}", style="dim"))

    def _say(self, line: Text) -> None:
        self._out.print(line, soft_wrap=True)
        self._out.file.flush()


def no_workbooks(inbox: Path, lang: str) -> str:
    """The one sentence when there is nothing to score."""
    return say(lang, f"{inbox} 里没有 .xlsx 或 .xlsm 工作簿", f"there is no .xlsx or .xlsm workbook in {inbox}")


def show(summary: Summary, out: Path, lang: str, *, watching: bool) -> None:
    """The counts, what has no result and why, what was skipped, what looks alike."""
    screen = console()
    if summary.found or watching:
        screen.print(_counts(summary, lang))
    if summary.troubles:
        screen.print(_troubles(summary, lang))
    if summary.withheld:
        screen.print(_withheld(summary, lang))
    lines = [f"{item.name}  {item.why(lang)}" for item in summary.skipped] if not watching else []
    _list(say(lang, "跳过", "Skipped"), lines, lang)
    _list(say(lang, "疑似重复，请核对", "Alike, please check"), [_alike(item, lang) for item in summary.alike], lang)
    left = say(lang, "收件夹里已没有的结果（未删除）", "Results whose workbook is no longer in the inbox (kept)")
    _list(left, summary.left_over, lang)
    _list(say(lang, "仍未完整的文件", "Still incomplete"), summary.waiting, lang)
    if summary.unrecorded:
        unsaved = (
            f"{summary.unrecorded} 条回执未能保存，下次运行时补上",
            f"{counted(summary.unrecorded, 'receipt')} could not be saved; the next run makes up for them",
        )
        screen.print(say(lang, *unsaved), style="red")
    if summary.not_saved is not None:
        screen.print(summary.not_saved(lang), style="red", soft_wrap=True)
    if summary.found:
        screen.print(say(lang, f"回执 {out / 'receipts.jsonl'}", f"Receipts: {out / 'receipts.jsonl'}"), soft_wrap=True)
    if summary.stopped:
        left_to_do = summary.found - len(summary.statuses)
        go_on = (
            f"已停止，还有 {left_to_do} 份未做；再次运行同一命令即可续做",
            f"stopped with {left_to_do} to go; run the same command again to go on",
        )
        screen.print(say(lang, *go_on), style="yellow")


def _counts(summary: Summary, lang: str) -> Table:
    table = Table()
    counts = summary.counts
    for status in _STATUSES:
        title = status_text(status, lang) if counts[status] else Text(status_text(status, lang).plain, style="dim")
        table.add_column(title, justify="right")
    table.add_column(say(lang, "合计", "all"), justify="right")
    table.add_row(*(str(counts[status]) for status in _STATUSES), str(sum(counts.values())))
    return table


def _troubles(summary: Summary, lang: str) -> Table:
    table = Table(title=say(lang, "没有结果的工作簿", "Workbooks without a result"), title_justify="left")
    for title in (
        say(lang, "文件", "File"),
        say(lang, "状态", "Status"),
        say(lang, "类别", "Kind"),
        say(lang, "说明", "Message"),
    ):
        table.add_column(title, overflow="fold")
    for name, entry in sorted(summary.troubles.items())[:_SHOWN]:
        table.add_row(Text(name), status_text(entry.status, lang), code_name(entry.code, lang), Text(entry.message))
    if (more := len(summary.troubles) - _SHOWN) > 0:
        table.add_row("…", "", "", say(lang, f"其余 {more} 份见回执", f"{more} more in the receipts"))
    return table


def _withheld(summary: Summary, lang: str) -> Table:
    count = len(summary.withheld)
    title = say(lang, f"总分未得出 {count} 份", f"Total withheld ({count})")
    table = Table(title=title, title_justify="left")
    for heading in (say(lang, "文件", "File"), say(lang, "单位", "Unit"), say(lang, "原因", "Reason")):
        table.add_column(heading, overflow="fold")
    for name, one in list(summary.withheld.items())[:_SHOWN]:
        table.add_row(Text(name), Text(one.unit or "—"), Text(one.why(lang)))
    if (more := count - _SHOWN) > 0:
        table.add_row("…", "", say(lang, f"其余 {more} 份见回执", f"{more} more in the receipts"))
    return table


def _list(title: str, lines: list[str], lang: str) -> None:
    if not lines:
        return
    screen = console()
    screen.print(say(lang, f"{title} {len(lines)} 项：", f"{title} ({len(lines)}):"), style="bold")
    for line in lines[:_SHOWN]:
        screen.print(Text(f"  {line}"), soft_wrap=True)
    if (more := len(lines) - _SHOWN) > 0:
        screen.print(say(lang, f"  其余 {more} 项见 manifest.json", f"  {more} more in manifest.json"))


def _alike(item: Alike, lang: str) -> str:
    names = say(lang, "、", ", ").join(item.names[:_NAMED])
    if len(item.names) > _NAMED:
        names += say(lang, f" 等 {len(item.names)} 份", f" and {len(item.names) - _NAMED} more")
    unit = " ".join(part for part in (item.unit, item.period) if part)
    what = {
        "same_file": say(lang, "内容相同的文件", "the same file twice"),
        "same_unit": say(lang, "同一单位的几份工作簿", "several workbooks of one unit"),
        "same_name": say(lang, "不同文件夹中的同名单位", "one unit name in several folders"),
    }[item.kind]
    return f"{what}{say(lang, '：', ': ')}{unit + '  ' if unit else ''}{names}"
