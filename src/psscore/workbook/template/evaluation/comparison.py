"""自评与第三方对照: two evaluations of one unit side by side, their differences listed."""

from __future__ import annotations

from collections.abc import Sequence

from psscore.functions.cells import number_out
from psscore.model.standard import Indicator
from psscore.workbook.template.book import Book, Sheet
from psscore.workbook.template.evaluation.tables import COMPARISON
from psscore.workbook.template.style import AMBER, NAVY
from psscore.workbook.template.tables import SCORES


def write_comparison(book: Book, sheet: Sheet, rows: Sequence[Indicator], top: int) -> int:
    """The table with its header at `top`; gives its last row.

    This workbook's scores stand beside those pasted from the other evaluator's workbook, in the same order.
    """
    say, lang, t = book.say, book.lang, book.t
    sheet.merge(f"A{top - 3}:G{top - 3}", say("自评与第三方评价对照", "Self-evaluation beside third party"), "heading")
    sheet.height(top - 3, 24)
    code, mine, other = (COMPARISON.this_row(key, lang) for key in ("code", "mine", "other"))
    found = f"MATCH({code},{SCORES.column('indicator', lang)},0)"
    formulas = {
        "mine": f'=IFERROR(INDEX({SCORES.column("score", lang)},{found}),"—")',
        "difference": f'=IF(AND({other}<>"",ISNUMBER({mine})),ROUND({mine}-{other},6),"")',
    }
    others = COMPARISON.column("other", lang)
    codes = COMPARISON.column("code", lang)
    differences = COMPARISON.column("difference", lang)
    sheet.write(f"A{top - 2}", say("另一方评价机构", "Other evaluator"), "label", "small")
    sheet.merge(f"B{top - 2}:C{top - 2}", None, "input", "indent")
    sheet.write(f"D{top - 2}", say("总分", "Totals"), "label", "center")
    sheet.formula(f"E{top - 2}", '=IF(ISERROR(ps_result_total),"—",ps_result_total)', "cell", "center", "score", "bold")
    total = f"PS_TOTAL({codes},{others},ps_standard_reference)"
    sheet.formula(f"F{top - 2}", f'=IF(COUNT({others})<ROWS({others}),"—",{total})', "cell", "center", "score", "bold")
    differing = f'COUNTIF({differences},">0")+COUNTIF({differences},"<0")'
    told = say(f'{differing}&" 项不一致，已填 "&COUNT({others})&" 项"', f'{differing}&" differ of "&COUNT({others})&""')
    sheet.formula(f"G{top - 2}", f"={told}", "cell", "small", "indent", font_color=NAVY)
    sheet.height(top - 2, 24)
    sheet.height(top - 1, 6)
    sheet.table(COMPARISON, f"A{top}", len(rows), formulas, filter=True)
    sheet.height(top, 24)
    for row, item in enumerate(rows, top + 1):
        sheet.height(row, 18)
        sheet.write(f"A{row}", item.code, "cell", "center", "text")
        sheet.write(f"B{row}", t(item.name), "cell", "small", "indent")
        sheet.write(f"C{row}", number_out(item.points), "cell", "center", "points")
        sheet.write(f"D{row}", None, "input", "small")
        sheet.formula(f"E{row}", formulas["mine"], "cell", "center", "score")
        sheet.write(f"F{row}", None, "input", "center", "score")
        sheet.formula(f"G{row}", formulas["difference"], "cell", "center", "score", "bold")
    last = top + len(rows)
    sheet.validate_number(f"F{top + 1}:F{last}")
    sheet.mark(f"A{top + 1}:G{last}", f"=AND(ISNUMBER($G{top + 1}),$G{top + 1}<>0)", font_color=AMBER)
    sheet.numbers_as_text(f"A{top + 1}:A{last}")
    return last
