"""The first and the last units of each group, with a chart; they follow the ranking."""

from __future__ import annotations

from typing import Any

from psscore.model.text import Text
from psscore.ranking.result import Group, Standing
from psscore.ranking.settings import Ties
from psscore.ranking.sheets.book import KEY, ONE_GROUP, UNIT, Book, Column, Table
from psscore.ranking.sheets.ranking_row import score_key, shown_key

_CHARTS = 12
_NAVY, _AMBER = "#2E75B6", "#E0A030"
_ROW = 20
_SCALE = 85


def write_ends(book: Book, ranking: Table) -> None:
    """Group under group: a table and a bar chart beside it."""
    facts = book.facts
    title = Text(f"前 {facts.first} 名与后 {facts.last} 名", f"First {facts.first} and last {facts.last}")
    note = Text("随排名自动更新", "follows the ranking")
    sheet = book.sheet("ends", book.say(title), book.say(note))
    titles = [
        Column("part", Text("区段", "Part")(book.lang), 9),
        Column("place", Text("名次", "Place")(book.lang), 8),
        Column("unit", UNIT(book.lang), 34),
        Column("score", ranking.columns[ranking.at[shown_key(facts)]].title, 11),
    ]
    at = 2
    breaks: list[int] = []
    for number, group in enumerate(facts.ranking.groups, 1):
        before = at
        at = _Block(book, sheet, ranking, titles, group, number).write(at)
        if number > 1 and at - (breaks[-1] if breaks else 2) > 34:
            breaks.append(before)
    for place, column in enumerate(titles):
        sheet.set_column(place, place, column.width)
    sheet.set_column(4, 4, 3)
    sheet.print_area(0, 0, max(at, 24), 14)
    # A page that is fitted to a width would ignore the breaks between groups.
    sheet.fit_page = False
    sheet.set_print_scale(_SCALE)
    sheet.set_h_pagebreaks(breaks)


class _Block:
    """One group."""

    def __init__(self, book: Book, sheet: Any, ranking: Table, titles: list[Column], group: Group, number: int) -> None:
        self.book, self.sheet, self.ranking, self.titles = book, sheet, ranking, titles
        self.group, self.number = group, number
        self.first, self.last = book.facts.ends(len(group.standings))

    def write(self, at: int) -> int:
        book, sheet = self.book, self.sheet
        size = len(self.group.standings)
        name = self.group.name or ONE_GROUP(book.lang)
        heading = Text(f"{name}（{size} 个单位）", f"{name} ({size} units)")
        sheet.write_string(at, 0, book.say(heading), book.style("bold", font_color="#1F4E79", font_size=12))
        sheet.set_row(at, 24)
        head = at + 1
        for place, column in enumerate(self.titles):
            sheet.write_string(head, place, column.title, book.header)
        row = head + 1
        orders = [*range(1, self.first + 1), *range(size - self.last + 1, size + 1)]
        for order in orders:
            self.line(row, order, order <= self.first)
            row += 1
        last = row - 1
        row = self.note(row, self.first, ahead=True)
        if self.last:
            row = self.note(row, size - self.last + 1, ahead=False)
        if self.number <= _CHARTS:
            row = max(row, self.chart(head + 1, last, name))
        return row + 1

    def found(self, order: int, key: str) -> str:
        match = f"MATCH({self.number * KEY + order},{self.ranking.all('key', abroad=True)},0)"
        return f"INDEX({self.ranking.all(key, abroad=True)},{match})"

    def standing(self, order: int) -> Standing:
        return self.group.standings[order - 1]

    def line(self, row: int, order: int, first: bool) -> None:
        book, one = self.book, self.standing(order)
        part = Text("前列", "first") if first else Text("后列", "last")
        if len(self.group.standings) <= self.first:
            part = Text("全部", "all")
        fill = "#E2F0D9" if first else "#FDE9C8"
        self.sheet.write_string(row, 0, book.say(part), book.style("cell", "center", bg_color=fill))
        book.formula(self.sheet, row, 1, self.found(order, "place"), book.strong, one.place)
        book.formula(self.sheet, row, 2, self.found(order, "unit"), book.name, one.unit)
        score = self.found(order, shown_key(book.facts))
        book.formula(self.sheet, row, 3, score, book.number, one.shown if book.facts.settings.changed else one.total)

    def note(self, row: int, order: int, *, ahead: bool) -> int:
        """How many more have the place at which the list is cut; an empty line otherwise."""
        book, ranking, facts = self.book, self.ranking, self.book.facts
        printed = facts.settings.ties is Ties.PRINTED
        key = score_key(facts) if printed else "place"
        group = f"({ranking.all('group_no', abroad=True)}={self.number})"
        beyond = f"({ranking.all('order', abroad=True)}{'>' if ahead else '<'}{order})"
        count = f"SUMPRODUCT({group}*({ranking.all(key, abroad=True)}={self.found(order, key)})*{beyond})"
        one = self.standing(order)
        others = self.group.standings[order:] if ahead else self.group.standings[: order - 1]
        alike = sum((other.score == one.score) if printed else (other.place == one.place) for other in others)
        zh = f'"与"&{self.found(order, "unit")}&"同分或并列的另有 "&{count}&" 个单位未列出"'
        en = f'{count}&" more units equal to "&{self.found(order, "unit")}&" are not listed"'
        said = Text(
            f"与{one.unit}同分或并列的另有 {alike} 个单位未列出",
            f"{alike} more units equal to {one.unit} are not listed",
        )
        value = book.say(said) if alike else ""
        book.formula(
            self.sheet,
            row,
            0,
            f'IF({count}=0,"",{Text(zh, en)(book.lang)})',
            book.style("note", text_wrap=False),
            value,
        )
        return row + 1

    def chart(self, top: int, bottom: int, name: str) -> int:
        book = self.book
        tab = book.tab("ends")
        chart = book.book.add_chart({"type": "bar"})
        count = bottom - top + 1
        colours = [{"fill": {"color": _NAVY if at < self.first else _AMBER}} for at in range(count)]
        chart.add_series(
            {
                "name": self.titles[3].title,
                "categories": [tab, top, 2, bottom, 2],
                "values": [tab, top, 3, bottom, 3],
                "points": colours,
                "gap": 40,
                "data_labels": {"value": True, "font": {"size": 8}},
            }
        )
        chart.set_title({"name": name, "name_font": {"size": 11, "name": book.font}, "overlay": False})
        chart.set_legend({"none": True})
        negative = any(one.score < 0 for one in self.group.standings)
        chart.set_y_axis({"reverse": True, "label_position": "low", "num_font": {"size": 8, "name": book.font}})
        axis: dict[str, Any] = {
            "num_font": {"size": 8},
            "major_gridlines": {"visible": True, "line": {"color": "#E3E8EE"}},
        }
        chart.set_x_axis(axis if negative else {**axis, "min": 0})
        high = max(6, count + 2) * _ROW + 20
        chart.set_size({"width": 600, "height": high})
        self.sheet.insert_chart(top - 2, 5, chart, {"object_position": 2, "y_offset": 4})
        return top - 2 + high // _ROW + 2
