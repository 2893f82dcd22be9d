"""Charts over the workbook's own cells: the months, where the points were lost, response against resolution.

The numbers that charts need in another order stand beside them, as ordinary formulas: the scores depend on none.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_col_to_name

from psscore.workbook.template.book import Book, Sheet
from psscore.workbook.template.chart import font, place
from psscore.workbook.template.content import Kind, Row
from psscore.workbook.template.score_sheet import TOP as SCORES_TOP
from psscore.workbook.template.score_sheet import unit_line
from psscore.workbook.template.style import BLUE, GRID, INK, MUTED
from psscore.workbook.template.summary import LEVEL_2_TOP
from psscore.workbook.template.tables import LEVEL_2, MONTHLY, SCORES, Table

MONTHS = 12
LISTED = 12  # indicators in the chart of points lost
TOP = 4
_LAST = TOP + MONTHS
_LOST, _LEVELS, _RATES, _END = 18, 30, 42, 68
_WIDTH = 784  # of a chart over all printed columns
_HALF = 478  # of the chart beside the months
_GOLD, _GREEN = "#E0A030", "#6A9F58"
_ROW = 24  # pixels of a row under a chart


def write_pictures(book: Book) -> None:
    sheet = book.sheet("charts")
    sheet.raw.set_tab_color("#1F4E79")
    sheet.columns({"A:D": 16.5, "E": 1.5, "F": 10, "G:I": 9.5, "J": 4})
    sheet.columns({"K": 5, "L": 46, "M:N": 10})
    say = book.say
    sheet.height(1, 34)
    sheet.merge("A1:I1", say("评价图表", "Charts"), "title")
    sheet.height(2, 24)
    sheet.merge("A2:I2", unit_line(book), "small")
    sheet.height(3, 36)
    note = say(
        "逐月数据只用于图，不参与评分；由 psscore tickets count --into 填写，也可手填。没有数据的月份留空。",
        "The months are for the chart only and are not scored; psscore tickets count --into fills them in, or type "
        "them. Leave months without data blank.",
    )
    sheet.merge("A3:I3", note, "note")
    for row in range(TOP, _END + 1):
        sheet.height(row, 18)
    _months(book, sheet)
    helpers = _Helpers(book, sheet)
    indicators = helpers.ranked(SCORES, len(book.content.rows), LISTED)
    levels = helpers.ranked(LEVEL_2, len(book.content.level_2), len(book.content.level_2))
    topics = helpers.topics()
    _trend(book, sheet)
    said = say(
        "失分最多的指标（分，只计已有得分的指标）", "Where the points were lost: indicators (points; scored ones only)"
    )
    _lost(book, sheet, indicators, f"A{_LOST}", said)
    _lost(book, sheet, levels, f"A{_LEVELS}", say("二级指标失分（分）", "Points lost by level 2"))
    _rates(book, sheet, topics)
    sheet.page(f"A1:I{_END}", pages=1)
    sheet.protect()


def _months(book: Book, sheet: Sheet) -> None:
    sheet.table(MONTHLY, f"F{TOP}", MONTHS)
    months = book.example.months if book.example else ()
    for place_, row in enumerate(range(TOP + 1, _LAST + 1)):
        values = months[place_] if place_ < len(months) else (None,) * 4
        sheet.write(f"F{row}", values[0], "input", "center", "text")
        for column, number in zip("GHI", values[1:], strict=True):
            sheet.write(f"{column}{row}", number, "input", "count")
    said = book.say("该月受理的诉求件数。", "Requests received in the month.")
    sheet.validate_count(f"G{TOP + 1}:I{_LAST}", book.say("逐月数据", "Months"), said)
    sheet.numbers_as_text(f"F{TOP + 1}:F{_LAST}")


class _Helpers:
    """The numbers for the charts beside the printed columns; areas are (first row, last row) of the columns K to N."""

    def __init__(self, book: Book, sheet: Sheet) -> None:
        self.book, self.sheet, self.row = book, sheet, TOP
        told = book.say("图表数据（公式，不用填写）", "Numbers of the charts (formulas, nothing to fill in)")
        sheet.write("L3", told, "note")

    def ranked(self, table: Table, rows: int, listed: int) -> tuple[int, int]:
        """The rows of a table that lost most, the most first; those without a score are left out."""
        keys, named = ("PR", "QS")[table is LEVEL_2]
        self._keys(table, keys, named, rows)
        area, labels = (f"${column}${TOP + 1}:${column}${TOP + rows}" for column in (keys, named))
        self._head("", self.book.say("失分", "Lost"))
        first = self.row
        for at in range(first, first + listed):
            nth = f"LARGE({area},{at - first + 1})"
            # What is below a millionth is the part of the key that keeps equal losses apart.
            self.sheet.formula(f"K{at}", f'=IF(ROUND({nth},6)=0,"",MATCH({nth},{area},0))', "tiny", "center")
            self.sheet.formula(f"L{at}", f'=IF($K{at}="","",INDEX({labels},$K{at}))', "tiny")
            self.sheet.formula(f"M{at}", f'=IF($K{at}="","",ROUND(INDEX({area},$K{at}),5))', "tiny", "score")
        self.row = first + listed + 1
        return first, first + listed - 1

    def _keys(self, table: Table, column: str, named: str, rows: int) -> None:
        """Points lost by each row, with a trace of its place so that no two are equal, and its name; hidden."""
        self.sheet.hide_column(column)
        self.sheet.hide_column(named)
        called = ("indicator", "level_3") if table is SCORES else ("code", "level_2")
        for number in range(1, rows + 1):
            points, score, code, name = (self._cell(table, key, number) for key in ("points", "score", *called))
            lost = f"IF(ISNUMBER({score}),IFERROR(ROUND({points}-{score},5),0),0)"
            self.sheet.formula(f"{column}{TOP + number}", f"=SUM({lost},{(100 - number) / 10**9:.9f})", "tiny")
            self.sheet.formula(f"{named}{TOP + number}", f'={code}&"  "&{name}', "tiny")

    def _cell(self, table: Table, key: str, number: int) -> str:
        """A cell of a table's row, by its place: an INDEX for every one would cost a tenth of a calculation."""
        sheet, top = ("scores", SCORES_TOP) if table is SCORES else ("summary", LEVEL_2_TOP)
        column = xl_col_to_name(list(table.columns).index(key))
        return f"'{self.book.sheets[sheet](self.book.lang)}'!${column}${top + number}"

    def topics(self) -> tuple[int, int]:
        """The rates of every topic, as the score sheet has them, with the number of requests in the name."""
        self._head(self.book.say("响应率", "Response"), self.book.say("解决率", "Resolution"))
        first, rows = self.row, self.book.content.rows
        incomplete = self.book.say("，未填全", ", incomplete")
        for at, topic in enumerate(self.book.content.topics, first):
            signed, resolved = (_row_of(rows, topic.code, kind) for kind in (Kind.SIGNED, Kind.RESOLVED))
            name = self.book.t(topic.name).replace('"', '""')
            asked = self._cell(SCORES, "base", signed)
            # No bar may be none of the requests, or not known: the name says which.
            missing = f'IF(AND({asked}>0,COUNT($M{at}:$N{at})<2),"{incomplete}","")'
            self.sheet.formula(f"L{at}", f'="{name}"&IF(ISNUMBER({asked}),"  ("&{asked}&{missing}&")","")', "tiny")
            for column, number in (("M", signed), ("N", resolved)):
                found = self._cell(SCORES, "rate", number)
                self.sheet.formula(f"{column}{at}", f'=IF(ISNUMBER({found}),{found},"")', "tiny", num_format="0.00%")
        self.row = first + len(self.book.content.topics) + 1
        return first, self.row - 2

    def _head(self, *titles: str) -> None:
        for column, title in zip("MN" if titles[0] else "LM", titles, strict=True):
            self.sheet.write(f"{column}{self.row}", title or None, "tiny", "right")
        self.row += 1


