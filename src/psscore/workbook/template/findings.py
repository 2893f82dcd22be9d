"""The findings: every row of the score sheet and the form that has something to look at."""

from __future__ import annotations

from psscore.workbook.template.book import SHEETS, Book
from psscore.workbook.template.input_checks import exceed
from psscore.workbook.template.style import GRID, NAVY
from psscore.workbook.template.tables import FINDINGS, FORM, REQUESTS, SCORES

TOP = 4
LISTED = 48  # every row of the score sheet, and one more
PRINTED = 17  # what fits on one page


def write_findings(book: Book) -> None:
    sheet = book.sheet("findings")
    sheet.raw.set_tab_color("#C08A3E")
    sheet.hide_column("I")
    sheet.hide_column("J")
    sheet.columns({"A": 7, "B": 13, "C": 8, "D": 32, "E": 8, "F": 9, "G": 58, "H": 34})
    say, lang = book.say, book.lang
    sheet.height(1, 34)
    sheet.merge("A1:H1", say("问题清单", "Findings"), "title")
    sheet.height(2, 24)
    found = {table.name: f"COUNT({table.column('finding_row', lang)})" for table in (REQUESTS, SCORES, FORM)}
    unknown = f"SUMPRODUCT(--ISERROR({SCORES.column('finding', lang)}))>0"
    everything = "+".join(found.values())
    zh, en = (
        f'IF(ps_findings_all>{LISTED},"{more}",IF(ps_findings_all>{PRINTED},"{printed}",""))'
        for more, printed in (
            (f"；先列前 {LISTED} 条", f"；只打印前 {PRINTED} 条"),
            (f"; the first {LISTED} are listed", f"; the first {PRINTED} are printed"),
        )
    )
    told = say(
        f'"共 "&ps_findings_all&" 条，逐条核对后再定稿"&{zh}',
        f'""&ps_findings_all&" findings to be looked at"&{en}',
    )
    nothing = say("没有发现问题", "Nothing found")
    failed = say("核查函数没有运行，问题清单不完整", "The checks did not run: this list is incomplete")
    state = f'=IF({unknown},"{failed}",IF(ps_findings_all=0,"{nothing}",{told}))'
    sheet.merge("A2:F2", state, "left", "bold", font_color=NAVY)
    # How many findings come before those of each table, and all of them.
    sheet.write("G2", 0, "tiny", num_format=";;;")
    before = (found[REQUESTS.name], f"{found[REQUESTS.name]}+{found[SCORES.name]}", everything)
    for column, count in zip("HIJ", before, strict=True):
        sheet.formula(f"{column}2", f"={count}", "tiny", num_format=";;;")
    book.name("ps_findings_before", "findings", "G2:I2")
    book.name("ps_findings_all", "findings", "J2")
    sheet.height(3, 6)
    number, source, at = (FINDINGS.this_row(key, lang) for key in ("number", "source", "row"))

    def choose(*values: str, more: str = "") -> str:
        return f'=IF({number}="","",CHOOSE({source},{",".join(values)}){more})'

    def pick(*columns: str, more: str = "") -> str:
        """One column of the list, from the column of each table; "" where a table has none."""
        tables = zip((REQUESTS, SCORES, FORM), columns, strict=True)
        return choose(*(f"INDEX({table.column(key, lang)},{at})" if key else '""' for table, key in tables), more=more)

    place = f"{number}-INDEX(ps_findings_before,{source})"
    rows = (f"SMALL({table.column('finding_row', lang)},{place})" for table in (REQUESTS, SCORES, FORM))
    listed = f"ROW()-ROW({FINDINGS.header('number', lang)})"
    sheets = (f'"{SHEETS[key](lang)}"' for key in ("platform", "scores", "form"))
    formulas = {
        "number": f'=IF({exceed([listed], "ps_findings_all")},"",{listed})',
        "place": choose(*sheets),
        "code": pick("code", "indicator", ""),
        "indicator": pick("topic", "level_3", "level_3"),
        "points": pick("", "points", "points"),
        "score": pick("", "score", "score"),
        "finding": pick("finding", "finding", "finding"),
        "remark": pick("", "remark", "reason", more='&""'),
        "source": f'=IF({number}="","",MATCH({number}-1,ps_findings_before,1))',
        "row": choose(*rows),
    }
    sheet.table(FINDINGS, f"A{TOP}", LISTED, formulas)
    sheet.height(TOP, 24)
    roles: dict[str, tuple[str, ...]] = {
        "number": ("center", "muted"),
        "place": ("center", "small"),
        "code": ("center", "small"),
        "indicator": ("wrap", "small"),
        "points": ("center", "points"),
        "score": ("center", "score"),
        "finding": ("wrap", "small", "finding"),
        "remark": ("wrap", "small", "muted"),
        "source": ("tiny",),
        "row": ("tiny",),
    }
    first, last = TOP + 1, TOP + LISTED
    for row in range(first, last + 1):
        sheet.height(row, 30)
        for column, (key, formula) in zip("ABCDEFGHIJ", formulas.items(), strict=True):
            sheet.formula(f"{column}{row}", formula, *roles[key])
    sheet.mark(f"A{first}:H{last}", f'=$A{first}<>""', bottom=1, bottom_color=GRID)
    sheet.fade_errors(f"A{first}:H{last}")
    sheet.raw.freeze_panes(TOP, 0)
    sheet.page(f"A1:H{TOP + PRINTED}", landscape=True, repeat=(TOP,))
    sheet.protect()
