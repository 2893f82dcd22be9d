"""The tasks by department: due when, done when, how many days overdue."""

from __future__ import annotations

from psscore.model.register import Register
from psscore.model.text import Text
from psscore.workbook.template.book import Book
from psscore.workbook.template.register.board import light_formula
from psscore.workbook.template.register.example import Filled
from psscore.workbook.template.register.rows import (
    COLOURS,
    DONE,
    LATE,
    ON,
    OWN_DAYS,
    STANDARD,
    UNDATED,
    UNSET,
    by_department,
    colour_lights,
    guarded,
    head,
    sound,
)
from psscore.workbook.template.register.tables import TASKS

TOP = 4
_TITLE = Text("任务督办（按部门）", "Tasks by department")
_NOTE = Text(
    "完成后填完成日期。超期天数为负即剩余天数。几处期限松紧不一的取最早的：做到它，其余也都做到。",
    "Type the day a task was finished. Where the plan gives a loose and a precise deadline, the precise one counts: "
    "meeting it meets both.",
)


def write_tasks(book: Book, register: Register, filled: Filled | None) -> None:
    """The sheet `tasks`, printed on A4 landscape."""
    sheet, lang = book.sheet("tasks"), book.lang
    sheet.raw.set_tab_color(COLOURS["amber"][0])
    sheet.columns({"A": 7, "B": 18, "C": 34, "D": 12, "E": 12, "F": 10, "G": 10, "H": 40, "I": 30, "J": 18})
    head(book, sheet, "J", _TITLE, _NOTE)
    sheet.height(3, 6)
    cell = {key: TASKS.this_row(key, lang) for key in TASKS.columns}
    days, done = cell["days"], cell["done"]
    formulas = {
        "deadline": f'=PS_KPI({cell["code"]},"deadline","","",{STANDARD})',
        "days": f"=PS_OVERDUE({cell['deadline']},{ON},{guarded(done)})",
        "light": f'=IF(ISERROR({cell["deadline"]}),IF({done}="","{UNDATED(lang)}","{DONE(lang)}"),'
        f'IF({done}<>"",IF(N({days})>0,"{LATE(lang)}","{DONE(lang)}"),'
        f'IFERROR({light_formula(days, "task_lights", OWN_DAYS, None, lang)},"{UNSET(lang)}")))',
        "stated": f'=PS_KPI({cell["code"]},"targets","","",{STANDARD})',
        "finding": sound(f'PS_KPI({cell["code"]},"findings","","",{STANDARD})'),
    }
    rows = tuple(by_department(register, filled))
    sheet.table(TASKS, f"A{TOP}", len(rows), formulas, filter=True)
    sheet.height(TOP, 28)
    for row, (task, department) in enumerate(rows, TOP + 1):
        sheet.height(row, 36)
        sheet.write(f"A{row}", task.code, "cell", "center", "small", "text")
        sheet.write(f"B{row}", book.t(department) if department else None, "input", "small", "wrap")
        sheet.write(f"C{row}", book.t(task.name), "cell", "wrap", "bold", "small")
        sheet.formula(f"D{row}", formulas["deadline"], "cell", "center", "date")
        sheet.write(f"E{row}", filled.done.get(task.code) if filled else None, "input", "center", "date")
        sheet.formula(f"F{row}", formulas["days"], "cell", "center", "count")
        sheet.formula(f"G{row}", formulas["light"], "cell", "center", "bold")
        sheet.formula(f"H{row}", formulas["stated"], "cell", "wrap", "tiny")
        sheet.formula(f"I{row}", formulas["finding"], "cell", "wrap", "tiny")
        sheet.write(f"J{row}", None, "input", "small", "wrap")
    first, last = TOP + 1, TOP + len(rows)
    colour_lights(sheet, f"G{first}:G{last}", lang=lang)
    sheet.fade_errors(f"D{first}:F{last}")
    sheet.mark(f"F{first}:F{last}", f"=AND(ISNUMBER($F{first}),$F{first}>0)", font_color=COLOURS["red"][0], bold=True)
    sheet.validate_list(f"B{first}:B{last}", [book.t(name) for name in register.departments.values()], strict=False)
    sheet.numbers_as_text(f"A{first}:A{last}")
    sheet.raw.freeze_panes(TOP, 3)
    sheet.page(f"A1:J{last}", landscape=True, repeat=(TOP,))
    sheet.protect()
