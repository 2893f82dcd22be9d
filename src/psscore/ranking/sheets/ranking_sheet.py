"""The ranking itself: places as formulas, so that a changed score changes them."""

from __future__ import annotations

from typing import Any

from psscore.functions.cells import number_out
from psscore.model.text import Text, counted
from psscore.ranking.settings import Ties
from psscore.ranking.sheets.book import GROUP, UNIT, Book, Column, Table
from psscore.ranking.sheets.ranking_row import WEIGHTS, UnitRow, branches, remark_of, shown_key

_HEADER = 4
HELPERS = ("serial", "group_no", "listed", "line", "first", "order", "key")


def ranking_table(book: Book) -> Table:
    """The columns of the ranking; helper columns stand on the right, outside the print area."""
    facts = book.facts

    def column(key: str, zh: str, en: str, width: float) -> Column:
        return Column(key, Text(zh, en)(book.lang), width)

    columns = [column("place", "名次", "Place", 7), column("tied", "并列数", "Tied", 7)]
    columns.append(Column("unit", UNIT(book.lang), 30))
    if facts.grouped:
        columns.append(Column("group", GROUP(book.lang), 13))
    if facts.settings.changed:
        columns += [column("shown", "综合得分", "Score", 11)]
        if facts.shows_score:
            columns.append(column("score", "未取舍综合得分", "Score, unrounded", 15))
    columns.append(column("total", "总分", "Total", 10))
    if facts.shows_exact:
        columns.append(column("exact", "未取舍总分", "Total, unrounded", 15))
    for at, component in enumerate(facts.settings.components):
        columns.append(Column(f"other {at}", component.name, 12))
    if facts.settings.adjustments:
        columns.append(column("adjusted", "加减分", "Points added", 9))
    columns += [Column(f"node {one.code}", one.name(book.lang), 11) for one in branches(facts)]
    if facts.graded:
        columns.append(column("grade", "等级", "Grade", 9))
    if facts.by_volume:
        columns.append(column("volume", "件数", "Cases", 10))
    if facts.ranking.year is not None:
        columns.append(column("before", "去年名次", "Place last year", 9))
        columns.append(column("rise", "升降", "Up or down", 8))
    if any(one.standing.small or remark_of(one.standing, book.lang) for one in facts.rows):
        columns.append(column("remark", "备注", "Remarks", 26))
    columns += [
        column("serial", "序号", "no.", 5),
        column("group_no", "组号", "group no.", 5),
        column("listed", "名单序", "line in list", 5),
        column("line", "小计表行", "line of totals", 6),
    ]
    if facts.settings.ties is Ties.DENSE:
        columns.append(column("first", "首个同分", "first of its score", 6))
    columns += [column("order", "组内次序", "order in group", 6), column("key", "查找键", "key", 9)]
    return Table(book.tab("ranking"), columns, _HEADER, len(facts.rows))


def write_ranking(book: Book, table: Table, subtotals: Table) -> None:
    """The first sheet: who stands where."""
    facts = book.facts
    ranking, settings = facts.ranking, facts.settings
    name = facts.standard.title
    title = Text(f"{name.zh} 排名", f"{name.en}: ranking")
    parts = [Text(f"评价期 {ranking.period}", f"period {ranking.period}")] if ranking.period else []
    parts.append(Text(f"{len(facts.rows)} 个单位", counted(len(facts.rows), "unit")))
    if len(ranking.groups) > 1:
        parts.append(
            Text(f"{len(ranking.groups)} 组，组内排名", f"{counted(len(ranking.groups), 'group')}, ranked within each")
        )
    if ranking.unranked:
        parts.append(Text(f"未排名 {len(ranking.unranked)} 个", f"{len(ranking.unranked)} not ranked"))
    subtitle = Text(" · ".join(part.zh for part in parts), " · ".join(part.en for part in parts))
    sheet = book.sheet("ranking", book.say(title), book.say(subtitle))
    rules = settings.basis.sentence + Text("；", "; ") + settings.ties.sentence
    sheet.write_string(2, 0, book.say(rules), book.style("note", text_wrap=False))
    book.head(sheet, table, 34, HELPERS)
    _weights(book, sheet, table)
    for row in facts.rows:
        UnitRow(book, sheet, table, subtotals, row).write()
    _finish(book, sheet, table)


def _finish(book: Book, sheet: Any, table: Table) -> None:
    facts = book.facts
    visible = table.at["serial"]
    sheet.freeze_panes(table.first, table.at["unit"] + 1)
    sheet.autofilter(table.header, 0, table.last, visible - 1)
    sheet.repeat_rows(table.header)
    sheet.print_area(0, 0, table.last, visible - 1)
    score = table.at[shown_key(facts)]
    sheet.conditional_format(table.first, score, table.last, score, book.bar())
    if "rise" in table.at:
        book.risen(sheet, table)
    order = table.here("order", table.first)
    best = book.style.rule(bg_color="#E2F0D9", font_color="#2F6B3C")
    top = min(facts.first, 3) if facts.first >= 3 else facts.first
    rule = {"type": "formula", "criteria": f"={order}<={top}", "format": best}
    sheet.conditional_format(table.first, 0, table.last, 0, rule)
    if "remark" in table.at and facts.settings.small is not None:
        small = number_out(facts.settings.small)
        amber = book.style.rule(font_color="#B45309", bold=True)
        volume = table.here("volume", table.first)
        rule = {"type": "formula", "criteria": f"=AND(ISNUMBER({volume}),{volume}<{small:g})", "format": amber}
        sheet.conditional_format(table.first, table.at["volume"], table.last, table.at["volume"], rule)


def _weights(book: Book, sheet: Any, table: Table) -> None:
    """The weights of a composite score, in cells above their columns: the formulas use them."""
    settings = book.facts.settings
    if not settings.components:
        return
    label, form = book.style("tiny", align="right"), book.style("tiny", align="center", num_format='"×"0.##%')
    before = table.at[shown_key(book.facts)]
    sheet.write_string(WEIGHTS, before, Text("权重", "weights")(book.lang), label)
    book.amount(sheet, WEIGHTS, table.at["total"], settings.own_weight, form)
    for at, component in enumerate(settings.components):
        book.amount(sheet, WEIGHTS, table.at[f"other {at}"], component.weight, form)
