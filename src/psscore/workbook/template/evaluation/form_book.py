"""The workbook of a self-evaluation form by itself: cover, form, guide."""

from __future__ import annotations

import io

from psscore.functions.cells import number_out
from psscore.hosts.excel.vba_project import RUNTIME, Runtime
from psscore.model.standard import Standard
from psscore.model.text import Text
from psscore.workbook.template.book import SHEETS, Book, Sheet, Values
from psscore.workbook.template.content import Content
from psscore.workbook.template.cover import write_cover
from psscore.workbook.template.example import Example
from psscore.workbook.template.form import write_form
from psscore.workbook.template.guide import write_guide
from psscore.workbook.template.opening import open_workbook
from psscore.workbook.template.package import finish
from psscore.workbook.template.results import results
from psscore.workbook.template.tables import FORM, UNUSED

_SHEETS = {key: SHEETS[key] for key in ("cover", "form", "guide")}
_STEPS = (
    Text(
        "封面：填写单位、周期，选定口径；橙色的没有默认值，必须选择。",
        "Cover: fill in the unit and period and choose the readings; amber ones have no default.",
    ),
    Text(
        "自评表：填写预算和各行指标；“规则得分”由标准算出，“得分”由评价人填写，低于分值时写明原因。",
        "Form: budget and rows of the project; the rule score is computed, the score is yours, with a reason where it "
        "is below full marks.",
    ),
    Text(
        "填好后：在 Excel 中按封面的“评分”；没有 Excel 时运行 psscore score 文件 -o 新文件 --stamp。",
        'When filled in: press "Score" on the cover in Excel; without Excel, run psscore score FILE -o NEW --stamp.',
    ),
)


def build_form(standard: Standard, lang: str, example: Example | None, runtime: Runtime = RUNTIME) -> bytes:
    """The workbook of a form standard in `lang`, empty or filled in. Every formula carries its value."""
    values = results(draft_form(standard, lang, example), lang, _SHEETS)
    return finish(_write(standard, lang, example, values, runtime))


def draft_form(standard: Standard, lang: str, example: Example | None) -> bytes:
    """The same workbook before it is calculated."""
    return finish(_write(standard, lang, example, {}, RUNTIME), calculated=False)


def _write(standard: Standard, lang: str, example: Example | None, values: Values, runtime: Runtime) -> bytes:
    out = io.BytesIO()
    workbook = open_workbook(out, standard.title(lang), len(_SHEETS), runtime)
    name = standard.id, standard.edition
    content = Content(
        standard=name,
        form_standard=name,
        workbook=standard.title,
        heading=standard.title,
        subtitle=Text("自评工作簿", "Self-evaluation workbook"),
        steps=_STEPS,
        title=standard.title,
        level_1=(),
        level_2=(),
        rows=(),
        topics=(),
        readings=(),
        form_readings=standard.readings,
        full_marks=lambda _: f"={number_out(standard.total_points):g}",
    )
    book = Book(workbook, lang, content, example, values, _SHEETS)
    write_cover(book, _cards)
    write_form(book)
    write_guide(book)
    workbook.close()
    return out.getvalue()


def _cards(book: Book, sheet: Sheet) -> None:
    """Total, grade and how many rows have a score."""
    say, lang = book.say, book.lang
    names, scores = (FORM.column(key, lang) for key in ("level_3", "score"))
    cards = (
        ("B", "C", say("总分", "Total"), "=IF(ISTEXT(ps_form_total),NA(),ps_form_total)", "score"),
        ("D", "D", say("等级", "Grade"), f'=IF(ISTEXT(ps_form_total),"{UNUSED}",ps_form_grade)', "text"),
        ("E", "F", say("已评行数", "Rows scored"), f'=COUNT({scores})&"/"&COUNTA({names})', "text"),
    )
    for first, last, label, formula, shape in cards:
        for row, value, roles in ((5, label, ("card", "muted")), (6, formula, ("card_value", shape))):
            if first != last:
                sheet.merge(f"{first}{row}:{last}{row}", value, *roles)
            elif value.startswith("="):
                sheet.formula(f"{first}{row}", value, *roles)
            else:
                sheet.write(f"{first}{row}", value, *roles)
        area = f"{first}7:{last}7" if first != last else ""
        if area:
            sheet.merge(area, None, "card")
        else:
            sheet.write(f"{first}7", None, "card")
    for name, cell in (("ps_result_total", "B6"), ("ps_result_grade", "D6"), ("ps_result_progress", "E6")):
        book.name(name, "cover", cell)
    sheet.fade_errors("B6:F6")
