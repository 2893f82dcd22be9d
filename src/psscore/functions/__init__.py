"""The PS_* functions for Python: `from psscore.functions import PS_SCORE`.

They give what a cell shows: a number, a text, or a `CellError`. A list, tuple or pandas column in gives a list out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from psscore.functions.call import call
from psscore.functions.cells import OMITTED
from psscore.functions.registry import FUNCTIONS

_SCALARS = (str, bytes)


def _python(name: str) -> Callable[..., Any]:
    names = [parameter.name for parameter in FUNCTIONS[name].parameters]

    def function(*arguments: Any, **named: Any) -> Any:
        unknown = [key for key in named if key not in names[len(arguments) :]]
        if unknown:
            raise TypeError(f"{name}() got unexpected arguments: {', '.join(unknown)}")
        filled = list(arguments) + [named.get(key, OMITTED) for key in names[len(arguments) :]]
        column = False
        for index, argument in enumerate(filled):
            rows = _rows(argument)
            if rows is not None:
                column = column or rows is not argument
                filled[index] = rows
        value = call(name, *filled).value
        return [row[0] for row in value] if column and isinstance(value, list) else value

    function.__name__ = function.__qualname__ = name
    function.__doc__ = FUNCTIONS[name].summary.en
    return function


def _rows(argument: Any) -> list[list[Any]] | None:
    """A column or range as rows; None for a single cell."""
    if isinstance(argument, _SCALARS) or not hasattr(argument, "__iter__"):
        return None
    if isinstance(argument, list) and argument and isinstance(argument[0], list):
        return argument
    plain = argument.tolist() if hasattr(argument, "tolist") else argument
    return [list(cell) if isinstance(cell, list | tuple) else [cell] for cell in plain]


PS_STANDARD = _python("PS_STANDARD")
PS_SCORE = _python("PS_SCORE")
PS_EXPLAIN = _python("PS_EXPLAIN")
PS_CHECK = _python("PS_CHECK")
PS_POINTS = _python("PS_POINTS")
PS_NAME = _python("PS_NAME")
PS_RULE = _python("PS_RULE")
PS_RATE = _python("PS_RATE")
PS_CHANGE = _python("PS_CHANGE")
PS_COUNT = _python("PS_COUNT")
PS_SATISFACTION = _python("PS_SATISFACTION")
PS_TOTAL = _python("PS_TOTAL")
PS_SUBTOTAL = _python("PS_SUBTOTAL")
PS_PROGRESS = _python("PS_PROGRESS")
PS_GRADE = _python("PS_GRADE")
PS_EXECUTION = _python("PS_EXECUTION")
PS_TARGET = _python("PS_TARGET")
PS_TIER = _python("PS_TIER")
PS_RANK = _python("PS_RANK")
PS_LIGHT = _python("PS_LIGHT")

__all__ = list(FUNCTIONS)
