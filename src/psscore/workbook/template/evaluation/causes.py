"""扣分事项: the causes of deduction, counted one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from psscore.functions.cells import number_out
from psscore.model.rules import Deductions
from psscore.model.standard import Indicator, Standard
from psscore.workbook.template.book import Book
from psscore.workbook.template.evaluation.content import Filled
from psscore.workbook.template.evaluation.tables import CAUSES
from psscore.workbook.template.tables import SCORES, Table

_TOP = 4


def causes_of(standard: Standard) -> Iterator[tuple[Indicator, Deductions]]:
    """The indicators scored by causes of deduction."""
    for item in standard.leaves:
        if item.scoring and isinstance(item.scoring.rule, Deductions):
            yield item, item.scoring.rule


def tables_of(standard: Standard) -> dict[str, Table]:
    """The table of each such indicator, numbered: codes may hold what a name may not."""
    return {
        item.code: replace(CAUSES, name=f"{CAUSES.name}_{number}")
        for number, (item, _) in enumerate(causes_of(standard), 1)
    }


def deducted(table: Table, lang: str) -> str:
    """The formula for the points off."""
    columns = f"{table.column('code', lang)},{table.column('count', lang)}"
    return f"=PS_DEDUCTIONS({SCORES.this_row('indicator', lang)},{columns},ps_standard_reference)"


def write_causes(book: Book, standard: Standard, filled: Filled | None) -> None:
    """One table for each indicator, below each other."""
    sheet = book.sheet("causes")
    sheet.raw.set_tab_color("#7F9DB9")
    sheet.columns({"A": 24, "B": 12, "C": 44, "D": 11, "E": 11, "F": 13})
    sheet.height(1, 34)
    sheet.merge("A1:F1", book.say("扣分事项", "Causes of deduction"), "title")
    note = book.say(
        "没有发生填 0；留空则该指标不得分。", "Type 0 where nothing happened; a blank withholds the indicator."
    )
    sheet.merge("A2:F2", note, "note")
    row, tables = _TOP, tables_of(standard)
    for item, rule in causes_of(standard):
        sheet.merge(f"A{row}:F{row}", f"{item.code} {book.t(item.name)}", "heading")
        sheet.height(row, 24)
        sheet.table(tables[item.code], f"A{row + 1}", len(rule.items))
        typed = (filled.causes if filled else {}).get(item.code, {})
        for place, cause in enumerate(rule.items, row + 2):
            sheet.height(place, 20)
            sheet.write(f"A{place}", book.t(item.name), "cell", "small", "indent", "muted")
            sheet.write(f"B{place}", cause.code, "cell", "center", "text")
            sheet.write(f"C{place}", book.t(cause.title), "cell", "indent", "wrap")
            sheet.write(f"D{place}", number_out(cause.each), "cell", "center", "points")
            sheet.write(f"E{place}", None if cause.cap is None else number_out(cause.cap), "cell", "center", "points")
            sheet.write(f"F{place}", typed.get(cause.code), "input", "center", "count")
        last = row + 1 + len(rule.items)
        sheet.numbers_as_text(f"B{row + 2}:B{last}")
        sheet.validate_count(
            f"F{row + 2}:F{last}", book.say("发生次数", "Occurrences"), book.say("没有发生填 0。", "0 where none.")
        )
        row = last + 2
    sheet.page(f"A1:F{row}", pages=1)
    sheet.protect()
