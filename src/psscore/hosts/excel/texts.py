"""What the VBA side says by itself, in Chinese and English; made into PsTexts.bas and PsWords.bas,
since VBA text must be ASCII."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from psscore.model.text import Text

_INSTALL = Text("请运行 psscore addin install。", "Please run: psscore addin install")
_DOCTOR = Text("运行 psscore addin doctor 可查明原因。", "To find out why, run: psscore addin doctor")

# {0} and {1} are filled in by PsSay.
MESSAGES: dict[str, Text] = {
    "title": Text("psscore 公众服务评分", "psscore"),
    "at_cell": Text("{0}：", "{0}: "),
    "failed": Text("函数未能执行（错误号 {0}）。", "The function could not run (error {0})."),
    "python_failed": Text("Python 出错：{0}", "Python failed: {0}"),
    "not_windows": Text(
        "单元格函数只能在 Windows 版 Excel 中计算；已有结果仍然有效，也可用 psscore score 重新计算。",
        "Functions in cells calculate in Excel for Windows only. The results in the file stay valid; "
        "psscore score calculates them anew.",
    ),
    "no_python": Text("未找到 Python：{0} 中没有 pythonw.exe。\n", "Python was not found: no pythonw.exe in {0}\n")
    + _INSTALL,
    "no_dll": Text(
        "未找到 {0}（在 {1} 及其上级文件夹）。xlwings 的版本必须完全一致。\n",
        "{0} was not found in {1} or the folder above. The version of xlwings must be exactly this one.\n",
    )
    + _INSTALL,
    "no_server": Text("Python 未能启动：{0}\n", "Python did not start: {0}\n") + _DOCTOR,
    "no_running_server": Text(
        "设置要求使用已启动的 Python，但它没有运行：{0}\n请先启动它，或重新登录 Windows。\n",
        "The settings ask for a Python that runs already, and none does: {0}\nStart it, or log on again.\n",
    )
    + _DOCTOR,
    "bad_server": Text(
        "{1} 中的 server={0} 无法识别，应为 start 或 running。",
        "server={0} in {1} is not known: it is start or running.",
    ),
    "versions": Text(
        "版本不一致：此文件中的函数为 {0}，已安装的 psscore 为 {1}，故不计算。\n"
        "请安装相同版本并重新启动 Excel，或改用新版工作簿模板。",
        "The versions differ: the functions in this file are of {0}, the psscore installed is {1}. Nothing is "
        "calculated.\nInstall the same version and restart Excel, or use the newer template.",
    ),
    "no_workbook": Text("请先打开要评分的工作簿。", "Open the workbook to score first."),
    "files": Text("数据文件", "Data files"),
    "no_relink": Text(
        "{0} 中的公式指向另一处的加载项，且无法改正：工作表可能受保护。请取消保护后重新打开。",
        "Formulas in {0} point to another copy of the add-in and could not be changed: its sheets may be protected. "
        "Unprotect them and open it again.",
    ),
    "no_error": Text("没有出错记录。", "Nothing went wrong so far."),
    "help": Text(
        "psscore {0}\n"
        "在单元格中输入 =PS_SCORE(指标, 数值, 基数) 即可评分；插入函数对话框的 psscore 类别中有全部函数。\n"
        "“评分”重新计算并核查整个工作簿；“上一个错误”说明最近一次出错的原因。",
        "psscore {0}\n"
        "Type =PS_SCORE(indicator, value, base) into a cell; the category psscore of Insert Function lists all "
        "functions.\n"
        '"Score workbook" recalculates and checks the whole workbook; "Last error" says why something failed.',
    ),
    "guide": Text("使用说明", "Guide"),
}

# The ribbon's tab, groups and buttons, by their ids in customUI14.xml: what is written on them, and their tip.
LABELS: dict[str, Text] = {
    "psTab": Text("公众服务评分", "Public service scoring"),
    "psScoring": Text("评分", "Scoring"),
    "psImporting": Text("导入", "Import"),
    "psUnderstanding": Text("说明", "Explanation"),
    "psScore": Text("评分", "Score workbook"),
    "psCheck": Text("核查", "Check"),
    "psImportTickets": Text("导入工单", "Import tickets"),
    "psImportSurvey": Text("导入调查", "Import survey"),
    "psExplain": Text("解释所选得分", "Explain selected score"),
    "psReadings": Text("口径", "Readings"),
    "psLastError": Text("上一个错误", "Last error"),
    "psHelp": Text("帮助", "Help"),
}
TIPS: dict[str, Text] = {
    "psScore": Text(
        "重新计算整个工作簿，核查全部数据，记录时间、操作人和标准版本，并显示汇总。",
        "Recalculate the workbook, check all data, stamp time, operator and standard, and show a summary.",
    ),
    "psCheck": Text(
        "只核查数据，不修改工作簿，并选中第一个问题。",
        "Check the data without changing the workbook, and select the first finding.",
    ),
    "psImportTickets": Text(
        "由热线或网格的工单导出（连同事项表 ITEMS.csv）统计各事项件数，填入平台数据并登记来源。",
        "Count exports of tickets, selected together with the item map ITEMS.csv, into the platform data; record the "
        "sources.",
    ),
    "psImportSurvey": Text(
        "由答卷或汇总数（Excel、CSV）统计满意情况，填入调查数据并登记来源。",
        "Count survey responses from Excel or CSV into the survey data; record the sources.",
    ),
    "psExplain": Text("说明所选单元格的得分是怎样得出的。", "Say how the score in the selected cell came about."),
    "psReadings": Text(
        "列出评分标准中有多种理解之处，以及本工作簿的选择。",
        "List where the standard can be read in several ways, and what this workbook chose.",
    ),
    "psLastError": Text("说明最近一次出错的单元格和原因。", "Say which cell failed last, and why."),
    "psHelp": Text("打开使用说明。", "Open the guide."),
}

_HEX_DIGITS = 4 * 200  # per line: VBA lines end at 1023 characters

_HEAD = """Attribute VB_Name = "{module}"
' Generated by psscore.hosts.excel from its table of texts: do not edit.
' Chinese is given as UTF-16 code units, since VBA text depends on the code page of each machine.
Option Explicit
Option Private Module

