"""A whole small system on one sheet of a workbook made for another: readings, figures, scores and total."""

from __future__ import annotations

from psscore.functions.cells import number_out
from psscore.model.observation import BaseUse
from psscore.model.standard import Standard
from psscore.workbook.template.blanks import or_blank
from psscore.workbook.template.book import Book, Sheet
from psscore.workbook.template.evaluation.tables import SYSTEM_READINGS, SYSTEM_SCORES
from psscore.workbook.template.style import FAINT, NAVY, REPEATED
from psscore.workbook.template.tables import UNUSED

_TOP = 8


def write_one_sheet(book: Book, key: str, standard: Standard) -> None:
    """The system of a standard on the sheet `key`; until a figure is typed it shows nothing but dashes.

    The indicators are those of the default readings: where another reading has others, the standard's own workbook is
    the place.
    """
    sheet = book.sheet(key)
    sheet.raw.set_tab_color("#9AA7B4")
    say, t = book.say, book.t
    sheet.columns({"A": 8, "B": 14, "C": 26, "D": 8, "E": 12, "F": 12, "G": 10, "H": 50, "I": 30})
    sheet.height(1, 34)
    sheet.merge("A1:I1", t(standard.title), "title")
    name = f"{standard.id}/{standard.edition}"
    note = say(
        f"不用这一体系时整张表留空即可。只用这一体系时，可生成它自己的工作簿：psscore template build --standard {name}",
        f"Leave it blank if not used. Its own workbook: psscore template build --standard {name}",
    )
    sheet.merge("A2:I2", note, "note")
    sheet.height(2, 20)
    lang = book.lang
    columns = {key: SYSTEM_SCORES.column(key, lang) for key in ("indicator", "value", "score")}
    unused = f"COUNT({columns['value']})=0"
    name_column, value_column = (SYSTEM_READINGS.column(part, lang) for part in ("name", "value"))
    english = ',"lang=en"' if lang == "en" else ""
    sheet.merge("A3:B3", say("标准引用", "Standard reference"), "label", "indent")
    reference = f'=PS_STANDARD("{standard.id}","{standard.edition}",{name_column},{value_column}{english})'
    sheet.merge("C3:I3", reference, "cell", "indent", "wrap", font_size=8)
    sheet.height(3, 30)
    book.name("ps_points_standard", key, "C3")
    sheet.merge("A4:B4", say("总分", "Total"), "label", "indent")
    total = f"PS_TOTAL({columns['indicator']},{columns['score']},ps_points_standard)"
    sheet.formula("C4", f'=IF({unused},"{UNUSED}",{total})', "cell", "bold", "center", num_format="0.000",
                  font_color=NAVY)  # fmt: skip
    sheet.merge("D4:E4", say("满分", "Full marks"), "label", "indent")
    sheet.write("F4", number_out(standard.total_points), "cell", "center", "points")
    sheet.height(4, 24)
    sheet.height(5, 8)
    end = _scores(book, sheet, standard, unused)
    _readings(book, sheet, standard, end + 3)
    sheet.fade_errors(f"C3:I{end}")
    last = end + 3 + len(standard.readings)
    sheet.page(f"A1:I{last}", landscape=True, pages=1)
    sheet.protect()


def _scores(book: Book, sheet: Sheet, standard: Standard, unused: str) -> int:
    lang, t = book.lang, book.t
    this = {key: SYSTEM_SCORES.this_row(key, lang) for key in SYSTEM_SCORES.columns}
    four = f"{this['indicator']},{or_blank(this['value'])},{or_blank(this['base'])},ps_points_standard"
    formulas = {
        "points": f"=PS_POINTS({this['indicator']},ps_points_standard)",
        "score": f'=IF({unused},"{UNUSED}",PS_SCORE({four}))',
        "explanation": f'=IF({unused},"{UNUSED}",PS_EXPLAIN({four}))',
        "rule": f"=PS_RULE({this['indicator']},ps_points_standard)",
    }
    top = _TOP - 2
    sheet.table(SYSTEM_SCORES, f"A{top}", len(standard.leaves), formulas)
    sheet.height(top, 22)
    above = ""
    for row, item in enumerate(standard.leaves, top + 1):
        scoring = item.scoring
        assert scoring is not None
        level_1 = t(standard.by_code[standard.path(item)[-1]].name)
        same = {"font_color": REPEATED} if level_1 == above else {}
        sheet.height(row, 40)
        sheet.write(f"A{row}", item.code, "cell", "center", "text")
        sheet.write(f"B{row}", level_1, "cell", "small", "wrap", **same)
        sheet.write(f"C{row}", f"{t(item.name)}（{t(scoring.unit)}）", "cell", "small", "wrap")
        sheet.formula(f"D{row}", formulas["points"], "cell", "center", "points")
        sheet.write(f"E{row}", None, "input", "points")
        if scoring.base is BaseUse.NONE:
            sheet.formula(f"F{row}", '=""', "cell")
        else:
            sheet.write(f"F{row}", None, "input", "points")
        sheet.formula(f"G{row}", formulas["score"], "cell", "bold", "center", "points", font_color=NAVY)
        sheet.formula(f"H{row}", formulas["explanation"], "cell", "wrap", "indent", font_size=8)
        sheet.formula(f"I{row}", formulas["rule"], "cell", "wrap", "indent", "tiny")
        above = level_1
    last = top + len(standard.leaves)
    sheet.validate_number(f"E{top + 1}:F{last}")
    sheet.mark(f"G{top + 1}:H{last}", f'=G{top + 1}="{UNUSED}"', font_color=FAINT)
    sheet.numbers_as_text(f"A{top + 1}:A{last}")
    return last


def _readings(book: Book, sheet: Sheet, standard: Standard, top: int) -> None:
    heading = book.say("评分口径（“取值”可改）", "Readings (the value may be changed)")
    sheet.merge(f"A{top - 1}:I{top - 1}", heading, "heading")
    sheet.height(top - 1, 24)
    heads = [title(book.lang) for title in SYSTEM_READINGS.columns.values()]
    sheet.raw.add_table(
        top - 1, 6, top - 1 + len(standard.readings), 8,
        {"name": SYSTEM_READINGS.name, "style": None, "autofilter": False,
         "columns": [{"header": head, "header_format": book.styles("header")} for head in heads]},
    )  # fmt: skip
    sheet.height(top, 20)
    for row, reading in enumerate(standard.readings, top + 1):
        sheet.height(row, 30)
        values = [value.name for value in reading.values]
        told = "　".join(f"{value.name}＝{value.title.zh}" for value in reading.values)
        if book.lang == "en":
            told = "; ".join(f"{value.name}: {value.title.en}" for value in reading.values)
        sheet.merge(f"A{row}:F{row}", book.t(reading.title), "label", "small", "indent")
        sheet.write(f"G{row}", standard.chosen[reading.name], "input", "center", "small", "text")
        sheet.validate_list(f"G{row}", values)
        sheet.write(f"H{row}", told, "cell", "wrap", "tiny", "indent")
        sheet.write(f"I{row}", reading.name, "cell", "tiny", "indent")