def _row_of(rows: tuple[Row, ...], topic: str, kind: Kind) -> int:
    """The place of an indicator among the rows of the score sheet, from 1."""
    return next(number for number, row in enumerate(rows, 1) if row.topic == topic and row.kind is kind)


def _range(book: Book, column: str, first: int, last: int) -> str:
    return f"='{book.sheets['charts'](book.lang)}'!${column}${first}:${column}${last}"


def _axes(book: Book, chart: Any) -> None:
    """Bars across: no scale where every bar has its number, names from the top."""
    chart.set_y_axis({"reverse": True, "num_font": font(book, 8.5), "line": {"color": GRID}, "major_tick_mark": "none"})


def _trend(book: Book, sheet: Sheet) -> None:
    chart = book.workbook.add_chart({"type": "column"})
    colours = {"total": BLUE, "signed": _GOLD, "resolved": _GREEN}
    for column, key in zip("GHI", colours, strict=True):
        chart.add_series(
            {
                "name": book.t(MONTHLY.columns[key]),
                "categories": _range(book, "F", TOP + 1, _LAST),
                "values": _range(book, column, TOP + 1, _LAST),
                "fill": {"color": colours[key]},
                "gap": 60,
            }
        )
    chart.set_x_axis({"num_font": font(book, 8) | {"rotation": -45}, "line": {"color": GRID}, "text_axis": True})
    chart.set_y_axis(
        {
            "min": 0,
            "num_format": "#,##0",
            "num_font": font(book, 8, MUTED),
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": "#DDE4EB", "width": 0.5}},
        }
    )
    chart.set_legend({"position": "top", "font": font(book, 9)})
    title = book.say("逐月诉求（件）", "Requests by month")
    place(book, sheet, chart, f"A{TOP}", title, _HALF, _ROW * (MONTHS + 1) - 4, title)


