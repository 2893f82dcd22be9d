"""What a button shows: a few lines about a workbook, as long as a message box of Excel can be."""

from __future__ import annotations

from psscore.model.standard import Standard
from psscore.model.text import Text
from psscore.workbook.address import located
from psscore.workbook.codes import NOTES
from psscore.workbook.recalculate import Recalculation
from psscore.workbook.refusal import Finding

# MsgBox cuts after some 1,024 characters "depending on their width": it works in the code page of Windows, where a
# Chinese letter takes two bytes.
_LONGEST = 1000
_LISTED = 8

NOTHING_SELECTED = Text("请先选中一个得分单元格。", "Select a cell with a score first.")
_NO_SCORE = Text(
    "所选单元格所在的行没有 PS_SCORE 得分：请选中评分表中的一行。",
    "No PS_SCORE in this row: select a row of the score sheet.",
)
NOT_STAMPED = Text(
    "未记录计分时间：屏幕上的得分不是由现有数据算出的。",
    "Not stamped: the screen shows other scores than the data give.",
)
_NO_FORMULAS = Text(
    "此工作簿中没有 PS_ 公式，无可评分。", "No PS_ formula in this workbook: there is nothing to score."
)
_NONE = Text("没有发现问题。", "Nothing found.")


def lines(result: Recalculation, lang: str, selected: bool = False) -> list[str]:
    """Total, standard, findings (`selected`: the first one with a cell is), and whether the screen shows the same."""
    if result.status in ("refused", "error"):
        return [finding.text(lang) for finding in result.findings]
    if not result.receipt["counters"]["ps_formulas"]:
        return [_NO_FORMULAS(lang)]
    said = [_total(result, lang), *_differences(result, lang)]
    found = [finding for finding in result.findings if finding.code not in NOTES]
    if not found:
        return [*said, _NONE(lang)]
    count = len(found)
    zh = f"问题 {count} 条" + ("，已选中第一条：" if selected else "：")
    en = f"{count} findings" + (", the first is selected:" if selected else ":")
    said.append(Text(zh, en)(lang))
    said += [_line(finding, lang) for finding in found[:_LISTED]]
    if count > _LISTED:
        rest = count - _LISTED
        said.append(Text(f"其余 {rest} 条见问题清单。", f"{rest} more: see the findings sheet.")(lang))
    return said


def explanation(result: Recalculation, sheet: str, row: int, column: int, lang: str) -> str:
    """The sentences behind the scores in a cell, or else in its row."""
    scores = result.receipt["indicators"]
    scored = [item for item in scores if item["cell"] == located(sheet, row, column)]
    scored = scored or [item for item in scores if _row_of(item["cell"]) == _row_of(located(sheet, row, column))]
    return "\n".join(item["explanation"] for item in scored) or _NO_SCORE(lang)


def readings(standard: Standard, lang: str) -> list[str]:
    """What a standard's readings are set to; those without a choice first."""
    open_, made = [], []
    for reading in standard.readings:
        chosen = standard.chosen[reading.name]
        title = reading.title(lang)
        if chosen is None:
            open_.append(Text(f"★ {title}：未选，有关指标不得分", f"★ {title}: not chosen, its indicators wait")(lang))
        else:
            made.append(f"{title}{Text('：', ': ')(lang)}{reading.title_of(chosen)(lang)}")
    return [f"{standard.id}/{standard.edition}", *open_, *made]


def fitted(text: str, last: str = "") -> str:
    """A text as long as a message box shows it, cut at a line; a last line is kept whatever comes before it."""
    end = f"\n{last}" if last else ""
    room = _LONGEST - _width(end)
    if _width(text) <= room:
        return text + end
    kept, cut = text, "\n…"
    while _width(kept) > room - _width(cut):
        kept = kept.rpartition("\n")[0] or kept[: len(kept) // 2]
    return kept + cut + end


def _width(text: str) -> int:
    return sum(1 if letter.isascii() else 2 for letter in text)


def _total(result: Recalculation, lang: str) -> str:
    body = result.receipt
    total, full, grade, progress = (body[key] for key in ("total", "max_points", "grade", "progress"))
    if total is None and progress:
        return Text(f"总分暂缺，已得分指标 {progress}", f"The total is withheld; scored: {progress}")(lang)
    if total is None:
        scores = [row["score"] for row in body["indicators"]]
        shown = f"{sum(score is not None for score in scores)}/{len(scores)}"
        return Text(f"没有总分，已得分指标 {shown}", f"There is no total; scored: {shown}")(lang)
    zh = f"总分 {total}" + (f" / {full}" if full else "") + (f"　等级 {grade}" if grade else "")
    en = f"Total {total}" + (f" of {full}" if full else "") + (f", grade {grade}" if grade else "")
    more = Text(f"　进度 {progress}", f", scored {progress}")(lang) if progress else ""
    return Text(zh, en)(lang) + more


def _differences(result: Recalculation, lang: str) -> list[str]:
    """Cells whose value on the screen is not the one calculated from the data on the screen."""
    if not result.changed:
        return []
    count = len(result.changed)
    shown = Text("、", ", ")(lang).join(f"{sheet}!{cell}" for sheet, cell in result.changed[:3])
    return [
        Text(
            f"注意：{count} 个单元格显示的不是由现有数据算出的值，如 {shown}。请按 Ctrl+Alt+F9 全部重算后再评分。",
            f"Beware: {count} cells do not show what the data give, such as {shown}. Press Ctrl+Alt+F9, score again.",
        )(lang)
    ]


def _line(finding: Finding, lang: str) -> str:
    where = f"{finding.sheet}!{finding.cell} " if finding.cell else ""
    return where + finding.text(lang)


def _row_of(cell: str) -> tuple[str, str]:
    sheet, _, at = cell.rpartition("!")
    return sheet, at.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
