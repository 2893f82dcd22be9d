"""Finds the filled forms of a sheet: headers by name, in any order of columns, rows down to the total."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest

from psscore.audit.budget_block import BudgetBlock, execution_in_the_table
from psscore.audit.fields import dashed, figure_field, figure_like, target_field, text_field, words
from psscore.audit.grid import Grid, Line
from psscore.audit.headers import Column, Span, budget_header, indicator_header
from psscore.audit.headings import headings_with_sums, is_level_heading, is_template_slot
from psscore.audit.labels import (
    grade_after,
    is_note,
    is_numbering,
    one_line,
    points_in_name,
    project_of,
    subtotal_group,
    total_label,
)
from psscore.audit.table import Field, Form, FormRow, Subtotal
from psscore.model.text import Text

_NAMES = (Column.LEVEL1, Column.LEVEL2, Column.NAME)


def find_forms(grid: Grid) -> list[Form]:
    """Every form on the sheet; a header repeated on a new page continues its form, one after a total begins another."""
    drafts = [_Draft(grid)]
    skip, numbered = 0, -1
    for index, (line, below) in enumerate(zip_longest(grid.lines, grid.lines[1:])):
        draft = drafts[-1]
        if skip:
            skip -= 1
        elif header := indicator_header(line, below):
            if draft.closed:
                drafts.append(draft := _Draft(grid))
            skip = header[1] - 1
            draft.open(line, header[0])
            numbered = index + header[1]
        elif index == numbered and is_numbering(line):
            continue
        elif columns := budget_header(line):
            if draft.columns and draft.budget.begun:
                drafts.append(draft := _Draft(grid))
            draft.budget.open(line, columns)
            draft.in_budget = True
            numbered = index + 1
        elif (project := project_of(line)) is not None:
            # A title repeated on a new page names the same project.
            if draft.columns and project != draft.project:
                drafts.append(draft := _Draft(grid))
            draft.project = project
        else:
            draft.take(line)
    return [draft.form() for draft in drafts if draft.columns]


class _Draft:
    """A form being read, line by line."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.project = ""
        self.columns: dict[Column, Span] = {}
        self.budget = BudgetBlock(grid)
        self.in_budget = False
        self._where = Text("", "")
        self._last = 0
        self._rows: list[FormRow] = []
        self._subtotals: list[Subtotal] = []
        self._levels = ("", "")
        self._unlabelled: Line | None = None
        self._totals: list[tuple[Field, Field]] = []
        self._grade: Field | None = None

    @property
    def closed(self) -> bool:
        """A total or a grade was printed: what follows is no page break."""
        return bool(self._totals or self._unlabelled or self._grade) and bool(self.columns)

    def open(self, header: Line, columns: dict[Column, Span]) -> None:
        """The indicator header, on the first page or repeated on the next."""
        if not self.columns:
            self._where = self.grid.where(header.number, min(span.first for span in columns.values()))
        self.columns = columns
        self.in_budget = False

    def take(self, line: Line) -> None:
        """A line that is no header."""
        if self.in_budget and self.budget.take(line):
            return
        self.in_budget = False
        last, self._last = self._last, line.number
        if self.budget.take_pairs(line, last):
            return
        total, grade = self._take_total(line), None if self._is_data(line) else grade_after(line)
        if grade:
            column, text = grade
            self._grade = Field(text, self.grid.where(line.number, column), line.at(column).fault)
        elif self.columns and not total:
            self._take_row(line)

    def form(self) -> Form:
        """What was read, once every line has been taken."""
        if self._unlabelled and not self._totals:
            self._totals.append(self._total_fields(self._unlabelled))
        elif self._unlabelled:
            self._rows.append(self._row(self._unlabelled))
        points, score = self._one_total()
        budget, rows = execution_in_the_table(self.budget.line(), self._rows)
        rows, headings = headings_with_sums(rows)
        subtotals = sorted((*self._subtotals, *headings), key=lambda one: one.line)
        return Form(
            self.grid.sheet,
            self.project,
            self._where,
            budget,
            tuple(rows),
            points,
            score,
            self._grade,
            tuple(subtotals),
        )

    def _take_total(self, line: Line) -> bool:
        for column, cell in line.filled[:3]:
            found = total_label(cell.text)
            # Above the table 合计 may sum anything; only a label that says 分 is the total of the scores there.
            named = (span := self.columns.get(Column.NAME)) and span.first <= column <= span.last
            if named and self._is_data(line):
                continue
            if found is not None and (self.columns or "分" in cell.text):
                self._totals.append(self._total_fields(line, column, found[0]))
                if found[1]:
                    self._grade = Field(found[1], self.grid.where(line.number, column))
                return True
        return False

    def _total_fields(self, line: Line, label: int = -1, rest: str = "") -> tuple[Field, Field]:
        points = figure_field(self.grid, line, self.columns.get(Column.POINTS))
        score = figure_field(self.grid, line, self.columns.get(Column.SCORE))
        if not (points.blank and score.blank):
            return points, score
        loose = [(c, cell) for c, cell in line.filled if c > label and figure_like(cell.text)]
        if rest and not loose:
            return points, Field(rest, self.grid.where(line.number, label))
        if len(loose) == 1:
            return points, Field(loose[0][1].text, self.grid.where(line.number, loose[0][0]), loose[0][1].fault)
        if not loose:
            reason = self.columns.get(Column.REASON)
            beside = line.filled[-1][0] if label >= 0 else label
            if beside <= label or (reason and beside >= reason.first):
                return points, score
            return points, Field(line.at(beside).text, self.grid.where(line.number, beside), line.at(beside).fault)
        fault = Text("总分行有几个数，看不出哪个是得分", "several numbers on the total line, none under 得分")
        return points, Field(
            " | ".join(cell.text for _, cell in loose), self.grid.where(line.number, loose[0][0]), fault
        )

    def _one_total(self) -> tuple[Field | None, Field | None]:
        if not self._totals:
            return None, None
        filled = [(points, score) for points, score in self._totals if not score.blank] or self._totals
        points, score = filled[0]
        if len({other.text for _, other in filled}) > 1:
            shown = " | ".join(other.text for _, other in filled)
            score = replace(score, fault=Text(f"总分印了几次且不同：{shown}", f"several totals, not the same: {shown}"))
        return points, score

    def _is_data(self, line: Line) -> bool:
        if not self.columns:
            return False
        sides = [text_field(self.grid, line, self.columns.get(c)) for c in (Column.TARGET, Column.ACTUAL)]
        score = figure_field(self.grid, line, self.columns.get(Column.SCORE))
        return not dashed(score) and not all(dashed(side) for side in sides)

    def _take_row(self, line: Line) -> None:
        filled = {
            role for role, s in self.columns.items() if any(not line.at(c).blank for c in range(s.first, s.last + 1))
        }
        first = line.filled[0][1].text
        if not filled or self._take_subtotal(line) or (not self._is_data(line) and is_note(first)):
            return
        name = words(line, self.columns[Column.NAME]) if filled == {Column.NAME} else ""
        if name and is_template_slot(name):
            return
        if name and is_level_heading(name):
            self._levels = (name, "")
        elif filled == {Column.REASON}:
            self._continue_reason(line)
        elif filled <= {Column.POINTS, Column.SCORE}:
            self._flush()
            self._unlabelled = line
        elif filled <= {Column.LEVEL1, Column.LEVEL2} and Column.NAME in self.columns:
            if not self.closed:
                self._carry(line)
        elif not self.closed or filled & {Column.POINTS, Column.SCORE, Column.TARGET, Column.ACTUAL}:
            self._flush()
            self._rows.append(self._row(line))

    def _take_subtotal(self, line: Line) -> bool:
        """A line labelled 小计; a row whose name merely ends so has a target or an actual value."""
        values = [span for role, span in self.columns.items() if role not in _NAMES]
        labels = [
            (cell.text, group)
            for column, cell in line.filled
            if (group := subtotal_group(cell.text)) is not None
            and not any(span.first <= column <= span.last for span in values)
        ]
        if not labels or (labels[0][1] and self._is_data(line)):
            return False
        label, group = labels[0]
        before = self._levels
        own = [words(line, self.columns.get(role)) for role in (Column.LEVEL1, Column.LEVEL2)]
        level1, level2 = ("" if subtotal_group(name) is not None else name for name in own)
        if level1 or level2:
            self._levels = (level1 or before[0], level2 or ("" if level1 else before[1]))
        heads = bool(level1 and level1 != before[0]) or bool(level2 and level2 != before[1])
        self._flush()
        self._subtotals.append(
            Subtotal(
                line.number,
                one_line(label),
                group,
                heads,
                *self._levels,
                figure_field(self.grid, line, self.columns.get(Column.POINTS)),
                figure_field(self.grid, line, self.columns.get(Column.SCORE)),
            )
        )
        return True

    def _flush(self) -> None:
        """A line of bare numbers that was not the last one is a row that lost its names, not the total."""
        if self._unlabelled:
            self._rows.append(self._row(self._unlabelled))
            self._unlabelled = None

    def _continue_reason(self, line: Line) -> None:
        """A reason that runs on after a page break."""
        if self._rows and not self.closed:
            more = words(line, self.columns[Column.REASON])
            row = self._rows[-1]
            self._rows[-1] = replace(row, reason=replace(row.reason, text=row.reason.text + more))

    def _carry(self, line: Line) -> None:
        """Merged level cells print their name once, on their first line."""
        level1, level2 = (words(line, self.columns.get(role)) for role in (Column.LEVEL1, Column.LEVEL2))
        self._levels = (level1 or self._levels[0], level2 or ("" if level1 else self._levels[1]))

    def _row(self, line: Line) -> FormRow:
        self._carry(line)
        named = Column.NAME if Column.NAME in self.columns else Column.LEVEL2
        labels = (named, Column.LEVEL2, Column.LEVEL1)
        name = next((text for role in labels if (text := words(line, self.columns.get(role)))), "")
        where = self.grid.where(line.number, self.columns[Column.SCORE].first)
        spans = (self.columns.get(role) for role in (Column.OPERATOR, Column.TARGET, Column.UNIT))
        target = target_field(self.grid, line, *spans)
        actual, reason = (
            text_field(self.grid, line, self.columns.get(role)) for role in (Column.ACTUAL, Column.REASON)
        )
        points, score = (
            figure_field(self.grid, line, self.columns.get(role)) for role in (Column.POINTS, Column.SCORE)
        )
        if Column.POINTS not in self.columns and (stated := points_in_name(name)):
            points = Field(stated, self.grid.where(line.number, self.columns[named].first))
        if Column.REASON not in self.columns:
            reason = replace(reason, where=where)
        level1, level2 = self._levels
        return FormRow(line.number, level1, level2, name, where, target, actual, points, score, reason)
