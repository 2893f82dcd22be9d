"""The budget block of a form: a small table with a line per source of money, or labelled pairs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from psscore.audit.fields import dashed, figure_field, figure_like
from psscore.audit.grid import Cell, Grid, Line
from psscore.audit.headers import Budget, Span, budget_role
from psscore.audit.labels import folded
from psscore.audit.table import BudgetLine, Field, FormRow
from psscore.model.text import Text

_AMOUNTS = (Budget.INITIAL, Budget.ADJUSTED, Budget.EXECUTED)
_WHOLE = re.compile(r"总额|合计|总计|总数|总金额|^total", re.IGNORECASE)
_PART = re.compile(r"其中|结转|其他资金|拨款")
_EXECUTION = re.compile(r"^(?:预算|资金|项目)(?:资金)?执行(?:率|情况)(?:\(|（|$)")
_WHOLE_RATE = re.compile(r"^(?:[-—/]*|=?\s*100(?:\.0+)?\s*[(]?(?:%|百分比)?[)]?)$")
_LONGEST = 20
_POINTS_IN_WORDS = re.compile(r"\(\s*(?P<points>\d+(?:\.\d+)?)\s*分")


class BudgetBlock:
    """Collects the lines of the block, then gives the one that speaks of the whole budget."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._columns: dict[Budget, Span] = {}
        self._header: Line | None = None
        self._lines: list[Line] = []
        self._pairs: dict[Budget, Field] = {}
        self._last_pair = -1

    @property
    def begun(self) -> bool:
        return self._header is not None

    def open(self, header: Line, columns: dict[Budget, Span]) -> None:
        self._header, self._columns = header, columns

    def take(self, line: Line) -> bool:
        """Whether the line belongs to the table: an amount, or what may be meant for one, stands under its header."""
        cells = [line.at(c) for role in _AMOUNTS if (s := self._columns.get(role)) for c in range(s.first, s.last + 1)]
        filled = [cell for cell in cells if not cell.blank]
        if not filled or not (all(map(_amount, filled)) or (any(map(_digits, filled)) and all(map(_short, filled)))):
            return False
        self._lines.append(line)
        return True

    def take_pairs(self, line: Line, follows: int) -> bool:
        """Whether the line holds pairs such as 全年预算数 | 187.92; 分值 and 得分 count only beside amounts.

        `follows` is the number of the line before it.
        """
        filled = line.filled
        pairs = [
            (role, column, cell)
            for (_, label), (column, cell) in pairwise(filled)
            if (role := budget_role(label.text)) and budget_role(cell.text) is None
            if cell.fault or figure_like(cell.text)
        ]
        beside = any(role in _AMOUNTS for role, _, _ in pairs) or (pairs and self._last_pair == follows)
        # A label of its own, such as 预算执行情况, may begin the line when two amounts follow.
        amounts = {role for role, _, _ in pairs} & {*_AMOUNTS}
        if not beside or (budget_role(filled[0][1].text) is None and len(amounts) < 2):
            return False
        for role, column, cell in pairs:
            self._pairs.setdefault(role, Field(cell.text, self._grid.where(line.number, column), cell.fault))
        self._last_pair = line.number
        return True

    def line(self) -> BudgetLine | None:
        """The budget as a whole; None when the form prints none."""
        if self._lines:
            return self._from_table()
        if Budget.EXECUTED in self._pairs and self._pairs.keys() & {Budget.ADJUSTED, Budget.INITIAL}:
            return _assembled(self._pairs[Budget.EXECUTED].where, self._pairs)
        return None

    def _from_table(self) -> BudgetLine:
        line = self._whole()
        chosen = line or self._lines[0]
        fields = {role: figure_field(self._grid, chosen, span) for role, span in self._columns.items()}
        if line is None:
            fault = Text("有几行预算，看不出哪一行是总额", "several budget lines, and none says it is the whole")
            fields = {role: replace(field, fault=fault) for role, field in fields.items()}
        if Budget.POINTS not in fields and Budget.SCORE in fields:
            fields |= self._points_in_words(chosen)
        return _assembled(self._grid.where(chosen.number, self._columns[Budget.EXECUTED].first), fields)

    def _whole(self) -> Line | None:
        if len(self._lines) == 1:
            return self._lines[0]
        for test in (self._says_whole, self._scored, lambda line: not _PART.search(self._label(line))):
            named = [line for line in self._lines if test(line)]
            if len(named) == 1:
                return named[0]
        return None

    def _says_whole(self, line: Line) -> bool:
        return bool(_WHOLE.search(self._label(line)))

    def _scored(self, line: Line) -> bool:
        span = self._columns.get(Budget.SCORE)
        return span is not None and any(ch.isdigit() for ch in figure_field(self._grid, line, span).text)

    def _label(self, line: Line) -> str:
        first = min(span.first for role, span in self._columns.items() if role in _AMOUNTS)
        return "".join(line.at(column).text for column in range(first)).replace(" ", "")

    def _points_in_words(self, line: Line) -> Mapping[Budget, Field]:
        """ "得分（20分×执行率）" or "预算执行情况（20分）" print the points in words."""
        assert self._header is not None
        cells = [(self._header.number, item) for item in self._header.filled] + [(line.number, i) for i in line.filled]
        found = {
            match["points"]: self._grid.where(number, column)
            for number, (column, cell) in cells
            if (match := _POINTS_IN_WORDS.search(folded(cell.text)))
        }
        if len(found) != 1:
            return {}
        text, where = found.popitem()
        return {Budget.POINTS: Field(text, where)}


def _amount(cell: Cell) -> bool:
    return cell.fault is not None or figure_like(cell.text)


def _digits(cell: Cell) -> bool:
    return bool(re.search(r"\d", cell.text))


def _short(cell: Cell) -> bool:
    """True for "约49" or "(49)", which cannot be read as an amount; a sentence with digits is no amount at all."""
    return len(cell.text) <= _LONGEST


def execution_in_the_table(
    line: BudgetLine | None, rows: Sequence[FormRow]
) -> tuple[BudgetLine | None, Sequence[FormRow]]:
    """Some forms print amounts only and score them in a row 预算执行率 of the indicator table: the row joins the block.

    A row with a target of its own, such as ≥95%, stays a target row.
    """
    if line is None or any(field and not dashed(field) for field in (line.points, line.score)):
        return line, rows
    found = [row for row in rows if _EXECUTION.match(row.name) and _WHOLE_RATE.match(folded(row.target.text))]
    if len(found) != 1:
        return line, rows
    row = found[0]
    return replace(line, points=row.points, score=row.score, row=row), [other for other in rows if other is not row]


def _assembled(where: Text, fields: Mapping[Budget, Field]) -> BudgetLine:
    return BudgetLine(
        where,
        fields.get(Budget.INITIAL),
        fields.get(Budget.ADJUSTED),
        fields.get(Budget.EXECUTED),
        fields.get(Budget.POINTS),
        fields.get(Budget.RATE),
        fields.get(Budget.SCORE),
    )
