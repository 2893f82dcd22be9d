"""The ranking itself: places as formulas, so that a changed score changes them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from psscore.functions.cells import number_out
from psscore.model.text import Text
from psscore.ranking.result import Standing
from psscore.ranking.settings import Ties
from psscore.ranking.sheets.book import GROUP, KEY, UNIT, Book, Column, Table
from psscore.ranking.sheets.facts import Facts, Row, level_one
from psscore.scoring.numbers import short_text

_WEIGHTS, _HEADER = 3, 4
_BRANCHES = 5
_OF_SCORES = ("place", "order", "tied", "first")
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
    columns += [Column(f"node {one.code}", one.name(book.lang), 11) for one in _branches(facts)]
    if facts.graded:
        columns.append(column("grade", "等级", "Grade", 9))
    if facts.by_volume:
        columns.append(column("volume", "件数", "Cases", 10))
    if facts.ranking.year is not None:
        columns.append(column("before", "去年名次", "Place last year", 9))
        columns.append(column("rise", "升降", "Up or down", 8))
    if any(one.standing.small or _remark(one.standing, book.lang) for one in facts.rows):
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


def score_key(facts: Facts) -> str:
    """The column that places go by."""
    if facts.settings.changed:
        return "score" if facts.shows_score else "shown"
    return "exact" if facts.shows_exact else "total"


def shown_key(facts: Facts) -> str:
    """The same score as it is published."""
    return "shown" if facts.settings.changed else "total"


def write_ranking(book: Book, table: Table, subtotals: Table) -> None:
    """The first sheet: who stands where."""
    facts = book.facts
    ranking, settings = facts.ranking, facts.settings
    name = facts.standard.title
    title = Text(f"{name.zh} 排名", f"{name.en}: ranking")
    parts = [Text(f"评价期 {ranking.period}", f"period {ranking.period}")] if ranking.period else []
    parts.append(Text(f"{len(facts.rows)} 个单位", f"{len(facts.rows)} units"))
    if len(ranking.groups) > 1:
        parts.append(Text(f"{len(ranking.groups)} 组，组内排名", f"{len(ranking.groups)} groups, ranked within each"))
    if ranking.unranked:
        parts.append(Text(f"未排名 {len(ranking.unranked)} 个", f"{len(ranking.unranked)} not ranked"))
    subtitle = Text(" · ".join(part.zh for part in parts), " · ".join(part.en for part in parts))
    sheet = book.sheet("ranking", book.say(title), book.say(subtitle))
    rules = settings.basis.sentence + Text("；", "; ") + settings.ties.sentence
    sheet.write_string(2, 0, book.say(rules), book.style("note", text_wrap=False))
    book.head(sheet, table, 34, HELPERS)
    _weights(book, sheet, table)
    for row in facts.rows:
        _Row(book, sheet, table, subtotals, row).write()
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
    sheet.write_string(_WEIGHTS, before, Text("权重", "weights")(book.lang), label)
    book.amount(sheet, _WEIGHTS, table.at["total"], settings.own_weight, form)
    for at, component in enumerate(settings.components):
        book.amount(sheet, _WEIGHTS, table.at[f"other {at}"], component.weight, form)


class _Row:
    """One unit."""

    def __init__(self, book: Book, sheet: Any, table: Table, subtotals: Table, row: Row) -> None:
        self.book, self.sheet, self.table, self.subtotals, self.row = book, sheet, table, subtotals, row
        self.facts, self.one, self.at = book.facts, row.standing, table.header + row.serial

    def write(self) -> None:
        self.sheet.set_row(self.at, 18)
        self.helpers()
        self.scores()
        self.places()
        one, at = self.one, self.at
        self.text("unit", one.unit, self.book.name)
        if "group" in self.table.at:
            self.text("group", one.group, self.book.group[self.row.group % 2])
        if "grade" in self.table.at:
            self.text("grade", one.grade or "—", self.book.middle)
        if "volume" in self.table.at:
            if one.volume is None:
                self.text("volume", "—", self.book.middle)
            else:
                self.book.amount(self.sheet, at, self.table.at["volume"], one.volume, self.book.count)
        if "before" in self.table.at:
            self.year()
        if "remark" in self.table.at:
            self.remark()

    def put(self, key: str, formula: str, form: Any, value: object) -> None:
        if self.facts.digits is None and key in _OF_SCORES:
            # Binary numbers cannot hold the exact order: the places are values then.
            self.sheet.write(self.at, self.table.at[key], value, form)
            return
        self.book.formula(self.sheet, self.at, self.table.at[key], formula, form, value)

    def text(self, key: str, words: str, form: Any) -> None:
        self.sheet.write_string(self.at, self.table.at[key], words, form)

    def helpers(self) -> None:
        helper = self.book.helper
        for key, number in (
            ("serial", self.row.serial),
            ("group_no", self.row.group),
            ("listed", self.one.listed + 1),
        ):
            self.sheet.write_number(self.at, self.table.at[key], number, helper)
        line = f"MATCH({self.here('serial')},{self.subtotals.all('serial', abroad=True)},0)"
        self.put("line", line, helper, self.row.serial)

    def here(self, key: str) -> str:
        return self.table.here(key, self.at)

    def linked(self, key: str) -> str:
        return f"INDEX({self.subtotals.all(key, abroad=True)},{self.here('line')})"

    def scores(self) -> None:
        facts, one, book = self.facts, self.one, self.book
        self.put("total", self.linked("total"), book.number, one.total)
        if facts.shows_exact:
            exact = one.exact if facts.digits is None else facts.known(one.exact)
            self.put("exact", self.linked("exact"), book.full, exact)
        for node in _branches(facts):
            key = f"node {node.code}"
            value = sum(
                (
                    score
                    for item in facts.standard.under(node.code)
                    if isinstance(score := one.scores.get(item.code), Fraction)
                ),
                Fraction(0),
            )
            self.put(key, self.linked(key), book.fine, value)
        if facts.settings.changed:
            self.composite()

    def composite(self) -> None:
        facts, one, book = self.facts, self.one, self.book
        own = self.here("exact" if facts.shows_exact else "total")
        parts = [f"{self.weight('total')}*{own}" if facts.settings.components else own]
        for at, score in enumerate(one.others):
            key = f"other {at}"
            book.amount(self.sheet, self.at, self.table.at[key], score, book.fine)
            parts.append(f"{self.weight(key)}*{self.here(key)}")
        if facts.settings.adjustments:
            points = self.table.at["adjusted"]
            book.amount(self.sheet, self.at, points, one.adjusted, book.change)
            parts.append(self.here("adjusted"))
        summed = "+".join(parts)
        if facts.digits is None:
            if facts.shows_score:
                book.amount(self.sheet, self.at, self.table.at["score"], one.score, book.full)
            book.amount(self.sheet, self.at, self.table.at["shown"], one.shown, book.number)
            return
        exact = f"ROUND({summed},{facts.digits})"
        if facts.shows_score:
            self.put("score", exact, book.full, facts.known(one.score))
            exact = self.here("score")
        self.put("shown", facts.round_formula(exact), book.number, one.shown)

    def weight(self, key: str) -> str:
        return f"{xl_col_to_name(self.table.at[key])}${_WEIGHTS + 1}"

    def places(self) -> None:
        facts, table, one, helper = self.facts, self.table, self.one, self.book.helper
        key = score_key(facts)
        score, scores = self.here(key), table.all(key)
        ties = facts.settings.ties
        group = f"({table.all('group_no')}={self.here('group_no')})"
        same, better = f"({scores}={score})", f"({scores}>{score})"
        deciding, ahead = same, better
        if ties is Ties.VOLUME:
            cases, mine = table.all("volume"), self.here("volume")
            deciding, ahead = f"{same}*({cases}={mine})", f"({better}+{same}*({cases}>{mine}))"
        listed = f"({table.all('listed')}<{self.here('listed')})"
        serial = f"({table.all('listed')}={self.here('listed')})*({table.all('serial')}<{self.here('serial')})"
        order = f"1+SUMPRODUCT({group}*({ahead}+{deciding}*({listed}+{serial})))"
        self.put("order", order, helper, one.order)
        self.put("key", f"{self.here('group_no')}*{KEY}+{self.here('order')}", helper, self.row.group * KEY + one.order)
        if ties is Ties.PRINTED:
            place = self.here("order")
        elif ties is Ties.DENSE:
            earlier = f"SUMPRODUCT({group}*{same}*({table.all('order')}<{self.here('order')}))"
            others = facts.ranking.groups[self.row.group - 1].standings
            first = one.order == 1 or others[one.order - 2].score != one.score
            self.put("first", f"IF({earlier}=0,1,0)", helper, int(first))
            place = f"1+SUMPRODUCT({group}*{better}*{table.all('first')})"
        elif ties is Ties.SHARED and len(facts.ranking.groups) == 1:
            place = f"_xlfn.RANK.EQ({score},{scores},0)"
        else:
            place = f"1+SUMPRODUCT({group}*{ahead})"
        self.put("place", place, self.book.strong, one.place)
        tied = f"SUMPRODUCT({group}*{deciding})"
        count = "" if one.sharers == 1 else one.sharers
        self.put("tied", f'IF({tied}>1,{tied},"")', self.book.middle, count)

    def year(self) -> None:
        shift = self.one.shift
        assert shift is not None
        if shift.place is None:
            new = Text("新", "new")(self.book.lang)
            self.text("before", new, self.book.middle)
            self.text("rise", "", self.book.middle)
            return
        self.sheet.write_number(self.at, self.table.at["before"], shift.place, self.book.middle)
        if self.facts.settings.changed:
            self.sheet.write_number(self.at, self.table.at["rise"], shift.rise, self.book.rise)
        else:
            self.put("rise", f"{self.here('before')}-{self.here('place')}", self.book.rise, shift.rise)

    def remark(self) -> None:
        words = _remark(self.one, self.book.lang)
        small = self.facts.settings.small
        form = self.book.style("cell", "wrap", "small")
        if words:
            self.sheet.set_row(self.at, max(18, 13 * (1 + len(words.encode("gb18030", "replace")) // 30)))
        if small is None or words:
            note = _small(self.facts, self.book.lang) if self.one.small else ""
            self.text("remark", "；".join(filter(None, (note, words))), form)
            return
        note = _small(self.facts, self.book.lang)
        cases = self.here("volume")
        formula = f'IF(ISNUMBER({cases}),IF({cases}<{number_out(small):g},"{note}",""),"")'
        self.put("remark", formula, form, note if self.one.small else "")


def _branches(facts: Facts) -> list[Any]:
    """The level-1 subtotals, when they fit beside the total."""
    tops = level_one(facts)
    return list(tops) if 1 < len(tops) <= _BRANCHES and not facts.standard.weighted else []


def _small(facts: Facts, lang: str) -> str:
    number = short_text(facts.settings.small or Fraction(0))
    return Text(f"件数少于 {number}", f"fewer than {number} cases")(lang)


def _remark(one: Standing, lang: str) -> str:
    """What is to be known of a unit: announced points with their reasons, a total the group has changed."""
    parts = []
    for item in one.adjustments:
        sign = "+" if item.points >= 0 else ""
        parts.append(
            Text(f"{sign}{short_text(item.points)}：{item.reason}", f"{sign}{short_text(item.points)}: {item.reason}")
        )
    if one.own_total is not None and one.own_total != one.total:
        own = short_text(one.own_total)
        parts.append(Text(f"工作簿原总分 {own}", f"total in the workbook {own}"))
    return "；".join(part(lang) for part in parts)
