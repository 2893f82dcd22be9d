"""A mapping proposed from the header and the first rows of an export, with what speaks for each line of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from psscore.model.text import Text
from psscore.tickets.dialect import DELIMITERS, SEARCHED, Header, find_header, no_header, rows_of, sample_of
from psscore.tickets.mapping import ANY, EXCEL_SERIAL, FIELDS, FLAGS, TIMES, Mapping, load_mapping
from psscore.tickets.personal import is_personal, masked
from psscore.tickets.refusal import TicketsRefused
from psscore.tickets.spreadsheets import EXTENSIONS, first_rows

_ROWS = 400
_MOST_VALUES = 12
_MOST_WORD = 10
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


@dataclass(frozen=True)
class Line:
    """One column of the export: the field it would be read as, None when it is not read, and its values by shape."""

    header: str
    field: str | None
    samples: tuple[str, ...]
    note: Text | None = None


@dataclass(frozen=True)
class Proposal:
    """A proposed mapping as TOML, its evidence column by column, and what has to be asked."""

    toml: str
    lines: tuple[Line, ...]
    questions: tuple[Text, ...]
    formats: tuple[tuple[str, int], ...]
    """Forms of time and how many of the values sampled have them."""


@dataclass
class _Export:
    header: Header
    rows: list[list[str]]
    settings: list[str] = field(default_factory=list)


def propose(path: Path | str) -> Proposal:
    """Propose a mapping for an export. Raises TicketsRefused when no header of tickets is found in it."""
    standard = load_mapping()
    export = _open(Path(path), standard)
    header, questions = export.header, list[Text]()
    fields = {place: name for name, place in header.places.items()}
    columns = [[row[place].strip() for row in export.rows if place < len(row)] for place in range(len(header.names))]
    lines = [
        _line(name, fields.get(place), [value for value in columns[place] if value])
        for place, name in enumerate(header.names)
        if name
    ]
    times = [value for place, name in fields.items() if name in TIMES for value in columns[place] if value]
    formats = _formats(times, questions)
    settings = list(export.settings)
    settings.append("time_formats = [" + ", ".join(_quoted(item) for item, _ in formats) + "]")
    settings.append('time_zone = "+08:00"')
    parts = ["\n".join(settings), "[columns]\n" + _columns(header)]
    for place, name in sorted(fields.items()):
        if name in FLAGS:
            parts.append(_flag(name, columns[place], standard, questions))
    for name in FIELDS:
        if name not in header.places:
            zh, en = FIELDS[name].title.zh, FIELDS[name].title.en
            if name in ("city", "closed", "updated"):
                questions.append(
                    Text(f"没有认出哪一列是{zh}（columns.{name}）", f"no column taken for {en}: columns.{name}")
                )
    if "city" not in header.places:
        parts.append('# [constants]\n# city = "本市"')
    return Proposal("\n\n".join(part for part in parts if part) + "\n", tuple(lines), tuple(questions), formats)


def _open(path: Path, standard: Mapping) -> _Export:
    if path.suffix.lower() in EXTENSIONS:
        seen: list[list[str]] = []
        for name, rows in first_rows(path):
            if header := find_header(rows[:SEARCHED], standard):
                return _Export(header, rows[header.record :], [f"# sheet = {_quoted(name)}"])
            seen += rows[:SEARCHED]
        raise TicketsRefused("header", no_header(path.name, seen, standard))
    sample, encoding = sample_of(path, standard)
    for delimiter in DELIMITERS:
        rows = rows_of(sample, delimiter, '"', _ROWS)
        if header := find_header(rows[:SEARCHED], standard):
            encoding = "utf-8" if encoding == "utf-8-sig" else encoding
            shown = "\\t" if delimiter == "\t" else delimiter
            settings = [f"encoding = {_quoted(encoding)}", f'delimiter = "{shown}"', 'quote = "\\""']
            return _Export(header, rows[header.record :], settings)
    raise TicketsRefused("header", no_header(path.name, rows_of(sample, ",", '"'), standard))


def _line(name: str, taken: str | None, values: Sequence[str]) -> Line:
    shapes = tuple(shape for shape, _ in Counter(map(masked, values)).most_common(3))
    if taken is not None:
        return Line(name, taken, shapes)
    if is_personal(name):
        return Line(name, None, (), Text("个人信息或自由文本，不读入", "personal data or free text: not read"))
    return Line(name, None, shapes, Text("没有认出", "not recognised"))


def _columns(header: Header) -> str:
    placed = sorted(header.places.items(), key=lambda item: list(FIELDS).index(item[0]))
    return "\n".join(f"{name} = [{_quoted(header.names[place])}]" for name, place in placed)


def _formats(values: Sequence[str], questions: list[Text]) -> tuple[tuple[str, int], ...]:
    """The forms of time in the values, the most frequent first; which of day and month comes first is asked."""
    counted: Counter[str] = Counter()
    orders: set[str] = set()
    unknown: Counter[str] = Counter()
    for value in values:
        form = _form(value, orders)
        if form is None:
            unknown[masked(value)] += 1
        else:
            counted[form] += 1
    if "DM" in "".join(counted):
        first = "%d" if orders == {"day"} else "%m"
        if len(orders) != 1:
            questions.append(
                Text(
                    "日期如 03/04/2025 分不出日在前还是月在前：样本中没有大于 12 的数。映射中暂写月在前，请核对",
                    "dates as 03/04/2025 do not tell whether the day or the month is first: no number above 12 in the "
                    "samples. The mapping says month first for now: please check",
                )
            )
        second = "%m" if first == "%d" else "%d"
        counted = Counter({form.replace("DM", first).replace("MD", second): n for form, n in counted.items()})
    if EXCEL_SERIAL in counted:
        questions.append(
            Text(
                "时间列有五位数字，按 Excel 序列号读（excel），请核对",
                "five-digit times are read as Excel serial numbers",
            )
        )
    for shape, count in unknown.most_common(3):
        questions.append(
            Text(f"{count} 个时间写作 {shape}，未认出", f"{count} times written as {shape}: not recognised")
        )
    return tuple(counted.most_common()) or (("%Y-%m-%d %H:%M:%S", 0),)


def _form(value: str, orders: set[str]) -> str | None:
    if re.fullmatch(r"\d{5}(\.\d+)?", value):
        return EXCEL_SERIAL
    if match := _DATE.match(value):
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


def _flag(name: str, values: Sequence[str], standard: Mapping, questions: list[Text]) -> str:
    """The values of a flag; those the standard mapping does not know are left open, never guessed."""
    known = standard.values.get(name, {})
    counted = Counter(value for value in values if value)
    lines = [f"[values.{name}]"]
    open_values = []
    for value, count in sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:_MOST_VALUES]:
        if value in known:
            lines.append(f"{_quoted(value)} = {known[value]}")
        elif ANY not in known and len(value) <= _MOST_WORD and not any(char.isdigit() for char in value):
            lines.append(f"# {_quoted(value)} =    # {count}")
            open_values.append(value)
    lines += [f"{_quoted(value)} = {known[value]}" for value in (ANY, "") if value in known]
    if open_values:
        zh, en = FIELDS[name].title.zh, FIELDS[name].title.en
        questions.append(
            Text(f"{zh}：{'、'.join(open_values)} 各算 1 还是 0？", f"{en}: is {', '.join(open_values)} 1 or 0?")
        )
    return "\n".join(lines)


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
