"""The PS_* functions as xlwings serves them to Excel: one per function of the registry, under its own name.

Every function gets the calling cell as a first argument that users do not see. It gives a list of rows; error values
are texts that the VBA side turns into true ones. What goes wrong never reaches Excel as a traceback.
"""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Sequence
from fractions import Fraction
from math import isfinite
from typing import Any

from psscore import __version__
from psscore.functions.call import call
from psscore.functions.called import Called, failed
from psscore.functions.cells import number_out
from psscore.functions.function import Function
from psscore.functions.registry import FUNCTIONS
from psscore.hosts.xlwings.signatures import arguments_of
from psscore.model.cell_error import CellError

try:
    import xlwings
    from xlwings.conversion import Accessor, ConversionContext, Pipeline
except ImportError as missing:
    raise ImportError(
        "缺少 xlwings：请运行 pip install psscore[excel] / xlwings is not installed: run pip install psscore[excel]"
    ) from missing

from psscore.hosts.xlwings.errors import error_text
from psscore.hosts.xlwings.last_error import LastError, error_behind, place_of
from psscore.hosts.xlwings.reading import Given, Reading, Unusable
from psscore.hosts.xlwings.row import row_arguments

CATEGORY = "psscore"
CALLER = "calling_cell"

_log = logging.getLogger(__name__)
_last: list[LastError] = []


class AsItIs(Accessor):
    """The xlwings converter of our arguments and results: nothing read before it is known how much, nothing cleaned.

    xlwings' own would make a blank of every error value and read all 1,048,576 cells of a whole column.
    """

    @classmethod
    def reader(cls, options: dict[str, Any]) -> Any:  # noqa: ARG003
        return Pipeline([_given])

    @classmethod
    def writer(cls, options: dict[str, Any]) -> Any:  # noqa: ARG003
        return Pipeline()


def _given(context: ConversionContext) -> None:
    # An argument left out never comes here, xlwings puts None for it.
    context.value = Given(context.value if context.range is None else context.range)


def answer(name: str, calling_cell: Given | None, arguments: Sequence[Given | None]) -> list[list[Any]]:
    """The rows a call gives Excel; the calling cell is a range, or its address as VBA writes it."""
    caller = calling_cell.value if calling_cell else None
    reading = Reading()
    try:
        if name == "PS_SCORE" and not any(arguments):
            arguments = row_arguments(caller if isinstance(caller, xlwings.Range) else None)
        called = call(name, *reading.arguments(arguments))
        rows = written(called.value)
    except Unusable as refusal:
        called = Called(CellError.VALUE, refusal.text)
        rows = written(called.value)
    except Exception as fault:
        _log.exception(name)
        what = f"{type(fault).__name__}: {fault}"
        called = failed(
            CellError.VALUE,
            f"{name} 内部错误（{what}），请报告此问题",
            f"{name} failed inside ({what}): please report this",
        )
        rows = written(called.value)
    error = error_behind(name, caller, called, reading.odd)
    if error is not None:
        _last[:] = [error]
    elif _last and _last[0].settled_by(name, place_of(caller)):
        _last.clear()
    return rows


def written(value: Any) -> list[list[Any]]:
    """A result as rows of what COM carries: floats, texts, logical values, marked texts for errors."""
    return [[_out(cell) for cell in row] for row in value] if isinstance(value, list) else [[_out(value)]]


def _out(cell: Any) -> Any:
    if isinstance(cell, CellError):
        return error_text(cell)
    if isinstance(cell, str | bool):
        return cell
    if cell is None:
        # What Excel shows for a reference to a blank cell.
        return 0.0
    number = number_out(cell) if isinstance(cell, Fraction) else float(cell)
    return number if isfinite(number) else error_text(CellError.NUM)


def _udf(function: Function) -> Callable[..., list[list[Any]]]:
    def udf(calling_cell: Given | None = None, *arguments: Given | None) -> list[list[Any]]:
        return answer(function.name, calling_cell, arguments)

    declared = arguments_of(function)
    plain, repeating = inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.VAR_POSITIONAL
    parameters = [inspect.Parameter(CALLER, plain)]
    for item in declared:
        default = None if item.optional else inspect.Parameter.empty
        parameters.append(inspect.Parameter(item.name, repeating if item.repeats else plain, default=default))
    udf.__name__ = udf.__qualname__ = function.name
    udf.__doc__ = f"{function.summary.zh} {function.summary.en}"
    udf.__annotations__ = {}
    udf.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    served: Any = xlwings.arg(CALLER, convert=AsItIs, vba="Application.Caller")(udf)
    for item in declared:
        served = xlwings.arg(item.name, convert=AsItIs, doc=f"{item.help.zh} {item.help.en}")(served)
    served = xlwings.ret(convert=AsItIs)(served)
    # Last, because the other decorators set the category back.
    result: Callable[..., list[list[Any]]] = xlwings.func(category=CATEGORY)(served)
    return result


globals().update({function.name: _udf(function) for function in FUNCTIONS.values()})


def version() -> str:
    """The version of psscore, which the VBA side compares with its own."""
    return __version__


def last_error(lang: str = "zh") -> str:
    """Where the last error value came up and why, in Chinese or ("en") in English; empty when there was none."""
    return _last[0].text("en" if lang == "en" else "zh") if _last else ""
