"""The self-evaluation form: the official layout, with the rule's score beside the evaluator's."""

from __future__ import annotations

from psscore.functions.cells import number_out
from psscore.model.standard import FormRules, Standard
from psscore.model.text import Text
from psscore.rulebook import load_standard
from psscore.workbook.template.blanks import or_blank
from psscore.workbook.template.book import Book, Sheet
from psscore.workbook.template.style import GREEN, NAVY
from psscore.workbook.template.tables import BUDGET, FORM, FORM_READINGS, SOUND, UNUSED

ROWS = 20
BUDGET_TOP = 5
FORM_TOP = 12
FUNDS: tuple[Text, ...] = (
    Text("年度资金总额", "Total of the year"),
    Text("其中：当年财政拨款", "of which: this year's grant"),
    Text("上年结转资金", "carried over"),
    Text("其他资金", "other funds"),
)
LEVEL_1 = (
    Text("产出指标", "Output"),
    Text("效益指标", "Benefit"),
    Text("满意度指标", "Satisfaction"),
)
LEVEL_2 = (
    Text("数量指标", "Quantity"),
    Text("质量指标", "Quality"),
    Text("时效指标", "Timeliness"),
    Text("成本指标", "Cost"),
    Text("经济效益指标", "Economic benefit"),
    Text("社会效益指标", "Social benefit"),
    Text("生态效益指标", "Ecological benefit"),
    Text("可持续影响指标", "Lasting effect"),
    Text("服务对象满意度指标", "People served"),
)


def _standard(book: Book) -> Standard:
    assert book.content.form_standard is not None
    return load_standard("/".join(book.content.form_standard))


def _rules(book: Book) -> FormRules:
    rules = _standard(book).form
    assert rules is not None
    return rules


def write_form(book: Book) -> None:
    sheet = book.sheet("form")
    sheet.raw.set_tab_color("#5B7F95")
    sheet.columns({"A": 11, "B": 16, "C": 26, "D": 15, "E": 16, "F": 8, "G": 10, "H": 9, "I": 32, "J": 20})
    sheet.hide_column("K")
    _project(book, sheet)
    _budget(book, sheet)
    _goal(book, sheet)
    _rows(book, sheet)
    end = _total(book, sheet)
    sheet.raw.ignore_errors({"formula_differs": f"C6:H{end}"})
    sheet.page(f"A1:J{end}")
    sheet.protect()


def _project(book: Book, sheet: Sheet) -> None:
    t, say, example = book.t, book.say, book.example
    sheet.height(1, 36)
    sheet.merge("A1:J1", say("项目支出绩效自评表", "Performance self-evaluation form"), "title")
    sheet.height(2, 20)
    sheet.merge(
        "A2:J2",
        say('=IF(ps_period="","","（"&ps_period&"）")', '=IF(ps_period="","","("&ps_period&")")'),
        "center",
        "muted",
    )
    for row in (3, 4):
        sheet.height(row, 24)
    sheet.write("A3", say("项目名称", "Project"), "label", "center")
    sheet.merge("B3:J3", t(example.project) if example else None, "input", "indent")
    sheet.write("A4", say("主管部门", "Department"), "label", "center")
    sheet.merge("B4:D4", t(example.department) if example else None, "input", "indent")
    sheet.merge("E4:F4", say("实施单位", "Implementing unit"), "label", "center")
    sheet.merge("G4:J4", t(example.project_unit) if example else None, "input", "indent")


