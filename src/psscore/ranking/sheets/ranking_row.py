"""One unit of the ranking: its scores as links, its place as a formula."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from psscore.functions.cells import number_out
from psscore.model.text import Text, counted
from psscore.ranking.result import Standing
from psscore.ranking.settings import Ties
from psscore.ranking.sheets.book import KEY, Book, Table
from psscore.ranking.sheets.facts import Facts, Row, level_one
from psscore.scoring.numbers import short_text

WEIGHTS = 3
_BRANCHES = 5
_OF_SCORES = ("place", "order", "tied", "first")


def score_key(facts: Facts) -> str:
    """The column that places go by."""
    if facts.settings.changed:
        return "score" if facts.shows_score else "shown"
    return "exact" if facts.shows_exact else "total"


def shown_key(facts: Facts) -> str:
    """The same score as it is published."""
    return "shown" if facts.settings.changed else "total"


class UnitRow:
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
            self.text("grade", one.graded(self.book.lang) or "—", self.book.middle)
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
        for node in branches(facts):
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
        return f"{xl_col_to_name(self.table.at[key])}${WEIGHTS + 1}"

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
            new = Text("新", "new") if shift.new else Text("—", "—")
            self.text("before", new(self.book.lang), self.book.middle)
            self.text("rise", "", self.book.middle)
            return
        self.sheet.write_number(self.at, self.table.at["before"], shift.place, self.book.middle)
        if self.facts.settings.changed:
            self.sheet.write_number(self.at, self.table.at["rise"], shift.rise, self.book.rise)
        else:
            self.put("rise", f"{self.here('before')}-{self.here('place')}", self.book.rise, shift.rise)

    def remark(self) -> None:
        words = remark_of(self.one, self.book.lang)
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


def branches(facts: Facts) -> list[Any]:
    """The level-1 subtotals, when they fit beside the total."""
    tops = level_one(facts)
    return list(tops) if 1 < len(tops) <= _BRANCHES and not facts.standard.weighted else []


def _small(facts: Facts, lang: str) -> str:
    number = short_text(facts.settings.small or Fraction(0))
    return Text(f"件数少于 {number}", f"fewer than {counted(number, 'case')}")(lang)


def remark_of(one: Standing, lang: str) -> str:
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
