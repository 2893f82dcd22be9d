"""Printed numbers of a form: points, scores, amounts, rates."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from psscore.audit.fields import dashed
from psscore.audit.table import Field
from psscore.model.rounding import RoundingMode
from psscore.model.text import Text
from psscore.scoring.numbers import exact_text
from psscore.scoring.printed import read_printed
from psscore.scoring.rounding import rounded

_CELL_PLACES = 9
"""Number cells hold 15 digits of binary arithmetic; what differs beyond the ninth decimal is no difference."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed number, its decimals as printed, and its unit."""

    number: Fraction
    places: int
    unit: str = ""


def read_figure(field: Field) -> Figure | Text:
    """The number a field prints, or the sentence why it prints none."""
    if field.fault:
        return field.fault
    if dashed(field):
        return Text("未填", "blank")
    read = read_printed(field.text)
    if isinstance(read, Text):
        return Text(f"“{field.text}”不能读成一个数", f'"{field.text}" cannot be read as one number')
    if read.operator is not None:
        return Text(f"“{field.text}”带比较符号", f'"{field.text}" carries a comparison')
    return Figure(read.number, read.places, read.unit)


def read_score(field: Field) -> Figure | Text:
    """A score: "9", "9. 00", "9.00分". A percentage is refused: of what?"""
    figure = read_figure(field)
    if isinstance(figure, Text) or figure.unit in ("", "分"):
        return figure
    return Text(f"“{field.text}”的单位不是分", f'"{field.text}" is not in points')


def read_points(field: Field, total: Fraction) -> Figure | Text:
    """Points of a row: as a score, or a weight such as "10%" of `total` points."""
    figure = read_figure(field)
    if isinstance(figure, Figure) and figure.unit == "%":
        return Figure(figure.number * total / 100, figure.places)
    return read_score(field)


def same(one: Fraction, other: Fraction) -> bool:
    """Equal; beyond nine decimals the arithmetic of number cells decides nothing."""
    return one == other or rounded(one - other, _CELL_PLACES, RoundingMode.HALF_UP) == 0


def number_text(number: Fraction) -> str:
    """The number as a decimal, without trailing zeros."""
    return exact_text(rounded(number, _CELL_PLACES, RoundingMode.HALF_UP))


def json_number(number: Fraction | None) -> str | None:
    """The number as a receipt carries it."""
    return None if number is None else number_text(number)
