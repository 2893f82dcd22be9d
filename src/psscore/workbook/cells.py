"""What a scanned cell holds: a literal, a formula's text and kind, a stored result."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from psscore.model.cell_error import CellError
from psscore.workbook.address import area, column_number
from psscore.workbook.sheet import RawCell
from psscore.workbook.strings import inline_text
from psscore.workbook.values import ERRORS, SHOWN_ERRORS, Cell, number, same_number, serial, text_of, unescape

_ATTRIBUTE = re.compile(rb"""\s([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_TYPE = re.compile(rb'\st="([^"]*)"')
_BOOLEANS = {b"1": True, b"true": True, b"0": False, b"false": False}


class Formula(NamedTuple):
    """A formula cell's `<f>`: its text, its kind (`normal`, `shared`, `array`, `dataTable`), what it covers."""

    text: str
    kind: str
    group: str
    box: tuple[int, int, int, int] | None
    reference: str
    dynamic: bool


def place(raw: RawCell) -> tuple[int, int]:
    """Row and column of a cell."""
    return int(raw[1]), column(raw[0])


def type_of(attributes: bytes) -> bytes:
    """A cell's type by its attributes: `n` (a number) unless they say otherwise."""
    match = _TYPE.search(attributes)
    return match[1] if match else b"n"


@cache
def column(letters: bytes) -> int:
    """The number of a column by its letters, as a scanned cell has them."""
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
    reference = attributes.get("ref", "")
    return Formula(
        text=_text(element[end + 1 :]),
        kind=attributes.get("t", "normal"),
        group=attributes.get("si", ""),
        box=area(reference) if reference else None,
        reference=reference,
        dynamic=dynamic,
    )


def _text(content: bytes) -> str:
    # Line ends and blanks around a formula mean nothing.
    return text_of(content[: -len(b"</f>")]).strip() if content.endswith(b"</f>") else ""


def literal(raw: RawCell, strings: list[str], date1904: bool) -> Cell:
    """The value of a cell without a formula; None for a blank one. ValueError or LookupError when it is malformed."""
    _, _, attributes, _, value, inline = raw
    if b't="' not in attributes:
        return number(value) if value else None
    if b' t="s"' in attributes:
        return strings[_index(value)]
    kind = type_of(attributes)
    if kind == b"s":
        return strings[_index(value)]
    if kind == b"inlineStr":
        return inline_text(inline)
    if kind == b"str":
        return text_of(value)
    if not value:
        return None
    if kind == b"b":
        return _BOOLEANS[value.strip()]
    if kind == b"e":
        return ERRORS.get(value.decode(), CellError.VALUE)
    if kind == b"d":
        return serial(value.decode(), date1904)
    if kind == b"n":
        return number(value)
    raise ValueError(kind)


def _index(value: bytes) -> int:
    if not value.isdigit() and not value.strip().isdigit():
        raise ValueError(value)
    return int(value)


def stored(raw: RawCell, strings: list[str]) -> Cell:
    """The result a formula cell was saved with; None when it was never calculated. Raises as `literal` does."""
    if raw[4] or b't="str"' in raw[2]:
        return literal(raw, strings, False)
    return None


def agrees(raw: RawCell, value: Cell) -> bool:
    """True when the cell already stores this result, numbers to 15 digits, in the type it should have."""
    attributes, text = raw[2], raw[4]
    kind = type(value)
    if kind is float and text and b't="' not in attributes:
        old = number(text)
        return old == value or same_number(old, value)  # type: ignore[arg-type]
    if isinstance(value, CellError):
        return b't="e"' in attributes and text == SHOWN_ERRORS[value]
    if kind is float or kind is int or value is None:
        new = value or 0.0
        if not text or (b't="' in attributes and type_of(attributes) != b"n"):
            return False
        old = number(text)
        return old == new or same_number(old, new)  # type: ignore[arg-type]
    if kind is str:
        return b't="str"' in attributes and text_of(text) == value
    if kind is bool:
        return b't="b"' in attributes and text == (b"1" if value else b"0")
    return False
