"""Why a formula is not calculated."""

from __future__ import annotations

from dataclasses import dataclass

from psscore.model.text import Text
from psscore.workbook.allowed import ALLOWED

_LAMBDAS = frozenset({"LAMBDA", "MAP", "REDUCE", "BYROW", "BYCOL", "SCAN", "MAKEARRAY"})


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a formula is not calculated: a finding's code and sentence."""

    code: str
    text: Text


def unknown_function(functions: set[str]) -> Problem | None:
    """The problem with a formula that calls something untested; None when all are on the list."""
    for name in sorted(functions - ALLOWED):
        if name in _LAMBDAS or name.startswith("_XLPM."):
            return construct(f"{name} 公式", f"a {name} formula")
        return Problem(
            "unsupported_function",
            Text(f"使用了不支持的函数 {name}", f"uses the function {name}, which is not supported"),
        )
    return None


def construct(zh: str, en: str) -> Problem:
    """The problem with a formula written in a way the engine does not know."""
    return Problem("unsupported_construct", Text(f"含有不支持的写法：{zh}", f"has {en}, which is not supported"))


def external(what: str) -> Problem:
    """The problem with a formula that needs another workbook."""
    return Problem("external_link", Text(f"引用了其他工作簿：{what}", f"refers to another workbook: {what}"))