def _budget(book: Book, sheet: Sheet) -> None:
    say, lang, top = book.say, book.lang, BUDGET_TOP
    first, last = top + 1, top + len(FUNDS)
    title = say("项目资金\n（万元）", "Funds\n(10,000 yuan)")
    sheet.merge(f"A{top}:A{last}", title, "label", "center", "wrap")
    adjusted, executed = BUDGET.this_row("adjusted", lang), BUDGET.this_row("executed", lang)
    rate = f'=IF(AND(ISNUMBER({adjusted}),N({adjusted})<>0),PS_RATE({or_blank(executed)},{adjusted}),"")'
    sheet.table(BUDGET, f"B{top}", len(FUNDS), {"rate": rate})
    sheet.height(top, 24)
    for place, fund in enumerate(FUNDS):
        row = first + place
        sheet.height(row, 21)
        sheet.write(f"B{row}", book.t(fund), "label", "small", "wrap", "indent")
        for column, number in zip("CDE", range(3), strict=True):
            if place == 0:
                parts = f"{column}{first + 1}:{column}{last}"
                # A text or a blank among the parts would be left out of the sum without a word.
                total = f'=IF(COUNTA({parts})=0,"",IF(COUNT({parts})<ROWS({parts}),NA(),SUM({parts})))'
                sheet.formula(f"{column}{row}", total, "cell", "money", "bold")
            else:
                typed = book.example.funds[place - 1][number] if book.example else None
                sheet.write(f"{column}{row}", typed, "input", "money")
        sheet.formula(f"G{row}", rate, "cell", "rate", "center", "muted")
        if place:
            sheet.write(f"F{row}", "—", "cell", "center", "muted")
            sheet.write(f"H{row}", "—", "cell", "center", "muted")
    sheet.write(f"F{first}", number_out(_rules(book).execution_points), "input", "points", "center")
    points = BUDGET.this_row("points", lang)
    given = f"{adjusted},{executed},{or_blank(points)}"
    score = f"=IF(ISTEXT({adjusted}),NA(),PS_EXECUTION({given},ps_form_standard))"
    sheet.formula(f"H{first}", score, "cell", "score", "center", "bold", font_color=NAVY)
    sheet.validate_number(
        f"C{first + 1}:E{last}",
        say("金额", "Amount"),
        say("单位：万元；没有的填 0。", "In 10,000 yuan; 0 where there is none."),
    )
    sheet.validate_number(f"F{first}:F{first}")
    sheet.merge(f"I{top}:J{top}", say("评分依据", "Scored by"), "header")
    readings = ",".join(FORM_READINGS.column(key, lang) for key in ("name", "value"))
    english = ',"lang=en"' if lang == "en" else ""
    standard = _standard(book)
    reference = f'=PS_STANDARD("{standard.id}","{standard.edition}",{readings}{english})'
    sheet.merge(f"I{first}:J{first + 1}", reference, "cell", "wrap", "tiny", "indent")
    note = say(
        "规则得分由标准算出；得分由评价人填写，低于分值时写明偏差原因。数字指标按“≥9.00(人)”的样子填写。",
        "The rule score follows from the standard; the score is the evaluator's, with a reason when below full marks. "
        "Write targets like ≥9.00 or ≤2.00(%).",
    )
    sheet.merge(f"I{first + 2}:J{last}", note, "cell", "note", "indent")
    book.name("ps_form_standard", "form", f"I{first}")
    sheet.fade_errors(f"C{first}:H{last}")
    sheet.fade_errors(f"I{first}:J{first + 1}")


def _goal(book: Book, sheet: Sheet) -> None:
    t, say, example = book.t, book.say, book.example
    top = BUDGET_TOP + len(FUNDS) + 1
    sheet.height(top, 21)
    sheet.height(top + 1, 84)
    sheet.merge(f"A{top}:A{top + 1}", say("年度\n总体目标", "Goal of\nthe year"), "label", "center", "wrap")
    sheet.merge(f"B{top}:E{top}", say("预期目标", "Expected"), "label", "center")
    sheet.merge(f"F{top}:J{top}", say("实际完成情况", "Achieved"), "label", "center")
    sheet.merge(f"B{top + 1}:E{top + 1}", t(example.goal) if example else None, "input", "wrap", "small", "indent")
    sheet.merge(f"F{top + 1}:J{top + 1}", t(example.result) if example else None, "input", "wrap", "small", "indent")


def _finding(book: Book) -> str:
    keys = ("level_3", "target", "actual", "points", "score", "reason")
    name, *numbers, reason = (FORM.this_row(key, book.lang) for key in keys)
    # The 0 of a blank cell is no reason either.
    review = f"PS_REVIEW({','.join(map(or_blank, numbers))},{reason},ps_form_standard)"
    return f'=IF({name}="","",IF({review}="","{SOUND}",{review}))'


