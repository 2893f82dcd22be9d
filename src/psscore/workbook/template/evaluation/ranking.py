"""排名: the units of a run ranked, with the first and the last places as they are published."""

from __future__ import annotations

from psscore.model.standard import Ranking
from psscore.workbook.template.book import Book, Sheet
from psscore.workbook.template.evaluation.tables import RANKING
from psscore.workbook.template.style import NAVY

UNITS = 60
_TOP = 5


def write_ranking(book: Book, ranking: Ranking) -> None:
    """Totals of up to 60 units for this and the last run; places, changes, first and last."""
    sheet = book.sheet("ranking")
    sheet.raw.set_tab_color("#2F6B3C")
    say, lang = book.say, book.lang
    sheet.columns({"A": 28, "B": 12, "C": 12, "D": 9, "E": 10, "F": 10, "H": 8, "I": 28, "J": 12})
    sheet.height(1, 34)
    sheet.merge("A1:J1", say("排名", "Ranking"), "title")
    note = say(
        "按月或按季填写各单位的总分（粘贴数值即可）。得分相同并列，其后名次顺延；没有得分的单位不排名。",
        "Paste the totals of a month or a quarter. Equal totals share a place; units without a total are not ranked.",
    )
    sheet.merge("A2:J2", note, "note")
    sheet.height(2, 26)
    sheet.write("A3", say("本期（月或季度）", "This run (month or quarter)"), "label", "indent")
    sheet.merge("B3:D3", None, "input", "indent", "text")
    sheet.height(3, 22)
    sheet.height(4, 8)
    now, before, place, place_before = (
        RANKING.this_row(key, lang) for key in ("score", "before", "place", "place_before")
    )
    columns = {key: RANKING.column(key, lang) for key in ("unit", "score", "before", "place", "order")}
    formulas = {
        "place": f'=IF(ISNUMBER({now}),PS_RANK({now},{columns["score"]}),"")',
        "place_before": f'=IF(ISNUMBER({before}),PS_RANK({before},{columns["before"]}),"")',
        "change": f'=IF(OR({place}="",{place_before}=""),"",{place_before}-{place})',
        # Equal places keep the order of the list.
        "order": f'=IF(ISNUMBER({place}),{place}+ROW()/100000,"")',
    }
    sheet.table(RANKING, f"A{_TOP}", UNITS, {**formulas})
    for row in range(_TOP + 1, _TOP + UNITS + 1):
        sheet.write(f"A{row}", None, "input", "indent")
        sheet.write(f"B{row}", None, "input", "score")
        sheet.write(f"C{row}", None, "input", "score")
        sheet.formula(f"D{row}", formulas["place"], "cell", "center", "bold", font_color=NAVY)
        sheet.formula(f"E{row}", formulas["place_before"], "cell", "center", "muted")
        sheet.formula(f"F{row}", formulas["change"], "cell", "center", num_format='"↑"0;"↓"0;"–"')
        sheet.formula(f"G{row}", formulas["order"], "tiny", num_format=";;;")
    sheet.hide_column("G")
    last = _TOP + UNITS
    sheet.validate_number(f"B{_TOP + 1}:C{last}")
    row = _listed(
        book, sheet, _TOP, say(f"前 {ranking.first} 名", f"First {ranking.first}"), ranking.first, columns, "SMALL"
    )
    _listed(book, sheet, row + 1, say(f"后 {ranking.last} 名", f"Last {ranking.last}"), ranking.last, columns, "LARGE")
    quote = f"{book.t(ranking.source.clause)}{say('：', ': ')}{ranking.source.quote}"
    sheet.merge(f"H{row + ranking.last + 3}:J{row + ranking.last + 5}", quote, "note")
    sheet.raw.freeze_panes(_TOP, 1)
    sheet.page(f"A1:J{last}", pages=1)
    sheet.protect()


def _listed(book: Book, sheet: Sheet, top: int, title: str, count: int, columns: dict[str, str], pick: str) -> int:
    """A list of places under its title; gives the row after it."""
    sheet.write(f"H{top}", book.say("名次", "Place"), "header")
    sheet.write(f"I{top}", title, "header")
    sheet.write(f"J{top}", book.say("得分", "Score"), "header")
    for number in range(1, count + 1):
        row = top + number
        # Where there are fewer units than twice the list, a unit stands in both; beyond the last there is nothing.
        found = f"MATCH({pick}({columns['order']},{number}),{columns['order']},0)"
        enough = f"COUNT({columns['order']})<{number}"
        for letter, key, roles in (
            ("H", "place", ("center",)),
            ("I", "unit", ("indent",)),
            ("J", "score", ("center", "score")),
        ):
            formula = f'=IF({enough},"",INDEX({columns[key]},{found}))'
            sheet.formula(f"{letter}{row}", formula, "cell", *roles)
    return top + count + 1
