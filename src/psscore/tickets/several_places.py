"""Tickets of several districts or cities in a workbook that evaluates one unit: mostly a choice that was forgotten."""

from __future__ import annotations

from psscore.model.text import Text
from psscore.tickets.counting import Counts
from psscore.tickets.measures import TOTAL

_NAMED = 8


def several_places(by_place: Counts, unit: str = "") -> Text | None:
    """The warning that tickets of several districts, or cities, go into a workbook about one `unit`; None for one."""
    numbers: dict[tuple[str, str], int] = {}
    for group in by_place.groups:
        city, district = (cell or "" for cell in group.key)
        numbers[city, district] = numbers.get((city, district), 0) + (group.numbers[TOTAL] or 0)
    cities = {city for city, _ in numbers if city}
    districts = {(city, district) for city, district in numbers if district}
    given = {place.field for place in by_place.settings.places}
    if len(cities) < 2 and (len(districts) < 2 or given):
        return None
    most = sorted(numbers.items(), key=lambda one: (-one[1], one[0]))
    names = [(" ".join(filter(None, key if len(cities) > 1 else key[1:])), number) for key, number in most]
    zh = "、".join(f"{name or '（空）'} {number}" for name, number in names[:_NAMED])
    en = ", ".join(f"{name or '(blank)'} {number}" for name, number in names[:_NAMED])
    more = Text(f"等 {len(names)} 处", f" and {len(names) - _NAMED} more") if len(names) > _NAMED else Text("", "")
    at = Text(f"（封面：{unit}）", f" (the cover: {unit})") if unit else Text("", "")
    option = "--city" if len(cities) > 1 and "city" not in given else "--district"
    return Text(
        f"一个工作簿评价一个单位{at.zh}，计入的工单来自 {len(names)} 处：{zh}{more.zh}。"
        f"只评其中一个的，请用 {option} 选定后重新写入",
        f"a workbook evaluates one unit{at.en} and the tickets counted are of {len(names)} places: {en}{more.en}. "
        f"Where it is one of them, choose it with {option} and write again",
    )
