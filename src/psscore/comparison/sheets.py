"""Comparisons as a workbook: overview, every indicator, where the difference comes from, what has no counterpart."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell as at

from psscore.comparison.book import OPTIONS, WITHHELD, Book, colours, high
from psscore.comparison.comparison import Comparison, Node
from psscore.comparison.method_sheet import method
from psscore.comparison.pairing import OTHER, Unpaired
from psscore.comparison.row_sheet import indicators
from psscore.comparison.step_sheet import steps
from psscore.model.text import Text
from psscore.outputs.untouched import marked_workbook
from psscore.scoring.numbers import short_text

TITLE = Text("评价结果差异", "Differences between evaluations")
_TOP = 3
_LAST = 8
_LEVEL = 2
_BRANCH_HEAD = 2
_OVERVIEW = "总览", "Overview"
_BRANCHES = "分级小计", "Branches"
_CHARTED = 60


def workbook(
    comparisons: Sequence[Comparison],
    unpaired: Sequence[Unpaired] = (),
    *,
    labels: tuple[str, str] | None = None,
    clock: datetime.datetime,
    lang: str = "zh",
) -> bytes:
    """The bytes of an .xlsx file; `labels` are what the two sides are called on its sheets."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, OPTIONS) as book:
        book.set_properties({"created": clock, "title": TITLE(lang)})
        made = Book(book, lang)
        names = labels or (made.say("基准", "Base"), made.say("对照", "Other"))
        _overview(made, comparisons, unpaired, names)
        indicators(made, comparisons, names)
        _branches(made, comparisons, names)
        steps(made, comparisons, names)
        if unpaired:
            _left_over(made, unpaired, names)
        method(made, comparisons, names, clock)
    return marked_workbook(stream.getvalue())


def _overview(
    made: Book, comparisons: Sequence[Comparison], unpaired: Sequence[Unpaired], names: Sequence[str]
) -> None:
    widths = [26, 13, 13, 11, 12, 10, 10, 9, 50]
    sheet = made.sheet(*_OVERVIEW, widths)
    made.entitle(sheet, TITLE(made.lang))
    direction = made.say(f"差 = {names[1]} − {names[0]}", f"difference = {names[1]} − {names[0]}")
    made.spread(sheet, 1, _LAST, direction)
    row = 2
    for text in _warnings(comparisons, made.lang):
        made.spread(sheet, row, _LAST, "⚠ " + text, made.warning)
        sheet.set_row(row, high(text, 135))
        row += 1
    if unpaired:
        said = made.say(
            f"{len(unpaired)} 份没有对应，见“未配对”", f'{len(unpaired)} without a counterpart: see "Unpaired"'
        )
        made.spread(sheet, row, _LAST, "⚠ " + said, made.warning)
        row += 1
    row += 1
    grade = made.say("等级", "grade")
    titles = [
        made.say("单位", "Unit"),
        made.say(f"{names[0]}总分", f"{names[0]} total"),
        made.say(f"{names[1]}总分", f"{names[1]} total"),
        made.say("差", "Difference"),
        made.say("其中规则或读法", "of it by rules or readings"),
        f"{names[0]}{'' if made.lang == 'zh' else ' '}{grade}",
        f"{names[1]}{'' if made.lang == 'zh' else ' '}{grade}",
        made.say("有变的指标", "Rows that differ"),
        made.say("差最大的指标", "Largest differences"),
    ]
    made.heads(sheet, row, titles, 44)
    first = row + 1
    for comparison in comparisons:
        row += 1
        _unit(made, sheet, row, comparison)
    if comparisons:
        sheet.conditional_format(first, 3, row, 3, colours(one.difference for one in comparisons))
    if len(comparisons) > 1:
        sheet.autofilter(first - 1, 0, row, _LAST)
        sheet.repeat_rows(first - 1)
    if 1 < len(comparisons) <= _CHARTED:
        _units_chart(made, comparisons, first, names)
    elif len(comparisons) == 1 and comparisons[0].nodes:
        _branch_chart(made, sheet, comparisons[0], row + 2)


