"""The findings of the score sheet, one line each."""

from __future__ import annotations

from psscore.model.standard import Standard
from psscore.workbook.template.book import Book
from psscore.workbook.template.style import NAVY
from psscore.workbook.template.tables import SCORES

_TOP = 4
_LISTED = 40


def write_findings(book: Book, standard: Standard) -> None:
    """The rows with something to look at, in their order."""
    sheet = book.sheet("findings")
    sheet.raw.set_tab_color("#C08A3E")
    say, lang = book.say, book.lang
    sheet.columns({"A": 7, "B": 10, "C": 34, "D": 8, "E": 9, "F": 60})
    sheet.height(1, 34)
    sheet.merge("A1:F1", say("问题清单", "Findings"), "title")
    rows = SCORES.column("finding_row", lang)
    unknown = f"SUMPRODUCT(--ISERROR({SCORES.column('finding', lang)}))>0"
    listed = min(_LISTED, len(standard.leaves))
    more = say(f"；先列前 {listed} 条", f"; the first {listed} are listed")
    some = say(f'"共 "&COUNT({rows})&" 条，逐条核对后再定稿"', f'COUNT({rows})&" findings to be looked at"')
    none = say("没有发现问题", "Nothing found")
    failed = say("核查函数没有运行，问题清单不完整", "The checks did not run: this list is incomplete")
    state = f'=IF({unknown},"{failed}",IF(COUNT({rows})=0,"{none}",{some}&IF(COUNT({rows})>{listed},"{more}","")))'
    sheet.merge("A2:F2", state, "left", "bold", font_color=NAVY)
    sheet.height(2, 24)
    heads = (
        say("序号", "No."), say("编号", "Code"), say("指标", "Indicator"), say("分值", "Points"), say("得分", "Score"),
        say("问题", "Finding"),
    )  # fmt: skip
    for column, head in zip("ABCDEF", heads, strict=True):
        sheet.write(f"{column}{_TOP}", head, "header")
    sheet.height(_TOP, 22)
    for number in range(1, listed + 1):
        row = _TOP + number
        sheet.height(row, 26)
        sheet.formula(f"A{row}", f'=IF(COUNT({rows})<{number},"",{number})', "cell", "center", "muted")
        for column, key, roles in (
            ("B", "indicator", ("center", "text")),
            ("C", "level_3", ("wrap", "small")),
            ("D", "points", ("center", "points")),
            ("E", "score", ("center", "score")),
            ("F", "finding", ("wrap", "small", "finding")),
        ):
            cell = f"INDEX({SCORES.column(key, lang)},SMALL({rows},{number}))"
            sheet.formula(f"{column}{row}", f'=IF($A{row}="","",{cell})', "cell", *roles)
    last = _TOP + listed
    sheet.fade_errors(f"D{_TOP + 1}:E{last}")
    sheet.raw.freeze_panes(_TOP, 0)
    sheet.page(f"A1:F{last}", landscape=True, repeat=(_TOP,))
    sheet.protect()
