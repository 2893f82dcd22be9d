"""The cards of the cover: how many indicators are red, amber, blue and green, and how many tasks are overdue."""

from __future__ import annotations

from psscore.model.register import Register
from psscore.scoring.lights import NAMES
from psscore.workbook.template.book import Book, Sheet
from psscore.workbook.template.cover import CardWriter
from psscore.workbook.template.register.rows import COLOURS
from psscore.workbook.template.register.tables import BOARD, TARGETS, TASKS


def register_cards(register: Register) -> CardWriter:
    """What writes rows 5 to 7 of the cover."""

    def write(book: Book, sheet: Sheet) -> None:
        lang, say = book.lang, book.say
        lights = BOARD.column("light", lang)
        count = {name: f'COUNTIF({lights},"{NAMES[name](lang)}")' for name in NAMES}
        words = {name: NAMES[name](lang) for name in NAMES}
        shown = '&"　"&'.join(f'"{words[name]} "&{count[name]}' for name in ("red", "amber", "blue", "green"))
        overdue = f'COUNTIFS({TASKS.column("days", lang)},">0",{TASKS.column("done", lang)},"")'
        contradiction = say("矛盾", "contradiction")
        level, who = TARGETS.column("severity", lang), TARGETS.column("who", lang)
        to_choose = f'COUNTIFS({level},"{contradiction}",{who},"")'
        cards = (
            ("B", "C", say("指标灯", "Lights"), f"={shown}", say("红 黄 绿 蓝以字为准", "the word counts"), 18),
            ("D", "D", say("超期任务", "Tasks overdue"), f"={overdue}",
             say(f"共 {len(register.tasks)} 项任务", f"of {len(register.tasks)} tasks"), 26),
            ("E", "F", say("待选定的矛盾", "To choose"), f"={to_choose}",
             say("目标互相矛盾、尚未选定的指标", "contradictory targets without a choice"), 26),
        )  # fmt: skip
        for first, last, label, value, note, size in cards:
            for row, content, roles, properties in (
                (5, label, ("card", "muted"), {}),
                (6, value, ("card_value",), {"font_size": size}),
                (7, note, ("card", "muted", "small"), {}),
            ):
                if first != last:
                    sheet.merge(f"{first}{row}:{last}{row}", content, *roles, **properties)
                elif content.startswith("="):
                    sheet.formula(f"{first}{row}", content, *roles, **properties)
                else:
                    sheet.write(f"{first}{row}", content, *roles, **properties)
        sheet.mark("D6", "=N(D6)>0", font_color=COLOURS["red"][0])

    return write
