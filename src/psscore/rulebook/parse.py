"""The text of a standard file to data."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time
from typing import Any

from psscore.model.faults import Fault, StandardFaults
from psscore.model.text import Text

SHIPPED_FILE = "standard.toml"


def parse_shipped(text: str) -> dict[str, Any]:
    """The data of a standard that comes with the product."""
    return tomllib.loads(text)


def parse_raw(text: str, file: str) -> dict[str, Any]:
    """TOML text to data; `StandardFaults` with the line when it cannot be parsed."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        fault = Fault(file, "TOML", Text(f"文件无法解析：{error}", f"the file cannot be parsed: {error}"))
        raise StandardFaults((fault,)) from error
    except (RecursionError, ValueError) as error:
        what = Text("嵌套过深或数字过长，无法读取", "nested too deeply, or a number too long to read")
        raise StandardFaults((Fault(file, "TOML", what),)) from error
    dates = list(_dates(raw, ""))
    if dates:
        what = Text('日期须写成文本，如 "2026-01-01"', 'write dates as text, such as "2026-01-01"')
        raise StandardFaults(tuple(Fault(file, where, what) for where in dates))
    return raw


def _dates(data: Any, where: str) -> list[str]:
    """Where bare dates stand, which have no canonical text."""
    if isinstance(data, date | datetime | time):
        return [where]
    if isinstance(data, dict):
        return [one for key, value in data.items() for one in _dates(value, f"{where} > {key}" if where else key)]
    if isinstance(data, list):
        return [one for index, value in enumerate(data) for one in _dates(value, f"{where}[{index}]")]
    return []