def _rows(book: Book, sheet: Sheet) -> None:
    t, say, lang, top = book.t, book.say, book.lang, FORM_TOP
    target, actual, points = (FORM.this_row(key, lang) for key in ("target", "actual", "points"))
    finding = FORM.this_row("finding", lang)
    tier = f"PS_TIER({actual},{points},ps_form_standard)"
    rule = f"PS_TARGET({target},{actual},{points},ps_form_standard)"
    formulas = {
        # An achieved level has no rule score but an interval, "[6.4, 8]".
        "rule_score": f'=IF({target}="","",IF(OR({actual}="",{points}=""),NA(),IFERROR({tier},{rule})))',
        "finding": _finding(book),
        "finding_row": f'=IF(OR({finding}="",{finding}="{SOUND}"),"",ROW()-ROW({FORM.header("level_3", lang)}))',
    }
    sheet.table(FORM, f"A{top}", ROWS, formulas)
    sheet.height(top, 24)
    first, last = top + 1, top + ROWS
    filled = book.example.form if book.example else ()
    for place, row in enumerate(range(first, last + 1)):
        item = filled[place] if place < len(filled) else None
        sheet.height(row, 38)
        texts = (item.level_1, item.level_2, item.level_3, item.target, item.actual) if item else (None,) * 5
        for column, text in zip("ABCDE", texts, strict=True):
            # "=24.00(小时)" must stay the text it is.
            roles = ("input", "wrap", "small", "text") + (("center",) if column in "ABDE" else ("indent",))
            sheet.write(f"{column}{row}", t(text) if text else None, *roles)
        sheet.write(f"F{row}", item.points if item else None, "input", "points", "center")
        sheet.formula(f"G{row}", formulas["rule_score"], "cell", "score", "center", "muted")
        sheet.write(f"H{row}", item.score if item else None, "input", "score", "center")
        reason = item.reason if item else None
        sheet.write(f"I{row}", t(reason) if reason else None, "input", "wrap", "indent", font_size=8.5)
        sheet.formula(f"J{row}", formulas["finding"], "cell", "wrap", "small", "indent", "finding")
        sheet.formula(f"K{row}", formulas["finding_row"], "cell", "tiny")
    sheet.validate_list(f"A{first}:A{last}", [t(text) for text in LEVEL_1], strict=False)
    sheet.validate_list(f"B{first}:B{last}", [t(text) for text in LEVEL_2], strict=False)
    sheet.validate_number(f"F{first}:F{last}")
    sheet.validate_number(
        f"H{first}:H{last}",
        say("得分", "Score"),
        say("0 到分值之间，最多两位小数。", "From 0 to the points, two decimals at most."),
    )
    sheet.fade_errors(f"G{first}:G{last}")
    sheet.fade_errors(f"J{first}:J{last}")
    sheet.mark(f"J{first}:J{last}", f'=$J{first}="{SOUND}"', font_color=GREEN)


def _total(book: Book, sheet: Sheet) -> int:
    say, lang = book.say, book.lang
    row = FORM_TOP + ROWS + 1
    points, score = FORM.column("points", lang), FORM.column("score", lang)
    sheet.height(row, 26)
    sheet.merge(f"A{row}:E{row}", say("总分（含预算执行）", "Total (with budget execution)"), "label", "center", "bold")
    budget_points = f"INDEX({BUDGET.column('points', lang)},1)"
    budget_score = f"INDEX({BUDGET.column('score', lang)},1)"
    sheet.formula(f"F{row}", f"=N({budget_points})+SUM({points})", "cell", "center", "points", "bold")
    sheet.write(f"G{row}", None, "cell")
    names = FORM.column("level_3", lang)
    funds = ",".join(BUDGET.column(key, lang) for key in ("adjusted", "executed"))
    # Of two errors in a sum Excel shows the first, LibreOffice Calc the last.
    sum_ = f"ROUND({budget_score}+PS_TOTAL({names},{score},ps_form_standard),4)"
    sum_ = f"IF(ISERROR({budget_score}),{budget_score},{sum_})"
    # A unit that fills in no form lacks nothing.
    total = f'=IF(AND(COUNTA({names})=0,COUNT({funds})=0),"{UNUSED}",{sum_})'
    sheet.formula(f"H{row}", total, "cell", "center", "score", "bold", font_color=NAVY)
    full = _standard(book).total_points
    check = say(
        f'=IF(COUNT({points})=0,"",IF(ROUND(F{row}-{full},6)=0,"","分值合计 "&ROUND(F{row},6)&"，不是 {full}"))',
        f'=IF(COUNT({points})=0,"",'
        f'IF(ROUND(F{row}-{full},6)=0,"","The points add up to "&ROUND(F{row},6)&", not {full}"))',
    )
    sheet.merge(f"I{row}:J{row}", check, "cell", "small", "finding")
    sheet.height(row + 1, 26)
    sheet.merge(f"A{row + 1}:E{row + 1}", say("评分等级", "Grade"), "label", "center", "bold")
    grade = f'=IF(ISTEXT(ps_form_total),"{UNUSED}",PS_GRADE(ps_form_total,ps_form_standard))'
    sheet.merge(f"F{row + 1}:H{row + 1}", grade, "cell", "center", "bold", font_size=12, font_color=NAVY)
    sheet.merge(f"I{row + 1}:J{row + 1}", None, "cell")
    sheet.fade_errors(f"F{row}:H{row + 1}")
    for name, cell in (("ps_form_points", f"F{row}"), ("ps_form_total", f"H{row}"), ("ps_form_grade", f"F{row + 1}")):
        book.name(name, "form", cell)
    sheet.height(row + 2, 28)
    blanks = (
        say("填表人：", "Filled in by:"),
        say("联系电话：", "Telephone:"),
        say("单位负责人：", "Head of unit:"),
        say("日期：", "Date:"),
    )
    sign = (say("　", " " * 3) * 12).join(blanks)
    sheet.merge(f"A{row + 2}:J{row + 2}", sign, "small", "muted")
    return row + 2
