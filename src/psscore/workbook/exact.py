"""Functions of numbers that the engine calculates on bits, or with other signs than Excel: here on 15 digits."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_UP, Context, Decimal
from math import isfinite
from typing import Any

from psscore.model.cell_error import CellError

_EXACT = Context(prec=700)
_ONE, _ZERO = Decimal(1), Decimal(0)
_WRITTEN = re.compile(r"([-+]?)[¥￥$]?\s*([-+]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d*)?(\s*%)?")
_LEFT_OUT = "\ue0f0"


class _Wrong(Exception):
    def __init__(self, error: CellError) -> None:
        self.error = error


def _number(value: Any) -> Decimal:
    if isinstance(value, CellError):
        raise _Wrong(value)
    if value is None or isinstance(value, bool):
        return Decimal(int(value or 0))
    if isinstance(value, str):
        if value.startswith(_LEFT_OUT):
            return _ZERO
        try:
            value = float(plain(value))
        except ValueError:
            raise _Wrong(CellError.VALUE) from None
    if not isinstance(value, float | int) or not isfinite(value):
        raise _Wrong(CellError.VALUE)
    return Decimal(f"{value:.15g}")


def _step(number: Decimal, step: Decimal, rounding: str) -> Decimal:
    return _EXACT.multiply(_EXACT.divide(number, step).to_integral_value(rounding), step)


def _ceiling(number: Decimal, step: Decimal) -> Decimal:
    if not step or not number:
        return _ZERO
    if number > 0 > step:
        raise _Wrong(CellError.NUM)
    return _step(number, step, ROUND_CEILING)


def _floor(number: Decimal, step: Decimal) -> Decimal:
    if not number:
        return _ZERO
    if not step:
        raise _Wrong(CellError.DIV0)
    if number > 0 > step:
        raise _Wrong(CellError.NUM)
    return _step(number, step, ROUND_FLOOR)


def _ceiling_math(number: Decimal, step: Decimal = _ONE, away: Decimal = _ZERO) -> Decimal:
    return _step(number, abs(step), ROUND_UP if away and number < 0 else ROUND_CEILING) if step else _ZERO


def _floor_math(number: Decimal, step: Decimal = _ONE, towards: Decimal = _ZERO) -> Decimal:
    return _step(number, abs(step), ROUND_DOWN if towards and number < 0 else ROUND_FLOOR) if step else _ZERO


def _int(number: Decimal) -> Decimal:
    return number.to_integral_value(ROUND_FLOOR)


def _mod(number: Decimal, divisor: Decimal) -> Decimal:
    if not divisor:
        raise _Wrong(CellError.DIV0)
    return _EXACT.subtract(number, _step(number, divisor, ROUND_FLOOR))


def _quotient(number: Decimal, divisor: Decimal) -> Decimal:
    if not divisor:
        raise _Wrong(CellError.DIV0)
    return _EXACT.divide(number, divisor).to_integral_value(ROUND_DOWN)


def _to_places(rounding: str) -> Callable[..., Decimal]:
    def rounded(number: Decimal, places: Decimal = _ZERO) -> Decimal:
        count = max(-320, min(320, int(places)))
        return _step(number, Decimal(1).scaleb(-count), rounding)

    return rounded


def _power(base: Decimal, exponent: Decimal) -> Decimal | float:
    if not base and exponent <= 0:
        raise _Wrong(CellError.DIV0 if exponent else CellError.NUM)
    try:
        result: Any = float(base) ** float(exponent)
    except OverflowError:
        raise _Wrong(CellError.NUM) from None
    if isinstance(result, complex) or not isfinite(result):
        raise _Wrong(CellError.NUM)
    return float(result)


def plain(value: str) -> str:
    """A number written with separators, a currency sign or brackets, without them; any other text as it is."""
    text = value.strip()
    brackets = text.startswith("(") and text.endswith(")")
    match = _WRITTEN.fullmatch(text[1:-1].strip() if brackets else text)
    if match is None or (match[1] and match[2]) or (brackets and (match[1] or match[2])):
        return value
    digits = match[3].replace(",", "") + (match[4] or "")
    sign = "-" if brackets or "-" in (match[1], match[2]) else ""
    return f"{sign}{Decimal(digits).scaleb(-2):f}" if match[5] else sign + digits


def plain_cells(value: Any) -> Any:
    """The same, cell by cell, for what is no text too."""
    if type(value) is list:
        return [[plain_cells(cell) for cell in row] for row in value]
    return plain(value) if isinstance(value, str) else value


def length(value: Any) -> Any:
    """LEN of a text, in the units Excel counts: two for a character beyond the first 65,536."""
    if type(value) is list:
        return [[length(cell) for cell in row] for row in value]
    if isinstance(value, bool):
        return float(len(str(value)))
    return float(len(value.encode("utf-16-le", "surrogatepass")) // 2) if isinstance(value, str) else value


def _over_cells(function: Callable[..., Decimal | float]) -> Callable[..., Any]:
    def one(*arguments: Any) -> Any:
        try:
            return float(function(*map(_number, arguments)))
        except _Wrong as wrong:
            return wrong.error
        except TypeError:
            return CellError.VALUE

    def each(*arguments: Any) -> Any:
        ranges = [argument for argument in arguments if type(argument) is list]
        if not ranges:
            return one(*arguments)
        rows, columns = max(map(len, ranges)), max(len(row) for cells in ranges for row in cells)
        return [[one(*(_cell(a, r, c) for a in arguments)) for c in range(columns)] for r in range(rows)]

    return each


def _cell(argument: Any, row: int, column: int) -> Any:
    if type(argument) is not list:
        return argument
    row, column = row if len(argument) > 1 else 0, column if len(argument[0]) > 1 else 0
    inside = row < len(argument) and column < len(argument[row])
    return argument[row][column] if inside else CellError.NOT_AVAILABLE


_BY_NAME: Mapping[str, Callable[..., Decimal | float]] = {
    "CEILING": _ceiling,
    "CEILING.MATH": _ceiling_math,
    "FLOOR": _floor,
    "FLOOR.MATH": _floor_math,
    "INT": _int,
    "MOD": _mod,
    "POWER": _power,
    "QUOTIENT": _quotient,
    "ROUNDDOWN": _to_places(ROUND_DOWN),
    "ROUNDUP": _to_places(ROUND_UP),
    "TRUNC": _to_places(ROUND_DOWN),
}

_int_over_cells = _over_cells(_int)


def _whole(*arguments: Any) -> Any:
    if len(arguments) == 1 and type(arguments[0]) is float and arguments[0].is_integer() and abs(arguments[0]) < 1e15:
        return arguments[0]
    return _int_over_cells(*arguments)


EXACT: Mapping[str, Callable[..., Any]] = {name: _over_cells(function) for name, function in _BY_NAME.items()} | {
    "INT": _whole
}
"""The functions by their Excel names; the engine calls them with `PREFIX` before the name."""
