"""Survey data: the answers of each group of people to each item."""

from __future__ import annotations

from psscore.workbook.template.book import Book
from psscore.workbook.template.content import Kind
from psscore.workbook.template.input_checks import all_blank, any_but_numbers, any_fraction, any_negative, exceed
from psscore.workbook.template.style import AMBER_FILL, NAVY, REPEATED
from psscore.workbook.template.tables import SCORES, SURVEY, first_of

GROUPS = 3


def write_survey(book: Book) -> None:
    sheet = book.sheet("survey")
    sheet.raw.set_tab_color("#E0B84C")
    sheet.columns({"A": 7, "B": 42, "C": 25, "D": 11, "E": 13, "F": 11, "G": 10, "H": 20})
    t, say, example = book.t, book.say, book.example
    sheet.height(1, 34)
    sheet.merge("A1:H1", say("调查数据", "Survey data"), "title")
    note = say(
        "每个项目可填三个调查群体；用不到的行整行留空。调查数包括表示不满意的人。权重只在封面选择按权重合并时使用。",
        "Each item has room for three groups; leave unused rows wholly blank. Surveyed includes the dissatisfied. "
        "Weights are used only if the cover says so.",
    )
    sheet.merge("A2:H2", note, "note")
    sheet.height(2, 28)
    rows = book.content.of_kind(Kind.SATISFACTION)
    top = 4
    sheet.height(top, 24)
    code, group_name = SURVEY.this_row("code", book.lang), SURVEY.this_row("group", book.lang)
    happy, fairly, asked, weighed = (
        SURVEY.this_row(key, book.lang) for key in ("satisfied", "basically", "surveyed", "weight")
    )
    filled = (happy, fairly, asked, weighed)
    unused = f'AND({group_name}="",{all_blank(*filled)})'
    problems = (
        (
            f"COUNTIF({SCORES.column('indicator', book.lang)},{code})=0",
            say("编号不在评分表中", "Not on the score sheet"),
        ),
        (any_but_numbers(*filled), say("有文本、日期或错误值", "Text, a date or an error")),
        (f"COUNT({happy},{asked})<2", say("未填全", "Not complete")),
        (
            f"IF({any_negative(happy, fairly, asked)},TRUE,{any_fraction(happy, f'N({fairly})', asked)})",
            say("须为不小于 0 的整数", "Whole numbers, please"),
        ),
        (exceed([happy, f"N({fairly})"], asked), say("满意之和大于调查数", "More satisfied than surveyed")),
    )
    finding = f'=IF({unused},"",{first_of(problems)})'
    # A row nobody named or filled is no group; one that was named must be filled.
    counted = f'=IF({unused},"",{code})'
    sheet.table(SURVEY, f"A{top}", len(rows) * GROUPS, {"finding": finding, "counted": counted})
    sheet.hide_column("I")
    first, last = top + 1, top + len(rows) * GROUPS
    row = first
    for item in rows:
        groups = example.survey[item.code] if example else ()
        for place in range(GROUPS):
            line = {"top": 1, "top_color": NAVY} if place == 0 else {}
            repeated = {"font_color": REPEATED} if place else {}
            group = groups[place] if place < len(groups) else None
            sheet.height(row, 24)
            sheet.write(f"A{row}", item.code, "cell", "center", "muted", "text", **line)
            sheet.write(f"B{row}", t(item.indicator.name), "cell", "small", "wrap", "indent", **line, **repeated)
            sheet.write(f"C{row}", t(group.name) if group else None, "input", "small", "wrap", "indent", **line)
            numbers = (group.satisfied, group.basically_satisfied, group.surveyed) if group else (None, None, None)
            for column, number in zip("DEF", numbers, strict=True):
                sheet.write(f"{column}{row}", number, "input", "count", **line)
            sheet.write(f"G{row}", None, "input", "points", **line)
            sheet.formula(f"H{row}", finding, "cell", "small", "wrap", "finding", **line)
            sheet.formula(f"I{row}", counted, "cell", "tiny")
            row += 1
    total = f"N($D{first})+N($E{first})>$F{first}"
    sheet.mark(f"D{first}:F{last}", f"=AND(ISNUMBER($F{first}),{total})", bg_color=AMBER_FILL)
    messages = {
        "satisfied": say("回答满意（含非常满意）的人数。", "People who answered satisfied."),
        "basically": say("没有这一档的填 0。", "0 where the form has no such answer."),
        "surveyed": say("有效回答的总人数。", "All people with a valid answer."),
    }
    for column, (key, message) in zip("DEF", messages.items(), strict=True):
        sheet.validate_count(f"{column}{first}:{column}{last}", t(SURVEY.columns[key]), message)
    weight = say("例如 0.5；不加权时留空。", "For instance 0.5; blank if unweighted.")
    sheet.validate_number(f"G{first}:G{last}", t(SURVEY.columns["weight"]), weight)
    sheet.numbers_as_text(f"A{first}:A{last}")
    sheet.raw.freeze_panes(top, 0)
    sheet.page(f"A1:H{last}", repeat=(top,), pages=1)
    sheet.protect()
