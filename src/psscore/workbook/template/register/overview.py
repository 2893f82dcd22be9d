"""The targets of a plan on one sheet of a workbook made for another: what it says, and how far one has come."""

from __future__ import annotations

from psscore.functions.register import SEVERITIES
from psscore.model.standard import Standard
from psscore.scoring.conflicts import conflicts
from psscore.scoring.register_text import baseline_text, listed, numbered
from psscore.workbook.template.blanks import or_blank
from psscore.workbook.template.book import Book
from psscore.workbook.template.register.rows import FORMATS
from psscore.workbook.template.register.tables import OVERVIEW
from psscore.workbook.template.style import AMBER, FAINT, NAVY
from psscore.workbook.template.tables import UNUSED

_TOP = 5
DATE = "ps_plan_on"


def write_overview(book: Book, key: str, standard: Standard) -> None:
    """Every indicator with its baselines and targets in words, and its attainment once an actual value is typed.

    Lights, tasks and departments are in the plan's own workbook.
    """
    register = standard.register
    if register is None:
        raise ValueError(f"{standard.reference} has no register")
    sheet, say, t, lang = book.sheet(key), book.say, book.t, book.lang
    sheet.raw.set_tab_color("#9AA7B4")
    sheet.columns({"A": 8, "B": 30, "C": 11, "D": 26, "E": 54, "F": 10, "G": 13, "H": 12, "I": 12, "J": 12})
    sheet.height(1, 34)
    sheet.merge("A1:J1", t(standard.title), "title")
    name = f"{standard.id}/{standard.edition}"
    note = say(
        f"不用时整张表留空。亮灯、任务和部门督办在它自己的工作簿里：psscore template build --standard {name}。"
        "目标互相矛盾的，填写选定目标的序号后才有结果。",
        f"Leave it blank if not used. Lights, tasks and departments: psscore template build --standard {name}. "
        "Where targets contradict each other, type the number of the one chosen.",
    )
    sheet.merge("A2:J2", note, "note")
    sheet.height(2, 28)
    sheet.merge("A3:B3", say("统计日期", "Date of the report"), "label", "indent")
    sheet.write("C3", None, "input", "date", "center")
    sheet.height(3, 22)
    book.name(DATE, key, "C3")
    cell = {column: OVERVIEW.this_row(column, lang) for column in OVERVIEW.columns}
    path = f'{or_blank(DATE)},{or_blank(cell["choice"])},"","{name}"'
    formulas = {
        "expected": f'=_xlfn.IFNA(PS_EXPECTED({cell["code"]},{path}),"{UNUSED}")',
        "attainment": f'=_xlfn.IFNA(PS_ATTAINMENT({cell["code"]},{or_blank(cell["actual"])},{path}),"{UNUSED}")',
    }
    sheet.table(OVERVIEW, f"A{_TOP}", len(register.kpis), formulas, filter=True)
    sheet.height(_TOP, 26)
    for row, kpi in enumerate(register.kpis, _TOP + 1):
        number = {"num_format": FORMATS[kpi.quantity]}
        targets = t(listed([numbered(kpi, index) for index in range(len(kpi.targets))]))
        found = conflicts(register, kpi)
        sheet.height(row, max(24, 13 * (len(targets) // 34 + 1)))
        sheet.write(f"A{row}", kpi.code, "cell", "center", "small", "text")
        sheet.write(f"B{row}", t(kpi.name), "cell", "wrap", "small")
        sheet.write(f"C{row}", t(kpi.unit), "cell", "center", "tiny", "wrap")
        baselines = list(dict.fromkeys(baseline_text(kpi, item) for item in kpi.baselines))
        sheet.write(f"D{row}", t(listed(baselines)), "cell", "wrap", "tiny")
        sheet.write(f"E{row}", targets, "cell", "wrap", font_size=8)
        severity = t(SEVERITIES[found[0].severity]) if found else ""
        sheet.write(f"F{row}", severity, "cell", "center", "small", font_color=AMBER)
        sheet.write(f"G{row}", None, "input", "center", "text")
        sheet.write(f"H{row}", None, "input", "center", **number)
        sheet.formula(f"I{row}", formulas["expected"], "cell", "center", **number)
        sheet.formula(f"J{row}", formulas["attainment"], "cell", "center", "bold", num_format="0.0%", font_color=NAVY)
    first, last = _TOP + 1, _TOP + len(register.kpis)
    sheet.mark(f"I{first}:J{last}", f'=I{first}="{UNUSED}"', font_color=FAINT)
    sheet.fade_errors(f"I{first}:J{last}")
    sheet.raw.ignore_errors({"number_stored_as_text": f"A{first}:A{last} G{first}:G{last}"})
    sheet.raw.freeze_panes(_TOP, 2)
    sheet.page(f"A1:J{last}", landscape=True, repeat=(_TOP,))
    sheet.protect()
