"""Results typed over in an open workbook: the cells that `psscore score` calls overwritten, in the same words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from psscore.hosts.libreoffice.commands.workbook import Place, Workbook
from psscore.model.text import Text

CODES, SCORES, POINTS = ("编号", "Indicator"), ("得分", "Score"), ("分值", "Points")
SCORE = Text("得分不是由 PS_SCORE 计算的，请恢复公式", "not calculated by PS_SCORE: restore the formula")
POINT = Text("分值不是由公式算出，请恢复公式", "the points are not given by a formula: restore it")
SUBTOTAL = Text("小计不是由公式算出，请恢复公式", "the subtotal is not calculated by a formula: restore it")
TOTAL = Text("总分不是由公式算出，请恢复公式", "the total is not calculated by a formula: restore it")
NAMES = {
    "ps_result_total": TOTAL,
    "ps_result_grade": Text("等级不是由公式算出，请恢复公式", "the grade is not calculated by a formula: restore it"),
    "ps_max_points": Text(
        "满分不是由公式算出，请恢复公式", "the full points are not calculated by a formula: restore it"
    ),
    "ps_result_progress": Text(
        "进度不是由公式算出，请恢复公式", "the progress is not calculated by a formula: restore it"
    ),
}
_TOTALS = ("ps_result_total", "ps_form_total")
# A formula that refers to anything has a letter, outside of its texts and powers of ten.
_REFERS = re.compile(r"[^\W\d_]{2}|[^\W\d_]\$?\d|\[")
_TEXT = re.compile(r'"[^"]*"|\d[Ee][+-]?\d')


def typed_over(workbook: Workbook) -> Iterator[tuple[Place, Text]]:
    """Scores, points, subtotals, totals, grade, full points and progress that no formula gives."""
    if workbook.table("ps_scores") is None:
        if workbook.table("ps_form") is not None:
            # The scores of a form are typed; what they add up to is not.
            yield from _names(workbook, {"ps_form_total": TOTAL, **NAMES})
        return
    ours = {formula.place for formula in workbook.formulas if "PS_SCORE" in formula.functions}
    for score in coded(workbook, "ps_scores", SCORES):
        if score not in ours:
            yield score, SCORE
    yield from ((place, POINT) for place in coded(workbook, "ps_scores", POINTS) if _is_typed(workbook, place))
    for table in ("ps_level1", "ps_level2"):
        yield from ((place, SUBTOTAL) for place in coded(workbook, table, SCORES) if _is_typed(workbook, place))
    yield from _names(workbook, NAMES)


def coded(workbook: Workbook, table: str, titles: tuple[str, ...]) -> list[Place]:
    """The cells of a table's column in the rows that have a code."""
    codes, wanted = workbook.column(table, CODES), workbook.column(table, titles)
    if codes is None or wanted is None:
        return []
    pairs = zip(cells(codes), cells(wanted), strict=True)
    return [place for code, place in pairs if value(workbook, code) not in (None, "")]


def cells(column: tuple[int, int, int, int] | None) -> list[Place]:
    """The cells of a table's column."""
    if column is None:
        return []
    sheet, at, first, last = column
    return [(sheet, at, row) for row in range(first, last + 1)]


def value(workbook: Workbook, place: Place) -> object:
    """What a cell holds; blank outside of what the sheet uses."""
    sheet, column, row = place
    values = workbook.sheets[sheet].values
    return values[row][column] if row < len(values) and column < len(values[0]) else ""


def _names(workbook: Workbook, names: dict[str, Text]) -> Iterator[tuple[Place, Text]]:
    for name, text in names.items():
        cell = workbook.named(name)
        if cell is None:
            continue
        at = cell.CellAddress
        place = (at.Sheet, at.Column, at.Row)
        formula = _formula(workbook, place)
        if formula:
            # A total that refers to nothing, such as =99, is typed too.
            if name in _TOTALS and not _REFERS.search(_TEXT.sub("", formula)):
                yield place, text
        # A standard without grades leaves the cell of the grade blank.
        elif name in _TOTALS or value(workbook, place) not in (None, ""):
            yield place, text


def _is_typed(workbook: Workbook, place: Place) -> bool:
    return value(workbook, place) not in (None, "") and not _formula(workbook, place)


def _formula(workbook: Workbook, place: Place) -> str:
    """The formula of a cell, "" for none."""
    sheet, column, row = place
    formulas = workbook.sheets[sheet].formulas
    text = formulas[row][column] if row < len(formulas) and column < len(formulas[0]) else ""
    return text if text.startswith(("=", "{=")) else ""
