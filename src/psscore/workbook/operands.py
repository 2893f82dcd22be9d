"""The operands of an operator in a formula's tokens, and helper functions put around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from psscore.workbook.tokens import Token

Span = tuple[int, int]
"""First and last token of an operand; the last lies before the first when there is none."""


def opens(token: Token) -> bool:
    """True for a token that opens a bracket, alone or with a function's name."""
    return token.kind in ("call", "wrap") or (token.kind == "mark" and token.text in "({")


def closes(token: Token) -> bool:
    """True for a token that closes a bracket."""
    return token.kind == "mark" and token.text in ")}"


def left_of(tokens: Sequence[Token], at: int, bounds: frozenset[str]) -> Span:
    """The operand that ends before a position: back to one of the bounds or to the bracket around it."""
    depth, first = 0, at
    while first > 0:
        token = tokens[first - 1]
        if closes(token):
            depth += 1
        elif depth:
            depth -= opens(token)
        elif opens(token) or (token.kind == "mark" and token.text in bounds):
            break
        first -= 1
    return _trimmed(tokens, first, at - 1)


def right_of(tokens: Sequence[Token], at: int, bounds: frozenset[str]) -> Span:
    """The operand that starts after a position: up to one of the bounds or to the end of the bracket around it."""
    depth, last = 0, at
    while last + 1 < len(tokens):
        token = tokens[last + 1]
        if opens(token):
            depth += 1
        elif depth:
            depth -= closes(token)
        elif closes(token) or (token.kind == "mark" and token.text in bounds):
            break
        last += 1
    return _trimmed(tokens, at + 1, last)


def wrapped(tokens: Sequence[Token], helpers: Iterable[tuple[Span, str, Sequence[Token]]]) -> list[Token]:
    """The tokens with a helper function around each span; the tokens given with it follow the span as arguments."""
    before: dict[int, list[Token]] = {}
    after: dict[int, list[Token]] = {}
    # The wider of two that start together must open first, and close last.
    for (first, last), name, more in sorted(helpers, key=lambda helper: helper[0][1], reverse=True):
        before.setdefault(first, []).append(Token("wrap", name + "("))
        after[last] = [*more, Token("mark", ")"), *after.get(last, [])]
    out: list[Token] = []
    for at, token in enumerate(tokens):
        out += before.get(at, ())
        out.append(token)
        out += after.get(at, ())
    return out


def whole_call(operand: Sequence[Token]) -> str | None:
    """The function whose call is all there is to an operand, as written; None when there is more, or no call."""
    if operand[0].kind not in ("call", "wrap"):
        return None
    depth = 0
    for at, token in enumerate(operand):
        depth += opens(token) - closes(token)
        if not depth:
            return operand[0].text[:-1] if at == len(operand) - 1 else None
    return None


def top_level(tokens: Sequence[Token], marks: str) -> list[int]:
    """Where some marks stand outside all brackets."""
    found, depth = [], 0
    for at, token in enumerate(tokens):
        if not depth and token.kind == "mark" and token.text in marks:
            found.append(at)
        depth += opens(token) - closes(token)
    return found


def ends_a_value(tokens: Sequence[Token], sign: int) -> bool:
    """True when a sign at a position stands between two values, False when it belongs to the one after it."""
    before = next((token for token in reversed(tokens[:sign]) if token.kind != "space"), None)
    return before is not None and (before.kind not in ("mark", "call", "wrap", "prefix") or before.text in ")}%#")


def _trimmed(tokens: Sequence[Token], first: int, last: int) -> Span:
    while first <= last and tokens[first].kind == "space":
        first += 1
    while last >= first and tokens[last].kind == "space":
        last -= 1
    return first, last