def _lost(book: Book, sheet: Sheet, area: tuple[int, int], cell: str, title: str) -> None:
    chart = book.workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": book.say("失分", "Lost"),
            "categories": _range(book, "L", *area),
            "values": _range(book, "M", *area),
            "fill": {"color": _GOLD},
            "gap": 40,
            # Nothing lost is no bar and no number.
            "data_labels": {"value": True, "num_format": "0.00;;", "font": font(book, 8.5, INK, True)},
        }
    )
    chart.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    _axes(book, chart)
    chart.set_legend({"none": True})
    place(book, sheet, chart, cell, title, _WIDTH, _ROW * LISTED - 6, title)


def _rates(book: Book, sheet: Sheet, area: tuple[int, int]) -> None:
    say = book.say
    chart = book.workbook.add_chart({"type": "bar"})
    for column, name, colour in (
        ("M", say("响应率", "Response rate"), BLUE),
        ("N", say("解决率", "Resolution rate"), _GOLD),
    ):
        chart.add_series(
            {
                "name": name,
                "categories": _range(book, "L", *area),
                "values": _range(book, column, *area),
                "fill": {"color": colour},
                "gap": 45,
                "data_labels": {"value": True, "num_format": "0.00%;;", "font": font(book, 7.5, INK)},
            }
        )
    chart.set_x_axis({"visible": False, "min": 0, "max": 1.08, "major_gridlines": {"visible": False}})
    _axes(book, chart)
    chart.set_legend({"position": "top", "font": font(book, 9)})
    title = say("各事项响应率与解决率（括号内为总诉求量）", "Response and resolution by topic (requests in brackets)")
    place(book, sheet, chart, f"A{_RATES}", title, _WIDTH, _ROW * (_END - _RATES + 1) - 6, title)
