"""The mapping of an export: names of columns, forms of time, meanings of values. A TOML file, read strictly."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from psscore.model.text import Text
from psscore.tickets.canonical import COLUMNS, Sort
from psscore.tickets.personal import is_personal
from psscore.tickets.refusal import TicketsRefused
from psscore.tickets.time_formats import format_faults

FIELDS = {column.name.removesuffix("_s"): column for column in COLUMNS if column.sort is not Sort.ORIGIN}
"""What a mapping can name: the canonical columns but the origin, times without their `_s`."""
LABELS = tuple(name for name, column in FIELDS.items() if column.sort is Sort.LABEL)
FLAGS = tuple(name for name, column in FIELDS.items() if column.sort is Sort.FLAG)
TIMES = tuple(name for name, column in FIELDS.items() if column.sort is Sort.TIME)
NUMBERS = tuple(name for name, column in FIELDS.items() if column.sort is Sort.NUMBER)
REQUIRED = tuple(name for name, column in FIELDS.items() if column.required)

ANY, BLANK = "*", ""
UNKNOWN = ""
"""What a value of a flag means that says neither yes nor no."""
_KEYS = {
    "encoding",
    "delimiter",
    "quote",
    "sheet",
    "time_formats",
    "times",
    "time_zone",
    "span",
    "due_end_of_day",
    "constants",
    "columns",
    "values",
    "codes",
}
_ZONE = re.compile(r"([+-])(\d\d):(\d\d)")
_ZONES = {"Asia/Shanghai": "+08:00", "PRC": "+08:00", "UTC": "+00:00"}
_ENCODINGS = {"utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312", "utf-16"}


@dataclass(frozen=True)
class Mapping:
    """How to read an export. `columns` lists candidates, first found first; `values`, `codes`: what cells mean."""

    columns: Dictionary[str, tuple[str, ...]]
    time_formats: tuple[str, ...]
    values: Dictionary[str, Dictionary[str, int | str]]
    codes: Dictionary[str, Dictionary[str, str]]
    constants: Dictionary[str, str]
    encoding: str | None = None
    delimiter: str = ","
    quote: str = '"'
    sheet: str | None = None
    zone_seconds: int = 8 * 3600
    time_zone: str = "+08:00"
    span: tuple[date, date] | None = None
    due_end_of_day: bool = False
    digest: str = ""
    times: Dictionary[str, tuple[str, ...]] = field(default_factory=dict)
    """The formats of columns that have their own, instead of `time_formats`."""

    def formats_of(self, name: str) -> tuple[str, ...]:
        """The formats of one column of times."""
        return self.times.get(name, self.time_formats)


def load_mapping(path: Path | str | None = None) -> Mapping:
    """The mapping in a file; the one that comes with the package when none is named.

    Raises TicketsRefused with every fault, each under its key.
    """
    if path is None:
        return _standard()
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise TicketsRefused(
            "mapping",
            Text(f"无法读取映射 {path}：{error.strerror}", f"cannot read the mapping {path}: {error.strerror}"),
        ) from error
    return read_mapping(data, Path(path).name)


@cache
def _standard() -> Mapping:
    return read_mapping(standard_bytes(), "standard_map.toml")


def standard_bytes() -> bytes:
    """The mapping that comes with the package, as a file to begin one's own with."""
    return (resources.files("psscore.tickets") / "standard_map.toml").read_bytes()


def read_mapping(data: bytes, file: str) -> Mapping:
    """The mapping in the bytes of a TOML file."""
    try:
        raw = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TicketsRefused(
            "mapping", Text(f"{file}：不是有效的 TOML：{error}", f"{file}: not valid TOML: {error}")
        ) from error
    reader = _Reader(raw, file)
    mapping = reader.read(hashlib.sha256(data).hexdigest())
    if reader.faults:
        raise TicketsRefused("mapping", *reader.faults)
    return mapping


