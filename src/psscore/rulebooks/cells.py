"""Values of a standard as cells and back: numbers an expert can edit as numbers, and every one exact."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

Cell = str | int | float | bool | None

READING = "读法:"
TEXT, _JSON = "文本:", "JSON:"
_MARK = re.compile(r"(读法|文本|JSON|reading|text)\s*[:：]\s*", re.IGNORECASE)
ESCAPE = re.compile(r"_x[0-9A-Fa-f]{4}_|x005[Ff]_")
"""What readers of workbooks take for an escaped character."""
_DIGITS = 15
"""What Excel keeps of a number; longer ones stay texts."""


class CellFault(ValueError):
    """A cell that cannot be read; the message is for people."""


def cell_of(value: Any) -> Cell:
    """The cell of a value. A decimal such as "0.2" is a number, a code such as "1" a text."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int) and len(str(abs(value))) <= _DIGITS:
        return value
    if isinstance(value, str):
        if _is_decimal(value):
            return float(value)
        if (value and not value.strip()) or ESCAPE.search(value):
            return _json(value)
        return f"{TEXT}{value}" if value == "" or _MARK.match(value) else value
    if isinstance(value, Mapping) and set(value) == {"reading"} and isinstance(value["reading"], str):
        name = value["reading"]
        if name == name.strip():
            return f"{READING}{name}"
    return _json(value)


def value_of(cell: Cell | datetime | date) -> Any:
    """The value of a cell that is not blank."""
    if isinstance(cell, bool | int):
        return cell
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    if not isinstance(cell, str):
        raise CellFault(f"{cell!r} 不是数字也不是文本")
    mark = _MARK.match(cell)
    if mark is None:
        return cell
    rest = cell[mark.end() :]
    match mark[1].lower():
        case "读法" | "reading":
            return {"reading": rest.strip()}
        case "json":
            try:
                return json.loads(rest)
            except ValueError:
                raise CellFault("JSON 写法有误") from None
        case _:
            return rest


def code_cell(code: Any) -> Cell:
    """A code as text, whatever it looks like."""
    if not isinstance(code, str):
        return cell_of(code)
    if code != code.strip() or ESCAPE.search(code):
        return _json(code)
    return f"{TEXT}{code}" if code == "" or _MARK.match(code) else code


def list_cell(values: Any) -> Cell:
    """A list of texts or whole and decimal numbers as "a、b、c", when that comes back the same."""
    if isinstance(values, list) and values:
        shown = "、".join(str(value) for value in values)
        if not _MARK.match(shown) and not ESCAPE.search(shown) and list_of(shown) == values:
            return shown
    return cell_of(values)


def list_of(cell: Cell | datetime | date) -> Any:
    """The list of a cell: numbers where they are numbers."""
    if not isinstance(cell, str) or _MARK.match(cell):
        value = value_of(cell)
        return value if isinstance(value, list | dict) else [value]
    return [_list_item(part) for part in re.split(r"[、,，;；]", cell)]


def texts_cell(values: Any) -> Cell:
    """A list of texts as "a、b、c", when that comes back the same."""
    if isinstance(values, list) and values and all(isinstance(value, str) for value in values):
        shown = "、".join(values)
        if not _MARK.match(shown) and not ESCAPE.search(shown) and texts_of(shown) == values:
            return shown
    return cell_of(values)


def texts_of(cell: Cell | datetime | date) -> Any:
    """The texts of a cell; a number is the text it shows."""
    if isinstance(cell, str) and not _MARK.match(cell):
        return [part.strip() for part in re.split(r"[、,，;；]", cell)]
    value = value_of(cell)
    return value if isinstance(value, list | dict) else [str(value)]


def code_of(cell: Cell | datetime | date) -> Any:
    """A code, or the reading it is left to: text as it stands, a whole number as its digits.

    1.1 in a number cell may have been 1.10: refused.
    """
    if isinstance(cell, str):
        value = value_of(cell)
        if isinstance(value, dict):
            return value
        if not isinstance(value, str):
            raise CellFault("编号须为文本")
        return value.strip() if value == cell else value
    if isinstance(cell, int) and not isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    raise CellFault("编号须为文本：数字单元格里 1.10 与 1.1 无法区分，请把单元格设为文本格式后重填")


def _json(value: Any) -> str:
    return _JSON + json.dumps(value, ensure_ascii=False).replace("_x", "\\u005fx").replace("x005", "\\u0078005")


def _list_item(part: str) -> Any:
    part = part.strip()
    return int(part) if re.fullmatch(r"-?(0|[1-9]\d*)", part) and len(part) <= _DIGITS else part


def _is_decimal(text: str) -> bool:
    if not re.fullmatch(r"-?(0|[1-9]\d*)\.\d*[1-9]", text):
        return False
    return len(text.strip("-0.").replace(".", "")) <= _DIGITS and _number(float(text)) == text


def _number(number: float) -> Any:
    """What Excel shows of a number, to 15 digits: 0.1 + 0.2 is 0.3."""
    try:
        exact = Decimal(f"{number:.{_DIGITS}g}")
    except InvalidOperation:
        raise CellFault("不是数字") from None
    if not exact.is_finite():
        raise CellFault("不是数字")
    shown = f"{exact:f}"
    if "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return int(shown) if "." not in shown else shown
