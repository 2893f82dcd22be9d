"""What the sheets of a register share: formats by kind of number, colours of the lights, the cells they refer to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from psscore.model.register import Kpi, Quantity, Register, Task
from psscore.model.text import Text
from psscore.scoring.lights import NAMES
from psscore.workbook.template.book import Book, Sheet
from psscore.workbook.template.register.example import Filled
from psscore.workbook.template.tables import SOUND

DATE = "ps_report_on"
ON = f'IF({DATE}="","",{DATE})'
"""The date of the report in a formula: LibreOffice Calc would hand over a blank one as 0."""
STANDARD = "ps_standard_reference"
OWN_BANDS = "ps_own_bands"
OWN_DAYS = "ps_own_days"

FORMATS = {
    Quantity.SHARE: "0.0%",
    Quantity.COUNT: "#,##0",
    Quantity.AMOUNT: "#,##0.##",
    Quantity.RATIO: '0.0#":1"',
    Quantity.CHANGE: "+0.0%;-0.0%;0%",
}
COLOURS = {
    "red": ("#C00000", "#FFFFFF"),
    "amber": ("#FFC000", "#3A2A00"),
    "blue": ("#2E75B6", "#FFFFFF"),
    "green": ("#2E8B57", "#FFFFFF"),
}
"""Fill and letters of each light; the word stands in the cell, so a black-and-white print can be read."""
WORST_FIRST = ("red", "amber", "blue", "green")
UNSET = Text("未定", "open")
BLANK = Text("未填", "blank")
FAULTY = Text("有误", "faulty")
TO_CHOOSE = Text("待选定", "choose")
DONE = Text("完成", "done")
LATE = Text("逾期完成", "done late")
UNDATED = Text("无期限", "no date")
NO_TARGET = Text("无目标", "no target")
NONE = Text("（未定部门）", "(no department)")


def light_words(lang: str) -> list[str]:
    """The words of the lights, the best first, as MATCH ranks them."""
    return [NAMES[name](lang) for name in reversed(WORST_FIRST)]


def colour_lights(sheet: Sheet, area: str, *, lang: str) -> None:
    """Paint the cells of an area by the word in them."""
    first = area.split(":")[0]
    for name in WORST_FIRST:
        fill, ink = COLOURS[name]
        sheet.mark(area, f'={first}="{NAMES[name](lang)}"', bg_color=fill, font_color=ink, bold=True)
    for word in (UNSET, BLANK, TO_CHOOSE, UNDATED, NO_TARGET):
        sheet.mark(area, f'={first}="{word(lang)}"', font_color="#8A94A0")
    sheet.mark(area, f'={first}="{FAULTY(lang)}"', font_color=COLOURS["red"][0], bg_color="#F8CBAD", bold=True)
    sheet.mark(area, f'={first}="{DONE(lang)}"', font_color=COLOURS["green"][0])
    sheet.mark(area, f'={first}="{LATE(lang)}"', font_color="#B45309")


def guarded(cell: str) -> str:
    """A blank cell as empty text: LibreOffice Calc would hand it over as 0."""
    return f'IF({cell}="","",{cell})'


def sound(formula: str, empty: str = SOUND) -> str:
    """The text of a call, or a tick where it is empty: programs without the functions recalculate empty texts."""
    return f'=IF({formula}="","{empty}",{formula})'


def department_of(item: Kpi | Task, filled: Filled | None, register_departments: Mapping[str, Text]) -> Text | None:
    """Who answers for a row: what the operator typed, otherwise what the plan says."""
    if filled and item.code in filled.departments:
        return register_departments[filled.departments[item.code]]
    return item.department


def by_department(register: Register, filled: Filled | None) -> Iterator[tuple[Task, Text | None]]:
    """The tasks grouped by department, in the order of the plan; those without one last."""
    names = list(register.departments.values())
    known = [(task, department_of(task, filled, register.departments)) for task in register.tasks]
    return iter(sorted(known, key=lambda row: names.index(row[1]) if row[1] else len(names)))


def head(book: Book, sheet: Sheet, last: str, title: Text, note: Text) -> None:
    """Title and one line under it, over the columns A to `last`."""
    sheet.height(1, 36)
    sheet.merge(f"A1:{last}1", book.t(title), "title", font_size=20)
    sheet.height(2, 30)
    sheet.merge(f"A2:{last}2", book.t(note), "note")
