"""The cover: whom and what is evaluated, the result, and the readings in force."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from psscore.model.standard import Reading
from psscore.model.text import Text
from psscore.workbook.template.book import Book, Sheet
from psscore.workbook.template.evaluation.tables import VETOES
from psscore.workbook.template.guide import choice_label, choice_ranges, choices
from psscore.workbook.template.style import AMBER, AMBER_FILL
from psscore.workbook.template.tables import CHOICES, FORM_READINGS, READINGS, SCORES, Table

MODES: dict[str, Text] = {
    "self": Text("自评", "Self-evaluation"),
    "third_party": Text("第三方评价", "Third party"),
    "superior": Text("上级评价", "Higher authority"),
}


CardWriter = Callable[[Book, Sheet], None]
BlockWriter = Callable[[Book, Sheet, int], int]


def write_cover(book: Book, cards: CardWriter | None = None, block: BlockWriter | None = None) -> None:
    """The cover; `cards` writes rows 5 to 7 instead of total, grade and progress, `block` what follows the readings
    from the row it is given, and gives the next free one."""
    sheet = book.sheet("cover")
    sheet.raw.set_tab_color("#1F4E79")
    sheet.columns({"A": 1.5, "B": 27, "C": 30, "D": 48, "E": 18, "F": 17, "G": 1.5})
    _title(book, sheet)
    for row, points in ((5, 20), (6, 42), (7, 20), (8, 10)):
        sheet.height(row, points)
    (cards or _result)(book, sheet)
    _subject(book, sheet)
    row = _readings(book, sheet)
    if block is not None:
        row = block(book, sheet, row)
    end = _signatures(book, sheet, row)
    sheet.page(f"A1:G{end}", pages=1)
    sheet.protect()


def _title(book: Book, sheet: Sheet) -> None:
    sheet.height(1, 10)
    sheet.height(2, 40)
    sheet.height(3, 22)
    sheet.merge("B2:F2", book.t(book.content.heading), "title", font_size=22)
    sheet.merge("B3:F3", book.t(book.content.subtitle), "center", "muted", font_size=12)
    button = {"macro": "PsScoreWorkbook", "caption": book.say("评分", "Score"), "width": 96, "height": 34}
    sheet.raw.insert_button("F2", {**button, "x_offset": 16, "y_offset": 12})
    sheet.height(4, 8)


def _result(book: Book, sheet: Sheet) -> None:
    cards = (("B", "C", ("总分", "Total")), ("D", "D", ("等级", "Grade")), ("E", "F", ("评价进度", "Progress")))
    for first, last, label in cards:
        _area(sheet, f"{first}5", f"{last}5", book.say(*label), "card", "muted")
    _area(sheet, "B6", "C6", "=PS_TOTAL({},{},ps_standard_reference)", "card_value", "score", book=book)
    vetoes = f",{VETOES.column('counted', book.lang)}" if book.content.vetoes else ""
    grade = f"=PS_GRADE(ps_result_total,ps_standard_reference{vetoes})"
    if book.content.graded:
        _area(sheet, "D6", "D6", grade, "card_value")
    else:
        sheet.write("D6", None, "card_value")
    _area(sheet, "E6", "F6", "=PS_PROGRESS({},{})", "card_value", book=book)
    full = book.say('="满分 "&ps_max_points&" 分"', '="of "&ps_max_points&" points"')
    _area(sheet, "B7", "C7", full, "card", "muted", "small")
    state = book.say(
        '=IF(ISERROR(ps_result_total),"总分暂缺：仍有指标未得分，见问题清单","全部指标已得分")',
        '=IF(ISERROR(ps_result_total),"Total withheld: see the findings","All indicators are scored")',
    )
    ungraded = book.say("该标准不分等级", "this standard has no grades")
    _area(sheet, "D7", "D7", state if book.content.graded else ungraded, "card", "muted", "small")
    done = book.say("已得分指标 / 全部指标", "indicators scored / all")
    _area(sheet, "E7", "F7", done, "card", "muted", "small")
    for name, cell in (("ps_result_total", "B6"), ("ps_result_grade", "D6"), ("ps_result_progress", "E6")):
        book.name(name, "cover", cell)
    sheet.fade_errors("B6:F6")


def _area(sheet: Sheet, first: str, last: str, value: str, *roles: str, book: Book | None = None) -> None:
    if book is not None:
        value = value.format(SCORES.column("indicator", book.lang), SCORES.column("score", book.lang))
    if first != last:
        sheet.merge(f"{first}:{last}", value, *roles)
    elif value.startswith("="):
        sheet.formula(first, value, *roles)
    else:
        sheet.write(first, value, *roles)


def _subject(book: Book, sheet: Sheet) -> None:
    t, say, example = book.t, book.say, book.subject
    sheet.merge("B9:F9", say("评价信息", "This evaluation"), "heading")
    for row in range(10, 19):
        sheet.height(row, 24)
    sheet.height(9, 24)
    sheet.height(15, 44)

    def label(cell: str, zh: str, en: str) -> None:
        sheet.write(cell, say(zh, en), "label", "indent")

    label("B10", "评价单位", "Evaluated unit")
    sheet.merge("C10:D10", t(example.unit) if example else None, "input", "indent")
    label("E10", "评价方式", "Kind of evaluation")
    sheet.write("F10", t(MODES[example.mode]) if example else None, "input", "center")
    sheet.validate_list("F10", [t(mode) for mode in MODES.values()])
    label("B11", "评价周期", "Period")
    sheet.merge("C11:D11", t(example.period) if example else None, "input", "indent", "text")
    label("E11", "填报日期", "Filled in on")
    sheet.write("F11", example.filled_on if example else None, "input", "date", "center")
    sheet.raw.data_validation(
        "F11",
        {
            "validate": "date",
            "criteria": ">=",
            "value": date(2000, 1, 1),
            "error_title": say("请填写日期", "Enter a date"),
            "error_message": say("日期写成 2026-01-15 的样子。", "Write the date like 2026-01-15."),
        },
    )
    label("B12", "评价机构（人）", "Evaluator")
    sheet.merge("C12:D12", t(example.evaluator) if example else None, "input", "indent")
    label("E12", "满分", "Full marks")
    label("B13", "评价标准", "Standard")
    sheet.merge("C13:D13", book.content.standard[0], "input", "indent", "text")
    label("E13", "版本", "Edition")
    sheet.write("F13", book.content.standard[1], "input", "center", "text")
    label("B14", "标准名称", "Title of the standard")
    sheet.merge("C14:F14", t(book.content.title), "cell", "indent", "wrap", "small")
    label("B15", "标准引用", "Standard reference")
    readings = "".join(f",{READINGS.column(key, book.lang)}" for key in ("name", "value") if book.content.readings)
    english = ',"lang=en"' if book.lang == "en" else ""
    reference = f"=PS_STANDARD(ps_standard_id,ps_standard_edition{readings}{english})"
    if not book.content.readings and book.content.form_standard:
        reference = "=ps_form_standard"
    sheet.merge("C15:F15", reference, "cell", "indent", "wrap", font_size=8)
    if book.content.full_marks:
        sheet.formula("F12", book.content.full_marks(book.lang), "cell", "center", "points")
    else:
        sheet.write("F12", "—", "cell", "center", "muted")
    label("B16", "计算时间", "Scored at")
    # The stamp is written by a button too, and a protected sheet takes no other cells.
    sheet.merge("C16:D16", None, "cell", "indent", "clock", "left", locked=False)
    if book.content.form_standard:
        label("E16", "自评表得分", "Self-evaluation")
        sheet.formula("F16", "=ps_form_total", "cell", "center", "score")
    label("B17", "计分人", "Scored by")
    sheet.merge("C17:D17", None, "cell", "indent", "text", locked=False)
    label("E17", "工具版本", "Scored with")
    sheet.write("F17", None, "cell", "center", "small", "text", locked=False)
    label("B18", "标准摘要", "Digest of the standard")
    sheet.merge("C18:F18", None, "cell", "indent", "text", font_size=8, locked=False)
    sheet.fade_errors("C15:F15")
    sheet.fade_errors("F16:F16")
    for name, cell in (
        ("ps_unit", "C10"), ("ps_mode", "F10"), ("ps_period", "C11"), ("ps_evaluator", "C12"),
        ("ps_max_points", "F12"), ("ps_standard_id", "C13"), ("ps_standard_edition", "F13"),
        ("ps_standard_reference", "C15"), ("ps_scored_at", "C16"),
        ("ps_scored_by", "C17"), ("ps_scored_with", "F17"), ("ps_scored_digest", "C18"),
    ):  # fmt: skip
        book.name(name, "cover", cell)
    sheet.numbers_as_text("F13", "C11")


def _readings(book: Book, sheet: Sheet) -> int:
    say, content, example = book.say, book.content, book.subject
    sheet.height(19, 8)
    if not content.readings and not content.form_readings:
        return 20
    sheet.merge("B20:F20", say("评分口径", "Readings"), "heading")
    sheet.height(20, 24)
    note = say(
        "标准没有写明的地方，在这里选定；随结果一起打印。橙色的没有默认值，选定之前有关指标不得分、总分暂缺。",
        "Where the standard is silent, the choice is made here and printed with the result. "
        "Amber rows have no default: until chosen, the indicators concerned stay unscored and the total is withheld.",
    )
    sheet.merge("B21:F21", book.t(content.readings_note) if content.readings_note else note, "note")
    sheet.height(21, 28 if book.lang == "en" else 18)
    row = 22
    if content.readings:
        row = _reading_table(book, sheet, READINGS, row, content.readings, example.readings if example else {})
    if content.form_readings:
        sheet.height(row, 8)
        heading = say("自评表口径", "Readings of the self-evaluation form")
        sheet.merge(f"B{row + 1}:F{row + 1}", heading, "heading")
        sheet.height(row + 1, 24)
        chosen = example.form_readings if example else {}
        row = _reading_table(book, sheet, FORM_READINGS, row + 2, content.form_readings, chosen)
    return row


def _signatures(book: Book, sheet: Sheet, row: int) -> int:
    say = book.say
    sheet.height(row, 14)
    blanks = (
        say("评价人（签字）：", "Evaluator:"),
        say("复核人（签字）：", "Reviewer:"),
        say("负责人（签字）：", "Head of unit:"),
    )
    line = "＿" * 8 if book.lang == "zh" else "_" * 18
    sign = say("　　", " " * 6).join(blank + line for blank in blanks)
    sheet.merge(f"B{row + 1}:F{row + 1}", sign, "small", "muted")
    sheet.height(row + 1, 26)
    return row + 1


def _reading_table(
    book: Book, sheet: Sheet, table: Table, top: int, readings: Sequence[Reading], chosen: Mapping[str, str]
) -> int:
    """The table under `top`; gives the row after it."""
    lang = book.lang
    choice, name = table.this_row("choice", lang), table.this_row("name", lang)
    standard = next(name for owner, name, _ in choices(book) if owner == table.name)
    found = f'MATCH("{standard}|"&{name}&"|"&{choice},{CHOICES.column("key", lang)},0)'
    # A text that is not in the list goes through as typed: PS_STANDARD then says what is valid.
    value = f'=IFERROR(INDEX({CHOICES.column("value", lang)},{found})&"",{choice}&"")'
    sheet.table(table, f"B{top}", len(readings), {"value": value})
    sheet.height(top, 20)
    ranges = choice_ranges(book)
    for row, reading in enumerate(readings, top + 1):
        picked = chosen.get(reading.name, reading.default)
        sheet.height(row, 26 if lang == "en" else 25)
        sheet.write(f"B{row}", book.t(reading.title), "label", "wrap", "small", "indent")
        sheet.write(f"C{row}", choice_label(book, reading, picked), "input", "wrap", "small", "indent")
        sheet.validate_list(f"C{row}", ranges[table.name, reading.name])
        sheet.write(f"D{row}", book.t(reading.note), "cell", "wrap", "tiny", "indent")
        sheet.write(f"E{row}", reading.name, "cell", "tiny", "indent")
        sheet.formula(f"F{row}", value, "cell", "tiny", "indent")
    last = top + len(readings)
    open_names = [reading.name for reading in readings if reading.default is None]
    tests = ",".join(f'$E{top + 1}="{item}"' for item in open_names)
    if tests:
        sheet.mark(
            f"C{top + 1}:C{last}",
            f'=AND($C{top + 1}="",OR({tests}))',
            bg_color=AMBER_FILL,
            font_color=AMBER,
        )
    return last + 1