"""
_HELPERS = """' A text with its {0} and {1} filled in, in the language of message boxes.
Public Function PsSay(ByVal key As String, Optional ByVal first As String, Optional ByVal second As String) As String
    PsSay = Replace(Replace(PsText(key, PsSpoken()), "{1}", second), "{0}", first)
End Function

' The text of code units in hexadecimal, four digits each.
Public Function PsHex(ByVal units As String) As String
    Dim place As Long
    For place = 1 To Len(units) Step 4
        PsHex = PsHex & ChrW(CLng("&H" & Mid$(units, place, 4)))
    Next place
End Function

"""


def messages_source() -> str:
    """The text of PsTexts.bas: what workbook and add-in say."""
    return _HEAD.format(module="PsTexts") + _HELPERS + _lookup("PsText", MESSAGES)


def ribbon_source() -> str:
    """The text of PsWords.bas: what is written on the ribbon."""
    return _HEAD.format(module="PsWords") + _lookup("PsLabel", LABELS) + "\n" + _lookup("PsTip", TIPS)


def _lookup(function: str, table: Mapping[str, Text]) -> str:
    lines = ["' A text by its key; empty for one that is not known."]
    lines.append(f"Public Function {function}(ByVal key As String, ByVal language As String) As String")
    lines.append('    Select Case key & "." & language')
    for key, text in table.items():
        lines += [f'    Case "{key}.zh"', *_assigned(function, code_units(text.zh))]
        lines += [f'    Case "{key}.en"', *_assigned(function, _english(text.en))]
    return "\n".join([*lines, "    End Select", "End Function", ""])


def _assigned(function: str, parts: Iterator[str]) -> Iterator[str]:
    for number, part in enumerate(parts):
        yield f"        {function} = {f'{function} & ' if number else ''}{part}"


def code_units(text: str) -> Iterator[str]:
    """A text as VBA expressions of `PsHex`, each short enough for one line; joined they give it."""
    units = text.encode("utf-16-be").hex().upper()
    for start in range(0, len(units), _HEX_DIGITS):
        yield f'PsHex("{units[start : start + _HEX_DIGITS]}")'


def _english(text: str) -> Iterator[str]:
    for line in text.splitlines(keepends=True):
        quoted = line.rstrip("\n").replace('"', '""')
        yield f'"{quoted}"' + (" & vbLf" if line.endswith("\n") else "")
