"""The cards of the cover: how many indicators are red, amber, blue and green, and how many tasks are overdue."""

from __future__ import annotations

from psscore.model.register import Register
from psscore.scoring.lights import NAMES
from psscore.workbook.template.book import Book, Sheet
from psscore.workbook.template.cover import CardWriter
from psscore.workbook.template.register.rows import COLOURS, FAULTY
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
        to_choose = f"SUM({TARGETS.column('open', lang)})"
        faulty = f'COUNTIF({lights},"{FAULTY(lang)}")'
        unlit = f"{len(register.kpis)}-{'-'.join(count.values())}-{faulty}"
        others = say(
            f'="有误 "&{faulty}&"　未亮灯 "&{unlit}&"　共 {len(register.kpis)} 个（灯色以字为准）"',
            f'="faulty "&{faulty}&", without a light "&{unlit}&", of {len(register.kpis)}"',
        )
        cards = (
            ("B", "C", say("指标灯", "Lights"), f"={shown}", others, 18),
            ("D", "D", say("超期任务", "Tasks overdue"), f"={overdue}",
             say(f"共 {len(register.tasks)} 项任务", f"of {len(register.tasks)} tasks"), 26),
            ("E", "F", say("待选定的矛盾", "To choose"), f"={to_choose}",
             say("自相矛盾、选定尚未生效的指标", "contradictory, and no choice in force"), 26),
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
        none = say("有误 0　", "faulty 0,")
        sheet.mark("B7", f'=ISERROR(SEARCH("{none}",$B$7))', font_color=COLOURS["red"][0], bold=True)
        sheet.mark("D6", "=N(D6)>0", font_color=COLOURS["red"][0])

    return write
