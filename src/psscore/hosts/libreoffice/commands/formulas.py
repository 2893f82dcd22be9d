"""Formulas as Calc keeps them: which call our functions, and which do so under a name Calc does not know.

Excel stores a function of an add-in or of another workbook with where it was found: `[1]!PS_SCORE(`,
`'C:\\dir\\x.xlam'!PS_SCORE(`, `_xll.PS_SCORE(`. Calc keeps that, mostly in lower case, and shows #NAME?.
"""

from __future__ import annotations

import re

from psscore.functions.registry import FUNCTIONS

LONG = "ORG.PSSCORE.FUNCTIONS."
"""What Calc puts before the name of an add-in's function, which then has no underscore."""

_LONG = re.escape(LONG)
_STRING = r'"(?:[^"]|"")*"'
_WHERE = r"'(?:[^']|'')*'!|\[\d+\][^\s\[\]'\"!(),:;+*/^&=<>|{}-]*!|[\w.]+\.xl[a-z]{1,2}!"
_MARKS = rf"(?:_xll\.|_xlfn\.|_xlws\.|_xludf\.|_xldudf_|{_LONG})*"
_OURS = re.compile(
    rf"{_STRING}|'(?:[^']|'')*'(?!['!])|(?<![\w.$@!\]])@?(?:{_WHERE})?{_MARKS}PS[_.]?[A-Z]+\(", re.IGNORECASE
)
_SINGLE = re.compile(rf"{_STRING}|(?<![\w.])(?:_xlfn\.)?SINGLE\((?=(?:{_LONG}PS|PS_)[A-Z]+\()", re.IGNORECASE)
_PART = re.compile(rf"{_STRING}|'(?:[^']|'')*'|.", re.DOTALL)
_LONG_NAMES = {LONG + name.replace("_", ""): name for name in FUNCTIONS}


def functions_in(formula: str) -> list[str]:
    """Which of our functions a formula calls, under names Calc knows or does not."""
    names = (_name(match.group()) for match in _OURS.finditer(formula))
    return [name for name in names if name is not None]


def repaired(formula: str) -> str:
    """The formula with our functions under their bare names; the same text when Calc knows them all as they are."""
    mended = _OURS.sub(_bare, formula)
    while found := next((match for match in _SINGLE.finditer(mended) if match.group()[0] != '"'), None):
        inner = mended.index("(", found.end()) + 1
        end = _closing(mended, inner)
        if mended[end + 1 : end + 2] != ")":
            break
        mended = mended[: found.start()] + mended[found.end() : end + 1] + mended[end + 2 :]
    return mended


def arguments(formula: str) -> tuple[str, list[str]] | None:
    """The function and the texts of its arguments, of a formula that is one call of ours and nothing else."""
    text = formula.removeprefix("{").removesuffix("}") if formula.startswith("{") else formula
    match = _OURS.match(text, 1)
    name = _name(match.group()) if match else None
    if match is None or name is None or _closing(text, match.end()) != len(text) - 1:
        return None
    found, depth, start = [], 0, match.end()
    for part in _PART.finditer(text, start, len(text) - 1):
        depth += {"(": 1, "{": 1, "[": 1, ")": -1, "}": -1, "]": -1}.get(part.group(), 0)
        if part.group() == ";" and not depth:
            found.append(text[start : part.start()].strip())
            start = part.end()
    last = text[start:-1].strip()
    return name, [*found, last] if found or last else []


def _name(called: str) -> str | None:
    """The function a text such as `[1]!ps_score(` means; None for a string, a sheet, and a function not ours."""
    if not called.endswith("("):
        return None
    plain = re.sub(rf"^@?(?:{_WHERE})?{_MARKS}", "", called[:-1], flags=re.IGNORECASE).upper().replace(".", "_")
    if plain in FUNCTIONS:
        return plain
    return _LONG_NAMES.get(LONG + plain) if "." in called else None


def _bare(match: re.Match[str]) -> str:
    text = match.group()
    name = _name(text)
    if name is None or text[:-1] in _LONG_NAMES:
        return text
    return f"{name}("


def _closing(text: str, at: int) -> int:
    """Where the bracket closes that was opened just before; -1 when it never does."""
    depth = 1
    for part in _PART.finditer(text, at):
        depth += {"(": 1, ")": -1}.get(part.group(), 0)
        if not depth:
            return part.start()
    return -1
