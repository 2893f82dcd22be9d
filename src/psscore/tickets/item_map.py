"""The item map, ITEMS.csv: which labels of a platform belong to which item. Every fault is told at once."""

from __future__ import annotations

import csv
import io
import unicodedata
from calendar import timegm
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

from psscore.model.faults import Fault, StandardFaults
from psscore.model.text import Text

COLUMNS = ("item", "indicator_code", "match_type", "field", "value", "priority", "valid_from", "valid_to")
FIELDS = ("platform_code", "label", "sublabel")
KINDS = ("code", "exact", "keyword")
_DAY = 86_400
_LAST = 10**9


class ItemMapFaults(StandardFaults):
    """An item map that cannot be used, with every fault found."""


@dataclass(frozen=True, slots=True)
class ItemRule:
    """One row: tickets whose `field` matches `value` belong to `item`, on the days from `from_s` until `until_s`."""

    row: int
    item: str
    indicators: tuple[str, ...]
    kind: str
    field: str
    value: str
    priority: int
    from_s: int | None
    until_s: int | None

    def fits(self, text: str) -> bool:
        """Whether a cleaned label matches."""
        return bool(text) and (self.value in text if self.kind == "keyword" else self.value == text)


def clean(text: str) -> str:
    """A label as it is compared: NFKC, so full-width is half-width, and no blanks at the ends."""
    return unicodedata.normalize("NFKC", text).strip()


def read_item_map(path: Path) -> tuple[ItemRule, ...]:
    """The rules of a file, UTF-8 or GB18030; raises ItemMapFaults."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ItemMapFaults((Fault(path.name, "-", _unread(path, error)),)) from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            message = Text("编码不是 UTF-8 或 GB18030", "neither UTF-8 nor GB18030")
            raise ItemMapFaults((Fault(path.name, "-", message),)) from None
    return parse_item_map(text, path.name)


def _unread(path: Path, error: OSError) -> Text:
    if isinstance(error, FileNotFoundError):
        return Text(
            f"没有事项表 {path}：用 psscore tickets items -o {path} 写出起始版本，补上本平台的类别",
            f"there is no item map {path}: psscore tickets items -o {path} writes one to begin with; add the labels of "
            "your platform",
        )
    return Text(f"无法读取事项表：{error.strerror}", f"cannot read the item map: {error.strerror}")


def parse_item_map(text: str, name: str = "ITEMS.csv") -> tuple[ItemRule, ...]:
    """The rules of a CSV text."""
    reader = csv.reader(io.StringIO(text, newline=""))
    rows = [(reader.line_num, row) for row in reader if row and not row[0].lstrip().startswith("#")]
    header = tuple(clean(cell) for cell in rows[0][1]) if rows else ()
    faults = [Fault(name, "1", message) for message in _header_faults(header)]
    rules: list[ItemRule] = []
    if not faults:
        for number, cells in rows[1:]:
            found = _Row(name, number, header, cells)
            if (rule := found.rule()) is not None:
                rules.append(rule)
            faults += found.faults
        if not rules and not faults:
            faults.append(Fault(name, "2", Text("没有一条规则", "there is no rule")))
    if faults:
        raise ItemMapFaults(tuple(faults))
    return tuple(rules)


def _header_faults(header: tuple[str, ...]) -> Iterator[Text]:
    if lacking := [column for column in COLUMNS[:1] + COLUMNS[2:5] if column not in header]:
        yield Text(f"缺少列 {'、'.join(lacking)}", f"columns missing: {', '.join(lacking)}")
    named = [column for column in header if column]
    if twice := sorted({column for column in named if named.count(column) > 1}):
        yield Text(f"重名的列 {'、'.join(twice)}", f"columns of one name: {', '.join(twice)}")
    if surplus := [column for column in header if column not in COLUMNS]:
        known = ", ".join(COLUMNS)
        yield Text(
            f"不认识的列 {'、'.join(surplus)}，可用：{known}", f"unknown columns {', '.join(surplus)}; known: {known}"
        )


class _Row:
    """A row being read, and what is wrong with it."""

    def __init__(self, file: str, number: int, header: tuple[str, ...], cells: list[str]) -> None:
        self.file, self.number, self.faults = file, number, list[Fault]()
        self.surplus = any(map(clean, cells[len(header) :]))
        self.cells = dict.fromkeys(COLUMNS, "") | dict(zip(header, map(clean, cells), strict=False))
        # The item is a name of ours and stands as the workbook writes it; what is matched is compared cleaned.
        self.item = dict(zip(header, cells, strict=False)).get("item", "").strip()

    def rule(self) -> ItemRule | None:
        item, value = self.item, self.cells["value"]
        if not any(self.cells.values()):
            return None
        if broken := [column for column, cell in self.cells.items() if "\n" in cell or "\r" in cell]:
            self._fault(
                ", ".join(broken),
                "单元格中有换行：引号可能没有成对，后面的行被并入",
                "a line break within a cell: a quote without its pair swallows the rows after it",
            )
            return None
        if self.surplus:
            self._fault("", "单元格多于列", "more cells than columns")
        if not item:
            self._fault("item", "没有事项名称", "the item has no name")
        if not value:
            self._fault("value", "没有要匹配的值", "nothing to match")
        kind, field = self._one_of("match_type", KINDS), self._one_of("field", FIELDS)
        if kind == "code" and field not in ("", "platform_code"):
            self._fault("field", "按编码匹配时应为 platform_code", "a match by code is on platform_code")
        priority = self._whole("priority")
        first, last = self._day("valid_from"), self._day("valid_to")
        if first is not None and last is not None and last < first:
            self._fault("valid_to", "早于 valid_from", "before valid_from")
        if self.faults:
            return None
        indicators = tuple(code.strip() for code in self.cells["indicator_code"].split(";") if code.strip())
        until = None if last is None else last + _DAY
        return ItemRule(self.number, item, indicators, kind, field, value, priority, first, until)

    def _one_of(self, column: str, known: tuple[str, ...]) -> str:
        if (word := self.cells[column].lower()) not in known:
            listed = ", ".join(known)
            self._fault(column, f"“{word}”不可用，应为 {listed} 之一", f"{word!r} is not one of {listed}")
        return word

    def _whole(self, column: str) -> int:
        text = self.cells[column] or "0"
        try:
            return int(text)
        except ValueError:
            self._fault(column, f"“{text}”不是整数", f"{text!r} is not a whole number")
            return 0

    def _day(self, column: str) -> int | None:
        text = self.cells[column]
        if not text:
            return None
        try:
            day = date.fromisoformat(text)
        except ValueError:
            self._fault(column, f"“{text}”不是 2025-01-31 这样的日期", f"{text!r} is no date like 2025-01-31")
            return None
        return timegm(day.timetuple())

    def _fault(self, column: str, zh: str, en: str) -> None:
        self.faults.append(Fault(self.file, f"{self.number} {column}".strip(), Text(zh, en)))


def order_of(rules: Iterable[ItemRule]) -> dict[str, int]:
    """The place of each item: as the standard numbers its first indicator, then as the map lists them."""
    first: dict[str, int] = {}
    for rule in rules:
        numbers = [int(code) for code in rule.indicators if code.isdecimal()]
        first[rule.item] = min([first.get(rule.item, _LAST), *numbers])
    return {item: place for place, item in enumerate(sorted(first, key=lambda item: first[item]))}


def starter() -> str:
    """The map to begin with: the topics of public-service/2026 by their own names, to be completed per platform."""
    return (files("psscore.tickets") / "ITEMS.csv").read_text("utf-8")
