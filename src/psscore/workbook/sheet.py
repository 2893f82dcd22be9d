"""A worksheet part: its cells found by a byte scanner, their values replaced in place.

The scanner only trusts plain XML as every spreadsheet program writes it. Whatever looks different (prefixes, comments,
CDATA, other attribute orders, other quotes) goes to `slow`, which is exact and slower.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import chain, compress
from operator import itemgetter, not_
from typing import TYPE_CHECKING

from psscore.model.text import Text
from psscore.workbook import slow
from psscore.workbook.refusal import Refused
from psscore.workbook.xml import Coding, check_sound, is_plain, open_text

if TYPE_CHECKING:
    from psscore.workbook.outline import Outline

# (column letters, row digits, other attributes, <f> element, content of <v>, <is> element), as bytes
RawCell = tuple[bytes, bytes, bytes, bytes, bytes, bytes]

# Possessive: nothing that follows could match after giving back what was taken.
_START = rb'<c r="([A-Z]{1,3}+)([1-9]\d{0,6}+)"((?: [a-z]++="\w*+")*+)'
_F = rb"(<f(?:/?>| [^>]*+>)(?:(?<=/>)|[^<]*+</f>))"
_V = rb"<v(?:/?>| [^>]*+>)(?:(?<=/>)|([^<]*+)</v>)"
_IS = rb"(<is>[^<]*(?:<(?!/?is[ >])[^<]*)*</is>)"
_CELL = re.compile(_START + rb"(?:>" + _F + rb"?+(?:" + _V + rb")?+" + _IS + rb"?+</c>| ?/>)")
_ANY_CELL = re.compile(rb"<c[\s/>]")
PLACE = itemgetter(0, 1)
_FORMULA, _PLACED_FORMULA = itemgetter(3), itemgetter(0, 1, 3)
_DROPPED = re.compile(rb'\s(?:t|vm)="[^"]*"')


@dataclass(slots=True, eq=False)
class Scan:
    """The cells of one worksheet part, formulas and literals apart, and a key over everything but literals."""

    formulas: list[RawCell]
    literals: list[RawCell]
    key: bytes
    plain: bool
    hidden_rows: bool
    size: int
    coding: Coding = field(default_factory=lambda: Coding(b"", "utf-8"))
    # Where its values lie, and its own pieces if it has any; None when nobody has cut the part.
    pieces: tuple[Outline, Sequence[bytes] | None] | None = None


def scan(data: bytes, part: str) -> Scan:
    """Find the cells of a worksheet part; `Refused` when it is not sound XML or not a worksheet."""
    text, coding = open_text(data, part)
    cells = _plain_cells(text)
    plain = cells is not None
    if cells is None:
        cells = [cell.raw for cell in slow.cells(text, part)]
    else:
        check_sound(text, part)
    _check_places(cells, part)
    have = list(map(_FORMULA, cells))
    formulas = list(compress(cells, have))
    others = compress(cells, map(not_, have))
    literals = [cell for cell in others if cell[4] or cell[5] or b't="' in cell[2]]
    key = blake2b(digest_size=16)
    key.update(b"\0".join(chain.from_iterable(map(_PLACED_FORMULA, formulas))))
    dynamic = [cell[0] + cell[1] for cell in formulas if b"cm=" in cell[2]]
    key.update(b"\1" + b"\0".join(dynamic) + b"\1")
    hidden = slow.has_hidden_rows(text)
    key.update(b"hidden" if hidden else b"")
    return Scan(formulas, literals, key.digest(), plain, hidden, len(text), coding)


def patch(data: bytes, part: str, found: Scan, written: Mapping[bytes, tuple[bytes, bytes]]) -> bytes:
    """The part with new values (see `values.encode`) in some cells, addressed as `b"G5"`; all else stays as it is."""
    if not written:
        return data
    coding = found.coding
    # What has been scanned has been checked.
    text = data[len(coding.mark) :] if coding.encoding == "utf-8" else open_text(data, part)[0]
    new = _patch_plain(text, written) if found.plain else slow.patch(text, part, written)
    return coding.encode(new)


def has_cell(data: bytes, part: str, at: bytes) -> bool:
    """True when the part has an element for the cell, even a blank one."""
    text, _ = open_text(data, part)
    cells = _plain_cells(text) or [cell.raw for cell in slow.cells(text, part)]
    return any(cell[0] + cell[1] == at for cell in cells)


def _plain_cells(text: bytes) -> list[RawCell] | None:
    """The cells by regular expression; None unless the part is plain enough for that to be exact."""
    begin, end = _data_span(text)
    if begin < 0 or end < 0 or not is_plain(text, b"worksheet", end):
        return None
    cells = _CELL.findall(text, begin, end)
    # In most parts nothing there begins like a cell but the cells.
    within = text.count(b"<c", begin, end)
    within = within if within == len(cells) else len(_ANY_CELL.findall(text, begin, end))
    outside = _ANY_CELL.search(text, 0, begin) or _ANY_CELL.search(text, end)
    return cells if within == len(cells) and outside is None else None


def _check_places(cells: list[RawCell], part: str) -> None:
    places = {cell[0] + cell[1] for cell in cells}
    if len(places) == len(cells):
        return
    for cell in cells:
        place = cell[0] + cell[1]
        if place not in places:
            at = place.decode()
            raise Refused(
                "package_refused",
                Text(f"部件 {part} 中单元格 {at} 出现两次", f"the cell {at} occurs twice in the part {part}"),
            )
        places.remove(place)


def _data_span(text: bytes) -> tuple[int, int]:
    return text.find(b"<sheetData>"), text.find(b"</sheetData>")


def _patch_plain(text: bytes, written: Mapping[bytes, tuple[bytes, bytes]]) -> bytes:
    # They mostly come in the order of the cells already.
    new = _patch_in_order(text, written.items())
    if new is None:
        new = _patch_in_order(text, sorted(written.items(), key=lambda item: _order(item[0])))
    # The rows are not in order after all.
    return slow.patch(text, "", written) if new is None else new


def _patch_in_order(text: bytes, written: Iterable[tuple[bytes, tuple[bytes, bytes]]]) -> bytes | None:
    """The text with new values in cells that follow one another; None when they do not."""
    begin, end = _data_span(text)
    out: list[bytes] = []
    done = begin
    out.append(text[:begin])
    for at, new in written:
        # Each is looked for behind the last one.
        where = text.find(b'<c r="%b"' % at, done, end)
        match = _CELL.match(text, where, end) if where >= 0 else None
        if match is None:
            return None
        out += (text[done : match.start(3)], retyped(match[3], new[0]), b">", match[4] or b"", new[1], b"</c>")
        done = match.end()
    out.append(text[done:])
    return b"".join(out)


def retyped(attributes: bytes, kind: bytes) -> bytes:
    """A cell's attributes with another type (` t="str"`; empty for a number)."""
    if kind and kind in attributes and b"vm=" not in attributes:
        return attributes
    if not kind and b't="' not in attributes and b"vm=" not in attributes:
        return attributes
    return _DROPPED.sub(b"", attributes) + kind


def _order(at: bytes) -> tuple[int, int, bytes]:
    letters = at.rstrip(b"0123456789")
    return int(at[len(letters) :]), len(letters), letters
