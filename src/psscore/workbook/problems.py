"""Why a formula is not calculated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from psscore.model.text import Text
from psscore.workbook.allowed import ALLOWED
from psscore.workbook.operands import right_of
from psscore.workbook.tokens import Token, plain_name

# [DBNum1], [h]:mm, [$-804]..., @ for texts, exponents, fractions, ? for blanks, weekdays.
_ODD_FORMAT = re.compile(r"\[[A-Za-z$<>=]|@|[#0.]E[+-]|\?|[#0]\s*/\s*[#0\d]|aaa", re.IGNORECASE)
# Inside a formula's text, a format's own quotation marks are doubled.
_QUOTED = re.compile(r'""[^"]*""|\\.')
_COMMA = frozenset(",")
_ERROR_TEXT = re.compile(r'"[=<>]*#[A-Z]')
_BY_CRITERION = frozenset({"COUNTIF", "COUNTIFS", "SUMIF", "SUMIFS", "AVERAGEIF", "AVERAGEIFS", "MAXIFS", "MINIFS"})
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


def known_wrong(tokens: Sequence[Token], functions: set[str]) -> Problem | None:
    """The problem with a formula of a kind that the pinned engine is known to calculate wrong without saying so."""
    if "TEXT" in functions and _odd_format(tokens):
        return construct("TEXT 的特殊格式", "an unusual TEXT format")
    if "IF" in functions and _text_condition(tokens):
        return construct("以文本为条件的 IF", "a text as the condition of IF")
    if functions & _BY_CRITERION and any(token.kind == "string" and _ERROR_TEXT.match(token.text) for token in tokens):
        return construct("按错误值计数的条件", "a criterion that counts error values")
    if functions & {"LARGE", "SMALL"} and any(token.text == "{" for token in tokens):
        return construct("LARGE 或 SMALL 的数组常量", "LARGE or SMALL with an array constant")
    return None


def _odd_format(tokens: Sequence[Token]) -> bool:
    for at, token in enumerate(tokens):
        if token.kind == "call" and plain_name(token.text[:-1]) == "TEXT":
            first, last = right_of(tokens, at, _COMMA)
            if any(token.text.upper() in ("TRUE", "FALSE") for token in tokens[first : last + 1]):
                return True
            while last + 1 < len(tokens) and tokens[last + 1].text != ",":
                last += 1
            first, last = right_of(tokens, last + 1, _COMMA)
            shown = tokens[first : last + 1]
            if not any(token.kind == "string" for token in shown):
                # Nobody knows what format a cell will hold.
                return True
            if any(token.kind == "string" and _ODD_FORMAT.search(_QUOTED.sub("", token.text)) for token in shown):
                return True
    return False


def _text_condition(tokens: Sequence[Token]) -> bool:
    for at, token in enumerate(tokens):
        if token.kind == "call" and plain_name(token.text[:-1]) == "IF":
            first, last = right_of(tokens, at, _COMMA)
            if first == last and tokens[first].text.upper() in ('"TRUE"', '"FALSE"'):
                return True
    return False


def construct(zh: str, en: str) -> Problem:
    """The problem with a formula written in a way the engine does not know."""
    return Problem("unsupported_construct", Text(f"含有不支持的写法：{zh}", f"has {en}, which is not supported"))


def external(what: str) -> Problem:
    """The problem with a formula that needs another workbook."""
    return Problem("external_link", Text(f"引用了其他工作簿：{what}", f"refers to another workbook: {what}"))
