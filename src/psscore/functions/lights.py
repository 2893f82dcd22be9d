"""PS_LIGHT and PS_OVERDUE."""

from __future__ import annotations

import re
from fractions import Fraction

from psscore.functions.called import Called, failed, withheld
from psscore.functions.cells import OMITTED, Argument, blank, number_in, text_in
from psscore.functions.dates import date_in
from psscore.functions.register import register_in
from psscore.model.cell_error import CellError
from psscore.model.observation import Unobserved
from psscore.model.register import Escalation, LightBand
from psscore.model.text import Text
from psscore.scoring.lights import NAMES, band_of, escalated, light_of, overdue_days

_LIMIT = re.compile(r"\s*(>=|≥|>)\s*(-?\d+(?:\.\d+)?)\s*(%?)\s*")
_REST = ("其余", "rest")


def ps_light(value: Argument, bands: Argument, running: Argument, standard: Argument) -> Called:
    """The light of the band a value falls into, after escalation.

    `bands` is a range at least | light, in any order, with two more columns for escalation (after | becomes); a limit
    is a number, a text such as ">0.3" when the number itself belongs to the band below, or "其余". Or it is the
    reading of the standard that names the bands: "lights" or "task_lights". `running`: periods the light has stood,
    this one included.
    """
    if isinstance(value, CellError):
        return Called(value)
    number = number_in(value)
    if isinstance(number, Unobserved):
        return withheld(number)
    periods = _periods(running)
    if isinstance(periods, Called):
        return periods
    if isinstance(bands, list):
        return _own(number, bands, periods)
    return _declared(number, text_in(bands), periods, standard)


def ps_overdue(deadline: Argument, on: Argument, done: Argument) -> Called:
    """Days overdue: of a finished task when it was finished, of an open one on the day `on`; negative: days left."""
    days = []
    finished = not (done is OMITTED or blank(done))
    for cell, name in (
        (deadline, Text("期限", "deadline")),
        (on, Text("日期", "date")),
        (done if finished else deadline, Text("完成日期", "completion date")),
    ):
        if isinstance(cell, CellError):
            return failed(cell, f"{name.zh}所引单元格是 {cell}", f"{name.en}: the cell it refers to is {cell}")
        day = date_in(cell)
        if isinstance(day, Unobserved):
            reason = Text(f"{name.zh}：{day.reason.zh}", f"{name.en}: {day.reason.en}")
            return withheld(Unobserved(day.hole, reason))
        days.append(day)
    due, today, finish = days
    if finished and finish > today:
        return failed(CellError.NUM, "完成日期晚于统计日期", "the completion date is after the date of the report")
    return Called(float(overdue_days(due, today, finish if finished else None)))


def _declared(number: Fraction, name: str, running: int, standard: Argument) -> Called:
    rules = register_in(standard)
    if isinstance(rules, Called):
        return rules
    plan, register = rules
    if name not in register.light_sets:
        known = ", ".join(register.light_sets)
        return failed(
            CellError.VALUE,
            f"“{name}”不是亮灯读法，可用：{known}，或给出两列区域",
            f'"{name}" is no reading of lights; use {known}, or a range of two columns',
        )
    title, chosen = plan.reading_title(name), register.light_sets[name]
    if chosen is None:
        return failed(
            CellError.NOT_AVAILABLE,
            f"方案没有规定亮灯界限，须先选定读法“{title.zh}”（{name}）",
            f'the plan sets no limits: choose the reading "{title.en}" ({name}) first',
        )
    if chosen not in register.lights:
        return failed(
            CellError.NOT_AVAILABLE,
            f"读法 {name}={chosen} 由使用者自定，请给出区间区域",
            f"{name}={chosen} leaves the bands to the user: give their range",
        )
    lights = register.lights[chosen]
    if lights.undecided:
        open_titles = [plan.reading_title(item) for item in lights.undecided]
        return failed(
            CellError.NOT_AVAILABLE,
            f"{lights.title.zh}没有规定：须先选定读法“{'”“'.join(item.zh for item in open_titles)}”",
            f"{lights.title.en} leaves it open: choose the reading {', '.join(item.en for item in open_titles)} first",
        )
    light = light_of(lights.bands, number)
    assert light is not None
    return Called(NAMES[escalated(light, lights.escalation, running)](plan.lang))


def _own(number: Fraction, bands: list[list[Argument]], running: int) -> Called:
    rows = [row for row in bands if not all(blank(cell) for cell in row)]
    if not rows or any(len(row) not in (2, 4) for row in rows):
        return failed(
            CellError.VALUE,
            "亮灯区间须为两列（下限、灯色）或四列（加 连续期数、升级为）",
            "bands are two columns (at least, light) or four (and after, becomes)",
        )
    found: list[LightBand] = []
    row_of: dict[LightBand, list[Argument]] = {}
    for row in rows:
        band = _band(row)
        if isinstance(band, Called):
            return band
        if any((band.limit, band.exclusive) == (other.limit, other.exclusive) for other in found):
            return failed(CellError.VALUE, f"下限 {row[0]} 出现两次", f"the limit {row[0]} occurs twice")
        found.append(band)
        row_of[band] = row
    found.sort(key=lambda band: (band.limit is not None, band.limit or Fraction(0), band.exclusive))
    reached = band_of(found, number)
    if reached is None or reached.light is None:
        return failed(
            CellError.NOT_AVAILABLE, "低于最低的下限，没有规定灯色", "below the lowest band: no light declared"
        )
    row = row_of[reached]
    if len(row) == 2 or (blank(row[2]) and blank(row[3])):
        return Called(reached.light)
    after = number_in(row[2])
    if isinstance(after, Unobserved) or after < 2 or after.denominator != 1 or blank(row[3]):
        return failed(
            CellError.VALUE,
            "升级须写明连续期数（2 以上的整数）和灯色",
            "escalation needs a whole number of periods from 2 up, and a light",
        )
    return Called(escalated(reached.light, Escalation(reached.light, int(after), text_in(row[3])), running))


def _band(row: list[Argument]) -> LightBand | Called:
    limit, light = row[0], text_in(row[1])
    if isinstance(limit, str) and light:
        if limit.strip() in _REST:
            return LightBand(light, None)
        if match := _LIMIT.fullmatch(limit):
            at: Fraction | Unobserved = Fraction(match[2]) / (100 if match[3] else 1)
            assert isinstance(at, Fraction)
            return LightBand(light, at, match[1] == ">")
    at = number_in(limit)
    if isinstance(at, Unobserved) or not light:
        return failed(CellError.VALUE, "亮灯区间的下限或灯色不完整", "a band lacks its limit or its light")
    return LightBand(light, at)


def _periods(running: Argument) -> int | Called:
    if running is OMITTED or blank(running):
        return 1
    if isinstance(running, CellError):
        return Called(running)
    number = number_in(running)
    if isinstance(number, Unobserved):
        return withheld(number)
    if number < 0 or number.denominator != 1:
        return failed(CellError.NUM, "连续期数须为不小于 0 的整数", "the periods running must be a whole number from 0")
    return int(number)
