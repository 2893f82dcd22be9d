"""The field of a form under a header: one value out of the cells the header spans."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from psscore.audit.grid import Cell, Grid, Line
from psscore.audit.headers import Span
from psscore.audit.labels import folded, one_line
from psscore.audit.table import Field
from psscore.model.text import Text
from psscore.scoring.printed import read_printed

_DASHES = {"", "-", "--", "—", "——", "–", "/", "\\", "－", "／", "无"}
_SPLIT = re.compile(r"[\d.][\d.]")


def figure_field(grid: Grid, line: Line, span: Span | None) -> Field:
    """A field that holds one number; two cells under one header are a split number, never joined by guessing."""
    cells = _cells(line, span)
    if len({cell.text for _, cell in cells}) > 1:
        shown = " | ".join(cell.text for _, cell in cells)
        fault = Text(f"一栏里有两个值“{shown}”，可能是拆开的数", f'two values in one field, "{shown}": a split number?')
        return Field(shown, grid.where(line.number, cells[0][0]), fault)
    return _single(grid, line, span, cells)


def text_field(grid: Grid, line: Line, span: Span | None) -> Field:
    """A field of words, or a target printed over several cells ("≥" "9" "人"): the cells joined in order."""
    cells = _cells(line, span)
    texts = [cell.text for _, cell in cells]
    if len(set(texts)) <= 1 or any(cell.fault for _, cell in cells):
        return _single(grid, line, span, cells)
    if any(_SPLIT.search(left[-1:] + right[:1]) for left, right in pairwise(texts)):
        return figure_field(grid, line, span)
    return Field("".join(cell.text for _, cell in cells), grid.where(line.number, cells[0][0]))


def target_field(grid: Grid, line: Line, operator: Span | None, target: Span | None, unit: Span | None) -> Field:
    """A target, put together with its comparison and unit where the form has columns of their own for them."""
    field = text_field(grid, line, target)
    if field.fault or dashed(field):
        return field
    sign, measure = words(line, operator), words(line, unit)
    # 指标性质 also holds words that are no comparison, such as 定性 or 正向.
    read = read_printed(f"{sign}1")
    if isinstance(read, Text) or read.operator is None:
        sign = ""
    bare = re.fullmatch(r"[-\d.,\s]+", folded(field.text))
    return replace(field, text=sign + field.text + (measure if bare else ""))


def dashed(field: Field) -> bool:
    """Blank, or the dash or slash that says so."""
    return field.fault is None and field.text.strip() in _DASHES


def figure_like(text: str) -> bool:
    """A number, a dash in its place, or a number with its unit: what stands under 预算数."""
    plain = folded(text)
    return plain in _DASHES or bool(re.match(r"-?[\d.,\s]+(?:\D{0,6})$", plain))


def words(line: Line, span: Span | None) -> str:
    """Plain words, such as a level's name."""
    texts = dict.fromkeys(cell.text for _, cell in _cells(line, span))
    return " ".join(one_line("".join(texts)).split())


def _cells(line: Line, span: Span | None) -> list[tuple[int, Cell]]:
    if span is None:
        return []
    return [(c, line.at(c)) for c in range(span.first, span.last + 1) if not line.at(c).blank]


def _single(grid: Grid, line: Line, span: Span | None, cells: list[tuple[int, Cell]]) -> Field:
    if not cells:
        return Field("", grid.where(line.number, span.first if span else 0))
    column, cell = next(((c, one) for c, one in cells if one.fault), cells[0])
    return Field(cell.text, grid.where(line.number, column), cell.fault)
