"""The summary: what was attained against full marks, in pictures first and numbers below."""

from __future__ import annotations

from psscore.workbook.template.book import Book, Sheet
from psscore.workbook.template.chart import font, place
from psscore.workbook.template.style import BLUE, GRID, INK, MUTED, NAVY, WHITE
from psscore.workbook.template.tables import LEVEL_1, LEVEL_2, SCORES, Table

WIDTH = 735  # of the charts together, a little less than the columns
CHARTS_END = 24  # the charts lie over rows 4 to 24
LEVEL_1_TOP = 26
LEVEL_2_TOP = 32


def write_summary(book: Book) -> None:
    sheet = book.sheet("summary")
    sheet.raw.set_tab_color("#1F4E79")
    sheet.columns({"A": 8, "B": 20, "C": 30, "D": 11, "E": 11, "F": 11, "G": 11})
    say = book.say
    sheet.height(1, 34)
    sheet.merge("A1:G1", say("评价结果汇总", "Summary of results"), "title")
    sheet.height(2, 24)
    sheet.merge("A2:B2", say("总分", "Total"), "card", "muted", "right")
    sheet.formula("C2", "=ps_result_total", "card_value", "score", font_size=16)
    sheet.write("D2", say("等级", "Grade"), "card", "muted", "right")
    sheet.formula("E2", "=ps_result_grade", "card_value", font_size=16)
    sheet.write("F2", say("进度", "Progress"), "card", "muted", "right")
    sheet.formula("G2", "=ps_result_progress", "card_value", font_size=14)
    sheet.fade_errors("C2:G2")
    sheet.height(3, 8)
    for row in range(4, CHARTS_END + 1):
        sheet.height(row, 24)
    _level_1(book, sheet)
    _level_2(book, sheet)
    _bars(book, sheet)
    _profile(book, sheet)
    _radar(book, sheet)
    sheet.page(f"A1:G{LEVEL_2_TOP + len(book.content.level_2)}", pages=1)
    sheet.protect()


def _formulas(table: Table, lang: str) -> dict[str, str]:
    code, points, score = (table.this_row(key, lang) for key in ("code", "points", "score"))
    columns = f"{SCORES.column('indicator', lang)},{SCORES.column('score', lang)}"
    return {
        "points": f"=PS_POINTS({code},ps_standard_reference)",
        "score": f"=PS_SUBTOTAL({code},{columns},ps_standard_reference)",
        "share": f"={score}/{points}",
        "lost": f"=ROUND({points}-{score},6)",
    }


def _numbers(sheet: Sheet, row: int, formulas: dict[str, str]) -> None:
    sheet.formula(f"D{row}", formulas["points"], "cell", "center", "points")
    sheet.formula(f"E{row}", formulas["score"], "cell", "center", "score", "bold", font_color=NAVY)
    sheet.formula(f"F{row}", formulas["share"], "cell", "center", num_format="0.0%")
    sheet.formula(f"G{row}", formulas["lost"], "cell", "center", "score", "finding")


def _level_1(book: Book, sheet: Sheet) -> None:
    lang, nodes, top = book.lang, book.content.level_1, LEVEL_1_TOP
    sheet.merge(f"A{top - 1}:G{top - 1}", book.say("一级指标", "Level 1"), "heading")
    sheet.height(top - 1, 24)
    formulas = _formulas(LEVEL_1, lang)
    name = LEVEL_1.this_row("level_1", lang)
    formulas["rows"] = f"=COUNTIF({SCORES.column('level_1', lang)},{name})"
    sheet.table(LEVEL_1, f"A{top}", len(nodes), formulas)
    sheet.height(top, 22)
    for row, node in enumerate(nodes, top + 1):
        sheet.height(row, 21)
        sheet.write(f"A{row}", node.code, "cell", "center", "muted")
        sheet.write(f"B{row}", book.t(node.name), "cell", "indent")
        sheet.formula(f"C{row}", formulas["rows"], "cell", "center", "muted")
        _numbers(sheet, row, formulas)
    sheet.fade_errors(f"D{top + 1}:G{top + len(nodes)}")


