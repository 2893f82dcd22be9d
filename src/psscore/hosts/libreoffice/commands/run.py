"""The commands by their names: each works on the workbook of a window and gives the text to show."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from psscore.hosts.libreoffice.commands import summary
from psscore.hosts.libreoffice.commands.findings import Finding, findings
from psscore.hosts.libreoffice.commands.repair import repair
from psscore.hosts.libreoffice.commands.stamping import obstacle, stamp_cells, write
from psscore.hosts.libreoffice.commands.titles import TITLES
from psscore.hosts.libreoffice.commands.workbook import Workbook
from psscore.model.text import Text, counted

_log = logging.getLogger(__name__)

NO_WORKBOOK = Text("请先打开要评分的工作簿。", "Open the workbook to score first.")
_READ_ONLY = Text(
    "未记录计分时间：工作簿以只读方式打开，请另存后再评分",
    "Not stamped: the workbook is open read-only; save it under another name and score again",
)
_UNREPAIRED = Text(
    "未改动：工作簿以只读方式打开，请另存后再修复。",
    "Nothing changed: the workbook is open read-only; save it under another name and repair that.",
)
_UNSTAMPED = Text("未记录计分时间：有公式未能计算。", "Not stamped: some formulas did not calculate.")
_SOUND = Text("没有需要修复的公式。", "No formula needs repair.")
_MACROS_FIRST = Text(
    "此版本的 LibreOffice 用文件自带的 Excel 宏代替评分函数，不能计算。请另存为 .xlsx，关闭后重新打开该文件。",
    "This version of LibreOffice takes the file's own Excel macros for the functions and cannot calculate. Save it as "
    ".xlsx, close it and open that file.",
)


def run(command: str, frame: Any, operator: str, lang: str) -> str:
    """Run a command on the workbook of a window: a text for its user, whatever happens."""
    try:
        document = frame.getController().getModel() if frame is not None else None
        if document is None or not hasattr(document, "Sheets"):
            return NO_WORKBOOK(lang)
        return _COMMANDS[command](document, operator, lang)
    except Exception as failure:
        _log.exception(command)
        words = str(failure).splitlines()
        what = f"{type(failure).__name__}: {words[0]}" if words else type(failure).__name__
        return Text(f"未能完成（{what}），请报告此问题", f"This failed ({what}): please report it")(lang)


def _score(document: Any, operator: str, lang: str) -> str:
    if refusal := _refusal(Workbook(document)):
        return refusal(lang)
    document.calculateAll()
    workbook = Workbook(document)
    found = findings(workbook)
    lines = [summary.total(workbook, lang), *_broken(workbook, lang)]
    lines += summary.listed(found, lang, _selected(workbook, found))
    lines.append(summary.NOT_COMPARED(lang))
    if stamped := _stamped(workbook, operator, lang):
        lines.append(stamped)
    return "\n".join(lines)


def _check(document: Any, operator: str, lang: str) -> str:  # noqa: ARG001
    workbook = Workbook(document)
    if refusal := _refusal(workbook):
        return refusal(lang)
    found = findings(workbook)
    lines = [summary.total(workbook, lang), *_broken(workbook, lang)]
    return "\n".join([*lines, *summary.listed(found, lang, _selected(workbook, found))])


def _repair(document: Any, operator: str, lang: str) -> str:  # noqa: ARG001
    workbook = Workbook(document)
    if not any(formula.broken for formula in workbook.formulas):
        return _SOUND(lang)
    if document.isReadonly():
        return _UNREPAIRED(lang)
    with _one_step(document, TITLES["repair"](lang)):
        done = repair(workbook)
    count = sum(done.written.values())
    lines = [Text(f"已修复 {count} 个公式。", f"{counted(count, 'formula')} repaired.")(lang)] if count else []
    lines += [Text(f"{sheet}：{number} 个", f"{sheet}: {number}")(lang) for sheet, number in done.written.items()]
    if done.locked:
        where = Text("、", ", ")(lang).join(done.locked[:8])
        lines.append(
            Text(
                f"未能写入：{where}。请先取消工作表保护（工具→保护工作表），再运行一次。",
                f"Not written: {where}. Unprotect the sheet first (Tools > Protect Sheet), then run this again.",
            )(lang)
        )
    return "\n".join(lines)


_COMMANDS: Mapping[str, Callable[[Any, str, str], str]] = {"score": _score, "check": _check, "repair": _repair}


def _refusal(workbook: Workbook) -> Text | None:
    if not workbook.formulas:
        return summary.NO_FORMULAS
    libraries = workbook.document.BasicLibraries
    own = any(libraries.getByName(name).hasByName("PsFunctions") for name in libraries.getElementNames())
    if own and not any("ORG." in formula.text for formula in workbook.formulas):
        return _MACROS_FIRST
    return None


def _broken(workbook: Workbook, lang: str) -> list[str]:
    count = sum(formula.broken for formula in workbook.formulas)
    if not count:
        return []
    zh = f"有 {count} 个公式的函数名 Calc 不认识：请先运行“修复公式”。"
    en = f"Calc does not know the functions of {counted(count, 'formula')}: run Repair formulas first."
    return [Text(zh, en)(lang)]


def _stamped(workbook: Workbook, operator: str, lang: str) -> str:
    """Write the stamp; one line about it, empty for a workbook without cells for it."""
    now = datetime.datetime.now()
    cells = stamp_cells(workbook, now, operator)
    if not cells:
        return ""
    if any(formula.broken for formula in workbook.formulas):
        return _UNSTAMPED(lang)
    if workbook.document.isReadonly():
        return _READ_ONLY(lang)
    if problem := obstacle(cells):
        return problem(lang)
    with _one_step(workbook.document, TITLES["score"](lang)):
        write(cells)
    return Text(f"已记录：{now:%Y-%m-%d %H:%M}，{operator}", f"Stamped: {now:%Y-%m-%d %H:%M}, {operator}")(lang)


@contextmanager
def _one_step(document: Any, title: str) -> Iterator[None]:
    """What is changed meanwhile is undone in one step."""
    document.UndoManager.enterUndoContext(title)
    document.lockControllers()
    try:
        yield
    finally:
        document.unlockControllers()
        document.UndoManager.leaveUndoContext()


def _selected(workbook: Workbook, found: list[Finding]) -> bool:
    """Select the first finding; False when there is none, or its sheet is hidden."""
    controller = workbook.document.getCurrentController()
    if not found or controller is None:
        return False
    sheet, column, row = found[0].place
    cells = workbook.sheets[sheet].cells
    return bool(cells.IsVisible) and bool(controller.select(cells.getCellByPosition(column, row)))
