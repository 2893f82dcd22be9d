"""What the engine could not do, as findings and refusals."""

from __future__ import annotations

from psscore.engines.engine import Exhausted, Fault, LoadFailed, Unreadable
from psscore.model.text import Text
from psscore.workbook.problems import Problem
from psscore.workbook.refusal import Refused
from psscore.workbook.values import Cell

_LONGEST = 32_767
_FAULTS = {
    "name": ("unsupported_function", "含有未知的名称或函数", "uses an unknown name or function"),
    "not_implemented": ("unsupported_construct", "含有引擎不支持的写法", "has a construct the engine does not support"),
    "circular": ("circular", "循环引用", "is a circular reference"),
    "spill": ("spill_size_changed", "数组结果被其他单元格阻挡", "its array is blocked by other cells"),
    "too_long": (
        "unsupported_construct",
        "结果超过单元格的上限 32767 个字符",
        "gives a text of more than the 32,767 characters that a cell holds",
    ),
    "other": ("unsupported_construct", "引擎无法计算", "cannot be calculated by the engine"),
}


def problem_of(fault: Fault) -> Problem:
    """Why a cell with such a result is not calculated."""
    code, zh, en = _FAULTS[fault.kind]
    return Problem(code, Text(zh, en))


def engine_failed(failure: Exception) -> Refused:
    """The refusal of a workbook that the engine cannot load or calculate."""
    # What the engine itself says is meant for its makers.
    if isinstance(failure, Exhausted):
        text = Text(
            "公式的计算量超出允许的时间或内存：请减少大范围的数组公式",
            "its formulas need more time or memory than is allowed: use fewer array formulas over large areas",
        )
    elif isinstance(failure, LoadFailed | Unreadable):
        text = Text(
            "计算引擎读不进此工作簿的公式或名称：请报告此问题并附上工作簿",
            "the engine cannot take in this workbook's formulas or names: please report this with the workbook",
        )
    else:
        text = Text(
            "计算引擎在计算此工作簿时出错：请报告此问题并附上工作簿",
            "the engine failed while calculating this workbook: please report this with the workbook",
        )
    return Refused("engine_failed", text)


def all_held(values: list[Cell | Fault]) -> list[Cell | Fault]:
    """The values as cells can hold them: texts of at most 32,767 characters, counted in UTF-16 as Excel does."""
    return [
        Fault("too_long") if type(value) is str and len(value) > _LONGEST // 2 and _units(value) > _LONGEST else value
        for value in values
    ]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
