"""The codes of findings and refusals: what each is called and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from psscore.model.text import Text


@dataclass(frozen=True, slots=True)
class Code:
    """A code as people read it."""

    name: Text
    meaning: Text


def _code(zh: str, en: str, meaning_zh: str, meaning_en: str) -> Code:
    return Code(Text(zh, en), Text(meaning_zh, meaning_en))


DATA: Mapping[str, Code] = {
    "not_ready": _code("未填全", "not ready", "得分为 #N/A：数据或读法未填", "#N/A: data or a reading is missing"),
    "bad_input": _code("输入有误", "bad input", "得分为 #VALUE!：数据不能读取", "#VALUE!: the data cannot be read"),
    "out_of_range": _code("超出范围", "out of range", "得分为 #NUM!：不可能的数", "#NUM!: a number that cannot be"),
    "excluded": _code("不计入", "excluded", "得分为 #NULL!：按读法不计入", "#NULL!: left out by a reading"),
    "passed_on": _code("上游有误", "passed on", "所引单元格已是错误值", "a cell it refers to is an error already"),
    "score_error": _code("出错", "error", "PS_ 函数得到其他错误值", "a PS_ function gives another error value"),
    "check": _code("核查", "check", "核查列写明的问题", "what a check column says"),
    "overwritten": _code(
        "公式被改写",
        "overwritten",
        "得分、分值、小计、总分或等级不是由公式算出",
        "a score, points, a subtotal, the total or the grade is not calculated by its formula",
    ),
}
"""What is wrong with the data; the workbook is scored all the same."""

FORMULAS: Mapping[str, Code] = {
    "unsupported_function": _code(
        "函数不支持", "unsupported function", "公式用了不支持或未知的函数", "a formula uses an unknown function"
    ),
    "unsupported_construct": _code(
        "写法不支持",
        "unsupported",
        "公式的写法不能与 Excel 一致地计算",
        "a formula that cannot be calculated as Excel does",
    ),
    "external_link": _code("外部引用", "external link", "公式引用其他工作簿", "a formula refers to another workbook"),
    "circular": _code("循环引用", "circular", "公式引用自身", "a formula that refers to itself"),
    "spill_size_changed": _code(
        "数组大小改变", "array size", "数组结果不再填满原来的单元格", "an array no longer fills the cells it filled"
    ),
    "trust_mismatch": _code(
        "结果存疑",
        "not trusted",
        "引擎算出的与文件中由同样输入得出的不同",
        "the engine differs from what the file says for the same inputs",
    ),
    "not_checked": _code(
        "未核对", "not checked", "文件中没有可核对的旧结果", "the file holds no results to check the engine against"
    ),
    "not_stamped": _code("未记录", "not stamped", "戳记单元格不能写入", "a stamp cell cannot take a value"),
    "second_opinion": _code(
        "两引擎不同", "second opinion", "LibreOffice 的结果不同", "LibreOffice gives another result"
    ),
}
"""Formulas that keep their old value (status `partial`), and notes about the calculation."""

FILES: Mapping[str, Code] = {
    "package_refused": _code(
        "文件有问题", "damaged file", "不是完好的工作簿，整份拒绝", "not a sound workbook: refused whole"
    ),
    "encrypted": _code("已加密", "encrypted", "需先取消打开密码", "remove the password first"),
    "legacy_xls": _code("旧版 .xls", "legacy .xls", "需先另存为 .xlsx 或 .xlsm", "save it as .xlsx or .xlsm first"),
    "xlsb": _code("二进制 .xlsb", "binary .xlsb", "需先另存为 .xlsx 或 .xlsm", "save it as .xlsx or .xlsm first"),
    "signed": _code("有数字签名", "signed", "改动会使签名失效", "a change would break the signature"),
    "strict_ooxml": _code("Strict 格式", "strict format", "需先另存为普通工作簿", "save it as an ordinary workbook"),
    "precision_as_displayed": _code(
        "以显示精度为准",
        "precision as displayed",
        "该设置会改变已存的数，须先关闭",
        "the setting changes stored numbers",
    ),
    "iterative_calculation": _code(
        "迭代计算", "iterative calculation", "须先关闭迭代计算", "switch iterative calculation off first"
    ),
    "engine_failed": _code(
        "引擎出错", "engine failed", "计算引擎不能处理此工作簿", "the engine cannot take the workbook"
    ),
    "internal_error": _code("程序错误", "internal error", "程序自身出错，请报告", "the program failed: please report"),
    "worker_died": _code("进程中断", "worker died", "处理该文件的进程意外结束", "the process for this file ended"),
    "timed_out": _code("超时", "timed out", "超过每份工作簿的时限", "longer than a workbook may take"),
    "old_result": _code(
        "旧结果", "old result", "结果文件夹里的文件不是这份工作簿的", "the file among the results is of an earlier run"
    ),
    "extension_mismatch": _code(
        "扩展名不符", "wrong extension", "内容与扩展名不一致，Excel 会拒绝打开", "content and extension differ"
    ),
    "not_found": _code("找不到", "not found", "没有这个文件", "there is no such file"),
    "not_read": _code("不能读取", "not readable", "没有权限或读盘出错", "no permission, or the disk failed"),
    "not_a_file": _code("不是文件", "not a file", "目标是设备或管道", "the target is a device or a pipe"),
    "read_only": _code("只读", "read-only", "目标不可写", "the target cannot be written"),
    "locked": _code("正在使用", "in use", "文件正被另一程序打开", "another program has it open"),
    "disk_full": _code("磁盘已满", "disk full", "没有写入任何内容", "nothing was written"),
    "no_folder": _code("没有文件夹", "no folder", "目标文件夹不存在", "the target's folder does not exist"),
    "not_written": _code("不能写入", "not written", "写盘出错，原文件未动", "writing failed, the file is as it was"),
}
"""Why a file was refused or not written."""

INPUTS: Mapping[str, Code] = {
    "no_such_input": _code(
        "没有这个单元格",
        "no such cell",
        "工作簿里没有要写的工作表、表、列、行或名称",
        "the workbook lacks the sheet, table, column, row or name",
    ),
    "not_an_input": _code(
        "不是录入单元格",
        "not an input cell",
        "公式、表头、汇总行、合并区内或锁定的单元格不写入",
        "formulas, headings, totals rows, inner merged and locked cells are not written",
    ),
    "not_a_value": _code(
        "不能作为值", "not a value", "不是单元格能存的数字或文本", "no number or text that a cell can hold"
    ),
    "too_few_rows": _code(
        "行数不够",
        "too few rows",
        "表中没有足够的行或空行来写入",
        "the table lacks rows, or blank rows, for the values",
    ),
    "nothing_to_write": _code(
        "没有可写入的数",
        "nothing to write",
        "导入的数据中没有一项可以写入",
        "there is not a single number to write in what was imported",
    ),
    "would_overwrite": _code(
        "会覆盖录入值",
        "would overwrite",
        "单元格已有手工录入的不同值，没有 --force 不写入",
        "cells hold other values typed by hand, which need --force",
    ),
}
"""Why values were not written into the input cells of a workbook."""

CODES: Mapping[str, Code] = {**DATA, **FORMULAS, **FILES, **INPUTS}

NOTES = frozenset({"not_checked"})
"""Codes that tell something about the run and ask for no correction of a cell."""


def code_name(code: str, lang: str) -> str:
    """A code as people read it; the code itself when it has no name."""
    found = CODES.get(code)
    return found.name(lang) if found else code
