"""Cell values in and out: the one door for numbers, and why a cell holds none."""

from __future__ import annotations

import datetime
import enum
import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import isfinite
from typing import Any

from psscore.model.cell_error import CellError
from psscore.model.observation import Hole, Unobserved
from psscore.model.text import Text


class Omitted(enum.Enum):
    """An argument that was left out, as opposed to a blank cell."""

    OMITTED = "omitted"

    # There is one of it; enum would hash its name, in Python.
    __hash__ = object.__hash__


OMITTED = Omitted.OMITTED


class Range(list[list[Any]]):
    """A range that several calls read and nobody changes: what they make of it is kept with it."""

    __slots__ = ("column", "places")
    column: list[Any]
    places: Mapping[str, Sequence[int]] | None


Cell = None | bool | int | float | str | CellError
Argument = Any
"""A `Cell`, a range as a list of rows, or `OMITTED`."""

_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d)?")
_ERROR_OF_HOLE = {
    Hole.MISSING: CellError.NOT_AVAILABLE,
    Hole.UNDECIDED: CellError.NOT_AVAILABLE,
    Hole.NO_CASES: CellError.NOT_AVAILABLE,
    Hole.UNREADABLE: CellError.VALUE,
    Hole.OUT_OF_RANGE: CellError.NUM,
}


def error_of(hole: Hole) -> CellError:
    """The error value a cell shows for a hole."""
    return _ERROR_OF_HOLE[hole]


def blank(cell: Argument) -> bool:
    """A blank cell, or a formula that shows nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def number_in(cell: Argument) -> Fraction | Unobserved:
    """A number as the cell shows it, to 15 significant digits; a text that looks like one is not one."""
    if type(cell) is float and isfinite(cell):
        return _shown(cell)
    if blank(cell):
        return Unobserved(Hole.MISSING, Text("未填", "blank"))
    if isinstance(cell, bool):
        return _unreadable(
            f"{cell} 是逻辑值，不是数字".upper(), f"{str(cell).upper()} is a logical value, not a number"
        )
    if isinstance(cell, int):
        return Fraction(cell)
    if isinstance(cell, float):
        return _shown(cell) if isfinite(cell) else _unreadable("不是有限的数字", "not a finite number")
    if isinstance(cell, Fraction):
        return cell
    if isinstance(cell, Decimal):
        return Fraction(cell) if cell.is_finite() else _unreadable("不是有限的数字", "not a finite number")
    if isinstance(cell, CellError):
        if cell is CellError.NOT_AVAILABLE:
            return Unobserved(Hole.MISSING, Text("所需数据未填全（#N/A）", "the data it needs is not complete (#N/A)"))
        reason = Text(f"所引数据是 {cell}，请先改正它", f"the data it refers to is {cell}: correct that first")
        return Unobserved(Hole.UNREADABLE, reason)
    if isinstance(cell, datetime.date):
        return _unreadable(f"{cell:%Y-%m-%d} 是日期，不是数字", f"{cell:%Y-%m-%d} is a date, not a number")
    if isinstance(cell, str):
        return _text_number(cell)
    return _foreign(cell)


# One cell is read by several functions.
@lru_cache(maxsize=4096)
def _shown(number: float) -> Fraction:
    if number.is_integer() and abs(number) < 1e15:
        return Fraction(int(number))
    return Fraction(Decimal(f"{number:.15g}"))


def number_out(number: Fraction) -> float:
    """The number a cell stores: the float nearest to it."""
    return number.numerator / number.denominator


def code_in(cell: Argument) -> str | Unobserved:
    """An indicator code: text, or a whole number ("2.10" is not 2.1, so fractions are refused)."""
    if type(cell) is str and (code := cell.strip()):
        return code
    if blank(cell):
        return Unobserved(Hole.MISSING, Text("指标编号未填", "the indicator code is blank"))
    number = number_in(cell)
    if isinstance(number, Fraction) and number.denominator == 1:
        return str(number.numerator)
    shown = f"{cell:.15g}" if isinstance(cell, float) else str(cell).upper() if isinstance(cell, bool) else cell
    return _unreadable(f"指标编号 {shown} 应为文本", f"the indicator code {shown} must be text")


def text_in(cell: Argument) -> str:
    """A cell as text; a number without its trailing ".0", so that edition 2026 and "2026" are one."""
    if blank(cell):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _text_number(text: str) -> Unobserved:
    if _ISO_DATE.fullmatch(text):
        return _unreadable(f"{text} 是日期，不是数字", f"{text} is a date, not a number")
    plain = unicodedata.normalize("NFKC", text).strip().replace(",", "")
    percent = plain.endswith("%")
    try:
        number = Decimal(plain.removesuffix("%").strip())
    except ArithmeticError:
        return _unreadable(f"“{text}”是文本，不是数字", f'"{text}" is text, not a number')
    meant = f"{number}%" if percent else f"{number}"
    return _unreadable(
        f"“{text}”是文本格式的数字，请改录为数字 {meant}",
        f'"{text}" is a number stored as text: type the number {meant}',
    )


def _foreign(cell: Any) -> Fraction | Unobserved:
    """Numbers of other libraries, such as NumPy's, come in by their Python value."""
    item = getattr(cell, "item", None)
    if callable(item):
        return number_in(item())
    return _unreadable(f"{cell!r} 不是数字", f"{cell!r} is not a number")


def _unreadable(zh: str, en: str) -> Unobserved:
    return Unobserved(Hole.UNREADABLE, Text(zh, en))
