"""Lines of the indicator table that head a group of rows, or that a template left open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from psscore.audit.fields import dashed
from psscore.audit.figures import Figure, read_figure, same
from psscore.audit.labels import folded
from psscore.audit.table import Field, FormRow, Subtotal

_SLOT = re.compile(r"^(?:指标\s*\d*\s*:?\s*)?(?:[….·。]{2,}|…)?$")
_HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}、|\([一二三四五六七八九十\d]{1,2}\)|\d{1,2}[.、])?\s*"
    r"(?:产出|效益|效果|成本|满意度|数量|质量|时效|经济效益|社会效益|生态效益|可持续影响|服务对象满意度|项目管理|决策|过程)"
    r"(?:类)?指标\s*(?:\([^)]*\))?:?$"
)


def is_template_slot(name: str) -> bool:
    """ "指标2：" or "……": a line of the blank form that nobody filled."""
    return bool(_SLOT.match(folded(name)))


def is_level_heading(name: str) -> bool:
    """ "一、产出指标（50分）": a level where the form has one column for levels and indicators."""
    return bool(_HEADING.match(folded(name)))


def headings_with_sums(rows: Sequence[FormRow]) -> tuple[list[FormRow], list[Subtotal]]:
    """The rows, and apart from them the lines that print a level's points above its rows.

    Such a line has no name, target or actual value of its own; it is no row only when its points are those of the rows
    below it. Any other line without values stays a row that cannot be read.
    """
    kept, found = [], []
    for index, row in enumerate(rows):
        if _nameless(row) and _heads(row, rows[index + 1 :]):
            level2 = _own_level2(row)
            label = level2 or row.level1
            found.append(Subtotal(row.line, label, "", True, row.level1, level2, row.points, row.score))
        else:
            kept.append(row)
    return kept, found


def _nameless(row: FormRow) -> bool:
    values = (row.target, row.actual, row.reason)
    return (
        row.name in ("", row.level1, row.level2)
        and bool(row.level1 or row.level2)
        and all(dashed(value) for value in values)
    )


def _heads(row: FormRow, below: Sequence[FormRow]) -> bool:
    level2 = _own_level2(row)
    group: list[FormRow] = []
    for other in below:
        if other.level1 != row.level1 or (level2 and other.level2 != level2):
            break
        if not _nameless(other):
            group.append(other)
    points = [_number(other.points) for other in group]
    known = [number for number in points if number is not None]
    own = _number(row.points)
    return own is not None and len(known) == len(points) > 0 and same(sum(known, Fraction(0)), own)


def _own_level2(row: FormRow) -> str:
    """The 二级指标 the line heads, "" when it heads a 一级指标."""
    return row.level2 if row.name == row.level2 else ""


def _number(field: Field) -> Fraction | None:
    read = read_figure(field)
    return read.number if isinstance(read, Figure) else None
