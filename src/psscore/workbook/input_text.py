"""The XML of input cells: values as cells hold them, and a worksheet part with some of its cells written anew."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from math import isfinite
from xml.sax.saxutils import escape

from psscore.model.text import Text
from psscore.workbook.address import a1, column_letters
from psscore.workbook.sheet_layout import Layout, Row
from psscore.workbook.slow import SlowCell
from psscore.workbook.values import encode, escape_excel

Input = None | bool | int | float | str
"""What can be typed into a cell; None and "" leave it blank."""

Place = tuple[int, int]
Edit = tuple[int, int, bytes]
"""What stands between two offsets from now on."""

_LONGEST = 32_767
_EXACT = 10**15
_TAG = re.compile(rb"""<(?:"[^"]*"|'[^']*'|[^>"'])*>""")
_DROPPED = re.compile(rb"""\s(?:t|cm|vm)\s*=\s*(?:"[^"]*"|'[^']*')""")
_SPANS = re.compile(rb"""\sspans\s*=\s*(?:"[^"]*"|'[^']*')""")
_REF = re.compile(rb"""(\sref\s*=\s*)(?:"[^"]*"|'[^']*')""")


@dataclass(frozen=True, slots=True)
class InputCell:
    """A cell to write: its value, its style, and the element it has already."""

    value: Input
    style: str
    element: SlowCell | None


def fault_of(value: object) -> Text | None:
    """Why something cannot be the value of a cell."""
    if isinstance(value, str):
        if len(value.encode("utf-16-le", "surrogatepass")) // 2 > _LONGEST:
            return Text("文本超过 32767 个字符", "is a text of more than 32,767 characters")
        return None
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int) and abs(value) >= _EXACT and Decimal(f"{value:.15g}") != value:
        return Text(
            f"{value} 超过 15 位有效数字，Excel 会改变它：编号请按文本写入",
            f"{value} has more than 15 digits and Excel would change it: write an identifier as text",
        )
    if isinstance(value, int | float):
        return None if isfinite(value) else Text("不是有限的数字", "is not a finite number")
    kind = type(value).__name__
    return Text(f"{kind} 不是数字、文本或空白", f"{kind} is not a number, a text or a blank")


def rewritten(text: bytes, found: Layout, cells: Mapping[Place, SlowCell], inputs: Mapping[Place, InputCell]) -> bytes:
    """The worksheet part with these cells; rows and cells it lacks are put where they belong."""
    edits: list[Edit] = []
    new: dict[Place, InputCell] = {}
    for at, cell in inputs.items():
        if cell.element is not None:
            edits.append((*cell.element.whole, _changed(text, cell.element, cell.value, found.prefix)))
        elif cell.value is not None and cell.value != "":
            new[at] = cell
    rows = {row.number: row for row in found.rows}
    fresh: list[tuple[int, bytes]] = []
    for number, group in groupby(sorted(new.items(), key=lambda item: item[0]), key=lambda item: item[0][0]):
        made = {at[1]: _made(at, cell, found.prefix) for at, cell in group}
        if number in rows:
            edits += _into_row(text, rows[number], made, cells, found.prefix)
        else:
            content = b"".join(made.values())
            fresh.append((number, b'<%brow r="%d">%b</%brow>' % (found.prefix, number, content, found.prefix)))
    edits += _new_rows(text, found, fresh)
    if new and found.dimension is not None:
        edits += _dimension(text, *found.dimension, list(new))
    return _applied(text, edits)


def _applied(text: bytes, edits: list[Edit]) -> bytes:
    out: list[bytes] = []
    done = 0
    # What is put in at one place keeps its order; it comes before what is replaced from there on.
    for begin, end, piece in sorted(edits, key=lambda edit: edit[:2]):
        out += (text[done:begin], piece)
        done = end
    return b"".join((*out, text[done:]))


