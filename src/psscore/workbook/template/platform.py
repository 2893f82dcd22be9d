"""Platform data: requests by topic, proactive counts, two years of requests and population."""

from __future__ import annotations

from psscore.workbook.template.blanks import or_blank
from psscore.workbook.template.book import Book, Sheet
from psscore.workbook.template.content import Kind
from psscore.workbook.template.input_checks import (
    all_blank,
    any_but_numbers,
    any_fraction,
    any_negative,
    exceed,
    none_of,
)
from psscore.workbook.template.style import AMBER_FILL
from psscore.workbook.template.tables import POPULATION, PROACTIVE, REQUESTS, first_of

THIS_YEAR, LAST_YEAR = "THIS", "LAST"


def write_platform(book: Book) -> None:
    sheet = book.sheet("platform")
    sheet.raw.set_tab_color("#E0B84C")
    sheet.columns({"A": 8, "B": 17, "C": 38, "D": 12, "E": 12, "F": 12, "G": 10, "H": 10, "I": 25})
    sheet.hide_column("J")
    say = book.say
    sheet.height(1, 34)
    sheet.merge("A1:I1", say("平台数据", "Platform data"), "title")
    note = say(
        "黄色单元格由平台上报数据填写。没有诉求的填 0，不要留空；同一编号可以有多行（例如按街道），各行自动相加。",
        "Fill the yellow cells from the platform's report. No requests is 0, not blank; a code may have several rows "
        "(for instance one per subdistrict), which add up.",
    )
    sheet.merge("A2:I2", note, "note")
    sheet.height(2, 28)
    row = _requests(book, sheet, 4)
    row = _proactive(book, sheet, row + 2)
    row = _population(book, sheet, row + 2)
    sheet.raw.freeze_panes(2, 0)
    sheet.page(f"A1:I{row}", pages=1)
    sheet.protect()


def _heading(sheet: Sheet, row: int, text: str) -> None:
    sheet.merge(f"A{row}:I{row}", text, "heading", valign="bottom")
    sheet.height(row, 30)


def _requests(book: Book, sheet: Sheet, top: int) -> int:
    t, say, lang = book.t, book.say, book.lang
    _heading(sheet, top - 1, say("一、诉求办理", "1  Requests"))
    signed, resolved, total = (REQUESTS.this_row(key, lang) for key in ("signed", "resolved", "total"))
    finding = REQUESTS.this_row("finding", lang)
    numbers = f"{total},{signed},{resolved}"
    problems = (
        (
            none_of(REQUESTS.this_row("code", lang), (topic.code for topic in book.content.topics)),
            say("编号不是规定的事项，未计入", "The code is no topic of the standard: not counted"),
        ),
        (
            any_but_numbers(total, signed, resolved),
            say("有文本、日期或错误值，请录入数字", "Text, a date or an error: type a number"),
        ),
        (f"COUNT({numbers})<3", say("未填全", "Not complete")),
        (
            f"IF({any_negative(total, signed, resolved)},TRUE,{any_fraction(total, signed, resolved)})",
            say("须为不小于 0 的整数", "Whole numbers of 0 or more, please"),
        ),
        (exceed([f"MAX({signed},{resolved})"], total), say("大于总诉求量", "Above the total")),
        (
            exceed([resolved], signed),
            say("已解决数大于立即签收数，请核对", "More resolved than signed for: please check"),
        ),
    )
    formulas = {
        "signed_rate": f'=IF(N({total})=0,"",PS_RATE({or_blank(signed)},{total}))',
        "resolved_rate": f'=IF(N({total})=0,"",PS_RATE({or_blank(resolved)},{total}))',
        "finding": f'=IF({all_blank(total, signed, resolved)},"",{first_of(problems)})',
        "finding_row": f'=IF({finding}="","",ROW()-ROW({REQUESTS.header("code", lang)}))',
    }
    topics = book.content.topics
    sheet.table(REQUESTS, f"A{top}", len(topics), formulas)
    sheet.height(top, 24)
    first, last = top + 1, top + len(topics)
    for row, topic in enumerate(topics, first):
        counts = book.example.requests[topic.code] if book.example else (None, None, None)
        sheet.height(row, 25)
        sheet.write(f"A{row}", topic.code, "cell", "center", "muted")
        sheet.write(f"B{row}", t(topic.level_2.name), "cell", "small", "wrap", "indent")
        sheet.write(f"C{row}", t(topic.name), "cell", "small", "wrap", "indent")
        for column, number in zip("DEF", counts, strict=True):
            sheet.write(f"{column}{row}", number, "input", "count")
        sheet.formula(f"G{row}", formulas["signed_rate"], "cell", "rate", "center", "muted")
        sheet.formula(f"H{row}", formulas["resolved_rate"], "cell", "rate", "center", "muted")
        sheet.formula(f"I{row}", formulas["finding"], "cell", "small", "wrap", "finding")
        sheet.formula(f"J{row}", formulas["finding_row"], "cell", "tiny")
    messages = {
        "total": say("本评价周期内该类诉求的全部件数。", "All requests on this topic in the period."),
        "signed": say("其中立即签收的件数，不大于总诉求量。", "Of these, signed for at once; not above the total."),
        "resolved": say("其中已经解决的件数，不大于总诉求量。", "Of these, resolved; not above the total."),
    }
    for column, (key, message) in zip("DEF", messages.items(), strict=True):
        sheet.validate_count(f"{column}{first}:{column}{last}", t(REQUESTS.columns[key]), message)
    sheet.mark(
        f"E{first}:F{last}", f"=AND(ISNUMBER(E{first}),ISNUMBER($D{first}),E{first}>$D{first})", bg_color=AMBER_FILL
    )
    sheet.fade_errors(f"G{first}:H{last}")
    return last


