"""Charts as a workbook: the numbers in cells, and Excel's own charts over them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter

from psscore.model.text import Text
from psscore.outputs.untouched import marked_workbook
from psscore.tickets.plot import Chart

_NAME = Text("名称", "Name")
_COLOURS = ("#1F4E79", "#E0A030")
_EPOCH = datetime(2000, 1, 1)


def workbook(charts: Sequence[Chart], lang: str) -> bytes:
    """One sheet a chart; the same bytes for the same counts."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _EPOCH})
    bold = book.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "white"})
    for chart in charts:
        sheet = book.add_worksheet(chart.title(lang)[:31])
        numbers = book.add_format(
            {"num_format": "0.00%" if chart.percent else "#,##0.##" if chart.sideways else "#,##0"}
        )
        sheet.set_landscape()
        sheet.fit_to_pages(1, 1)
        sheet.set_column(0, 0, 36)
        sheet.write_row(0, 0, [_NAME(lang), *(one.title(lang) for one in chart.series)], bold)
        for row, name in enumerate(chart.names, 1):
            sheet.write_string(row, 0, name)
            for column, one in enumerate(chart.series, 1):
                value = one.values[row - 1]
                if value is not None:
                    sheet.write_number(row, column, float(value), numbers)
        made = book.add_chart({"type": "bar" if chart.sideways else "column"})
        last = len(chart.names)
        for column in range(1, len(chart.series) + 1):
            made.add_series(
                {
                    "name": [sheet.name, 0, column],
                    "categories": [sheet.name, 1, 0, last, 0],
                    "values": [sheet.name, 1, column, last, column],
                    "fill": {"color": _COLOURS[column - 1]},
                }
            )
        made.set_title({"name": chart.title(lang)})
        made.set_size({"width": 900, "height": max(420, 60 + 34 * last if chart.sideways else 0)})
        if chart.sideways:
            made.set_y_axis({"reverse": True})
        if chart.percent:
            made.set_x_axis({"min": 0, "max": 1, "num_format": "0%"})
        if len(chart.series) == 1:
            made.set_legend({"none": True})
        sheet.insert_chart(1, len(chart.series) + 2, made)
    book.close()
    return marked_workbook(out.getvalue())
