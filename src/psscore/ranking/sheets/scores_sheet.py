"""The points of every unit for every indicator, and what can be said of each indicator."""

from __future__ import annotations

import statistics
from fractions import Fraction
from typing import Any

from psscore.functions.cells import number_out
from psscore.model.text import Text
from psscore.ranking.sheets.book import EXCLUDED_WORD, GROUP, SERIAL, UNIT, Book, Column, Table
from psscore.scoring.numbers import exact_sum

_CODES, _NAMES, _POINTS = 2, 3, 4
_PER_PAGE = 24
_NONE = '"—"'


def scores_table(book: Book) -> Table:
    """Where the points lie."""
    facts = book.facts
    columns = [Column("serial", SERIAL(book.lang), 6), Column("unit", UNIT(book.lang), 24)]
    if facts.grouped:
        columns.append(Column("group", GROUP(book.lang), 12))
    columns += [Column(item.code, item.code, 8.5) for item in facts.leaves]
    return Table(book.tab("scores"), columns, _POINTS, len(facts.rows))


def write_scores(book: Book, table: Table) -> None:
    """Units down, indicators across, coloured by the share of the points."""
    facts = book.facts
    title = Text("各单位各项指标得分", "Points of every unit for every indicator")
    note = Text("改动这里的得分，小计、总分和名次随之重算", "change a score here: subtotals, totals and places follow")
    sheet = book.sheet("scores", book.say(title), book.say(note), "#2E75B6")
    book.head(sheet, table, 18)
    sheet.set_row(_NAMES, 66)
    names = book.style("header", font_size=8, bold=False)
    for place, column in enumerate(table.columns[: table.at[facts.leaves[0].code]]):
        sheet.merge_range(_CODES, place, _POINTS, place, "", book.header)
        sheet.write_string(_CODES, place, column.title, book.header)
    for item in facts.leaves:
        at = table.at[item.code]
        sheet.write_string(_CODES, at, item.code, book.header)
        sheet.write_string(_NAMES, at, item.name(book.lang), names)
        book.amount(sheet, _POINTS, at, item.points, book.style("header", bold=False, num_format="General"))
    left_out = book.style("cell", "center", "muted")
    for row in facts.rows:
        at = table.header + row.serial
        sheet.write_number(at, 0, row.serial, book.middle)
        sheet.write_string(at, 1, row.standing.unit, book.name)
        if facts.grouped:
            sheet.write_string(at, table.at["group"], row.standing.group, book.cell)
        for item in facts.leaves:
            score = row.standing.scores.get(item.code)
            if isinstance(score, Fraction):
                book.amount(sheet, at, table.at[item.code], score, book.fine)
            else:
                sheet.write_string(at, table.at[item.code], EXCLUDED_WORD(book.lang), left_out)
    for item in facts.leaves:
        _colour(sheet, table, item.code, item.points)
    first = table.at[facts.leaves[0].code]
    sheet.freeze_panes(table.first, first)
    sheet.autofilter(table.header, 0, table.last, len(table.columns) - 1)
    sheet.repeat_rows(_CODES, _POINTS)
    sheet.repeat_columns(0, first - 1)
    sheet.fit_to_pages(-(-len(facts.leaves) // _PER_PAGE), 0)


def _colour(sheet: Any, table: Table, code: str, points: Fraction) -> None:
    low, middle, high = (
        number_out(min(points, Fraction(0))),
        number_out(points / 2),
        number_out(max(points, Fraction(0))),
    )
    if low == high:
        return
    scale = {
        "type": "3_color_scale",
        "min_type": "num",
        "mid_type": "num",
        "max_type": "num",
        "min_value": low,
        "mid_value": middle,
        "max_value": high,
        "min_color": "#F4B6A6",
        "mid_color": "#FDF3D0",
        "max_color": "#CFE8D5",
    }
    sheet.conditional_format(table.first, table.at[code], table.last, table.at[code], scale)


def write_indicators(book: Book, scores: Table) -> None:
    """Mean, extremes and spread of every indicator over all ranked units."""
    facts = book.facts
    titles = (
        ("code", Text("编号", "Code"), 8),
        ("branch", Text("一级指标", "Level 1"), 18),
        ("name", Text("指标", "Indicator"), 40),
        ("points", Text("分值", "Points"), 8),
        ("mean", Text("平均得分", "Mean"), 10),
        ("rate", Text("得分率", "Attained"), 12),
        ("max", Text("最高", "Highest"), 9),
        ("min", Text("最低", "Lowest"), 9),
        ("deviation", Text("标准差", "Standard deviation"), 10),
        ("full", Text("满分单位", "Units with full points"), 10),
        ("zero", Text("零分单位", "Units with none"), 10),
        ("counted", Text("计入单位", "Units counted"), 10),
    )
    columns = [Column(key, title(book.lang), width) for key, title, width in titles]
    table = Table(book.tab("indicators"), columns, 3, len(facts.leaves))
    title = Text("各项指标：全体已排名单位", "Each indicator over all ranked units")
    sheet = book.sheet("indicators", book.say(title), colour="#2E75B6")
    book.head(sheet, table)
    tops = {code: book.facts.standard.path(item)[-1] for item in facts.leaves for code in (item.code,)}
    two = book.style("cell", num_format="0.0000")
    percent = book.style("cell", "rate")
    for number, item in enumerate(facts.leaves):
        at = table.first + number
        given = [row.standing.scores.get(item.code) for row in facts.rows]
        known = [score for score in given if isinstance(score, Fraction)]
        column = scores.all(item.code, abroad=True)
        top = facts.standard.by_code[tops[item.code]]
        sheet.write_string(at, 0, item.code, book.middle)
        sheet.write_string(at, 1, top.name(book.lang) if top is not item else "", book.cell)
        sheet.write_string(at, 2, item.name(book.lang), book.wrap)
        book.amount(sheet, at, 3, item.points, book.cell)
        points = table.here("points", at)
        mean = exact_sum(known) / len(known) if known else None

        def put(key: str, formula: str, form: Any, value: object, at: int = at, known: list[Fraction] = known) -> None:
            book.formula(sheet, at, table.at[key], f"IFERROR({formula},{_NONE})", form, value if known else "—")

        put("mean", f"AVERAGE({column})", two, mean)
        share = mean / item.points if mean is not None and item.points else None
        put("rate", f"{table.here('mean', at)}/{points}", percent, "—" if share is None else share)
        put("max", f"IF(COUNT({column})=0,{_NONE},MAX({column}))", book.fine, max(known, default=None))
        put("min", f"IF(COUNT({column})=0,{_NONE},MIN({column}))", book.fine, min(known, default=None))
        put("deviation", f"STDEVP({column})", two, statistics.pstdev(map(number_out, known)) if known else None)
        full, zero = sum(score >= item.points for score in known), sum(score == 0 for score in known)
        book.formula(sheet, at, table.at["full"], f'COUNTIF({column},">="&{points})', book.count, full)
        book.formula(sheet, at, table.at["zero"], f"COUNTIF({column},0)", book.count, zero)
        book.formula(sheet, at, table.at["counted"], f"COUNT({column})", book.count, len(known))
    bar = {"type": "data_bar", "bar_color": "#9DC3E6", "bar_solid": True, "min_type": "num", "min_value": 0}
    bar |= {"max_type": "num", "max_value": 1}
    rate = table.at["rate"]
    sheet.conditional_format(table.first, rate, table.last, rate, bar)
    sheet.freeze_panes(table.first, 3)
    sheet.autofilter(table.header, 0, table.last, len(columns) - 1)
    sheet.repeat_rows(table.header)
