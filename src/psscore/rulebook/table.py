"""One table of a data file, read key by key; every fault is kept with its path, none stops the reading."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from psscore.model.faults import Fault
from psscore.model.text import Text

_Value = TypeVar("_Value")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


class Table:
    """A TOML table with its path. `{ reading = "name" }` stands for the value chosen for that reading."""

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        file: str,
        where: str,
        faults: list[Fault],
        chosen: Mapping[str, str | None],
    ) -> None:
        self.data, self.file, self.where, self.faults, self.chosen = data, file, where, faults, chosen
        self._used: set[str] = set()

    def fault(self, key: str, zh: str, en: str) -> None:
        path = " > ".join(part for part in (self.where, key) if part)
        fault = Fault(self.file, path, Text(zh, en))
        if fault not in self.faults:
            self.faults.append(fault)

    def has(self, key: str) -> bool:
        return key in self.data

    def get(self, key: str) -> Any:
        """The raw value, a reading replaced by what was chosen for it; None when absent or not chosen."""
        self._used.add(key)
        value = self.data.get(key)
        if isinstance(value, dict) and set(value) == {"reading"}:
            name = value["reading"]
            if not isinstance(name, str) or name not in self.chosen:
                self.fault(
                    key, f"读法 {name} 没有在 [[reading]] 中声明", f"reading {name} is not declared in [[reading]]"
                )
                return None
            return self.chosen[name]
        return value

    def reading_of(self, key: str) -> str:
        """The name of the reading a key is left to, "" when it is given outright."""
        value = self.data.get(key)
        return str(value["reading"]) if isinstance(value, dict) and set(value) == {"reading"} else ""

    def word(self, key: str) -> str | None:
        """A text or nothing; anything else is "", which no closed set of words holds."""
        value = self.get(key)
        return value if isinstance(value, str | None) else ""

    def text(self, key: str, default: str | None = None) -> str:
        value = self.get(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, str):
            self.fault(key, "须为文本", "must be text")
            return ""
        self._plain(key, value)
        return value

    def _plain(self, key: str, value: str) -> None:
        """Texts end up in cells: no character a file cannot hold, nothing that reads as a formula."""
        if value.startswith("="):
            self.fault(key, "不能以 = 开头", "must not begin with =")
        if any(ord(letter) < 32 and letter not in "\t\n\r" for letter in value):
            self.fault(key, "含有控制字符", "holds a control character")

    def both(self, key: str) -> Text:
        """A `{ zh = "…", en = "…" }` pair."""
        value = self.get(key)
        if not (
            isinstance(value, dict) and set(value) == {"zh", "en"} and all(isinstance(v, str) for v in value.values())
        ):
            self.fault(key, '须为 { zh = "…", en = "…" }', 'must be { zh = "…", en = "…" }')
            return Text("", "")
        for text in value.values():
            self._plain(key, text)
        return Text(value["zh"], value["en"])

    def number(self, key: str, *, above: int | None = None) -> Fraction:
        """An exact number: a TOML integer, or a decimal in quotes (a bare decimal would be a binary float)."""
        value = self.get(key)
        if isinstance(value, bool) or not isinstance(value, int | str) or not _NUMBER.fullmatch(str(value)):
            self.fault(key, '须为数字，小数写成 "0.2"', 'must be a number; write decimals as "0.2"')
            return Fraction(1)
        number = Fraction(str(value))
        if above is not None and number <= above:
            self.fault(key, f"须大于 {above}", f"must be above {above}")
            return Fraction(1)
        return number

    def numbers(self, key: str) -> tuple[Fraction, ...]:
        """A list of exact numbers, at least one."""
        value = self.get(key)
        if not isinstance(value, list) or not value:
            self.fault(key, "须为数字列表", "must be a list of numbers")
            return (Fraction(1),)
        items = self._inner({f"{key}[{index}]": item for index, item in enumerate(value)}, "")
        return tuple(items.number(name) for name in items.data)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, at least one."""
        value = self.get(key)
        if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
            self.fault(key, "须为文本列表", "must be a list of texts")
            return ()
        return tuple(value)

    def date(self, key: str) -> date | None:
        """A date as text such as "2026-01-01"; None when absent."""
        value = self.get(key)
        try:
            return None if value is None else date.fromisoformat(value)
        except (TypeError, ValueError):
            self.fault(key, '须为日期，如 "2026-01-01"', 'must be a date such as "2026-01-01"')
            return None

    def integer(self, key: str) -> int:
        number = self.number(key)
        if number.denominator != 1:
            self.fault(key, "须为整数", "must be a whole number")
        return int(number)

    def choice(self, key: str, values: Mapping[str, _Value] | Mapping[str | None, _Value]) -> _Value:
        """One of a closed set of words."""
        value = self.get(key)
        known_values: dict[str | None, _Value] = dict(values.items())
        if not isinstance(value, str | None) or value not in known_values:
            known = ", ".join(str(name) for name in values if name is not None)
            self.fault(key, f"{value!r} 无效，可用：{known}", f"{value!r} is unknown; use one of: {known}")
            return next(iter(values.values()))
        return known_values[value]

    def sub(self, key: str) -> Table:
        """A table inside this one."""
        value = self.get(key)
        if not isinstance(value, dict):
            self.fault(key, "缺少该表", "this table is missing")
            value = {}
        return self._inner(value, key)

    def subs(self, key: str, *, least: int = 1) -> tuple[Table, ...]:
        """An array of tables inside this one."""
        value = self.get(key)
        if value is None and least == 0:
            return ()
        if not isinstance(value, Sequence) or isinstance(value, str) or len(value) < least:
            self.fault(key, "须为表数组", "must be an array of tables")
            return ()
        return tuple(self._inner(item, f"{key}[{index}]") for index, item in enumerate(value))

    def named(self, where: str) -> Table:
        """The same table under an address people know it by, such as its indicator code."""
        self.where = where
        return self

    def close(self) -> None:
        """Report keys nobody asked for: a misspelt key must never be ignored."""
        for key in self.data:
            if key not in self._used:
                self.fault(key, "未知的键，请检查拼写", "unknown key: check the spelling")

    def _inner(self, data: Any, key: str) -> Table:
        where = " > ".join(part for part in (self.where, key) if part)
        if not isinstance(data, Mapping):
            self.fault(key, "须为表", "must be a table")
            data = {}
        return Table(data, file=self.file, where=where, faults=self.faults, chosen=self.chosen)