def _unit(made: Book, sheet: Any, row: int, one: Comparison) -> None:
    withheld = WITHHELD(made.lang)
    made.text(sheet, row, 0, one.name, made.wrap)
    made.amount(sheet, row, 1, one.base.total, none=withheld)
    made.amount(sheet, row, 2, one.other.total, none=withheld)
    if one.difference is None:
        made.text(sheet, row, 3, "—", made.center)
    else:
        made.formula(sheet, row, 3, f"={at(row, 2)}-{at(row, 1)}", one.difference)
    made.amount(sheet, row, 4, one.by_rules, made.change, none="—")
    made.text(sheet, row, 5, one.base.grade or "—", made.center)
    made.text(sheet, row, 6, one.other.grade or "—", made.center)
    changed = one.changed
    sheet.write_number(row, 7, len(changed), made.center)
    largest = [r for r in changed if r.difference][:_TOP]
    said = made.say("；", "; ").join(f"{r.code} {r.name(made.lang)} {signed(r.difference)}" for r in largest)
    made.text(sheet, row, _LAST, said, made.small)
    sheet.set_row(row, max(high(one.name, 26), high(said, 55, 13)))


def _branch_chart(made: Book, sheet: Any, comparison: Comparison, row: int) -> None:
    """The branches of one unit on both sides; their numbers stand in the sheet of branches."""
    nodes = shown_nodes(comparison)
    tops = sum(node.level == 1 for node in nodes)
    below = sum(node.level == _LEVEL for node in nodes)
    # A level that only part of the tree has would leave the rest out.
    level = _LEVEL if below > tops else 1
    places = [_BRANCH_HEAD + 1 + place for place, node in enumerate(nodes) if node.level == level]
    branches = made.say(*_BRANCHES)
    chart = made.book.add_chart({"type": "column"})
    for column, colour in ((4, "#9DB7D5"), (5, "#1F4E79")):
        chart.add_series(
            {
                "name": [branches, _BRANCH_HEAD, column],
                "categories": [branches, places[0], 2, places[-1], 2],
                "values": [branches, places[0], column, places[-1], column],
                "fill": {"color": colour},
                "gap": 60,
            }
        )
    title = made.say("各级指标得分", "Points by branch")
    chart.set_title({"name": title, "name_font": {"size": 12}, "overlay": False})
    chart.set_legend({"position": "bottom"})
    chart.set_x_axis({"num_font": {"size": 9}})
    # Columns that do not begin at 0 would exaggerate.
    grid = {"visible": True, "line": {"color": "#D9DEE4"}}
    chart.set_y_axis({"num_format": "0", "min": 0, "major_gridlines": grid})
    chart.set_size({"width": 980, "height": 340})
    sheet.insert_chart(row, 0, chart, {"object_position": 2})


def _units_chart(made: Book, comparisons: Sequence[Comparison], first: int, names: Sequence[str]) -> None:
    """The difference of each unit, on a page of its own."""
    source = f"'{made.say(*_OVERVIEW)}'"
    sheet = made.sheet("图", "Chart", [34, 12, 12, 9, 9, 9], landscape=False)
    sheet.fit_to_pages(1, 1)
    made.heads(sheet, 0, [made.say("单位", "Unit"), made.say("升", "Up"), made.say("降", "Down")], 20)
    for row, one in enumerate(comparisons, 1):
        cell, moved = f"{source}!{at(first + row - 1, 3)}", one.difference or Fraction(0)
        made.formula(sheet, row, 0, f"={source}!{at(first + row - 1, 0)}", None, made.cell, shown=one.name)
        made.formula(sheet, row, 1, f"=MAX({cell},0)", max(moved, Fraction(0)))
        made.formula(sheet, row, 2, f"=MIN({cell},0)", min(moved, Fraction(0)))
    last = len(comparisons)
    # Two series: not every program draws one that changes its colour below 0.
    chart = made.book.add_chart({"type": "bar", "subtype": "stacked"})
    for column, colour in ((1, "#2E75B6"), (2, "#C55A11")):
        chart.add_series(
            {
                "name": [sheet.get_name(), 0, column],
                "categories": [sheet.get_name(), 1, 0, last, 0],
                "values": [sheet.get_name(), 1, column, last, column],
                "fill": {"color": colour},
                "gap": 45,
            }
        )
    title = made.say(f"总分之差（{names[1]} − {names[0]}）", f"Difference of totals ({names[1]} − {names[0]})")
    chart.set_title({"name": title, "name_font": {"size": 12}, "overlay": False})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "label_position": "low", "num_font": {"size": 9}})
    grid = {"visible": True, "line": {"color": "#D9DEE4"}}
    chart.set_x_axis({"num_format": "+0.0;-0.0;0", "major_gridlines": grid})
    chart.set_size({"width": 640, "height": 110 + 26 * last})
    sheet.insert_chart(last + 2, 0, chart, {"object_position": 2})


