"""The score sheet: one row for each indicator, every cell of it a formula over the inputs."""

from __future__ import annotations

from psscore.workbook.template.blanks import or_missing
from psscore.workbook.template.book import Book, Sheet
from psscore.workbook.template.content import Kind, Row
from psscore.workbook.template.platform import LAST_YEAR, THIS_YEAR
from psscore.workbook.template.score_sheet import TOP, calculated, frame, result_line, unit_line, write_results
from psscore.workbook.template.style import NAVY, REPEATED
from psscore.workbook.template.tables import POPULATION, PROACTIVE, REQUESTS, SCORES, SURVEY, Table

# A blank cell would reach the functions as 0 in LibreOffice Calc.
_NO_BASE = '=""'


def write_scores(book: Book) -> None:
    sheet = book.sheet("scores")
    sheet.raw.set_tab_color("#1F4E79")
    english = book.lang == "en"
    sheet.columns(
        {
            "A": 8 if english else 5.5, "B": 8, "C": 10, "D": 22, "E": 5.5, "F": 8.5, "G": 8, "H": 8.5, "I": 7,
            "J": 49, "K": 18, "L": 27, "M": 8, "N": 18,
        }
    )  # fmt: skip
    sheet.hide_column("O")
    _head(book, sheet)
    rows = book.content.rows
    formulas = _formulas(book.lang)
    sheet.table(SCORES, f"A{TOP}", len(rows), formulas, filter=True)
    sheet.height(TOP, 24)
    above = None
    for row, item in enumerate(rows, TOP + 1):
        _row(book, sheet, row, item, above, formulas)
        above = item
    frame(sheet, len(rows))


def _head(book: Book, sheet: Sheet) -> None:
    say = book.say
    sheet.height(1, 34)
    sheet.height(2, 24)
    sheet.height(3, 6)
    sheet.merge("A1:N1", say("公众服务评价评分表", "Score sheet"), "title")
    sheet.merge("A2:D2", unit_line(book), "small")
    sheet.merge("E2:H2", say("总分", "Total"), "right", "muted", "small")
    sheet.formula("I2", "=ps_result_total", "bold", "score", "right", font_color=NAVY)
    sheet.formula("J2", result_line(book), "small")
    sheet.fade_errors("I2:I2")


def _formulas(lang: str) -> dict[str, str]:
    value, base = (SCORES.this_row(key, lang) for key in ("value", "base"))
    return calculated(lang, (value, base), (or_missing(value), or_missing(base)))


def _row(book: Book, sheet: Sheet, row: int, item: Row, above: Row | None, formulas: dict[str, str]) -> None:
    t = book.t
    about = item.indicator.about
    assert about is not None
    # Room for four lines of eight points: the longest explanation takes three.
    sheet.height(row, 44)
    line = {} if above and above.level_2 is item.level_2 else {"top": 1, "top_color": NAVY}
    same_1 = {"font_color": REPEATED} if above and above.level_1 is item.level_1 else {}
    same_2 = {} if line else {"font_color": REPEATED}
    sheet.write(f"A{row}", item.code, "cell", "center", "text", **line)
    sheet.write(f"B{row}", t(item.level_1.name), "cell", "small", "wrap", **line, **same_1)
    sheet.write(f"C{row}", t(item.level_2.name), "cell", "small", "wrap", **line, **same_2)
    sheet.write(f"D{row}", t(item.indicator.name), "cell", "small", "wrap", **line)
    sheet.formula(f"E{row}", formulas["points"], "cell", "center", "points", **line)
    value, base, rate = _data(item, book.lang)
    shape = "rate" if item.kind in (Kind.SATISFACTION, Kind.CHANGE) else "count"
    for column, formula, form in (("F", value, shape), ("G", base, "count"), ("H", rate, "rate")):
        if formula:
            sheet.formula(f"{column}{row}", formula, "cell", form, **line)
        else:
            sheet.write(f"{column}{row}", None, "cell", **line)
    remark = book.example.remarks.get(item.code) if book.example else None
    write_results(book, sheet, row, about, formulas, t(remark) if remark else None, line)


def _data(item: Row, lang: str) -> tuple[str, str, str]:
    """The formulas for value, base and rate; "" where the row has none."""

    def count(key: str, table: Table, column: str) -> str:
        keys = table.column("code", lang)
        return f"PS_COUNT({key},{keys},{table.column(column, lang)})"

    here, value = SCORES.this_row("indicator", lang), SCORES.this_row("value", lang)
    match item.kind:
        case Kind.SIGNED | Kind.RESOLVED:
            part = "signed" if item.kind is Kind.SIGNED else "resolved"
            topic = f'"{item.topic}"'
            base = SCORES.this_row("base", lang)
            rate = f'=IF({base}=0,"",PS_RATE({value},{base}))'
            return f"={count(topic, REQUESTS, part)}", f"={count(topic, REQUESTS, 'total')}", rate
        case Kind.COUNT:
            return f"={count(here, PROACTIVE, 'count')}", _NO_BASE, ""
        case Kind.SATISFACTION:
            columns = (SURVEY.column(key, lang) for key in ("counted", "satisfied", "basically", "surveyed", "weight"))
            return f"=PS_SATISFACTION({here},{','.join(columns)},ps_standard_reference)", _NO_BASE, f"={value}"
        case Kind.CHANGE:
            numbers = [
                count(f'"{year}"', POPULATION, column)
                for year in (THIS_YEAR, LAST_YEAR)
                for column in ("requests", "population")
            ]
            # Without requests last year there is no change to compute: the counts go to the reading for that case.
            nothing_before = f"IFERROR({numbers[2]},1)=0"
            change = f"=IF({nothing_before},{numbers[0]},PS_CHANGE({','.join(numbers)}))"
            rate = f'=IF(ISNUMBER({SCORES.this_row("base", lang)}),"",{value})'
            return change, f'=IF({nothing_before},0,"")', rate
