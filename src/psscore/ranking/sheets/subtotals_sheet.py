"""Subtotals of every branch and the totals, as formulas over the points."""

from __future__ import annotations

from fractions import Fraction

from xlsxwriter.utility import xl_col_to_name

from psscore.functions.cells import number_out
from psscore.model.scorecard import Refused
from psscore.model.standard import Combine, Indicator
from psscore.model.text import Text
from psscore.ranking.sheets.book import GROUP, SERIAL, UNIT, Book, Column, Table
from psscore.ranking.sheets.facts import Row
from psscore.scoring.aggregate import total as total_of

_HEADER = 3
HELPERS = ("line",)


def subtotals_table(book: Book) -> Table:
    """Where subtotals and totals lie; `exact` only where it differs from the rounded `total`."""
    facts = book.facts
    columns = [Column("serial", SERIAL(book.lang), 6), Column("unit", UNIT(book.lang), 24)]
    if facts.grouped:
        columns.append(Column("group", GROUP(book.lang), 12))
    for node in facts.nodes:
        points = f"{number_out(node.points):g}"
        columns.append(Column(f"node {node.code}", f"{node.code} {node.name(book.lang)}\n({points})", 12))
    if facts.excluding:
        columns.append(Column("available", Text("可得分值", "Points available")(book.lang), 10))
    if facts.shows_exact:
        columns.append(Column("exact", Text("未取舍总分", "Total, unrounded")(book.lang), 15))
    columns.append(Column("total", Text("总分", "Total")(book.lang), 10))
    if facts.leaves:
        columns.append(Column("line", Text("得分表行", "Line of scores")(book.lang), 7))
    return Table(book.tab("subtotals"), columns, _HEADER, len(facts.rows))


def write_subtotals(book: Book, table: Table, scores: Table) -> None:
    """One row a unit; every number is a formula over the sheet of points."""
    title = Text("各级小计与总分", "Subtotals and totals")
    sheet = book.sheet("subtotals", book.say(title), colour="#2E75B6")
    book.head(sheet, table, 62, HELPERS)
    maker = _Formulas(book, table, scores)
    for row in book.facts.rows:
        at = table.header + row.serial
        sheet.write_number(at, 0, row.serial, book.middle)
        sheet.write_string(at, 1, row.standing.unit, book.name)
        if book.facts.grouped:
            sheet.write_string(at, table.at["group"], row.standing.group, book.cell)
        maker.row(sheet, row, at)
    visible = len(table.columns) - (1 if "line" in table.at else 0)
    sheet.freeze_panes(table.first, table.at.get("group", 1) + 1)
    sheet.autofilter(table.header, 0, table.last, visible - 1)
    sheet.repeat_rows(table.header)
    sheet.print_area(0, 0, table.last, visible - 1)
    sheet.conditional_format(table.first, table.at["total"], table.last, table.at["total"], book.bar())


class _Formulas:
    """Formulas of one row: what `scoring.aggregate.total` does, in Excel's words."""

    def __init__(self, book: Book, table: Table, scores: Table) -> None:
        self.book, self.facts, self.table, self.scores = book, book.facts, table, scores

    def row(self, sheet: object, row: Row, at: int) -> None:
        book, facts, table, one = self.book, self.facts, self.table, row.standing
        if not facts.leaves:
            book.amount(sheet, at, table.at["total"], one.total, book.number)
            return
        line = f"MATCH({table.here('serial', at)},{self.scores.all('serial', abroad=True)},0)"
        book.formula(sheet, at, table.at["line"], line, book.helper, row.serial)
        for node in facts.nodes:
            made = total_of(facts.standard, one.scores, node.code)
            value: object = "—" if isinstance(made, Refused) else made.exact
            book.formula(sheet, at, table.at[f"node {node.code}"], self._node(node, at), book.fine, value)
        if facts.excluding:
            self._available(sheet, row, at)
        if facts.digits is None:
            if facts.shows_exact:
                book.amount(sheet, at, table.at["exact"], one.exact, book.full)
            book.amount(sheet, at, table.at["total"], one.total, book.number)
            return
        exact = f"ROUND({self._exact(at)},{facts.digits})"
        if facts.shows_exact:
            book.formula(sheet, at, table.at["exact"], exact, book.full, facts.known(one.exact))
            exact = table.here("exact", at)
        book.formula(sheet, at, table.at["total"], facts.round_formula(exact), book.number, one.total)

    def _node(self, node: Indicator, at: int) -> str:
        standard, line = self.facts.standard, self.table.here("line", at)
        if not standard.weighted:
            first, last = (self.facts.leaves[place].code for place in self.facts.leaves_of(node))
            return f"SUM(INDEX({self.scores.block(first, last)},{line},0))"
        weight = node.points / (node.points if node.scale is None else node.scale)
        children = [(child, self._part(child, at)) for child in standard.tree.get(node.code, ())]
        if node.combine is Combine.SUM:
            summed = f"SUM({','.join(part for _, part in children)})"
            return summed if weight == 1 else f"{summed}*{_ratio(weight)}"
        scale = node.points if node.scale is None else node.scale
        shares = [f"{part}/{_ratio(child.points)}" for child, part in children]
        return f"{_ratio(scale * weight)}*{'*'.join(shares)}"

    def _part(self, item: Indicator, at: int) -> str:
        if f"node {item.code}" in self.table.at:
            return self.table.here(f"node {item.code}", at)
        return f"INDEX({self.scores.all(item.code, abroad=True)},{self.table.here('line', at)})"

    def _sum(self, at: int) -> str:
        tops = self.facts.standard.tree.get("", ())
        if not self.facts.standard.weighted and any(f"node {top.code}" not in self.table.at for top in tops):
            block = self.scores.block(self.facts.leaves[0].code, self.facts.leaves[-1].code)
            return f"SUM(INDEX({block},{self.table.here('line', at)},0))"
        return f"SUM({','.join(self._part(top, at) for top in tops)})"

    def _exact(self, at: int) -> str:
        formula = self._sum(at)
        if self.facts.excluding:
            full = sum((top.points for top in self.facts.standard.tree.get("", ())), Fraction(0))
            formula = f"{formula}*{_ratio(full)}/{self.table.here('available', at)}"
        cap = self.facts.standard.total_cap
        return formula if cap is None else f"MIN({_ratio(cap)},{formula})"

    def _available(self, sheet: object, row: Row, at: int) -> None:
        made = total_of(self.facts.standard, row.standing.scores)
        assert not isinstance(made, Refused)
        column = self.table.at["available"]
        if self.facts.standard.weighted:
            self.book.amount(sheet, at, column, made.available, self.book.fine)
            return
        first, last = self.facts.leaves[0].code, self.facts.leaves[-1].code
        block = self.scores.block(first, last)
        left, right = (xl_col_to_name(self.scores.at[code]) for code in (first, last))
        points = f"'{self.scores.tab}'!${left}${self.scores.header + 1}:${right}${self.scores.header + 1}"
        counted = f"SUMPRODUCT(ISNUMBER(INDEX({block},{self.table.here('line', at)},0))*{points})"
        self.book.formula(sheet, at, column, counted, self.book.fine, made.available)


def _ratio(number: Fraction) -> str:
    return str(number.numerator) if number.denominator == 1 else f"({number.numerator}/{number.denominator})"
