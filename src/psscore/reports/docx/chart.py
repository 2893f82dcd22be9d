"""A chart of Word's own: its drawing with the numbers kept in it, and the workbook behind "Edit data"."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from psscore.reports.document import Chart, Tone
from psscore.reports.shown import clean
from psscore.scoring.numbers import short_text
from psscore.shown.fitting import shortened

COLOURS = {Tone.STRONG: "#1F4E79", Tone.PALE: "#DCE6F1", Tone.LOST: "#C2703D"}
_SHEET = "Sheet1"
_WIDEST_NAME = 18
_ROOM = 1.25  # of the longest bar, for the label behind it
_NO_CLOCK = datetime(2000, 1, 1)
_FONT = {"size": 9, "color": "#222B36"}


def chart_parts(chart: Chart, workbook_id: str) -> tuple[bytes, bytes]:
    """The chart part, and the workbook it is edited in; `workbook_id` is the relation to it."""
    drawn = _workbook(chart, drawn=True)
    with zipfile.ZipFile(BytesIO(drawn)) as package:
        text = package.read("xl/charts/chart1.xml").decode()
    # How a sheet is printed means nothing in a document.
    text = re.sub(r"<c:printSettings>.*?</c:printSettings>", "", text, flags=re.DOTALL)
    text = re.sub(r"<c:dLbls>.*?</c:dLbls>", _on_one_line, text, flags=re.DOTALL)
    data = f'<c:externalData r:id="{workbook_id}"><c:autoUpdate val="0"/></c:externalData>'
    return text.replace("</c:chartSpace>", f"{data}</c:chartSpace>").encode(), _workbook(chart, drawn=False)


def _workbook(chart: Chart, *, drawn: bool) -> bytes:
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"created": _NO_CLOCK})
    sheet = book.add_worksheet(_SHEET)
    for row, name in enumerate(chart.names, start=1):
        sheet.write_string(row, 0, _unbroken(clean(shortened(name, _WIDEST_NAME))))
    for column, series in enumerate(chart.series, start=1):
        sheet.write_string(0, column, clean(series.title))
        for row, value in enumerate(series.values, start=1):
            if value is not None:
                sheet.write_number(row, column, float(value))
    sheet.set_column(0, 0, 40)
    if drawn:
        sheet.insert_chart(0, 5, _drawing(book, chart))
    book.close()
    return stream.getvalue()


def _drawing(book: Any, chart: Chart) -> Any:
    made = book.add_chart({"type": "bar"})
    last = len(chart.names)
    for column, series in enumerate(chart.series, start=1):
        made.add_series(
            {
                "name": [_SHEET, 0, column],
                "categories": [_SHEET, 1, 0, last, 0],
                "values": [_SHEET, 1, column, last, column],
                "fill": {"color": COLOURS[series.tone]},
                "border": {"none": True},
                "gap": 55,
                **({"overlap": 100} if chart.layered else {}),
                **_labels(chart, column - 1),
            }
        )
    made.set_title(
        {"name": clean(chart.title), "name_font": {"size": 11, "bold": True, "color": "#222B36"}, "overlay": False}
    )
    made.set_y_axis(
        {
            "reverse": True,
            "num_font": _FONT,
            "line": {"color": "#B8C4D2"},
            "major_tick_mark": "none",
            "interval_unit": 1,
        }
    )
    made.set_x_axis(
        {"min": 0, "max": float(chart.most) * _ROOM, "visible": False, "major_gridlines": {"visible": False}}
    )
    if len(chart.series) > 1:
        made.set_legend({"position": "top", "font": _FONT})
    else:
        made.set_legend({"none": True})
    made.set_chartarea({"border": {"none": True}})
    return made


def _on_one_line(labels: re.Match[str]) -> str:
    """Labels as they are, but not broken over lines."""
    return labels[0].replace("<a:bodyPr/>", '<a:bodyPr wrap="none"/>')


def _unbroken(text: str) -> str:
    """A text that stays on one line: there is room for one beside a bar."""
    return text.replace(" ", "\u00a0")


def _labels(chart: Chart, place: int) -> dict[str, Any]:
    """One label a name, at the end of the longest bar; of several rows of bars each bar has its own."""
    if chart.layered and place:
        return {}
    alone = chart.layered or len(chart.series) == 1
    values = chart.series[place].values
    texts = chart.labels if alone else ["—" if value is None else short_text(value) for value in values]
    custom = [{"value": _unbroken(text), "font": _FONT} for text in texts]
    return {"data_labels": {"value": True, "position": "outside_end", "custom": custom, "font": _FONT}}
