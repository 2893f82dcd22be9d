"""The functions as Python callables: single values in, one value out; a list, tuple or pandas column in, a list out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from psscore.functions.call import call
from psscore.functions.called import Called
from psscore.functions.cells import OMITTED, Argument
from psscore.functions.columns import score_column
from psscore.functions.registry import FUNCTIONS
from psscore.functions.standard import standard_in
from psscore.functions.whole_totals import whole_total


def python_function(name: str) -> Callable[..., Any]:
    """A function of the registry for Python callers; positional or named arguments, cell values back."""
    names = [parameter.name for parameter in FUNCTIONS[name].parameters]

    def function(*arguments: Any, **named: Any) -> Any:
        unknown = [key for key in named if key not in names[len(arguments) :]]
        if unknown:
            raise TypeError(f"{name}() got unexpected arguments: {', '.join(unknown)}")
        filled = [_plain(argument) for argument in arguments]
        filled += [_plain(named.get(key, OMITTED)) for key in names[len(arguments) :]]
        if name == "PS_SCORE" and (scores := _flat_scores(filled)) is not None:
            return scores
        if name == "PS_TOTAL" and (total := _flat_total(filled)) is not None:
            return total
        column = any(_is_column(argument) for argument in filled)
        value = call(name, *(_rows(argument) for argument in filled)).value
        return [row[0] for row in value] if column and isinstance(value, list) else value

    function.__name__ = function.__qualname__ = name
    function.__doc__ = FUNCTIONS[name].summary.en
    return function


def _flat_scores(arguments: list[Argument]) -> list[Any] | None:
    """PS_SCORE over plain columns without building rows; None when the call is of another shape."""
    indicators, values, bases, standard = arguments
    if not _is_column(values) or isinstance(standard, list):
        return None
    for other in (indicators, bases):
        if isinstance(other, list) and (not _is_column(other) or len(other) != len(values)):
            return None
    return score_column(indicators, values, bases, standard)


def _flat_total(arguments: list[Argument]) -> float | None:
    """PS_TOTAL over plain columns without building rows; None when the call or a score is of another shape."""
    indicators, scores, standard = arguments
    if not (_is_column(indicators) and _is_column(scores)) or isinstance(standard, list):
        return None
    rules = standard_in(standard)
    return None if isinstance(rules, Called) else whole_total(rules, indicators, scores)


def _plain(argument: Any) -> Argument:
    """Columns of other libraries, tuples and iterators as lists; single cells as they are."""
    if isinstance(argument, list | str | bytes) or not hasattr(argument, "__iter__"):
        return argument
    if not hasattr(argument, "tolist"):
        return list(argument)
    # pandas and NumPy say NaN where a value is missing; a cell would be blank.
    return [None if isinstance(cell, float) and cell != cell else cell for cell in argument.tolist()]


def _is_column(argument: Argument) -> bool:
    return isinstance(argument, list) and not (argument and isinstance(argument[0], list))


def _rows(argument: Argument) -> Argument:
    """A column as a range of one column; a list of rows stays."""
    if not _is_column(argument):
        return argument
    if any(issubclass(kind, tuple) for kind in set(map(type, argument))):
        return [list(cell) if isinstance(cell, tuple) else [cell] for cell in argument]
    return [[cell] for cell in argument]
