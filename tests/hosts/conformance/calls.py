"""A case's formula taken apart for hosts that are asked for a function, not for a cell."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from hosts.conformance.table import EPOCH, Case, Content
from psscore.functions.call import OMITTED
from psscore.model.cell_error import CellError

_CALL = re.compile(r"(PS_[A-Z]+)\((.*)\)", re.IGNORECASE | re.DOTALL)
_GUARD = re.compile(r'IF\(([A-F]\d)="","",\1\)')
_REFERENCE = re.compile(r"([A-F])(\d+)(?::([A-F])(\d+))?|([A-F]):([A-F])")


class NoCall(Exception):
    """The formula is more than calls of our functions."""


@dataclass(frozen=True)
class Range:
    """A reference of a formula, and the cells behind it: a list of rows, of one cell where it names one."""

    text: str
    rows: list[list[Content]]


@dataclass(frozen=True)
class Call:
    """A function with its arguments: values, arrays as lists of rows, `Range`, `Call`, `OMITTED`."""

    function: str
    arguments: tuple[Any, ...]


def call_of(case: Case) -> Call:
    """The call a case makes; `NoCall` when its formula holds anything else."""
    return _call(case.formula.strip("{}") if case.is_array else case.formula, case)


def value_of(content: Content) -> Any:
    """A cell as functions take it: a date is its number, a formula that shows nothing an empty text."""
    if isinstance(content, datetime.date):
        return float((content - EPOCH).days)
    return "" if content is ... else content


def single(rows: list[list[Any]]) -> Any:
    return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows


def _call(text: str, case: Case) -> Call:
    match = _CALL.fullmatch(text)
    if not match:
        raise NoCall(text)
    arguments = _split(match[2], ",") if match[2] else []
    return Call(match[1].upper(), tuple(_argument(argument, case) for argument in arguments))


def _argument(text: str, case: Case) -> Any:
    if not text:
        return OMITTED
    if text[0] == text[-1] == '"':
        return text[1:-1].replace('""', '"')
    if text in ("TRUE", "FALSE"):
        return text == "TRUE"
    if text[0] == "{":
        return [[_argument(cell, case) for cell in _split(row, ",")] for row in _split(text[1:-1], ";")]
    if guard := _GUARD.fullmatch(text):
        value = value_of(_reference(guard[1], case).rows[0][0])
        return "" if value is None else value
    if _REFERENCE.fullmatch(text):
        return _reference(text, case)
    if text.upper().startswith("PS_"):
        return _call(text, case)
    try:
        return float(text)
    except ValueError:
        raise NoCall(text) from None


def _reference(text: str, case: Case) -> Range:
    match = _REFERENCE.fullmatch(text)
    assert match
    if match[5]:
        left, right, top, bottom = match[5], match[6], 1, case.height
    else:
        left, right, top, bottom = match[1], match[3] or match[1], int(match[2]), int(match[4] or match[2])
    columns = [case.cells[chr(at)] for at in range(ord(left), ord(right) + 1)]
    rows = range(top - 1, bottom)
    return Range(text, [[cells[row] if row < len(cells) else None for cells in columns] for row in rows])


def _split(text: str, mark: str) -> list[str]:
    """Parts of a text between marks that stand outside of brackets and quotation marks."""
    parts, depth, quoted = [""], 0, False
    for letter in text:
        quoted ^= letter == '"'
        depth += 0 if quoted else (letter in "({") - (letter in ")}")
        if letter == mark and not depth and not quoted:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def filled(call: Call, take: Callable[[Any], Any], ask: Callable[[str, Sequence[Any]], Any]) -> Any:
    """Ask for a call, those inside it first; `take` turns an argument into what the host wants."""
    given = [filled(one, take, ask) if isinstance(one, Call) else take(one) for one in call.arguments]
    return ask(call.function, given)


def plain(argument: Any) -> Any:
    """An argument as plain Python takes it."""
    if isinstance(argument, Range):
        return single([[value_of(cell) for cell in row] for row in argument.rows])
    assert not isinstance(argument, CellError)
    return argument
