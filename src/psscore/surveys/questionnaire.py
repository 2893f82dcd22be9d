"""A questionnaire to hand out: one page to print, a sheet to enter answers in, and how they are coded."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from psscore.model.standard import Standard
from psscore.model.text import Text
from psscore.surveys.answers import TITLES, Answer
from psscore.surveys.items import Item, items_of

PAPER, ENTRY, CODING = Text("问卷", "Questionnaire"), Text("录入", "Answers"), Text("编码表", "Coding")
NUMBER, GROUP = Text("答卷编号", "Respondent no."), Text("调查群体", "Group")
GROUPS = (
    Text("户籍居民", "Registered residents"),
    Text("来本地居住半年以上的居民", "Residents from elsewhere"),
    Text("沿街商户", "Street traders"),
    Text("企业", "Firms"),
)
ROWS = 1000
TOP = 4
_LISTED = 12
_CREATED = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_FONT = {"zh": "微软雅黑", "en": "Calibri"}

_TITLE = Text("公众满意度调查问卷", "Public satisfaction questionnaire")
_INTRODUCTION = Text(
    "本问卷匿名。请就最近一年在本地的感受，对每一项打一个√；没有接触过的选“不了解”。不要填写姓名、电话和住址。",
    "This questionnaire is anonymous. Tick one answer for each item, from what you met here in the last year; where "
    "you had nothing to do with it, tick “Cannot say”. Please write no name, telephone number or address.",
)
_ENTERING = Text(
    "每份答卷一行，答案从列表中选；没有作答的留空。调查群体的名称在“编码表”中改。录完后运行："
    "psscore survey 本文件 --into 评价工作簿.xlsm",
    "One row for each questionnaire, answers from the list; what was not answered stays blank. Names of groups are "
    "changed on the sheet Coding. Then run: psscore survey THIS_FILE --into WORKBOOK.xlsm",
)
_MEANINGS = {
    Answer.SATISFIED: Text("计入满意；问卷另有“非常满意”的也录为满意", "Counts as satisfied; very satisfied too"),
    Answer.BASICALLY: Text(
        "是否计入满意由评分口径（satisfied）决定", "Whether it counts is for the reading `satisfied`"
    ),
    Answer.DISSATISFIED: Text("计入调查数，不计入满意", "In the denominator, not satisfied"),
    Answer.UNRATED: Text("默认不计入调查数（--base all 时计入）", "Not in the denominator, unless --base all"),
}


def questionnaire(standard: Standard, lang: str = "zh", groups: Sequence[str] = ()) -> bytes:
    """The workbook, the same bytes every time. Raises `SurveyFaults` for a standard that surveys nothing."""
    items = items_of(standard)
    names = list(groups) or [group(lang) for group in GROUPS]
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    workbook.set_properties(
        {"title": f"{_TITLE(lang)} {standard.id}/{standard.edition}", "author": "psscore", "created": _CREATED}
    )
    make = _Maker(workbook, lang)
    sheets = [workbook.add_worksheet(title(lang)) for title in (PAPER, ENTRY, CODING)]
    _paper(make, sheets[0], items, names)
    _entry(make, sheets[1], items)
    _coding(make, sheets[2], items, names)
    workbook.close()
    return out.getvalue()


class _Maker:
    """Formats, made once, and the language."""

    def __init__(self, workbook: Any, lang: str) -> None:
        self.workbook, self.lang = workbook, lang
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, **properties: Any) -> Any:
        key = tuple(sorted({"font_name": _FONT[self.lang], "font_size": 10, "valign": "vcenter", **properties}.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(dict(key))
        return self._formats[key]

    @property
    def head(self) -> Any:
        return self(bold=True, bg_color="#DCE6F1", font_color="#1F4E79", border=1, align="center", text_wrap=True)

    @property
    def cell(self) -> Any:
        return self(border=1, border_color="#B8C4D2", text_wrap=True)

    @property
    def note(self) -> Any:
        return self(text_wrap=True, font_color="#7C8896")

    @property
    def title(self) -> Any:
        return self(bold=True, font_size=16, font_color="#1F4E79", align="center")


def _page(sheet: Any, area: str, *, landscape: bool, repeat: int) -> None:
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.print_area(area)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(repeat - 1)
    sheet.set_footer("&C&P / &N")


def _paper(make: _Maker, sheet: Any, items: Sequence[Item], groups: Sequence[str]) -> None:
    lang = make.lang
    sheet.set_column("A:A", 6, make())
    sheet.set_column("B:B", 46)
    sheet.set_column("C:F", 13)
    sheet.set_row(0, 32)
    sheet.merge_range("A1:F1", _TITLE(lang), make.title)
    sheet.set_row(1, 46)
    sheet.merge_range("A2:F2", _INTRODUCTION(lang), make(text_wrap=True))
    sheet.set_row(2, 24)
    sheet.merge_range("A3:F3", f"{NUMBER(lang)}: ______________", make())
    sheet.set_row(3, 34)
    boxes = "    ".join(f"□ {group}" for group in groups)
    sheet.merge_range("A4:F4", f"{GROUP(lang)}: {boxes}", make(text_wrap=True))
    sheet.set_row(4, 24)
    heads = (Text("序号", "No."), Text("项目", "About"))
    for column, text in enumerate(heads):
        sheet.write(4, column, text(lang), make.head)
    sheet.merge_range("C5:F5", Text("请在一个□内打√", "Tick one box")(lang), make.head)
    for number, item in enumerate(items, 1):
        row = 4 + number
        sheet.set_row(row, 32)
        sheet.write_number(row, 0, number, make(border=1, border_color="#B8C4D2", align="center"))
        sheet.write_string(row, 1, _asked(item, lang), make.cell)
        for column, answer in enumerate(Answer, 2):
            sheet.write_string(row, column, f"□ {TITLES[answer](lang)}", make.cell)
    _page(sheet, f"A1:F{5 + len(items)}", landscape=False, repeat=5)


def _asked(item: Item, lang: str) -> str:
    """What a respondent is asked: the matter, without the name of the rate."""
    return item.name(lang).removesuffix("满意率")


def _entry(make: _Maker, sheet: Any, items: Sequence[Item]) -> None:
    lang, last = make.lang, TOP + ROWS
    sheet.set_column("A:A", 14)
    sheet.set_column("B:B", 24)
    sheet.set_column(2, 1 + len(items), 15)
    right = xlsxwriter.utility.xl_col_to_name(1 + len(items))
    sheet.set_row(0, 30)
    sheet.merge_range(f"A1:{right}1", ENTRY(lang), make.title)
    sheet.set_row(1, 32)
    sheet.merge_range(f"A2:{right}2", _ENTERING(lang), make.note)
    sheet.set_row(TOP - 1, 48)
    text = make(border=1, border_color="#B8C4D2", num_format="@", bg_color="#FFFAE3")
    titles = [NUMBER(lang), GROUP(lang), *(f"{item.code} {item.name(lang)}" for item in items)]
    for column, title in enumerate(titles):
        sheet.write_string(TOP - 1, column, title, make.head)
        for row in range(TOP, last):
            sheet.write_blank(row, column, None, text)
    coding = CODING(lang)
    lists = {
        f"B{TOP + 1}:B{last}": f"='{coding}'!$A$9:$A${8 + _LISTED}",
        f"C{TOP + 1}:{right}{last}": f"='{coding}'!$A$3:$A$6",
    }
    for area, source in lists.items():
        sheet.data_validation(
            area,
            {
                "validate": "list",
                "source": source,
                "error_title": Text("请从列表中选择", "Choose from the list")(lang),
                "error_message": Text("可选项见“编码表”。", "The sheet Coding has the list.")(lang),
            },
        )
    sheet.ignore_errors({"number_stored_as_text": f"A{TOP + 1}:A{last}"})
    sheet.freeze_panes(TOP, 2)
    _page(sheet, f"A1:{right}{TOP + 40}", landscape=True, repeat=TOP)


def _coding(make: _Maker, sheet: Any, items: Sequence[Item], groups: Sequence[str]) -> None:
    lang = make.lang
    sheet.set_column("A:A", 28)
    sheet.set_column("B:B", 62)
    sheet.write(0, 0, CODING(lang), make.title)
    for column, text in enumerate((Text("答案", "Answer"), Text("计法", "How it counts"))):
        sheet.write(1, column, text(lang), make.head)
    for row, answer in enumerate(Answer, 2):
        sheet.write_string(row, 0, TITLES[answer](lang), make.cell)
        sheet.write_string(row, 1, _MEANINGS[answer](lang), make.cell)
    sheet.write(7, 0, Text("群体（可改）", "Groups (yours to change)")(lang), make.head)
    open_cell = make(border=1, border_color="#B8C4D2", bg_color="#FFFAE3", text_wrap=True)
    for place in range(_LISTED):
        sheet.write(8 + place, 0, groups[place] if place < len(groups) else None, open_cell)
    top = 10 + _LISTED
    for column, text in enumerate((Text("指标编号", "Indicator"), Text("录入表中的列", "Column of the sheet Answers"))):
        sheet.write(top, column, text(lang), make.head)
    for row, item in enumerate(items, top + 1):
        sheet.write_string(row, 0, item.code, make.cell)
        sheet.write_string(row, 1, f"{item.code} {item.name(lang)}", make.cell)
    _page(sheet, f"A1:B{top + 1 + len(items)}", landscape=False, repeat=1)
