"""Where the difference comes from: from one total to the other, a step for every branch."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell as at

from psscore.comparison.book import Book
from psscore.comparison.comparison import Comparison
from psscore.functions.cells import number_out
from psscore.scoring.numbers import exact_sum

_DRAWN = 40
_UP, _DOWN, _ENDS = "#2E75B6", "#C55A11", "#7C8896"


def steps(made: Book, comparisons: Sequence[Comparison], names: Sequence[str]) -> None:
    """A table and a chart for every unit with two totals; the first ones only when there are very many."""
    ready = [comparison for comparison in comparisons if comparison.steps and comparison.difference is not None]
    if not ready:
        return
    sheet = made.sheet("差从何来", "Where from", [34, 12, 12, 12, 12, 12], landscape=False)
    # One block a page: fitting all to one width would ignore the breaks.
    sheet.fit_page = False
    sheet.set_print_scale(85)
    made.entitle(sheet, made.say("差从何来", "Where the difference comes from"))
    note = made.say(
        f"从{names[0]}总分到{names[1]}总分：每个二级指标一步，各步之和恰为总分之差。",
        f"From the total of {names[0]} to that of {names[1]}: a step for every branch; the steps add up exactly.",
    )
    if len(ready) > _DRAWN:
        note += made.say(f"只画前 {_DRAWN} 个单位。", f" The first {_DRAWN} units are drawn.")
    made.spread(sheet, 1, 5, note)
    row, breaks = 3, []
    for place, comparison in enumerate(ready[:_DRAWN]):
        if place:
            breaks.append(row)
        row = _block(made, sheet, comparison, names, row)
    sheet.set_h_pagebreaks(breaks)


def _block(made: Book, sheet: Any, comparison: Comparison, names: Sequence[str], row: int) -> int:
    base, other = comparison.base.total, comparison.other.total
    assert base is not None
    assert other is not None
    made.text(sheet, row, 0, comparison.name, made.heading)
    total = made.say("总分", "total")
    gap = "" if made.lang == "zh" else " "
    made.heads(
        sheet,
        row + 1,
        [
            made.say("二级指标", "Branch"),
            made.say("差", "Difference"),
            made.say("累计", "Running total"),
            made.say("（底）", "(below)"),
            made.say("升", "Up"),
            made.say("降", "Down"),
        ],
        20,
    )
    first = row + 2
    moved = comparison.steps
    _end(made, sheet, first, f"{names[0]}{gap}{total}", base, None)
    reached, low = base, min(base, other)
    for line, step in enumerate(moved, first + 1):
        before, reached = reached, reached + step.difference
        low = min(low, reached)
        made.text(sheet, line, 0, step.name(made.lang), made.cell)
        made.amount(sheet, line, 1, step.difference, made.change)
        made.formula(sheet, line, 2, f"={at(line - 1, 2)}+{at(line, 1)}", reached, made.points)
        made.formula(sheet, line, 3, f"=MIN({at(line - 1, 2)},{at(line, 2)})", min(before, reached), made.points)
        made.formula(sheet, line, 4, f"=MAX({at(line, 1)},0)", max(step.difference, Fraction(0)), made.points)
        made.formula(sheet, line, 5, f"=MAX(-{at(line, 1)},0)", max(-step.difference, Fraction(0)), made.points)
    last = first + len(moved) + 1
    _end(made, sheet, last, f"{names[1]}{gap}{total}", other, f"={at(last - 1, 2)}")
    summed = made.say("总分之差", "difference of totals")
    made.text(sheet, last + 1, 0, summed, made.bold)
    area = f"{at(first + 1, 1)}:{at(last - 1, 1)}" if moved else at(first, 1)
    made.formula(sheet, last + 1, 1, f"=SUM({area})", exact_sum([s.difference for s in moved]), made.bold_change)
    _chart(made, sheet, comparison, first, last, low)
    return int(last + 3 + (360 // 20) + 3)


def _end(made: Book, sheet: Any, row: int, name: str, number: Fraction, formula: str | None) -> None:
    made.text(sheet, row, 0, name, made.bold)
    made.text(sheet, row, 1, "", made.bold)
    if formula is None:
        made.amount(sheet, row, 2, number, made.bold_points)
    else:
        made.formula(sheet, row, 2, formula, number, made.bold_points)
    made.formula(sheet, row, 3, f"={at(row, 2)}", number, made.bold_points)
    made.texts(sheet, row, 4, ["", ""], made.bold)


def _chart(made: Book, sheet: Any, comparison: Comparison, first: int, last: int, low: Fraction) -> None:
    """Columns that stand on a part without colour, save the two totals; the axis begins shortly below them."""
    name = sheet.get_name()
    chart = made.book.add_chart({"type": "column", "subtype": "stacked"})
    ends = {"fill": {"color": _ENDS}}
    points: list[dict[str, Any] | None] = [ends, *[None] * (last - first - 1), ends]
    for column, colour in ((3, None), (4, _UP), (5, _DOWN)):
        series: dict[str, Any] = {
            "name": [name, first - 1, column],
            "categories": [name, first, 0, last, 0],
            "values": [name, first, column, last, column],
            "fill": {"color": colour} if colour else {"none": True},
            "gap": 35,
        }
        if colour is None:
            series["points"] = points
        chart.add_series(series)
    # A cell and not its text: a name that looks like a formula would be one.
    chart.set_title({"name": [name, first - 2, 0], "name_font": {"size": 12}, "overlay": False})
    chart.set_legend({"position": "bottom", "delete_series": [0]})
    axis: dict[str, Any] = {"num_format": "0.0", "major_gridlines": {"visible": True, "line": {"color": "#D9DEE4"}}}
    if low > 0:
        span = max(abs(comparison.difference or Fraction(0)), Fraction(1))
        axis["min"] = start = max(0, floor(number_out(low - span)))
        if start:
            # Columns look longer than they are beside each other: the reader is told.
            axis["name"] = made.say(f"纵轴从 {start} 起", f"axis begins at {start}")
            axis["name_font"] = {"size": 9, "bold": False, "color": "#B45309"}
    chart.set_y_axis(axis)
    chart.set_x_axis({"num_font": {"size": 9, "rotation": -45}})
    chart.set_size({"width": 700, "height": 360})
    sheet.insert_chart(last + 3, 0, chart, {"object_position": 2})
