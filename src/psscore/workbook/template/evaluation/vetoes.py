"""一票否决: the events that cap the grade, ticked on the cover."""

from __future__ import annotations

from psscore.model.standard import Standard
from psscore.workbook.template.book import Book, Sheet
from psscore.workbook.template.cover import BlockWriter
from psscore.workbook.template.evaluation.content import Filled
from psscore.workbook.template.evaluation.tables import VETOES


def veto_block(standard: Standard, filled: Filled | None) -> BlockWriter:
    """What writes the table of vetoes under the readings."""

    def write(book: Book, sheet: Sheet, row: int) -> int:
        if not standard.vetoes:
            return row
        yes, no = book.say("是", "yes"), book.say("否", "no")
        heading = book.say("一票否决事项（只限制等级，不改变得分）", "Vetoes (they cap the grade, not the points)")
        sheet.height(row, 8)
        sheet.merge(f"B{row + 1}:F{row + 1}", heading, "heading")
        sheet.height(row + 1, 24)
        top = row + 2
        occurred, code = (VETOES.this_row(key, book.lang) for key in ("occurred", "code"))
        counted = f'=IF({occurred}="{yes}",{code},"")'
        sheet.table(VETOES, f"B{top}", len(standard.vetoes), {"counted": counted})
        sheet.height(top, 20)
        for place, veto in enumerate(standard.vetoes, top + 1):
            sheet.height(place, 26)
            sheet.write(f"B{place}", veto.code, "cell", "center", "text")
            limit = book.say(f"{book.t(veto.title)}（等级最高为{book.t(veto.grade)}）",
                             f"{book.t(veto.title)} (at best {book.t(veto.grade)})")  # fmt: skip
            sheet.write(f"C{place}", limit, "cell", "wrap", "small", "indent")
            sheet.write(f"D{place}", veto.source.quote, "cell", "wrap", "tiny", "indent")
            happened = (yes if veto.code in filled.vetoes else no) if filled else None
            sheet.write(f"E{place}", happened, "input", "center")
            sheet.formula(f"F{place}", counted, "cell", "tiny", "center")
        last = top + len(standard.vetoes)
        sheet.validate_list(f"E{top + 1}:E{last}", [yes, no])
        sheet.numbers_as_text(f"B{top + 1}:B{last}")
        return last + 1

    return write
