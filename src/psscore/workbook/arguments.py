"""Arguments the engine would take otherwise than Excel: numbers where a text is wanted, and the operands of `^`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from psscore.workbook.comparing import COMPARED_FUNCTION
from psscore.workbook.joining import TEXT_FUNCTION, is_text
from psscore.workbook.operands import Span, ends_a_value, left_of, right_of, top_level, wrapped
from psscore.workbook.tokens import Token, plain_name

POWER_FUNCTION = "PSSCORE__POWER"
VALUE_FUNCTION = "PSSCORE__PLAIN"
LENGTH_FUNCTION = "PSSCORE__LENGTH"

_ALL = range(255)
# Which arguments are texts.
_TEXTS: dict[str, Sequence[int]] = {
    **dict.fromkeys(("CONCATENATE", "CONCAT"), _ALL),
    "TEXTJOIN": (0, *range(2, 255)),
    **dict.fromkeys(("UPPER", "LOWER", "PROPER", "REPT", "LEFT", "RIGHT", "MID", "LEN", "TRIM", "CLEAN", "CODE"), (0,)),
    **dict.fromkeys(("FIND", "SEARCH", "EXACT"), (0, 1)),
    "SUBSTITUTE": (0, 1, 2),
    "REPLACE": (0, 3),
}
_ARGUMENT = frozenset(",")
_COLUMNS = re.compile(r"(?:'(?:[^']|'')*'!|[^\s'!:()]+!)?\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}")
_POWER = frozenset("+-*/&=<>,;^")


def wrap_arguments(tokens: list[Token]) -> list[Token]:
    """The tokens with helpers around arguments that need them."""
    helpers: list[tuple[Span, str, Sequence[Token]]] = []
    for at, token in enumerate(tokens):
        if token.kind != "call":
            continue
        name = plain_name(token.text[:-1])
        if name in _TEXTS:
            for number, (first, last) in enumerate(arguments(tokens, at)):
                operand = tokens[first : last + 1]
                if number in _TEXTS[name] and operand and not is_text(operand) and not top_level(operand, "&"):
                    helpers.append(((first, last), TEXT_FUNCTION, ()))
        elif name in ("VALUE", "ODD", "EVEN", "TEXT"):
            (first, last), *more = arguments(tokens, at)
            helper = {"VALUE": VALUE_FUNCTION}.get(name, COMPARED_FUNCTION)
            if name == "TEXT":
                shown = "".join(token.text for token in tokens[more[0][0] : more[0][1] + 1]) if more else ""
                if shown.casefold() != '"general"':
                    continue
                helper = TEXT_FUNCTION
            if first <= last:
                helpers.append(((first, last), helper, ()))
    return wrapped(tokens, helpers) if helpers else tokens


def powers(tokens: list[Token]) -> list[Token]:
    """The tokens with `a^b` as a function where both might be 0. ValueError for a^b^c of that kind."""
    for at, token in enumerate(tokens):
        if token.kind != "mark" or token.text != "^":
            continue
        first, before = left_of(tokens, at, _POWER)
        # A sign binds tighter than the operator.
        while first and tokens[first - 1].text in ("-", "+") and not ends_a_value(tokens, first - 1):
            first -= 1
        start = at
        while start + 1 < len(tokens) and tokens[start + 1].text in ("-", "+", " "):
            start += 1
        begin, last = right_of(tokens, start, _POWER)
        base, exponent = tokens[first : before + 1], tokens[at + 1 : last + 1]
        if not base or begin > last or _not_zero(exponent):
            continue
        if first and tokens[first - 1].text == "^":
            raise ValueError("a power of a power")
        if _not_zero(base):
            continue
        comma = [*tokens[:at], Token("mark", ","), *tokens[at + 1 :]]
        return powers(wrapped(comma, [((first, last), POWER_FUNCTION, ())]))
    return tokens


def _not_zero(operand: Sequence[Token]) -> bool:
    return len(operand) == 1 and operand[0].kind == "number" and float(operand[0].text) > 0


def arguments(tokens: list[Token], at: int) -> list[Span]:
    """The spans of the arguments of the call at a position."""
    spans, end = [], at
    while True:
        span = right_of(tokens, end, _ARGUMENT)
        spans.append(span)
        end = span[1] + 1 if span[0] <= span[1] else span[0]
        while end < len(tokens) and tokens[end].kind == "space":
            end += 1
        if end >= len(tokens) or tokens[end].text != ",":
            return spans


def whole_columns(tokens: list[Token], spans: Iterable[Span], means: Callable[[str], str]) -> tuple[int, ...]:
    """Which of a call's arguments are whole columns such as `A:A`; `means` is what a name stands for."""
    return tuple(n for n, (first, last) in enumerate(spans) if _is_columns(tokens[first : last + 1], means))


def _is_columns(operand: Sequence[Token], means: Callable[[str], str]) -> bool:
    operand = [token for token in operand if token.kind != "space"]
    while len(operand) > 2 and operand[0].text == "(" and operand[-1].text == ")":
        operand = operand[1:-1]
    operand = operand[1:] if len(operand) == 2 and operand[0].kind == "prefix" else operand
    if len(operand) == 1 and operand[0].kind == "name":
        return _COLUMNS.fullmatch(means(operand[0].text).strip()) is not None
    return len(operand) == 1 and operand[0].kind == "columns"
