"""What a scanned cell holds: a literal, a formula's text and kind, a stored result."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from psscore.model.cell_error import CellError
from psscore.workbook.address import area, column_number
from psscore.workbook.sheet import RawCell
from psscore.workbook.strings import inline_text
from psscore.workbook.values import ERRORS, Cell, same_number, serial, text_of, unescape

_ATTRIBUTE = re.compile(rb"""\s([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_TYPE = re.compile(rb'\st="(\w+)"')


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula cell's `<f>`: its text, its kind (`normal`, `shared`, `array`, `dataTable`), what it covers."""

    text: str
    kind: str
    group: str
    box: tuple[int, int, int, int] | None
    reference: str
    dynamic: bool


def place(raw: RawCell) -> tuple[int, int]:
    """Row and column of a cell."""
    return int(raw[1]), _column(raw[0])


@cache
def _column(letters: bytes) -> int:
    return column_number(letters.decode())


def formula(raw: RawCell) -> Formula:
    """Read a formula cell's `<f>` element."""
    return _formula(raw[3], b"cm=" in raw[2])


# The rows of a table have one and the same formula.
@lru_cache(maxsize=1024)
def _formula(element: bytes, dynamic: bool) -> Formula:
    end = element.find(b">")
    attributes = {
        name.decode(): unescape((double or single).decode())
        for name, double, single in _ATTRIBUTE.findall(element[:end].removesuffix(b"/") + b" ")
    }
    # Line ends and blanks around a formula mean nothing.
    content = element[end + 1 : -len(b"</f>")] if element.endswith(b"</f>") else b""
    reference = attributes.get("ref", "")
    return Formula(
        text=text_of(content).strip(),
        kind=attributes.get("t", "normal"),
        group=attributes.get("si", ""),
        box=area(reference) if reference else None,
        reference=reference,
        dynamic=dynamic,
    )


def literal(raw: RawCell, strings: list[str], date1904: bool) -> Cell:
    """The value of a cell without a formula; None for a blank one. ValueError when the cell is malformed."""
    _, _, attributes, _, value, inline = raw
    if b't="' not in attributes:
        return float(value) if value else None
    match = _TYPE.search(attributes)
    kind = match[1] if match else b"n"
    if kind == b"s":
        return strings[int(value)]
    if kind == b"inlineStr":
        return inline_text(inline)
    if kind == b"str":
        return text_of(value)
    if not value:
        return None
    if kind == b"b":
        return value.strip() in (b"1", b"true")
    if kind == b"e":
        return ERRORS.get(value.decode(), CellError.VALUE)
    return serial(value.decode(), date1904) if kind == b"d" else float(value)


def stored(raw: RawCell, strings: list[str]) -> Cell:
    """The result a formula cell was saved with; None when it was never calculated. ValueError when it is malformed."""
    if raw[4] or b't="str"' in raw[2]:
        return literal(raw, strings, False)
    return None


def agrees(raw: RawCell, value: Cell) -> bool:
    """True when the cell already stores this result, numbers to 15 digits, in the type it should have."""
    attributes, text = raw[2], raw[4]
    kind = type(value)
    if kind is float or kind is int or value is None:
        number = value or 0.0
        if not text or b't="' in attributes:
            return False
        old = float(text)
        return old == number or same_number(old, number)  # type: ignore[arg-type]
    if kind is str:
        return b't="str"' in attributes and text_of(text) == value
    if kind is bool:
        return b't="b"' in attributes and text == (b"1" if value else b"0")
    return b't="e"' in attributes and text.decode() == str(value)