class _Reader:
    def __init__(self, raw: dict[str, Any], file: str) -> None:
        self.raw, self.file = raw, file
        self.faults: list[Text] = []

    def fault(self, key: str, zh: str, en: str) -> None:
        self.faults.append(Text(f"{self.file}：{key}：{zh}", f"{self.file}: {key}: {en}"))

    def read(self, digest: str) -> Mapping:
        for key in sorted(self.raw.keys() - _KEYS):
            self.fault(
                key, f"未知的键，可用：{'、'.join(sorted(_KEYS))}", f"unknown key; known: {', '.join(sorted(_KEYS))}"
            )
        zone = self.text("time_zone", "+08:00")
        return Mapping(
            columns=self.columns(),
            time_formats=self.formats(),
            times=self.times(),
            values=self.meanings("values", (*FLAGS, "kind"), numbers=True),
            codes=self.meanings("codes", LABELS[1:], numbers=False),  # type: ignore[arg-type]
            constants=self.constants(),
            encoding=self.encoding(),
            delimiter=self.character("delimiter", ","),
            quote=self.character("quote", '"', blank=True),
            sheet=self.text("sheet", "") or None,
            zone_seconds=self.zone(zone),
            time_zone=zone,
            span=self.span(),
            due_end_of_day=self.switch("due_end_of_day"),
            digest=digest,
        )

    def text(self, key: str, default: str) -> str:
        value = self.raw.get(key, default)
        if not isinstance(value, str):
            self.fault(key, "须为文本", "must be text")
            return default
        return value

    def switch(self, key: str) -> bool:
        value = self.raw.get(key, False)
        if not isinstance(value, bool):
            self.fault(key, "须为 true 或 false", "must be true or false")
        return value is True

    def character(self, key: str, default: str, *, blank: bool = False) -> str:
        value = self.text(key, default)
        if not (blank and value == "") and (len(value) != 1 or ord(value) > 126 or value in "\r\n\\\x01 "):
            self.fault(key, "须为一个 ASCII 字符，反斜杠除外", "must be one ASCII character, and no backslash")
            return default
        return value

    def encoding(self) -> str | None:
        value = self.text("encoding", "").lower()
        if value and value not in _ENCODINGS:
            known = "、".join(sorted(_ENCODINGS))
            self.fault("encoding", f"不认识的编码 {value}，可用：{known}", f"unknown encoding {value}; known: {known}")
        # What calls itself GBK or GB2312 holds characters of GB18030, which reads all three.
        return "gb18030" if value.startswith("gb") else value or None

    def zone(self, name: str) -> int:
        if match := _ZONE.fullmatch(_ZONES.get(name, name)):
            seconds = int(match[2]) * 3600 + int(match[3]) * 60
            return -seconds if match[1] == "-" else seconds
        self.fault("time_zone", '须形如 "+08:00"', 'must be like "+08:00"')
        return 0

    def span(self) -> tuple[date, date] | None:
        value = self.raw.get("span")
        if value is None:
            return None
        try:
            first, last = (date.fromisoformat(str(item)) for item in value)
        except (TypeError, ValueError):
            self.fault("span", '须为起止日期，如 ["2025-01-01", "2025-12-31"]', "must be two dates, first and last")
            return None
        if first > last:
            self.fault("span", "起始晚于截止", "begins after it ends")
        return first, last

    def formats(self) -> tuple[str, ...]:
        default = list(_standard().time_formats) if self.file != "standard_map.toml" else []
        return self.listed("time_formats", self.raw.get("time_formats", default))

    def times(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for name, value in self.table("times").items():
            where = f"times.{name}"
            if name not in TIMES:
                self.fault(
                    where, f"不是时间列，可用：{'、'.join(TIMES)}", f"not a column of times; known: {', '.join(TIMES)}"
                )
            elif name not in self.table("columns"):
                self.fault(where, f"[columns] 中没有 {name}", f"[columns] names no {name}")
            else:
                found[name] = self.listed(where, [value] if isinstance(value, str) else value)
        return found

    def listed(self, key: str, value: object) -> tuple[str, ...]:
        """A list of time formats; what contradicts itself is a fault."""
        if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
            self.fault(key, "须为时间格式列表", "must be a list of time formats")
            return ()
        for problem in format_faults(value):
            self.fault(key, problem.zh, problem.en)
        return tuple(value)

    def table(self, key: str) -> dict[str, Any]:
        value = self.raw.get(key, {})
        if not isinstance(value, dict):
            self.fault(key, "须为表", "must be a table")
            return {}
        return value

    def columns(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for name, value in self.table("columns").items():
            names = [value] if isinstance(value, str) else value
            if name not in FIELDS:
                self.fault(
                    f"columns.{name}",
                    f"不是规范表的列，可用：{'、'.join(FIELDS)}",
                    f"not a column of the canonical table; known: {', '.join(FIELDS)}",
                )
            elif not isinstance(names, list) or not names or not all(isinstance(item, str) for item in names):
                self.fault(f"columns.{name}", '须为列名列表，如 ["工单编号"]', "must be a list of column names")
            else:
                for item in filter(is_personal, names):
                    self.fault(
                        f"columns.{name}",
                        f"“{item}”像是个人信息或自由文本，不读入",
                        f'"{item}" looks like personal data or free text, which is not read',
                    )
                found[name] = tuple(names)
        for name in REQUIRED:
            if name not in found:
                zh, en = FIELDS[name].title.zh, FIELDS[name].title.en
                self.fault(f"columns.{name}", f"必须写明哪一列是{zh}", f"must say which column is the {en}")
        return found

    def constants(self) -> dict[str, str]:
        found = self.table("constants")
        for name, value in found.items():
            if name not in LABELS[1:] or not isinstance(value, str):
                self.fault(
                    f"constants.{name}",
                    f"只能给文本列：{'、'.join(LABELS[1:])}",
                    f"only for columns of text: {', '.join(LABELS[1:])}",
                )
        return found

    def meanings(self, key: str, known: tuple[str, ...], *, numbers: bool) -> dict[str, dict[str, int | str]]:
        found: dict[str, dict[str, int | str]] = {}
        for name, table in self.table(key).items():
            where = f"{key}.{name}"
            if name not in known or not isinstance(table, dict):
                self.fault(where, f"只能用于：{'、'.join(known)}", f"only for: {', '.join(known)}")
                continue
            flag = numbers and name in FLAGS
            for value, meaning in table.items():
                if flag and (isinstance(meaning, bool) or meaning not in (0, 1, UNKNOWN)):
                    self.fault(
                        where,
                        f'“{value}”须为 0、1 或 ""（未知）',
                        f'"{value}" must be 0, 1, or "" for unknown',
                    )
                elif not flag and not isinstance(meaning, str):
                    self.fault(where, f"“{value}”须对应文本", f'"{value}" must stand for text')
            found[name] = table
        return found
