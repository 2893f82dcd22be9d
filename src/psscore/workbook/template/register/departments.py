"""The departments: how many indicators of each light, the worst of them, and the tasks overdue."""

from __future__ import annotations

from psscore.model.register import Register
from psscore.model.text import Text
from psscore.scoring.lights import NAMES
from psscore.workbook.template.book import Book
from psscore.workbook.template.register.rows import (
    BLANK,
    COLOURS,
    DONE,
    FAULTY,
    LATE,
    NONE,
    UNSET,
    WORST_FIRST,
    colour_lights,
    head,
)
from psscore.workbook.template.register.tables import BOARD, DEPARTMENTS, TASKS

TOP = 4
_SPARE = 4  # rows for departments the plan does not name
_TITLE = Text("部门汇总", "Departments")
_NOTE = Text(
    "最重的灯：指标和未完成任务中最重的一个（红、黄、蓝、绿）；录入有误、或指标没有一个亮灯的，不显示绿。可以在空行加部门，名称须与总表、任务表一致。",
    "Worst light: the worst among indicators and open tasks; not green while figures are faulty or none has a light. "
    "Add departments in the empty rows, named as on the other sheets.",
)


def write_departments(book: Book, register: Register) -> None:
    """The sheet `departments`, printed on one A4 page."""
    sheet, lang = book.sheet("departments"), book.lang
    sheet.raw.set_tab_color(COLOURS["blue"][0])
    sheet.columns(
        {"A": 26, "B": 13, "C": 8, "D": 8, "E": 8, "F": 8, "G": 8, "H": 10, "I": 10, "J": 9, "K": 9, "L": 11, "M": 13}
    )
    head(book, sheet, "M", _TITLE, _NOTE)
    sheet.height(3, 6)
    formulas = _formulas(lang)
    names = [book.t(name) for name in register.departments.values()] + [None] * _SPARE + [NONE(lang)]
    sheet.table(DEPARTMENTS, f"A{TOP}", len(names), formulas)
    sheet.height(TOP, 30)
    letters = dict(zip(DEPARTMENTS.columns, "ABCDEFGHIJKLM", strict=True))
    for row, name in enumerate(names, TOP + 1):
        sheet.height(row, 24)
        own = name is None or name != NONE(lang)
        sheet.write(f"A{row}", name, "input" if own else "label", "indent", "bold")
        for key, formula in formulas.items():
            sheet.formula(f"{letters[key]}{row}", formula, "cell", "center", "count", **_size(key))
    first, last = TOP + 1, TOP + len(names)
    colour_lights(sheet, f"B{first}:B{last}", lang=lang)
    for key in WORST_FIRST:
        at = letters[key]
        fill, ink = COLOURS[key]
        sheet.mark(f"{at}{first}:{at}{last}", f"=N({at}{first})>0", bg_color=fill, font_color=ink, bold=True)
    sheet.mark(f"G{first}:G{last}", f"=N(G{first})>0", font_color=COLOURS["red"][0], bold=True)
    sheet.mark(f"L{first}:M{last}", f"=N(L{first})>0", font_color=COLOURS["red"][0], bold=True)
    sheet.raw.freeze_panes(TOP, 1)
    sheet.page(f"A1:M{last}", landscape=True, pages=1)
    sheet.protect()


def _size(key: str) -> dict[str, int]:
    return {"font_size": 12} if key == "worst" else {}


def _formulas(lang: str) -> dict[str, str]:
    """Counts by the department of each row; the last row counts those without one, and empty rows show nothing."""
    cell = DEPARTMENTS.this_row("department", lang)
    # COUNTIFS with "" counts the blank ones.
    wanted = f'IF({cell}="{NONE(lang)}","",{cell})'
    rows, tasks = BOARD.column("department", lang), TASKS.column("department", lang)

    def board(word: str) -> str:
        return f'COUNTIFS({rows},{wanted},{BOARD.column("light", lang)},"{word}")'

    def task(word: str) -> str:
        return f'COUNTIFS({tasks},{wanted},{TASKS.column("light", lang)},"{word}")'

    def shown(formula: str) -> str:
        return f'=IF({cell}="","",{formula})'

    counts = {name: board(NAMES[name](lang)) for name in WORST_FIRST}
    everything = f"COUNTIFS({rows},{wanted})"
    lit, faulty = "+".join(counts.values()), board(FAULTY(lang))
    dark = f'IF({faulty}>0,"{FAULTY(lang)}",IF({board(BLANK(lang))}={everything},"{BLANK(lang)}","{UNSET(lang)}"))'
    green = NAMES["green"](lang)
    lone = f'IF({everything}>0,{dark},IF({task(green)}>0,"{green}","—"))'
    worst = f'IF(AND({counts["green"]}>0,{faulty}=0),"{green}",{lone})'
    for name in ("blue", "amber", "red"):
        worst = f'IF({counts[name]}+{task(NAMES[name](lang))}>0,"{NAMES[name](lang)}",{worst})'
    days, light = TASKS.column("days", lang), TASKS.column("light", lang)
    overdue = f'COUNTIFS({tasks},{wanted},{days},">0",{light},"<>{LATE(lang)}")'
    longest = f'_xlfn.MAXIFS({days},{tasks},{wanted},{days},">0",{light},"<>{LATE(lang)}")'
    return {
        "worst": shown(worst),
        **{name: shown(counts[name]) for name in WORST_FIRST},
        "faulty": shown(faulty),
        "open": shown(f"{everything}-({lit})-{faulty}"),
        "indicators": shown(everything),
        "tasks": shown(f"COUNTIFS({tasks},{wanted})"),
        "finished": shown(f"{task(DONE(lang))}+{task(LATE(lang))}"),
        "overdue": shown(overdue),
        "longest": shown(f"IF({overdue}=0,0,{longest})"),
    }
