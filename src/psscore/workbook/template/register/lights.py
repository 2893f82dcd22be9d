"""The limits of the lights: those that places declared, with their sources, and the user's own."""

from __future__ import annotations

from psscore.model.register import LightBand, LightMeasure, LightSet, Register
from psscore.model.text import Text
from psscore.scoring.lights import NAMES
from psscore.scoring.numbers import short_text
from psscore.workbook.template.book import Book, Sheet
from psscore.workbook.template.register.rows import COLOURS, OWN_BANDS, OWN_DAYS, colour_lights, head

_TITLE = Text("亮灯规则", "Lights")
_NOTE = Text(
    "方案只说“对超期未办事项亮灯警示”，没有规定界限。在封面选定一种做法，或选“自定”并填写下面的区间。各档首尾相接。",
    "The plan says lights, and no limits. Choose a place's rule on the cover, or choose your own and fill in the bands "
    "below. Each band ends where the next begins.",
)
_MEASURES = {
    LightMeasure.POINTS: Text("落后百分点（应走的路程 − 已走的路程）", "points behind (share of the way due − done)"),
    LightMeasure.PERCENT: Text("低于应达值的百分比", "percent below the expected value"),
    LightMeasure.PACE: Text("进度 ÷ 时间进度", "progress ÷ share of time"),
    LightMeasure.DAYS: Text("超期天数（负数为剩余天数）", "days overdue (negative: days left)"),
}
_ROWS = 6


def write_lights(book: Book, register: Register) -> None:
    """The sheet `lights`."""
    sheet = book.sheet("lights")
    sheet.raw.set_tab_color(COLOURS["green"][0])
    sheet.columns({"A": 24, "B": 30, "C": 16, "D": 9, "E": 12, "F": 12, "G": 70})
    head(book, sheet, "G", _TITLE, _NOTE)
    row = 4
    for lights in register.lights.values():
        row = _declared(book, sheet, lights, row) + 1
    lag = book.say("自定：指标（按落后）", "Own: indicators (by lag)")
    hint = book.say(
        "下限写数字（含本数），如 0.1；写 >0.3 不含本数；最低一档写“其余”。升级：连续几期后变为什么灯，可不填。",
        'A limit is a number that belongs to the band, such as 0.1; ">0.3" leaves the number out; "rest" for the '
        "lowest band. Escalation is optional.",
    )
    row = _own(book, sheet, row, lag, hint, OWN_BANDS)
    days = book.say("自定：任务与期限（按超期天数）", "Own: tasks and deadlines (by days overdue)")
    hint = book.say("如：其余 绿；-30 蓝；>0 红", "For example: rest green; -30 blue; >0 red")
    end = _own(book, sheet, row + 1, days, hint, OWN_DAYS)
    sheet.page(f"A1:G{end}", landscape=True, pages=1)
    sheet.protect()


def _head(book: Book, sheet: Sheet, row: int) -> None:
    titles = (
        book.say("下限", "From"),
        book.say("灯", "Light"),
        book.say("连续期数", "After"),
        book.say("升级为", "Becomes"),
    )
    for letter, title in zip("CDEF", titles, strict=True):
        sheet.write(f"{letter}{row}", title, "header")


def _declared(book: Book, sheet: Sheet, lights: LightSet, row: int) -> int:
    last = row + len(lights.bands)
    sheet.write(f"A{row}", book.t(lights.title), "header")
    sheet.write(f"B{row}", book.say("量", "Measure"), "header")
    _head(book, sheet, row)
    sheet.write(f"G{row}", book.say("出处", "Source"), "header")
    for letter, value, roles in (
        ("A", lights.code, ("tiny",)),
        ("B", book.t(_MEASURES[lights.measure]), ("small",)),
        ("G", book.t(lights.source), ("small",)),
    ):
        if last > row + 1:
            sheet.merge(f"{letter}{row + 1}:{letter}{last}", value, "cell", "wrap", *roles)
        else:
            sheet.write(f"{letter}{row + 1}", value, "cell", "wrap", *roles)
    for at, band in enumerate(lights.bands, row + 1):
        sheet.height(at, 20)
        rises = lights.escalation if lights.escalation and lights.escalation.light == band.light else None
        sheet.write(f"C{at}", _limit(book, lights, band), "cell", "center", "small")
        light = book.t(NAMES[band.light]) if band.light else book.say("待选", "to choose")
        sheet.write(f"D{at}", light, "cell", "center", "bold")
        sheet.write(f"E{at}", rises.after if rises else None, "cell", "center")
        sheet.write(f"F{at}", book.t(NAMES[rises.becomes]) if rises else None, "cell", "center")
    colour_lights(sheet, f"D{row + 1}:D{last}", lang=book.lang)
    return last + 1


def _limit(book: Book, lights: LightSet, band: LightBand) -> str:
    if band.limit is None:
        return book.say("其余", "rest") if band is lights.bands[0] else book.say("待选（封面）", "to choose (cover)")
    shown = short_text(band.limit) if lights.measure is LightMeasure.DAYS else f"{short_text(band.limit * 100)}%"
    return f"{'>' if band.exclusive else '≥'}{shown}"


def _own(book: Book, sheet: Sheet, row: int, title: str, hint: str, name: str) -> int:
    sheet.merge(f"A{row}:B{row}", title, "label", "bold", "indent")
    _head(book, sheet, row)
    sheet.write(f"G{row}", None)
    first, last = row + 1, row + _ROWS
    sheet.merge(f"A{first}:B{last}", hint, "note")
    for at in range(first, last + 1):
        for letter in "CDEF":
            sheet.write(f"{letter}{at}", None, "input", "center")
    words = [NAMES[light](book.lang) for light in NAMES]
    sheet.validate_list(f"D{first}:D{last}", words)
    sheet.validate_list(f"F{first}:F{last}", words)
    colour_lights(sheet, f"D{first}:D{last}", lang=book.lang)
    book.name(name, "lights", f"C{first}:F{last}")
    return last + 1
