"""Numbers joined to text with `&`: shown to 15 digits as Excel shows them, where the engine would show 17."""

from __future__ import annotations

from decimal import Decimal
from math import isfinite
from typing import Any

from psscore.workbook.tokens import Token, plain_name

# The engine calls this around what is joined.
TEXT_FUNCTION = "PSSCORE__TEXT"

_BOUNDS = frozenset("&=<>,;(){}")
_TEXTS = frozenset(
    {"TEXT", "LEFT", "MID", "RIGHT", "REPT", "TRIM", "CHAR", "CONCAT", "TEXTJOIN", "SUBSTITUTE", "UPPER", "LOWER", "T"}
)


def wrap_joined(tokens: list[Token]) -> list[Token]:
    """The tokens with every operand of `&` that may be a number put into `TEXT_FUNCTION(...)`."""
    opened: dict[int, int] = {}
    closed: dict[int, int] = {}
    for at, token in enumerate(tokens):
        if token.text == "&" and token.kind == "mark":
            for first, last in (_left(tokens, at), _right(tokens, at)):
                if first <= last and last not in closed and not _is_text(tokens[first : last + 1]):
                    opened[first] = opened.get(first, 0) + 1
                    closed[last] = closed.get(last, 0) + 1
    if not opened:
        return tokens
    out = []
    for at, token in enumerate(tokens):
        out += [Token("wrap", TEXT_FUNCTION + "(")] * opened.get(at, 0)
        out.append(token)
        out += [Token("mark", ")")] * closed.get(at, 0)
    return out


def as_text(value: Any) -> Any:
    """A value as `&` joins it: numbers to 15 significant digits, blanks as nothing, the rest as it is."""
    if type(value) is list:
        return [[as_text(cell) for cell in row] for row in value]
    if value is None:
        return ""
    if type(value) is float and isfinite(value):
        return general(value)
    return value


def general(value: float) -> str:
    """A number in the format "General", as wide as it needs."""
    number = Decimal(f"{value:.14e}").normalize()
    if not number:
        return "0"
    if -10 < number.adjusted() < 20:
        return f"{number:f}"
    mantissa, _, exponent = f"{number:E}".partition("E")
    return f"{mantissa}E{exponent[0]}{exponent[1:].zfill(2)}"


def _left(tokens: list[Token], at: int) -> tuple[int, int]:
    depth, first = 0, at
    while first > 0:
        token = tokens[first - 1]
        if token.kind == "mark" and token.text in ")}":
            depth += 1
        elif depth and (token.kind == "call" or token.text in ("(", "{")):
            depth -= 1
        elif not depth and (token.kind == "call" or (token.kind == "mark" and token.text in _BOUNDS)):
            break
        first -= 1
    return _trimmed(tokens, first, at - 1)


def _right(tokens: list[Token], at: int) -> tuple[int, int]:
    depth, last = 0, at
    while last + 1 < len(tokens):
        token = tokens[last + 1]
        if token.kind == "call" or (token.kind == "mark" and token.text in "({"):
            depth += 1
        elif depth and token.text in (")", "}"):
            depth -= 1
        elif not depth and token.kind == "mark" and token.text in _BOUNDS:
            break
        last += 1
    return _trimmed(tokens, at + 1, last)


def _trimmed(tokens: list[Token], first: int, last: int) -> tuple[int, int]:
    while first <= last and tokens[first].kind == "space":
        first += 1
    while last >= first and tokens[last].kind == "space":
        last -= 1
    return first, last


def _is_text(operand: list[Token]) -> bool:
    """True when the operand cannot be a number."""
    if len(operand) == 1:
        return operand[0].kind == "string"
    if operand[0].kind != "call" or plain_name(operand[0].text[:-1]) not in _TEXTS:
        return False
    depth = 0
    for at, token in enumerate(operand):
        depth += token.kind == "call" or token.text == "("
        depth -= token.text == ")"
        if not depth:
            return at == len(operand) - 1
    return False
