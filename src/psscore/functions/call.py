"""The one pipeline every host calls through: arguments in, columns lifted, a value or a true error out."""

from __future__ import annotations

from itertools import repeat
from typing import Any

from psscore.functions.called import Called, failed
from psscore.functions.cells import OMITTED, Argument, Range
from psscore.functions.columns import column_detail, lifted, score_column
from psscore.functions.function import Function
from psscore.functions.registry import FUNCTIONS
from psscore.model.cell_error import CellError
from psscore.model.text import Text

__all__ = ["OMITTED", "Called", "call"]

_RANGES = frozenset({list, Range})


def call(name: str, *arguments: Argument) -> Called:
    """Call a function as a cell does. Never raises: what goes wrong is an error value with its sentence.

    A range is a list of rows, a blank cell None, an argument left out `OMITTED`. A column given for a lifting
    parameter gives a column; several columns must have one shape.
    """
    function = FUNCTIONS.get(name)
    if function is None:
        return failed(CellError.NAME, f"没有函数 {name}", f"there is no function {name}")
    return call_function(function, *arguments)


def call_function(function: Function, *arguments: Argument) -> Called:
    """The same for a function that has been looked up."""
    if len(arguments) > function.max_args:
        return failed(
            CellError.VALUE,
            f"{function.name} 最多 {function.max_args} 个参数",
            f"{function.name} takes at most {function.max_args} arguments",
        )
    if len(arguments) < function.min_args or OMITTED in arguments[: function.min_args]:
        return _lacking(function, arguments)
    left_out = function.arity - len(arguments)
    padded = arguments + (OMITTED,) * left_out if left_out > 0 else arguments
    try:
        if _RANGES.isdisjoint(map(type, padded)):
            return function.scalar(*padded)
        return _lifted(function, tuple(map(_single, padded)) if function.lifts else padded)
    except (ArithmeticError, ValueError, TypeError, AssertionError) as error:
        return failed(
            CellError.VALUE,
            f"{function.name} 内部错误（{type(error).__name__}: {error}），请报告此问题",
            f"{function.name} failed inside ({type(error).__name__}: {error}): please report this",
        )


def _lacking(function: Function, arguments: tuple[Argument, ...]) -> Called:
    given = [argument is not OMITTED for argument in arguments]
    needed = [parameter.name for parameter in function.parameters[: function.min_args]]
    names = ", ".join(name for index, name in enumerate(needed) if index >= len(given) or not given[index])
    return failed(CellError.VALUE, f"{function.name} 缺少参数：{names}", f"{function.name} lacks: {names}")


def _lifted(function: Function, arguments: tuple[Argument, ...]) -> Called:
    columns = {index: arguments[index] for index in function.lifts if isinstance(arguments[index], list)}
    if not columns:
        return function.scalar(*arguments)
    shapes = {tuple(len(row) for row in rows) for rows in columns.values()}
    if len(shapes) != 1:
        return failed(CellError.VALUE, "各列的大小不一致", "the columns differ in size")
    shape = next(iter(columns.values()))
    flat = [
        [cell for row in rows for cell in row] if index in columns else rows for index, rows in enumerate(arguments)
    ]
    if function.name == "PS_SCORE" and 1 in columns:
        return _score_columns(shape, *flat)
    rows = zip(*(cells if index in columns else repeat(cells) for index, cells in enumerate(flat)), strict=False)
    called = [function.scalar(*row) for row in rows]
    return Called(lifted(shape, [one.value for one in called]), _first_reason(called))


def _score_columns(shape: list[list[Any]], codes: Argument, values: Any, bases: Argument, standard: Argument) -> Called:
    scores = score_column(codes, values, bases, standard)
    detail = column_detail(codes, values, bases, standard)
    reason = None
    if any(isinstance(score, CellError) for score in scores):
        row = next(index for index, score in enumerate(scores) if isinstance(score, CellError))
        reason = FUNCTIONS["PS_SCORE"].scalar(*detail.cells[row], standard).reason
    return Called(lifted(shape, scores), reason, detail)


def _first_reason(called: list[Called]) -> Text | None:
    return next((one.reason for one in called if one.reason is not None), None)


def _single(argument: Argument) -> Argument:
    """A range of one cell is that cell."""
    if isinstance(argument, list) and len(argument) == 1 and len(argument[0]) == 1:
        return argument[0][0]
    return argument
