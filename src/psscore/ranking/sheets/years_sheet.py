"""This year against the last: totals, places, who is new and who is gone."""

from __future__ import annotations

from typing import Any

from psscore.model.text import Text
from psscore.ranking.sheets.book import GROUP, SERIAL, UNIT, Book, Column, Table
from psscore.ranking.sheets.facts import Row

_MOVERS = 20


def write_years(book: Book, ranking: Table) -> None:
    """One row a unit that is ranked now; the units that are gone below."""
    facts = book.facts
    year = facts.ranking.year
    assert year is not None
    columns = [Column("serial", SERIAL(book.lang), 6), Column("unit", UNIT(book.lang), 30)]
    if facts.grouped:
        columns.append(Column("group", GROUP(book.lang), 13))
    for key, text, width in (
        ("total", Text("今年总分", "Total now"), 11),
        ("before", Text("去年总分", "Total last year"), 11),
        ("change", Text("差", "Change"), 10),
        ("place", Text("今年名次", "Place now"), 9),
        ("place_before", Text("去年名次", "Place last year"), 9),
        ("rise", Text("升降", "Up or down"), 9),
        ("state", Text("情况", "State"), 13),
    ):
        columns.append(Column(key, text(book.lang), width))
    loud = list(year.differences)
    table = Table(book.tab("years"), columns, 3 + len(loud), len(facts.rows))
    # The reference with its readings does not fit into a line; the sheet of the method has it.
    standard, digest = year.reference.partition("?")[0], year.digest[:12]
    period = Text(
        f"去年：{year.period or '—'}（{standard}，摘要 {digest}）",
        f"Last year: {year.period or '—'} ({standard}, digest {digest})",
    )
    sheet = book.sheet("years", book.say(Text("与上年比较", "Against the year before")), book.say(period))
    for line, sentence in enumerate(loud):
        words = book.say(Text("注意：", "Note: ") + sentence)
        sheet.write_string(2 + line, 0, words, book.style("finding", "bold"))
    book.head(sheet, table)
    writer = _Years(book, sheet, table, ranking)
    for row in facts.rows:
        writer.row(row)
    book.risen(sheet, table)
    change = {"type": "data_bar", "bar_color": "#9DC3E6", "bar_negative_color": "#E8A58C", "bar_solid": True}
    sheet.conditional_format(table.first, table.at["change"], table.last, table.at["change"], change)
    below = writer.gone(table.last + 2)
    sheet.freeze_panes(table.first, table.at["unit"] + 1)
    sheet.autofilter(table.header, 0, table.last, len(columns) - 1)
    sheet.repeat_rows(table.header)
    sheet.print_area(0, 0, below, len(columns) - 1)
    writer.movers()


