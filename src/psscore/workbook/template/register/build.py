"""Building the workbook of a plan's register, the same bytes every time."""

from __future__ import annotations

import io
from dataclasses import replace

from psscore.hosts.excel.vba_project import RUNTIME, Runtime
from psscore.model.standard import Standard
from psscore.model.text import Text
from psscore.workbook.template.book import Book, Values
from psscore.workbook.template.cover import write_cover
from psscore.workbook.template.evaluation.content import evaluation_content
from psscore.workbook.template.guide import write_guide
from psscore.workbook.template.opening import open_workbook
from psscore.workbook.template.package import finish
from psscore.workbook.template.register.board import write_board
from psscore.workbook.template.register.cover import register_cards
from psscore.workbook.template.register.departments import write_departments
from psscore.workbook.template.register.example import Filled
from psscore.workbook.template.register.lights import write_lights
from psscore.workbook.template.register.tables import SHEETS
from psscore.workbook.template.register.targets import write_targets
from psscore.workbook.template.register.tasks import write_tasks
from psscore.workbook.template.results import results

STEPS = (
    Text(
        "封面：填写单位和周期，选定口径；橙色的没有默认值，不选定就不亮灯。",
        "Cover: fill in the unit and period and choose the readings; amber ones have no default, and no light without.",
    ),
    Text(
        "目标与矛盾：有矛盾的指标选定一个目标，写明由谁、为何。软件不替人选。",
        "Targets: where the plan contradicts itself choose a target, and say who and why. It is not chosen for you.",
    ),
    Text(
        "督办总表：填统计日期和实际值；基线只是界限的，可填自己的基线。",
        "Board: type the date and the actual values; where the baseline is only a bound, type your own.",
    ),
    Text("任务督办：完成的任务填完成日期。", "Tasks: type the day a task was finished."),
    Text(
        "部门汇总、封面的计数随之更新；督办总表按 A3 横向打印。",
        "Departments and the counts on the cover follow; the board prints on A3 landscape.",
    ),
)

READINGS_NOTE = Text(
    "方案没有写明的地方，在这里选定；随督办表一起打印。橙色的没有默认值，选定之前不亮进度灯或期限灯。",
    "Where the plan is silent, the choice is made here and printed with the board. "
    "Amber rows have no default: until chosen, there is no light by progress or by deadline.",
)


def build_register(
    standard: Standard, lang: str = "zh", filled: Filled | None = None, runtime: Runtime = RUNTIME
) -> bytes:
    """The workbook of a plan in `lang`, empty or filled in. Every formula carries its value."""
    values = results(draft_register(standard, lang, filled), lang, SHEETS)
    return finish(_write(standard, lang, filled, values, runtime))


def draft_register(standard: Standard, lang: str = "zh", filled: Filled | None = None) -> bytes:
    """The same workbook before it is calculated."""
    return finish(_write(standard, lang, filled, {}, RUNTIME), calculated=False)


def _write(standard: Standard, lang: str, filled: Filled | None, values: Values, runtime: Runtime) -> bytes:
    register = standard.register
    if register is None:
        raise ValueError(f"{standard.reference} has no register")
    out = io.BytesIO()
    workbook = open_workbook(out, standard.title(lang), len(SHEETS), runtime)
    subtitle = Text("目标督办工作簿", "Workbook of targets")
    content = replace(evaluation_content(standard), subtitle=subtitle, steps=STEPS, readings_note=READINGS_NOTE)
    book = Book(workbook, lang, content, None, values, SHEETS, filled)
    write_cover(book, register_cards(register))
    write_board(book, register, filled)
    write_tasks(book, register, filled)
    write_departments(book, register)
    write_targets(book, register, filled)
    write_lights(book, register)
    write_guide(book)
    workbook.close()
    return out.getvalue()