def _proactive(book: Book, sheet: Sheet, top: int) -> int:
    t, say = book.t, book.say
    _heading(sheet, top - 1, say("二、主动服务", "2  Proactive service"))
    rows = book.content.of_kind(Kind.COUNT)
    sheet.table(PROACTIVE, f"A{top}", len(rows))
    sheet.height(top, 24)
    first, last = top + 1, top + len(rows)
    for row, item in enumerate(rows, first):
        scoring = item.indicator.scoring
        assert scoring is not None
        sheet.height(row, 25)
        sheet.write(f"A{row}", item.code, "cell", "center", "muted", "text")
        sheet.write(f"B{row}", t(item.level_2.name), "cell", "small", "wrap", "indent")
        sheet.write(f"C{row}", t(item.indicator.name), "cell", "small", "wrap", "indent")
        sheet.write(f"D{row}", book.example.counts[item.code] if book.example else None, "input", "count")
        sheet.write(f"E{row}", t(scoring.unit), "cell", "small", "center", "muted", "wrap")
    sheet.validate_count(
        f"D{first}:D{last}", say("数量", "Count"), say("本评价周期内完成的数量。", "What was done in the period.")
    )
    sheet.numbers_as_text(f"A{first}:A{last}")
    return last


def _population(book: Book, sheet: Sheet, top: int) -> int:
    say, lang, example = book.say, book.lang, book.example
    _heading(sheet, top - 1, say("三、万人诉求年度变化", "3  Requests per 10,000 inhabitants"))
    requests, people = POPULATION.this_row("requests", lang), POPULATION.this_row("population", lang)
    formula = f'=IF(AND(ISNUMBER({requests}),N({people})>0),{requests}/{people}*10000,"")'
    sheet.table(POPULATION, f"A{top}", 2, {"per_10000": formula})
    sheet.height(top, 24)
    years = (
        (THIS_YEAR, say("本年度", "This year"), example.this_year if example else (None, None)),
        (LAST_YEAR, say("上年度", "Last year"), example.last_year if example else (None, None)),
    )
    meaning = say(
        "全部诉求件数与人口数（人），口径见封面", "All requests, and inhabitants; see the readings on the cover"
    )
    first, last = top + 1, top + 2
    for row, (code, year, numbers) in enumerate(years, first):
        sheet.height(row, 25)
        sheet.write(f"A{row}", code, "cell", "center", "muted", "small")
        sheet.write(f"B{row}", year, "cell", "small", "indent")
        sheet.write(f"C{row}", meaning, "cell", "small", "muted", "wrap", "indent")
        sheet.write(f"D{row}", numbers[0], "input", "count")
        sheet.write(f"E{row}", numbers[1], "input", "count")
        sheet.formula(f"F{row}", formula, "cell", "score", "muted")
    sheet.validate_count(
        f"D{first}:D{last}", say("诉求总量", "Requests"), say("该年度全部诉求件数。", "All requests of the year.")
    )
    sheet.validate_count(
        f"E{first}:E{last}", say("人口数", "Population"), say("单位：人，不是万人。", "Persons, not ten thousands.")
    )
    sheet.raw.ignore_errors({"formula_differs": f"F{first}:F{last}"})
    return last
