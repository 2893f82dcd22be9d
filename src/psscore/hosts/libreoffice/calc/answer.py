"""One call from Calc: arguments in, rows of numbers and texts out, whatever happens."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from fractions import Fraction
from math import isfinite
from typing import Any

from psscore.functions.call import call
from psscore.functions.called import Called
from psscore.functions.cells import OMITTED, number_out
from psscore.functions.columns import score_cell
from psscore.functions.registry import FUNCTIONS
from psscore.hosts.libreoffice.calc.errors import error_number
from psscore.hosts.libreoffice.calc.reading import read_arguments
from psscore.model.cell_error import CellError

TEXTS = frozenset(
    {
        "PS_STANDARD",
        "PS_EXPLAIN",
        "PS_CHECK",
        "PS_NAME",
        "PS_RULE",
        "PS_PROGRESS",
        "PS_GRADE",
        "PS_TIER",
        "PS_REVIEW",
        "PS_LIGHT",
        "PS_KPI",
    }
)
"""Functions that give texts. Calc takes them one at a time: a text inside an array equals no other text there."""

Rows = tuple[tuple[float | str, ...], ...]

_log = logging.getLogger(__name__)


def answer(name: str, given: Sequence[Any]) -> Rows | float | str:
    """What a function gives Calc: rows of numbers, or one value for a function that gives texts.

    The arguments come in the order of the interface, None for one left out. What fails inside is #VALUE!, and the log
    says why: Calc would show nothing better.
    """
    try:
        value = _value(name, _arguments(name, given))
        rows = tuple(tuple(map(_out, row)) for row in value) if isinstance(value, list) else ((_out(value),),)
    except Exception:
        _log.exception(name)
        rows = ((error_number(CellError.VALUE),),)
    if name not in TEXTS:
        return rows
    return rows[0][0] if len(rows) == len(rows[0]) == 1 else error_number(CellError.VALUE)


def called(name: str, given: Sequence[Any]) -> Called:
    """The outcome of a call with the reason behind an error, which Calc does not show."""
    return call(name, *_arguments(name, given))


def _value(name: str, arguments: list[Any]) -> Any:
    """What a call gives; the score of single cells, of which a sheet has thousands, on a shorter way."""
    if name == "PS_SCORE" and 2 <= len(arguments) <= 4 and list not in map(type, arguments):
        padded = [*arguments, OMITTED, OMITTED][:4]
        if OMITTED not in padded[:2]:
            return score_cell(*padded)
    return call(name, *arguments).value


def answer_basic(name: str, given: Sequence[Any]) -> Rows | float | str:
    """The same for a call from Basic: ranges come as its objects, a single value goes back as such."""
    cells = [item.getCellRange() if hasattr(item, "getCellRange") else item for item in given]
    found = answer(name, in_order(name, cells))
    return found[0][0] if isinstance(found, tuple) and len(found) == len(found[0]) == 1 else found


def in_order(name: str, given: Sequence[Any]) -> list[Any]:
    """Arguments one after the other, as the interface has them: those of a repeating last one together."""
    function, cells = FUNCTIONS[name], list(given)
    fixed = len(function.parameters) - 1
    if function.repeats_last and len(cells) > fixed:
        cells[fixed:] = [tuple(item for item in cells[fixed:] if item is not None)]
    return cells


def _arguments(name: str, given: Sequence[Any]) -> list[Any]:
    arguments = list(given)
    if FUNCTIONS[name].repeats_last and arguments:
        arguments[-1:] = arguments[-1] or ()
    while arguments and arguments[-1] is None:
        arguments.pop()
    return read_arguments(arguments)


def _out(cell: Any) -> float | str:
    if type(cell) is float and isfinite(cell):
        return cell
    if isinstance(cell, CellError):
        return error_number(cell)
    if isinstance(cell, str):
        return cell
    if cell is None:
        # What a reference to a blank cell shows.
        return 0.0
    number = number_out(cell) if isinstance(cell, Fraction) else float(cell)
    return number if isfinite(number) else error_number(CellError.NUM)
