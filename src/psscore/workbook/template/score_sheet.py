"""What every score sheet has: calculated columns, results over the table, the cells after the inputs, a frame."""

from __future__ import annotations

from typing import Any

from psscore.model.standard import About
from psscore.workbook.template.book import Book, Sheet
from psscore.workbook.template.content import COLLECTIONS
from psscore.workbook.template.style import AMBER, GREEN, NAVY
from psscore.workbook.template.tables import SCORES, SOUND

TOP = 4
"""The row of the table's header."""


def unit_line(book: Book) -> str:
    """The formula that names unit and period."""
    return book.say(
        '="评价单位："&IF(ps_unit="","（未填）",ps_unit)&"　　评价周期："&IF(ps_period="","（未填）",ps_period)',
        '="Evaluated unit: "&IF(ps_unit="","(blank)",ps_unit)&"     Period: "&IF(ps_period="","(blank)",ps_period)',
    )


def result_line(book: Book, *, graded: bool = True) -> str:
    """The formula that says grade and progress, a dash while there is none."""
    grade, progress = (f'IF(ISERROR({name}),"—",{name})' for name in ("ps_result_grade", "ps_result_progress"))
    lead = book.say(f'"　等级 "&{grade}&"　', f'"   Grade "&{grade}&"  ') if graded else '"'
    return book.say(f'={lead}　进度 "&{progress}', f'={lead}   Progress "&{progress}')


def calculated(lang: str, scored: tuple[str, str], asked: tuple[str, str]) -> dict[str, str]:
    """The calculated columns; value and base as the score, and as sentences and checks, are given them."""
    this = {key: SCORES.this_row(key, lang) for key in SCORES.columns}
    score, told = (f"{this['indicator']},{','.join(cells)},ps_standard_reference" for cells in (scored, asked))
    row = f"ROW()-ROW({SCORES.header('indicator', lang)})"
    return {
        "points": f"=PS_POINTS({this['indicator']},ps_standard_reference)",
        "score": f"=PS_SCORE({score})",
        "explanation": f"=PS_EXPLAIN({told})",
        "finding": f'=IF(PS_CHECK({told})="","{SOUND}",PS_CHECK({told}))',
        "rule": f"=PS_RULE({this['indicator']},ps_standard_reference)",
        "finding_row": f'=IF({this["finding"]}="{SOUND}","",{row})',
    }


def write_results(
    book: Book, sheet: Sheet, row: int, about: About, formulas: dict[str, str], remark: str | None, line: dict[str, Any]
) -> None:
    """The cells of a row from its score on."""
    sheet.formula(f"I{row}", formulas["score"], "cell", "score", "bold", "center", font_color=NAVY, **line)
    sheet.formula(f"J{row}", formulas["explanation"], "cell", "wrap", "indent", font_size=8, **line)
    sheet.formula(f"K{row}", formulas["finding"], "cell", "wrap", "indent", "finding", font_size=8, **line)
    sheet.formula(f"L{row}", formulas["rule"], "cell", "wrap", "indent", "tiny", **line)
    collection = book.t(COLLECTIONS[about.collection])
    sheet.write(f"M{row}", collection, "cell", "small", "center", "muted", "wrap", **line)
    sheet.write(f"N{row}", remark, "input", "wrap", "indent", font_size=8, **line)
    sheet.formula(f"O{row}", formulas["finding_row"], "cell", "tiny", **line)


def frame(sheet: Sheet, rows: int) -> None:
    """Marks, panes, print area and protection around that many rows."""
    first, last = TOP + 1, TOP + rows
    sheet.fade_errors(f"E{first}:L{last}")
    sheet.mark(f"K{first}:K{last}", f'=$K{first}="{SOUND}"', font_color=GREEN)
    lost = f"=AND(ISNUMBER($I{first}),ISNUMBER($E{first}),$I{first}<$E{first})"
    sheet.mark(f"I{first}:I{last}", lost, font_color=AMBER)
    sheet.numbers_as_text(f"A{first}:A{last}")
    sheet.raw.ignore_errors({"number_stored_as_text": f"A{first}:A{last}", "formula_differs": f"E{first}:O{last}"})
    sheet.raw.freeze_panes(TOP, 4)
    sheet.page(f"A1:N{last}", landscape=True, repeat=(TOP,))
    sheet.protect()
