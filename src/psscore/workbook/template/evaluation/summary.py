"""The summary of any standard: every branch with what it attained, and pictures of it."""

from __future__ import annotations

from psscore.model.standard import Standard
from psscore.workbook.template.book import Book, Sheet
from psscore.workbook.template.evaluation.content import branches
from psscore.workbook.template.evaluation.tables import BRANCHES
from psscore.workbook.template.style import BLUE, GRID, INK, NAVY
from psscore.workbook.template.tables import SCORES

_TOP = 5
_BARS = 24  # more bars than that cannot be read


def write_summary(book: Book, standard: Standard) -> None:
    sheet = book.sheet("summary")
    sheet.raw.set_tab_color("#1F4E79")
    sheet.columns({"A": 9, "B": 7, "C": 44, "D": 12, "E": 12, "F": 12, "G": 12})
    say = book.say
    sheet.height(1, 34)
    sheet.merge("A1:G1", say("评价结果汇总", "Summary of results"), "title")
    sheet.height(2, 26)
    sheet.merge("A2:B2", say("总分", "Total"), "card", "muted", "right")
    sheet.formula("C2", "=ps_result_total", "card_value", "score", font_size=16)
    sheet.write("D2", say("等级", "Grade") if book.content.graded else None, "card", "muted", "right")
    if book.content.graded:
        sheet.formula("E2", "=ps_result_grade", "card_value", font_size=16)
    else:
        sheet.write("E2", None, "card_value")
    sheet.write("F2", say("进度", "Progress"), "card", "muted", "right")
    sheet.formula("G2", "=ps_result_progress", "card_value", font_size=14)
    sheet.fade_errors("C2:G2")
    sheet.height(3, 8)
    nodes = branches(standard)
    last = _TOP + len(nodes)
    sheet.merge(f"A{_TOP - 1}:G{_TOP - 1}", say("各级指标", "Indicators by level"), "heading")
    sheet.height(_TOP - 1, 24)
    lang = book.lang
    code, points, score = (BRANCHES.this_row(key, lang) for key in ("code", "points", "score"))
    columns = f"{SCORES.column('indicator', lang)},{SCORES.column('score', lang)}"
    formulas = {
        "points": f"=PS_POINTS({code},ps_standard_reference)",
        "score": f"=PS_SUBTOTAL({code},{columns},ps_standard_reference)",
        "share": f"={score}/{points}",
        "lost": f"=ROUND({points}-{score},6)",
    }
    sheet.table(BRANCHES, f"A{_TOP}", len(nodes), formulas)
    sheet.height(_TOP, 22)
    for row, node in enumerate(nodes, _TOP + 1):
        sheet.height(row, 21)
        strong = {"bold": True} if node.level == 1 else {}
        sheet.write(f"A{row}", node.code, "cell", "center", "muted", "text")
        sheet.write(f"B{row}", node.level, "cell", "center", "muted")
        sheet.write(f"C{row}", book.t(node.name), "cell", indent=node.level, **strong)
        sheet.formula(f"D{row}", formulas["points"], "cell", "center", "points")
        sheet.formula(f"E{row}", formulas["score"], "cell", "center", "score", "bold", font_color=NAVY)
        sheet.formula(f"F{row}", formulas["share"], "cell", "center", num_format="0.0%")
        sheet.formula(f"G{row}", formulas["lost"], "cell", "center", "score", "finding")
    sheet.fade_errors(f"D{_TOP + 1}:G{last}")
    sheet.numbers_as_text(f"A{_TOP + 1}:A{last}")
    end = _bars(book, sheet, len(nodes), last + 2)
    sheet.page(f"A1:G{end}", pages=1)
    sheet.protect()


def _bars(book: Book, sheet: Sheet, count: int, top: int) -> int:
    """The share each branch attained, from the row `top` on; gives the last row the picture covers.

    Shares, because branches count on scales of their own.
    """
    if count > _BARS:
        return top - 2
    font, title = book.styles.font, book.say("得分率", "Share attained")
    chart = book.workbook.add_chart({"type": "bar"})
    source = f"='{book.sheets['summary'](book.lang)}'!"
    chart.add_series(
        {
            "name": title,
            "categories": f"{source}$C${_TOP + 1}:$C${_TOP + count}",
            "values": f"{source}$F${_TOP + 1}:$F${_TOP + count}",
            "fill": {"color": BLUE},
            "gap": 45,
            "data_labels": {
                "value": True,
                "num_format": "0.0%",
                "font": {"name": font, "size": 9, "color": INK, "bold": True},
            },
        }
    )
    chart.set_x_axis({"visible": False, "min": 0, "max": 1.12, "major_gridlines": {"visible": False}})
    chart.set_y_axis(
        {
            "reverse": True,
            "num_font": {"name": font, "size": 9, "color": INK},
            "line": {"color": GRID},
            "major_tick_mark": "none",
        }
    )
    chart.set_legend({"none": True})
    chart.set_title({"name": title, "name_font": {"name": font, "size": 11, "color": NAVY, "bold": True}})
    chart.set_chartarea({"border": {"color": GRID, "width": 0.75}})
    height = 90 + 26 * count
    chart.set_size({"width": 770, "height": height})
    sheet.raw.insert_chart(f"A{top}", chart, {"x_offset": 2, "y_offset": 2, "description": title})
    return top + height // 20 + 1