class _Years:
    """Formulas over the ranking beside the values of last year."""

    def __init__(self, book: Book, sheet: Any, table: Table, ranking: Table) -> None:
        self.book, self.sheet, self.table, self.ranking = book, sheet, table, ranking
        self.year = book.facts.ranking.year

    def row(self, row: Row) -> None:
        book, sheet, table, one = self.book, self.sheet, self.table, row.standing
        shift = one.shift
        assert shift is not None
        assert self.year is not None
        at = table.header + row.serial
        sheet.write_number(at, 0, row.serial, book.middle)
        sheet.write_string(at, 1, one.unit, book.name)
        if "group" in table.at:
            sheet.write_string(at, table.at["group"], one.group, book.cell)

        def put(key: str, formula: str, form: Any, value: object) -> None:
            book.formula(sheet, at, table.at[key], formula, form, value)

        match = f"MATCH({table.here('serial', at)},{self.ranking.all('serial', abroad=True)},0)"
        put("total", f"INDEX({self.ranking.all('total', abroad=True)},{match})", book.number, one.total)
        if book.facts.settings.changed:
            # The ranking goes by another score; places by the total are those worked out when it was made.
            sheet.write_number(at, table.at["place"], shift.place_now, book.strong)
        else:
            put("place", f"INDEX({self.ranking.all('place', abroad=True)},{match})", book.strong, one.place)
        if shift.total is None or shift.place is None or shift.rise is None:
            for key in ("before", "change", "place_before", "rise"):
                sheet.write_string(at, table.at[key], "—", book.middle)
            state = Text("新增", "new") if shift.new else Text("去年无总分", "no total then")
            sheet.write_string(at, table.at["state"], state(book.lang), book.middle)
            return
        book.amount(sheet, at, table.at["before"], shift.total, book.number)
        sheet.write_number(at, table.at["place_before"], shift.place, book.middle)
        here, before = table.here("total", at), table.here("before", at)
        if self.year.comparable:
            put("change", f"ROUND({here}-{before},{book.facts.places})", book.change, one.total - shift.total)
        else:
            sheet.write_string(at, table.at["change"], "—", book.middle)
        put("rise", f"{table.here('place_before', at)}-{table.here('place', at)}", book.rise, shift.rise)
        sheet.write_string(at, table.at["state"], "", book.middle)

    def gone(self, top: int) -> int:
        """The units of last year that are not ranked now; gives the last row used."""
        assert self.year is not None
        if not self.year.gone:
            return top
        book, sheet = self.book, self.sheet
        title = Text("去年有、今年没有排名的单位", "Ranked last year and not now")
        sheet.write_string(top, 1, book.say(title), book.style("bold", font_color="#1F4E79"))
        before, place = self.table.at["before"], self.table.at["place_before"]
        for number, one in enumerate(self.year.gone, 1):
            sheet.write_string(top + number, 1, one.unit, book.name)
            book.amount(sheet, top + number, before, one.total, book.number)
            if one.place is None:
                sheet.write_string(top + number, place, "—", book.middle)
            else:
                sheet.write_number(top + number, place, one.place, book.middle)
        return top + len(self.year.gone)

    def movers(self) -> None:
        """The units that moved most, on a sheet of their own with a bar for each."""
        book, table = self.book, self.table
        moved = [row for row in book.facts.rows if row.standing.shift and row.standing.shift.rise]
        moved.sort(key=lambda row: -abs(_rise(row)))
        shown = sorted(moved[:_MOVERS], key=_rise, reverse=True)
        if not shown:
            return
        words = Text("名次变动最大的单位", "Units that moved most")
        titles = (UNIT, Text("升降", "Up or down"))
        columns = [
            Column(key, title(book.lang), width)
            for key, title, width in zip(("unit", "rise"), titles, (30, 10), strict=True)
        ]
        small = Table(book.tab("movers"), columns, 2, len(shown))
        sheet = book.sheet("movers", book.say(words))
        book.head(sheet, small, 22)
        match = table.all("serial", abroad=True)
        for number, row in enumerate(shown):
            at = small.first + number
            line = f"MATCH({row.serial},{match},0)"
            unit, rise = (f"INDEX({table.all(key, abroad=True)},{line})" for key in ("unit", "rise"))
            book.formula(sheet, at, 0, unit, book.name, row.standing.unit)
            book.formula(sheet, at, 1, rise, book.rise, _rise(row))
        book.risen(sheet, small)
        sheet.set_column(2, 2, 3)
        chart = book.book.add_chart({"type": "bar"})
        tab = book.tab("movers")
        chart.add_series(
            {
                "name": book.say(words),
                "categories": [tab, small.first, 0, small.last, 0],
                "values": [tab, small.first, 1, small.last, 1],
                "points": [{"fill": {"color": "#2F6B3C" if _rise(row) > 0 else "#C0504D"}} for row in shown],
                "gap": 40,
                "data_labels": {"value": True, "num_format": "+0;-0;0", "font": {"size": 8}},
            }
        )
        chart.set_title({"name": book.say(words), "name_font": {"size": 11, "name": book.font}, "overlay": False})
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True, "label_position": "low", "num_font": {"size": 8, "name": book.font}})
        chart.set_x_axis({"num_format": "+0;-0;0", "major_gridlines": {"visible": True, "line": {"color": "#E3E8EE"}}})
        chart.set_size({"width": 640, "height": 110 + 20 * len(shown)})
        sheet.insert_chart(small.header, 3, chart, {"object_position": 2})


def _rise(row: Row) -> int:
    shift = row.standing.shift
    return 0 if shift is None or shift.rise is None else shift.rise
