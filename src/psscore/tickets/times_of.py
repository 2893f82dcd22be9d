"""Forms of time inferred from sampled values, column by column: whether day or month is first is asked, not guessed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from psscore.model.text import Text
from psscore.tickets.mapping import FIELDS
from psscore.tickets.personal import masked
from psscore.tickets.time_formats import EXCEL_SERIAL, TYPED

_DATE = re.compile(r"(\d{4})([-/.年])(\d{1,2})[-/.月](\d{1,2})日?")
_SHORT_DATE = re.compile(r"(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4})")
_CLOCKS = (
    (re.compile(r"\d{1,2}:\d\d:\d\d\.\d+"), "%H:%M:%S.%f"),
    (re.compile(r"\d{1,2}:\d\d:\d\d"), "%H:%M:%S"),
    (re.compile(r"\d{1,2}:\d\d"), "%H:%M"),
    (re.compile(r"\d{1,2}时\d{1,2}分\d{1,2}秒"), "%H时%M分%S秒"),
    (re.compile(r"\d{1,2}时\d{1,2}分"), "%H时%M分"),
    (re.compile(r""), ""),
)
_ZONE = re.compile(r"(Z|[+-]\d\d:?\d\d)$")
_FIRST = {"day": ("%d", "%m"), "month": ("%m", "%d")}


@dataclass(frozen=True)
class TimeForms:
    """The formats of all columns, the most frequent first; of columns that need their own; what is to be asked."""

    common: tuple[str, ...]
    own: Mapping[str, tuple[str, ...]]
    counted: tuple[tuple[str, int], ...]
    questions: tuple[Text, ...]


def forms_of(columns: Mapping[str, Sequence[str]]) -> TimeForms:
    """Infer the forms of the values of each column of times.

    One order of day and month holds for the whole export unless its columns show both: then each has its own.
    """
    questions: list[Text] = []
    unknown: Counter[str] = Counter()
    counted: dict[str, Counter[str]] = {}
    orders: dict[str, set[str]] = {}
    for name, values in columns.items():
        forms, seen = counted.setdefault(name, Counter()), orders.setdefault(name, set())
        for value in values:
            form = _form(value, seen)
            if form is None:
                unknown[masked(value)] += 1
            else:
                forms[form] += 1
    short = [name for name, forms in counted.items() if any("DM" in form for form in forms)]
    shown = {order for name in short for order in orders[name]}
    apart = len(shown) > 1
    for name in short:
        order = orders[name] if apart else shown
        if len(order) > 1:
            questions.append(_both(name))
        elif not order and (apart or name == short[0]):
            questions.append(_untold(name if apart else None))
        first, second = _FIRST["day" if order == {"day"} else "month"]
        found = Counter[str]()
        for form, number in counted[name].items():
            found[form.replace("DM", first).replace("MD", second)] += number
        counted[name] = found
    total = sum(counted.values(), Counter[str]())
    if EXCEL_SERIAL in total:
        questions.append(
            Text(
                "时间列有五位数字，按 Excel 序列号读（excel；1904 日期系统写 excel1904），请核对",
                "five-digit times are read as Excel serial numbers (excel; excel1904 for the 1904 date system)",
            )
        )
    for shape, count in unknown.most_common(3):
        questions.append(
            Text(f"{count} 个时间写作 {shape}，未认出", f"{count} times written as {shape}: not recognised")
        )
    own = {name: tuple(form for form, _ in counted[name].most_common()) for name in short} if apart else {}
    shared = sum((forms for name, forms in counted.items() if name not in own), Counter[str]())
    common = tuple(form for form, _ in shared.most_common()) or (TYPED,)
    return TimeForms(common, own, tuple(total.most_common()) or ((TYPED, 0),), tuple(questions))


def _both(name: str) -> Text:
    title = FIELDS[name].title
    return Text(
        f"{title.zh}（{name}）既有日在前又有月在前的日期：一列只能有一种读法，映射中暂写月在前，请先统一导出",
        f"{title.en} ({name}) has dates with the day first and with the month first: one column has one reading. The "
        "mapping says month first for now: export it in one form",
    )


def _untold(name: str | None) -> Text:
    where = (
        Text(f"{FIELDS[name].title.zh}（{name}）", f" of {FIELDS[name].title.en} ({name})") if name else Text("", "")
    )
    return Text(
        f"{where.zh}日期如 03/04/2025 分不出日在前还是月在前：样本中没有大于 12 的数。映射中暂写月在前，请核对",
        f"dates{where.en} as 03/04/2025 do not tell whether the day or the month is first: no number above 12 in the "
        "samples. The mapping says month first for now: please check",
    )


def _form(value: str, orders: set[str]) -> str | None:
    if re.fullmatch(r"\d{5}(\.\d+)?", value):
        return EXCEL_SERIAL
    if match := _DATE.match(value):
        if not (1990 <= int(match[1]) < 2100 and 1 <= int(match[3]) <= 12 and 1 <= int(match[4]) <= 31):
            return None
        mark = match[2]
        date = "%Y年%m月%d日" if mark == "年" else f"%Y{mark}%m{mark}%d"
    elif match := _SHORT_DATE.match(value):
        date = f"DM{match[2]}MD{match[2]}%Y"
        if int(match[1]) > 12:
            orders.add("day")
        elif int(match[3]) > 12:
            orders.add("month")
    else:
        return None
    rest, zone, half = value[match.end() :], "", ""
    gap = "T" if rest.startswith("T") else " " if rest.startswith(" ") else ""
    rest = rest[len(gap) :].lstrip()
    if found := _ZONE.search(rest):
        rest, zone = rest[: found.start()], "%z"
    if zone and rest.endswith(" "):
        rest, zone = rest.rstrip(), " %z"
    for word in ("上午", "下午", "AM ", "PM "):
        if rest.startswith(word):
            spaced = rest[len(word) :].startswith(" ") or word.endswith(" ")
            rest, half = rest[len(word) :].lstrip(), "%p " if spaced else "%p"
    for clock, form in _CLOCKS:
        if clock.fullmatch(rest):
            return date + gap + half + (form.replace("%H", "%I") if half else form) + zone
    return None
