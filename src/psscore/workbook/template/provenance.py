"""Where counts written from files came from: one row for each file, filled by the commands that write them."""

from __future__ import annotations

from psscore.workbook.template.book import Book
from psscore.workbook.template.tables import PROVENANCE

ROWS = 40
TOP = 4
_WIDTHS = (18, 12, 24, 28, 36, 8, 8, 8, 8, 8, 12, 22, 36, 18)
_COUNTS = ("read", "used", "excluded", "rejected", "duplicate")
_CENTRED = ("at", "kind", "period")


def write_provenance(book: Book) -> None:
    sheet = book.sheet("provenance")
    sheet.raw.set_tab_color("#9AA7B4")
    columns = "ABCDEFGHIJKLMN"
    sheet.columns(dict(zip(columns, _WIDTHS, strict=True)))
    sheet.height(1, 34)
    sheet.merge("A1:N1", book.say("数据来源记录", "Data sources"), "title")
    note = book.say(
        "由 psscore survey、psscore tickets 的 --into 和功能区的导入按钮填写，每个来源文件一行；手工录入的不必登记。"
        "读取行数＝采用＋排除＋拒绝＋重复。记录满后可整行清空旧记录。",
        "Filled by --into of psscore survey and psscore tickets and by the Import buttons, one row for each file; "
        "what is typed by hand needs no entry. Rows read are those used, excluded, rejected and duplicate. "
        "When full, clear old rows.",
    )
    sheet.merge("A2:N2", note, "note")
    sheet.height(2, 28)
    sheet.height(3, 6)
    sheet.table(PROVENANCE, f"A{TOP}", ROWS)
    sheet.height(TOP, 24)
    for row in range(TOP + 1, TOP + ROWS + 1):
        sheet.height(row, 32)
        for column, key in zip(columns, PROVENANCE.columns, strict=True):
            roles = ("count",) if key in _COUNTS else ("text", "center" if key in _CENTRED else "wrap")
            sheet.write(f"{column}{row}", None, "input", *roles, font_size=8)
    last = TOP + ROWS
    sheet.raw.freeze_panes(TOP, 0)
    sheet.page(f"A1:N{last}", landscape=True, repeat=(TOP,))
    sheet.protect()
