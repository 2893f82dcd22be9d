"""A mapping proposed from the header and the first rows of an export, with what speaks for each line of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from psscore.model.text import Text
from psscore.tickets.dialect import DELIMITERS, SEARCHED, Header, find_header, no_header, rows_of, sample_of
from psscore.tickets.mapping import ANY, FIELDS, FLAGS, TIMES, UNKNOWN, Mapping, load_mapping
from psscore.tickets.personal import heading_shown, is_personal, masked
from psscore.tickets.refusal import TicketsRefused
from psscore.tickets.spreadsheets import EXTENSIONS, first_rows
from psscore.tickets.times_of import forms_of

_ROWS = 400
_MOST_VALUES = 12
_MOST_WORD = 12
_SATISFIED = ("群众评价", "满意度", "满意度评价", "满意情况", "回访评价")
"""Columns that are proposed and asked about only: unread values in them would stop a reading without a mapping."""
_MEANT: dict[str, int | str] = {
    "满意": 1,
    "非常满意": 1,
    "很满意": 1,
    "不满意": 0,
    "很不满意": 0,
    "未评价": UNKNOWN,
    "未回访": UNKNOWN,
    "-": UNKNOWN,
}


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
    standard = _known(load_mapping())
    export = _open(Path(path), standard)
    header, questions = export.header, list[Text]()
    fields = {place: name for name, place in header.places.items()}
    columns = [[row[place].strip() for row in export.rows if place < len(row)] for place in range(len(header.names))]
    lines = [
        _line(name, fields.get(place), [value for value in columns[place] if value])
        for place, name in enumerate(header.names)
        if name
    ]
    times = {name: [value for value in columns[place] if value] for place, name in fields.items() if name in TIMES}
    formats = forms_of(times)
    questions += formats.questions
    settings = list(export.settings)
    settings.append(f"time_formats = {_list(formats.common)}")
    settings.append('time_zone = "+08:00"')
    parts = ["\n".join(settings), "[columns]\n" + _columns(header)]
    if formats.own:
        parts.append("[times]\n" + "\n".join(f"{name} = {_list(forms)}" for name, forms in formats.own.items()))
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
    return Proposal("\n\n".join(part for part in parts if part) + "\n", tuple(lines), tuple(questions), formats.counted)


def _known(standard: Mapping) -> Mapping:
    """The mapping that comes along, with what is known of satisfaction besides."""
    columns = {**standard.columns, "satisfied": (*standard.columns["satisfied"], *_SATISFIED)}
    values = {**standard.values, "satisfied": {**standard.values["satisfied"], **_MEANT}}
    return replace(standard, columns=columns, values=values)


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
    name = heading_shown(name)
    if is_personal(name):
        return Line(name, None, (), Text("个人信息或自由文本，不读入", "personal data or free text: not read"))
    return Line(name, None, shapes, Text("没有认出", "not recognised"))


def _columns(header: Header) -> str:
    """A line for each column; those of which the header has none as comments, to be completed."""
    return "\n".join(
        f"{name} = [{_quoted(header.names[header.places[name]])}]"
        if name in header.places
        else f'# {name} = [""]    # {column.title.zh} {column.title.en}'
        for name, column in FIELDS.items()
    )


def _meaning(value: int | str) -> str:
    return '""' if value == UNKNOWN else str(value)


def _flag(name: str, values: Sequence[str], standard: Mapping, questions: list[Text]) -> str:
    """The values of a flag; those the standard mapping does not know are left open, never guessed."""
    known = standard.values.get(name, {})
    counted = Counter(value for value in values if value)
    lines = [f"[values.{name}]"]
    open_values = []
    for value, count in sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:_MOST_VALUES]:
        if value in known:
            lines.append(f"{_quoted(value)} = {_meaning(known[value])}")
        elif ANY not in known and len(value) <= _MOST_WORD and not any(char.isdigit() for char in value):
            lines.append(f"# {_quoted(value)} =    # {count}")
            open_values.append(value)
    lines += [f"{_quoted(value)} = {_meaning(known[value])}" for value in (ANY, "") if value in known]
    if open_values:
        zh, en = FIELDS[name].title.zh, FIELDS[name].title.en
        questions.append(
            Text(
                f'{zh}：{"、".join(open_values)} 各算 1、0 还是 ""（未知）？',
                f'{en}: is {", ".join(open_values)} 1, 0, or "" for unknown?',
            )
        )
    return "\n".join(lines)


def _list(items: Sequence[str]) -> str:
    return "[" + ", ".join(map(_quoted, items)) + "]"


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
