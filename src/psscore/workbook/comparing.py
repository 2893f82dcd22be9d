"""Comparisons as Excel makes them: numbers by their first 15 digits, and a difference that is only noise as 0.

The engine compares every bit, so 64.3+12.6+13.1 would be less than 90.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isfinite
from typing import Any

from psscore.workbook.joining import is_text
from psscore.workbook.operands import Span, ends_a_value, left_of, right_of, top_level, whole_call, wrapped
from psscore.workbook.tokens import Token, plain_name

# The engine calls the first around what is compared, the second around a formula that is a difference.
COMPARED_FUNCTION = "PSSCORE__15"
DIFFERENCE_FUNCTION = "PSSCORE__DIFFERENCE"

_BOUNDS = frozenset("=<>,;")
_INTEGERS = frozenset(
    """
    COUNT COUNTA COUNTBLANK COUNTIF COUNTIFS ROW ROWS COLUMN COLUMNS MATCH XMATCH LEN DAY MONTH YEAR WEEKDAY INT
    """.split()  # noqa: SIM905 - a table reads better than quotation marks
)
_LOGICAL = frozenset("AND OR NOT XOR TRUE FALSE EXACT ISNUMBER ISTEXT ISBLANK ISERROR ISERR ISNA ISLOGICAL".split())  # noqa: SIM905
# A difference no greater than this part of what is taken away is noise.
_NOISE = 1e-15


def wrap_compared(tokens: list[Token], whole: bool = True) -> list[Token]:
    """The tokens with helpers around what is compared, if it may be a number, and around a `whole` difference."""
    helpers: dict[Span, tuple[str, Sequence[Token]]] = {}
    for at, token in enumerate(tokens):
        if token.kind == "mark" and token.text in "=<>" and not (at and _is_comparison(tokens[at - 1])):
            end = at + 1 if at + 1 < len(tokens) and _is_comparison(tokens[at + 1]) else at
            for span, more in _helped(tokens, left_of(tokens, at, _BOUNDS), right_of(tokens, end, _BOUNDS)):
                helpers[span] = COMPARED_FUNCTION, more
    if whole and not top_level(tokens, "=<>&,;"):
        span = left_of(tokens, len(tokens), _BOUNDS)
        if (taken := _taken_away(tokens[span[0] : span[1] + 1])) is not None:
            helpers[span] = DIFFERENCE_FUNCTION, taken
    return wrapped(tokens, [(span, name, more) for span, (name, more) in helpers.items()]) if helpers else tokens


def compared(value: Any, taken: Any = None) -> Any:
    """A value as Excel compares it: numbers to 15 digits, 0 for a difference that is noise beside `taken`."""
    return _each(_digits, difference(value, taken) if taken is not None else value)


def difference(value: Any, taken: Any) -> Any:
    """The difference, or 0 when it is noise beside what was taken away; cell by cell."""
    if type(value) is list:
        return [[_snapped(cell, _at(taken, r, c)) for c, cell in enumerate(row)] for r, row in enumerate(value)]
    return _snapped(value, _at(taken, 0, 0))


def _helped(tokens: list[Token], left: Span, right: Span) -> list[tuple[Span, Sequence[Token]]]:
    sides = [(span, tokens[span[0] : span[1] + 1]) for span in (left, right)]
    if any(not side or _no_number(side) for _, side in sides):
        # Text and booleans are never equal to a number, whatever its digits.
        return []
    found: list[tuple[Span, Sequence[Token]]] = []
    for (span, side), (_, other) in (sides, sides[::-1]):
        if _is_integer(side):
            continue
        taken = _taken_away(side)
        if taken is not None or not _is_zero(other):
            found.append((span, taken or ()))
    return found


def _taken_away(operand: Sequence[Token]) -> list[Token] | None:
    """A comma and the last term of a sum or difference; None for anything else."""
    signs = [at for at in top_level(operand, "+-") if ends_a_value(operand, at)]
    if not signs or _is_integer(operand):
        return None
    first, last = right_of(operand, signs[-1], _BOUNDS)
    terms = [operand[first : last + 1], operand[: signs[-1]]]
    # A call of ours must not be made twice.
    scale = next((term for term in terms if not any("PS" in t.text.upper() for t in term if t.kind == "call")), None)
    return [Token("mark", ","), *(scale or [Token("number", "10")])]


def _is_comparison(token: Token) -> bool:
    return token.kind == "mark" and token.text in "=<>"


def _no_number(operand: Sequence[Token]) -> bool:
    if is_text(operand) or top_level(operand, "&"):
        return True
    if len(operand) == 1:
        return operand[0].text.upper() in ("TRUE", "FALSE") or operand[0].kind == "error"
    name = whole_call(operand)
    return name is not None and plain_name(name) in _LOGICAL


def _is_zero(operand: Sequence[Token]) -> bool:
    return len(operand) == 1 and operand[0].kind == "number" and not float(operand[0].text)


def _is_integer(operand: Sequence[Token]) -> bool:
    """True for a number as it stands, and for counts and positions, added or subtracted."""
    if len(operand) == 1:
        return operand[0].kind == "number"
    terms, start = [], 0
    for at in [*top_level(operand, "+-"), len(operand)]:
        terms.append([token for token in operand[start:at] if token.kind != "space"])
        start = at + 1
    return all(
        (term and (whole := whole_call(term)) is not None and plain_name(whole) in _INTEGERS)
        or (len(term) == 1 and term[0].kind == "number" and term[0].text.isdigit())
        for term in terms
    )


def _each(answer: Callable[[Any], Any], value: Any) -> Any:
    return [[answer(cell) for cell in row] for row in value] if type(value) is list else answer(value)


def _digits(value: Any) -> Any:
    if type(value) is float and not value.is_integer() and isfinite(value):
        return float(f"{value:.15g}")
    return value


def _at(taken: Any, row: int, column: int) -> Any:
    if type(taken) is not list:
        return taken
    found = taken[row if len(taken) > 1 else 0] if row < len(taken) or len(taken) == 1 else []
    index = column if len(found) > 1 else 0
    return found[index] if index < len(found) else None


def _snapped(value: Any, taken: Any) -> Any:
    if type(value) is float and type(taken) in (float, int) and abs(value) <= _NOISE * abs(taken):
        return 0.0
    return value