def shown_nodes(comparison: Comparison) -> list[Node]:
    """The branches, level 1 before level 2, as they stand in the sheet."""
    return sorted(comparison.nodes, key=lambda node: node.level)


def _branches(made: Book, comparisons: Sequence[Comparison], names: Sequence[str]) -> None:
    """Subtotals of every branch; the difference is a formula."""
    if not any(comparison.nodes for comparison in comparisons):
        return
    sheet = made.sheet(*_BRANCHES, [26, 8, 34, 9, 12, 12, 12], landscape=False)
    made.entitle(sheet, made.say("一级、二级指标小计", "Subtotals by branch"))
    titles = [
        made.say("单位", "Unit"),
        made.say("编号", "Code"),
        made.say("指标", "Branch"),
        made.say("分值", "Points"),
        *names,
        made.say("差", "Difference"),
    ]
    row = _BRANCH_HEAD
    made.heads(sheet, row, titles)
    for comparison in comparisons:
        for node in shown_nodes(comparison):
            row += 1
            top = node.level == 1
            made.text(sheet, row, 0, comparison.name, made.wrap)
            made.text(sheet, row, 1, node.code, made.center)
            made.text(sheet, row, 2, node.name(made.lang), made.label if top else made.indent)
            made.amount(sheet, row, 3, node.points)
            made.amount(sheet, row, 4, node.base, none="—")
            made.amount(sheet, row, 5, node.other, none="—")
            made.formula(
                sheet, row, 6, f'=IF(COUNT({at(row, 4)}:{at(row, 5)})=2,{at(row, 5)}-{at(row, 4)},"")', node.difference
            )
            sheet.set_row(row, max(high(comparison.name, 26), high(node.name(made.lang), 32)))
    sheet.conditional_format(
        _BRANCH_HEAD + 1, 6, row, 6, colours(node.difference for one in comparisons for node in one.nodes)
    )
    sheet.autofilter(_BRANCH_HEAD, 0, row, 6)
    sheet.freeze_panes(_BRANCH_HEAD + 1, 3)
    sheet.repeat_rows(_BRANCH_HEAD)


def _left_over(made: Book, unpaired: Sequence[Unpaired], names: Sequence[str]) -> None:
    sheet = made.sheet("未配对", "Unpaired", [14, 30, 44, 56])
    made.entitle(sheet, made.say("没有对应的评价", "Evaluations without a counterpart"))
    made.heads(
        sheet,
        2,
        [made.say("来自", "From"), made.say("单位", "Unit"), made.say("文件", "File"), made.say("原因", "Why")],
        20,
    )
    for row, one in enumerate(unpaired, 3):
        made.text(sheet, row, 0, names[one.side == OTHER], made.center)
        made.text(sheet, row, 1, one.evaluation.unit or "—", made.wrap)
        made.text(sheet, row, 2, one.evaluation.file, made.wrap)
        made.text(sheet, row, 3, one.why(made.lang), made.wrap)
        sheet.set_row(row, max(high(one.evaluation.file, 44), high(one.why(made.lang), 56)))
    sheet.autofilter(2, 0, 2 + len(unpaired), 3)
    sheet.freeze_panes(3, 0)


def _warnings(comparisons: Sequence[Comparison], lang: str) -> list[str]:
    """Every notice once, with the units it is about unless it is about all."""
    about: dict[tuple[str, str], list[str]] = {}
    for comparison in comparisons:
        for notice in comparison.notices:
            about.setdefault((notice.code, notice.text(lang)), []).append(comparison.name)
    return [
        text if len(units) == len(comparisons) else f"{_few(units, lang)}{'：' if lang == 'zh' else ': '}{text}"
        for (_, text), units in about.items()
    ]


def _few(units: Sequence[str], lang: str) -> str:
    shown = ("、" if lang == "zh" else ", ").join(units[:_TOP])
    if (more := len(units) - _TOP) > 0:
        shown += f" 等 {len(units)} 个单位" if lang == "zh" else f" and {more} more"
    return shown


def signed(number: Fraction | None) -> str:
    """A difference with its sign."""
    if number is None:
        return "—"
    return f"+{short_text(number)}" if number > 0 else short_text(number).replace("-", "−")
