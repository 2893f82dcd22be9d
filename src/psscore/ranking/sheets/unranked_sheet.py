"""Units and workbooks without a place, and why."""

from __future__ import annotations

from psscore.model.text import Text
from psscore.ranking.result import KINDS
from psscore.ranking.sheets.book import GROUP, UNIT, Book, Column, Table


def write_unranked(book: Book) -> None:
    """One line each; without any the sheet says so."""
    unranked = book.facts.ranking.unranked
    titles = (
        ("unit", UNIT, 32),
        ("group", GROUP, 14),
        ("kind", Text("类别", "Kind"), 15),
        ("reason", Text("原因", "Reason"), 68),
        ("file", Text("文件", "File"), 40),
    )
    columns = [Column(key, title(book.lang), width) for key, title, width in titles]
    table = Table(book.tab("unranked"), columns, 3, len(unranked))
    title = Text("没有参加排名的单位", "Units that are not ranked")
    note = Text("这些单位不占名次，也不影响其他单位的名次", "they take no place and change nobody else's")
    sheet = book.sheet("unranked", book.say(title), book.say(note), "#B45309" if unranked else "#7C8896")
    book.head(sheet, table, 22)
    if not unranked:
        sheet.write_string(table.first, 0, book.say(Text("没有", "none")), book.cell)
    for at, one in enumerate(unranked, table.first):
        reason = one.reason(book.lang)
        sheet.set_row(at, max(18, 14 * (1 + len(reason.encode("gb18030", "replace")) // 76)))
        sheet.write_string(at, 0, one.unit, book.wrap)
        sheet.write_string(at, 1, one.group, book.cell)
        sheet.write_string(at, 2, book.say(KINDS[one.kind]), book.cell)
        sheet.write_string(at, 3, reason, book.wrap)
        sheet.write_string(at, 4, one.file, book.wrap)
    sheet.freeze_panes(table.first, 1)
    sheet.autofilter(table.header, 0, table.last, len(columns) - 1)
    sheet.repeat_rows(table.header)