def _level_2(book: Book, sheet: Sheet) -> None:
    lang, nodes, top = book.lang, book.content.level_2, LEVEL_2_TOP
    names = {node.code: node.name for node in book.content.level_1}
    sheet.merge(f"A{top - 1}:G{top - 1}", book.say("二级指标", "Level 2"), "heading")
    sheet.height(top - 1, 24)
    formulas = _formulas(LEVEL_2, lang)
    sheet.table(LEVEL_2, f"A{top}", len(nodes), formulas)
    sheet.height(top, 22)
    for row, node in enumerate(nodes, top + 1):
        sheet.height(row, 21)
        sheet.write(f"A{row}", node.code, "cell", "center", "muted")
        sheet.write(f"B{row}", book.t(names[node.parent]), "cell", "indent", "small", "muted")
        sheet.write(f"C{row}", book.t(node.name), "cell", "indent")
        _numbers(sheet, row, formulas)
    sheet.fade_errors(f"D{top + 1}:G{top + len(nodes)}")


def _range(book: Book, column: str, top: int, rows: int) -> str:
    return f"='{book.sheets['summary'](book.lang)}'!${column}${top + 1}:${column}${top + rows}"


def _bars(book: Book, sheet: Sheet) -> None:
    """Attained in front of full marks, one bar for each level-2 indicator."""
    count, say = len(book.content.level_2), book.say
    chart = book.workbook.add_chart({"type": "bar"})
    names = _range(book, "C", LEVEL_2_TOP, count)
    chart.add_series(
        {
            "name": say("满分", "Full marks"),
            "categories": names,
            "values": _range(book, "D", LEVEL_2_TOP, count),
            "fill": {"color": "#D5DEE8"},
            "overlap": 100,
            "gap": 38,
            "data_labels": {"value": True, "position": "outside_end", "font": font(book, 8, MUTED)},
        }
    )
    chart.add_series(
        {
            "name": say("得分", "Score"),
            "categories": names,
            "values": _range(book, "E", LEVEL_2_TOP, count),
            "fill": {"color": BLUE},
            "data_labels": {
                "value": True,
                "num_format": "0.00",
                "position": "inside_end",
                "font": font(book, 8, WHITE, True),
            },
        }
    )
    chart.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    chart.set_y_axis({"reverse": True, "num_font": font(book, 8.5), "line": {"color": GRID}, "major_tick_mark": "none"})
    chart.set_legend({"position": "top", "font": font(book, 9)})
    title = say("各二级指标：得分与满分", "Level 2: attained against full marks")
    place(book, sheet, chart, "A4", title, WIDTH, 370, title)


def _profile(book: Book, sheet: Sheet) -> None:
    """What share of its full marks each level-1 indicator attained."""
    count, say = len(book.content.level_1), book.say
    chart = book.workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": say("得分率", "Attained"),
            "categories": _range(book, "B", LEVEL_1_TOP, count),
            "values": _range(book, "F", LEVEL_1_TOP, count),
            "fill": {"color": BLUE},
            "gap": 60,
            "data_labels": {"value": True, "num_format": "0.0%", "font": font(book, 9, INK, True)},
        }
    )
    chart.set_x_axis({"visible": False, "min": 0, "max": 1.15, "major_gridlines": {"visible": False}})
    chart.set_y_axis({"reverse": True, "num_font": font(book, 9), "line": {"color": GRID}, "major_tick_mark": "none"})
    chart.set_legend({"none": True})
    title = say("一级指标得分率", "Level 1: share attained")
    place(book, sheet, chart, "A16", title, WIDTH // 2 - 4, 284, title)


def _radar(book: Book, sheet: Sheet) -> None:
    """The profile over all level-2 indicators."""
    count, say = len(book.content.level_2), book.say
    chart = book.workbook.add_chart({"type": "radar", "subtype": "filled"})
    chart.add_series(
        {
            "name": say("得分率", "Attained"),
            "categories": _range(book, "C", LEVEL_2_TOP, count),
            "values": _range(book, "F", LEVEL_2_TOP, count),
            "fill": {"color": BLUE, "transparency": 55},
            "line": {"color": NAVY, "width": 1.25},
        }
    )
    chart.set_x_axis({"num_font": font(book, 7 if book.lang == "en" else 8)})
    chart.set_y_axis(
        {
            "min": 0,
            "max": 1,
            "major_unit": 0.25,
            "label_position": "none",
            "major_gridlines": {"visible": True, "line": {"color": "#DDE4EB", "width": 0.5}},
        }
    )
    chart.set_legend({"none": True})
    title = say("二级指标得分率", "Level 2: share attained")
    place(book, sheet, chart, "C16", title, WIDTH // 2 - 4, 284, title, WIDTH // 2 - 196 + 4)
