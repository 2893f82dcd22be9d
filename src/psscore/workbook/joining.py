"""Numbers joined to text with `&`: shown to 15 digits as Excel shows them, where the engine would show 17."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import isfinite
from typing import Any

from psscore.workbook.operands import Span, left_of, right_of, whole_call, wrapped
from psscore.workbook.tokens import Token, plain_name

# The engine calls this around what is joined.
TEXT_FUNCTION = "PSSCORE__TEXT"

_BOUNDS = frozenset("&=<>,;")
_TEXTS = frozenset(
    {"TEXT", "LEFT", "MID", "RIGHT", "REPT", "TRIM", "CHAR", "CONCAT", "TEXTJOIN", "SUBSTITUTE", "UPPER", "LOWER", "T"}
)


def wrap_joined(tokens: list[Token]) -> list[Token]:
    """The tokens with every operand of `&` that may be a number put into `TEXT_FUNCTION(...)`."""
    spans: dict[Span, None] = {}
    for at, token in enumerate(tokens):
        if token.text == "&" and token.kind == "mark":
            for first, last in (left_of(tokens, at, _BOUNDS), right_of(tokens, at, _BOUNDS)):
                if first <= last and not is_text(tokens[first : last + 1]):
                    spans[first, last] = None
    return wrapped(tokens, [(span, TEXT_FUNCTION, ()) for span in spans]) if spans else tokens


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


def is_text(operand: Sequence[Token]) -> bool:
    """True when the operand cannot be a number."""
    if len(operand) == 1:
        return operand[0].kind == "string"
    name = whole_call(operand)
    return name is not None and (name == TEXT_FUNCTION or plain_name(name) in _TEXTS)