def _content(value: Input, prefix: bytes) -> tuple[bytes, bytes]:
    """The ` t=` attribute and the elements of a constant."""
    if value is None or value == "":
        return b"", b""
    if not isinstance(value, str):
        kind, element = encode(value)
        return kind, element.replace(b"<v", b"<%bv" % prefix, 1).replace(b"</v>", b"</%bv>" % prefix)
    shown = escape_excel(value)
    outer = shown[:1].isspace() or shown[-1:].isspace() or "\n" in shown
    space = b' xml:space="preserve"' if outer else b""
    inner = b"<%bt%b>%b</%bt>" % (prefix, space, escape(shown).encode(), prefix)
    return b' t="inlineStr"', b"<%bis>%b</%bis>" % (prefix, inner, prefix)


def _made(at: Place, cell: InputCell, prefix: bytes) -> bytes:
    kind, content = _content(cell.value, prefix)
    style = b' s="%b"' % cell.style.encode() if cell.style not in ("", "0") else b""
    return b'<%bc r="%b"%b%b>%b</%bc>' % (prefix, a1(*at).encode(), style, kind, content, prefix)


def _changed(text: bytes, cell: SlowCell, value: Input, prefix: bytes) -> bytes:
    begin, end = cell.whole
    head = _tag(text, begin)
    kind, content = _content(value, prefix)
    opening = _DROPPED.sub(b"", head.removesuffix(b">").removesuffix(b"/").rstrip()) + kind
    after = begin + len(head)
    if after == end:
        return opening + (b">" + content + b"</%bc>" % prefix if content else b"/>")
    pieces, position = [opening, b">", content], after
    for span in sorted(cell.dropped):
        pieces.append(text[position : span[0]])
        position = span[1]
    return b"".join((*pieces, text[position:end]))


def _into_row(
    text: bytes, row: Row, made: Mapping[int, bytes], cells: Mapping[Place, SlowCell], prefix: bytes
) -> list[Edit]:
    """New cells among those a row has."""
    begin, after = row.opening
    opening = text[begin:after]
    numbers = [int(part) for part in re.findall(r"\d+", row.spans)]
    if numbers and (min(made) < min(numbers) or max(made) > max(numbers)):
        opening = _SPANS.sub(b"", opening)
    if opening.endswith(b"/>"):
        whole = opening.removesuffix(b"/>").rstrip() + b">" + b"".join(made.values()) + b"</%brow>" % prefix
        return [(begin, after, whole)]
    edits: list[Edit] = [] if opening == text[begin:after] else [(begin, after, opening)]
    there = sorted((at[1], cell.whole[0]) for at, cell in cells.items() if at[0] == row.number)
    for column, element in sorted(made.items()):
        offset = next((start for other, start in there if other > column), row.end)
        edits.append((offset, offset, element))
    return edits


def _new_rows(text: bytes, found: Layout, fresh: list[tuple[int, bytes]]) -> list[Edit]:
    if not fresh:
        return []
    begin, after = found.data
    if found.end == after and text[begin:after].endswith(b"/>"):
        opening = text[begin:after].removesuffix(b"/>").rstrip()
        rows = b"".join(row for _, row in fresh)
        return [(begin, after, opening + b">" + rows + b"</%bsheetData>" % found.prefix)]
    return [
        (offset, offset, row)
        for number, row in fresh
        for offset in [next((other.opening[0] for other in found.rows if other.number > number), found.end)]
    ]


def _dimension(text: bytes, span: tuple[int, int], box: tuple[int, int, int, int], new: list[Place]) -> list[Edit]:
    """The used area, when a new cell lies outside of it."""
    rows, columns = [at[0] for at in new], [at[1] for at in new]
    grown = min(box[0], *rows), min(box[1], *columns), max(box[2], *rows), max(box[3], *columns)
    if grown == box:
        return []
    corners = f"{column_letters(grown[1])}{grown[0]}:{column_letters(grown[3])}{grown[2]}".encode()
    return [(*span, _REF.sub(b'\\1"%b"' % corners, text[span[0] : span[1]]))]


def _tag(text: bytes, begin: int) -> bytes:
    match = _TAG.match(text, begin)
    assert match is not None
    return match[0]
