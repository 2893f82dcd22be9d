"""The report as a workbook: tables, a native chart for every file, the order of the units."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import Any

import xlsxwriter

from psscore.functions.cells import number_out
from psscore.model.text import Text
from psscore.outputs.untouched import marked_workbook
from psscore.sensitivity.files import FileReport
from psscore.sensitivity.page import HEADERS, OWN, TITLE
from psscore.sensitivity.ranking import Ranking
from psscore.sensitivity.report import Report
from psscore.sensitivity.view import WHAT_IF, WITHHELD, Bar, bars, lines, summary
from psscore.sensitivity.weights import WeightBand
from psscore.shown.paper import on_a4

_AMBER, _NAVY, _PALE = "#E0A030", "#1F4E79", "#F3F6FA"
_CHART_ROWS, _BAR_HEIGHT = 4, 34


def workbook(found: Report) -> bytes:
    """The bytes of an .xlsx file."""
    stream = io.BytesIO()
    # Names of units are other people's texts: none of them is a formula or a link.
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"created": found.clock})
        writer = _Writer(book, found)
        writer.readings()
        writer.charts()
        writer.weights()
        writer.ranking()
    return marked_workbook(stream.getvalue())


class _Writer:
    def __init__(self, book: Any, found: Report) -> None:
        self.book, self.found, self.lang = book, found, found.settings.lang
        font = {"font_name": "微软雅黑" if self.lang == "zh" else "Calibri", "font_size": 10, "valign": "top"}
        self.plain = book.add_format(font)
        self.middle = book.add_format({**font, "align": "center"})
        self.indent = book.add_format({**font, "indent": 1})
        self.wrap = book.add_format({**font, "text_wrap": True})
        self.title = book.add_format({**font, "font_size": 16, "bold": True, "font_color": _NAVY})
        self.bold = book.add_format({**font, "bold": True})
        white = {"bold": True, "font_color": "white", "bg_color": _NAVY, "text_wrap": True, "valign": "vcenter"}
        self.header = book.add_format({**font, **white})
        self.number = book.add_format({**font, "num_format": "0.00"})
        self.change = book.add_format({**font, "num_format": "+0.00;-0.00;0.00"})
        self.moved = book.add_format({"bg_color": "#FFE9B8"})
        self.names = {file.path: file.name for file in found.files}

    def say(self, zh: str, en: str) -> str:
        return Text(zh, en)(self.lang)

    def sheet(self, zh: str, en: str, widths: list[float], *, landscape: bool = True) -> Any:
        return on_a4(self.book.add_worksheet(self.say(zh, en)), widths, landscape=landscape)

    def heads(self, sheet: Any, row: int, titles: list[str]) -> None:
        for column, title in enumerate(titles):
            sheet.write_string(row, column, title, self.header)

    def amount(self, sheet: Any, row: int, column: int, number: Fraction | None, form: Any = None) -> None:
        if number is None:
            sheet.write_string(row, column, WITHHELD(self.lang), self.plain)
        else:
            sheet.write_number(row, column, number_out(number), form or self.number)

    def readings(self) -> None:
        """Every value of every reading, workbook under workbook."""
        sheet = self.sheet("口径影响", "Readings", [30, 32, 11, 11, 9, 16, 62])
        sheet.write_string(0, 0, TITLE(self.lang), self.title)
        row = 2
        for file in self.found.files:
            row = self.file(sheet, file, row) + 1
        clock = f"psscore · {self.found.clock.isoformat(sep=' ')}"
        sheet.write_string(row, 0, clock, self.plain)

    def file(self, sheet: Any, file: FileReport, row: int) -> int:
        sheet.write_string(row, 0, file.name, self.bold)
        sheet.write_string(row, 1, file.path, self.plain)
        if file.subject is not None:
            row += 1
            reference = file.subject.standard.reference
            sheet.merge_range(row, 0, row, 6, "", self.wrap)
            sheet.write_string(row, 0, reference, self.wrap)
            sheet.set_row(row, 15 * (2 + len(reference) // 130))
        row += 1
        for sentence in summary(file, self.lang):
            sheet.merge_range(row, 0, row, 6, "", self.wrap)
            sheet.write_string(row, 0, sentence, self.wrap)
            sheet.set_row(row, 15 * (1 + len(sentence.encode("gb18030", "replace")) // 150))
            row += 1
        rows = lines(file, self.lang)
        if not rows:
            return row
        self.heads(sheet, row, [header(self.lang) for header in HEADERS])
        for line in rows:
            row += 1
            own = f"（{OWN(self.lang)}）" if self.lang == "zh" else f" ({OWN(self.lang)})"
            sheet.write_string(row, 0, line.reading, self.wrap)
            sheet.write_string(row, 1, line.value + (own if line.own else ""), self.bold if line.own else self.wrap)
            self.amount(sheet, row, 2, line.total)
            if line.change is not None:
                self.amount(sheet, row, 3, line.change, self.change)
            sheet.write_string(row, 4, line.grade, self.middle)
            if line.gained or line.lost:
                moved = f"+{number_out(line.gained):.2f} / -{number_out(line.lost):.2f}"
                sheet.write_string(row, 5, moved, self.plain)
            note = "\n".join(filter(None, (line.names, line.note)))
            sheet.write_string(row, 6, note, self.wrap)
            high = sum(1 + len(part.encode("gb18030", "replace")) // 62 for part in note.splitlines())
            sheet.set_row(row, max(18, 15 * high + 3))
        return row + 1

    def charts(self) -> None:
        """A tornado chart for every workbook, its numbers beside it."""
        drawn = [(file, bars(file, self.lang)) for file in self.found.files]
        drawn = [(file, made) for file, made in drawn if made and file.base is not None and file.base.total is not None]
        if not drawn:
            return
        sheet = self.sheet("图", "Chart", [34, 12, 12, 26, 26])
        # Breaks between the charts: a page that is fitted to a width would ignore them.
        sheet.fit_page = False
        sheet.set_print_scale(90)
        starts = [0]
        for file, made in drawn:
            starts.append(self.chart(sheet, file, made, starts[-1]))
        sheet.set_h_pagebreaks(starts[1:-1])

    def chart(self, sheet: Any, file: FileReport, made: list[Bar], row: int) -> int:
        base = file.base.total if file.base else None
        assert base is not None
        sheet.write_string(row, 0, file.name, self.bold)
        self.amount(sheet, row, 1, base)
        heads = [("口径或权重", "Reading or weight"), ("低于现总分", "Below"), ("高于现总分", "Above")]
        ends = [("最低时取", "Lowest with"), ("最高时取", "Highest with")]
        self.heads(sheet, row + 1, [self.say(*words) for words in heads + ends])
        first = row + 2
        for place, bar in enumerate(made):
            at = first + place
            sheet.write_string(at, 0, bar.title, self.plain)
            self.amount(sheet, at, 1, min(bar.low - base, Fraction(0)), self.change)
            self.amount(sheet, at, 2, max(bar.high - base, Fraction(0)), self.change)
            sheet.write_string(at, 3, bar.ends[0], self.indent)
            sheet.write_string(at, 4, bar.ends[1], self.indent)
        last = first + len(made) - 1
        chart = self.book.add_chart({"type": "bar", "subtype": "stacked"})
        for column, colour in ((1, _AMBER), (2, _NAVY)):
            chart.add_series(
                {
                    "name": [sheet.get_name(), row + 1, column],
                    "categories": [sheet.get_name(), first, 0, last, 0],
                    "values": [sheet.get_name(), first, column, last, column],
                    "fill": {"color": colour},
                    "gap": 45,
                }
            )
        title = self.say(f"{file.name}：总分比现在高或低多少", f"{file.name}: points above or below the present total")
        chart.set_title({"name": title, "name_font": {"size": 12}, "overlay": False})
        chart.set_legend({"position": "bottom"})
        # The longest bar on top, the names beside the plot and not across the bars.
        chart.set_y_axis({"reverse": True, "label_position": "low", "num_font": {"size": 9}})
        chart.set_x_axis({"num_format": "+0.00;-0.00;0", "major_gridlines": {"visible": True}})
        high = 130 + _BAR_HEIGHT * len(made)
        chart.set_size({"width": 860, "height": high})
        sheet.insert_chart(last + 2, 0, chart, {"object_position": 2})
        return int(last + 2 + high // 20 + _CHART_ROWS)

    def weights(self) -> None:
        """The totals with other weights."""
        weighed = [file for file in self.found.files if isinstance(file.weights, WeightBand)]
        if not weighed:
            return
        sheet = self.sheet("权重变动（假设）", "Weights (what if)", [28, 28, 10, 12, 14, 14])
        sheet.write_string(0, 0, WHAT_IF(self.lang), self.plain)
        percent = f"{number_out(weighed[0].weights.percent):g}%" if isinstance(weighed[0].weights, WeightBand) else ""
        heads = [("单位", "Unit"), ("指标", "Indicator"), ("分值", "Points"), ("得分率", "Attained")]
        ends = [
            (f"权重 −{percent} 的总分", f"Total at −{percent}"),
            (f"权重 +{percent} 的总分", f"Total at +{percent}"),
        ]
        self.heads(sheet, 2, [self.say(*words) for words in heads + ends])
        row = 3
        share = self.book.add_format({"num_format": "0.00%", "font_size": 10, "valign": "top"})
        for file in weighed:
            for node in file.weights.nodes if isinstance(file.weights, WeightBand) else ():
                sheet.write_string(row, 0, file.name, self.plain)
                sheet.write_string(row, 1, f"{node.item.code} {node.item.name(self.lang)}", self.wrap)
                self.amount(sheet, row, 2, node.points)
                self.amount(sheet, row, 3, node.share, share)
                self.amount(sheet, row, 4, node.lowered.total)
                self.amount(sheet, row, 5, node.raised.total)
                row += 1

    def ranking(self) -> None:
        """Places of the units: as they are, and under each change."""
        order = self.found.ranking
        if order is None:
            return
        sheet = self.sheet("排名", "Ranking", [26, 10, 8, 8])
        if not isinstance(order, Ranking):
            sheet.write_string(0, 0, order(self.lang), self.plain)
            return
        heads = [("单位", "Unit"), ("总分", "Total"), ("等级", "Grade"), ("现名次", "Place")]
        titles = [self.say(*words) for words in heads]
        scenarios = [one for one in order.scenarios if one.moved(order.base)]
        rest = sum(bool(one.standings) for one in order.scenarios) - len(scenarios)
        self.heads(sheet, 2, [*titles, *(scenario.title(self.lang) for scenario in scenarios)])
        sheet.write_string(0, 0, self.say("改变各口径后的名次", "Places under each change"), self.title)
        note = self.say(f"另有 {rest} 种改变不影响名次。", f"{rest} other changes move nobody.")
        sheet.write_string(1, 0, note, self.plain)
        sheet.set_row(2, 75)
        if scenarios:
            sheet.set_column(4, 3 + len(scenarios), 13)
        units = sorted(order.base.items(), key=lambda item: item[1].rank)
        for row, (path, standing) in enumerate(units, 3):
            sheet.write_string(row, 0, self.names[path], self.plain)
            self.amount(sheet, row, 1, standing.total)
            sheet.write_string(row, 2, standing.grade or "", self.middle)
            sheet.write_number(row, 3, standing.rank, self.middle)
            for column, scenario in enumerate(scenarios, 4):
                there = scenario.standings.get(path)
                if there is None:
                    sheet.write_string(row, column, "—", self.middle)
                else:
                    sheet.write_number(row, column, there.rank, self.middle)
        if units and scenarios:
            area = {"type": "formula", "criteria": "=AND(ISNUMBER(E4),E4<>$D4)", "format": self.moved}
            sheet.conditional_format(3, 4, 2 + len(units), 3 + len(scenarios), area)
        sheet.freeze_panes(3, 1)
