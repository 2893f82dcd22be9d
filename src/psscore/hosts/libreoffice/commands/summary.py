"""What a command shows: a few lines, as many as a message box has room for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from psscore.hosts.libreoffice.commands.findings import Finding
from psscore.hosts.libreoffice.commands.workbook import Formula, Workbook
from psscore.model.text import Text, counted

NO_FORMULAS = Text("此工作簿中没有 PS_ 公式，无可评分。", "No PS_ formula in this workbook: there is nothing to score.")
NOT_COMPARED = Text(
    "以上由 Calc 重新计算；与命令行对照请运行 psscore score --check。",
    "Calculated by Calc. To compare with headless scoring run psscore score --check.",
)
_NONE = Text("没有发现问题。", "Nothing found.")
_LISTED = 8


def total(workbook: Workbook, lang: str) -> str:
    """Total, grade and progress, as the named cells or the only formulas of their kind say."""
    found = _shown(workbook, "ps_result_total", "PS_TOTAL")
    progress = _shown(workbook, "ps_result_progress", "PS_PROGRESS")
    if found is None:
        scores = [formula for formula in workbook.formulas if formula.functions[0] == "PS_SCORE"]
        shown = progress or f"{sum(not formula.error for formula in scores)}/{len(scores)}"
        return Text(f"总分暂缺，已得分指标 {shown}", f"The total is withheld; scored: {shown}")(lang)
    full = _shown(workbook, "ps_max_points", "")
    grade = _shown(workbook, "ps_result_grade", "PS_GRADE")
    zh = f"总分 {found}" + (f" / {full}" if full else "") + (f"　等级 {grade}" if grade else "")
    en = f"Total {found}" + (f" of {full}" if full else "") + (f", grade {grade}" if grade else "")
    more = Text(f"　进度 {progress}", f", scored {progress}")(lang) if progress else ""
    return Text(zh, en)(lang) + more


def listed(found: Sequence[Finding], lang: str, selected: bool) -> list[str]:
    """How many findings, and the first of them (`selected`: Calc shows that cell)."""
    if not found:
        return [_NONE(lang)]
    count = len(found)
    zh = f"问题 {count} 条" + ("，已选中第一条：" if selected else "：")
    en = counted(count, "finding") + (", the first is selected:" if selected else ":")
    lines = [Text(zh, en)(lang), *(finding.line(lang) for finding in found[:_LISTED])]
    if count > _LISTED:
        rest = count - _LISTED
        lines.append(Text(f"其余 {rest} 条略。", f"{rest} more.")(lang))
    return lines


def _shown(workbook: Workbook, name: str, function: str) -> str | None:
    """What a named cell shows, else the only formula with the function; None for an error and for nothing."""
    cell = workbook.named(name)
    if cell is not None:
        return None if cell.getError() else _text(cell.getValue() if not _is_text(cell) else cell.getString())
    only: list[Formula] = [one for one in workbook.formulas if function and one.functions[0] == function]
    return _text(only[0].value) if len(only) == 1 else None


def _is_text(cell: Any) -> bool:
    value = cell.getSpreadsheet().getCellRangeByPosition(
        cell.CellAddress.Column, cell.CellAddress.Row, cell.CellAddress.Column, cell.CellAddress.Row
    )
    return isinstance(value.getDataArray()[0][0], str)


def _text(value: Any) -> str | None:
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value) if value not in (None, "") else None
