"""指标说明: what the source says of each indicator."""

from __future__ import annotations

from psscore.model.standard import Standard
from psscore.workbook.template.book import Book

_TOP = 4


def write_notes(book: Book, standard: Standard) -> None:
    """Definition, method, data source, reference value, and the words of the source with their clause."""
    sheet = book.sheet("notes")
    sheet.raw.set_tab_color("#9AA7B4")
    say, t = book.say, book.t
    sheet.columns({"A": 8, "B": 24, "C": 34, "D": 34, "E": 20, "F": 20, "G": 40, "H": 20})
    sheet.height(1, 34)
    sheet.merge("A1:H1", say("指标说明", "Notes on the indicators"), "title")
    sheet.merge("A2:H2", t(standard.source), "note")
    sheet.height(2, 26)
    heads = (
        say("编号", "Code"), say("指标", "Indicator"), say("指标解释", "Definition"), say("计算方法", "Method"),
        say("数据来源", "Data source"), say("参考值", "Reference value"), say("来源原文", "Words of the source"),
        say("条款", "Clause"),
    )  # fmt: skip
    for column, head in zip("ABCDEFGH", heads, strict=True):
        sheet.write(f"{column}{_TOP}", head, "header")
    sheet.height(_TOP, 22)
    row = _TOP
    for item in standard.indicators:
        row += 1
        about = item.about
        texts = (
            (about.definition, about.method, about.data_source, about.reference_value, about.source.quote)
            if about
            else ("",) * 5
        )
        longest = max(len(texts[0]) / 20, len(texts[1]) / 20, len(texts[4]) / 24, len(t(item.name)) / 14, 1)
        sheet.height(row, 8 + 13 * (int(longest) + 1))
        strong = {} if about else {"bold": True, "font_color": "#1F4E79"}
        sheet.write(f"A{row}", item.code, "cell", "center", "muted", "text", "small")
        sheet.write(f"B{row}", t(item.name), "cell", "wrap", "small", **strong)
        for column, text in zip("CDEFG", texts, strict=True):
            sheet.write(f"{column}{row}", text, "cell", "wrap", font_size=8)
        sheet.write(f"H{row}", t(about.source.clause) if about else "", "cell", "wrap", "tiny")
    sheet.numbers_as_text(f"A{_TOP + 1}:A{row}")
    sheet.raw.freeze_panes(_TOP, 2)
    sheet.page(f"A1:H{row}", landscape=True, repeat=(_TOP,))
    sheet.protect()
