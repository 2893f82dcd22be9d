"""A worksheet part cut at its values: a part that differs in nothing else is read, and written, by its values alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import compress, count
from operator import ne

from psscore.workbook.sheet import RawCell, Scan, retyped

_VALUE = re.compile(rb"<v>([^<]*)")
# Character data that is sound wherever it stands; entities are left to those who read every one.
_SOUND = re.compile("[^\x00-\x08\x0b\x0c\x0e-\x1f&>\ufffe\uffff]*")
_CELL, _BEGIN, _END, _AFTER = b'<c r="', b"<v>", b"</v>", b"</v></c>"


class Outline:
    """What is left of a scanned part without its values, and which cell each value belongs to."""

    def __init__(self, data: bytes, scan: Scan) -> None:
        self.size = len(data)
        # A copy, so that the two do not hold each other for ever.
        self._scan = replace(scan, pieces=None)
        # Cut when it is needed a second time.
        self._data: bytes | None = data if scan.plain and scan.coding.encoding == "utf-8" else None
        self._asked = False
        self._frame: list[bytes] = []
        self._values: list[bytes] = []
        self._slots: list[int | None] = []
        self._places: dict[bytes, int] = {}
        if self._data is not None:
            scan.pieces = self, None

    def scan(self, data: bytes) -> Scan | None:
        """The cells of a part that differs in its values alone; None when more may differ, or a value looks unusual."""
        self._cut()
        frame, values = _pieces(data)
        if len(values) != len(self._values) or not values or frame != self._frame:
            return None
        changed = list(compress(count(), map(ne, values, self._values)))
        if not _are_sound([values[at] for at in changed]):
            return None
        formulas, literals = list(self._scan.formulas), list(self._scan.literals)
        for at in changed:
            slot = self._slots[at]
            if slot is None or (slot < 0 and not (values[at] and self._values[at])):
                # A cell without a value may be no literal.
                return None
            cells, index = (formulas, slot) if slot >= 0 else (literals, ~slot)
            column, row, attributes, formula, _, inline = cells[index]
            cells[index] = column, row, attributes, formula, values[at], inline
        return replace(self._scan, formulas=formulas, literals=literals, size=len(data), pieces=(self, values))

    def patch(self, values: Sequence[bytes] | None, written: Mapping[bytes, tuple[bytes, bytes]]) -> bytes | None:
        """The part that has these values (None: its own) with new ones in some formula cells, see `sheet.patch`.

        None when it cannot be told where they go, and the first time: cutting costs more than searching once.
        """
        if self._data is not None and not self._asked:
            self._asked = True
            return None
        self._cut()
        values = self._values if values is None else values
        out = [b""] * (3 * len(values) + 1)
        out[::3], out[1::3], out[2::3] = self._frame, [_BEGIN] * len(values), values
        places, slots, formulas = self._places, self._slots, self._scan.formulas
        for at, (kind, element) in written.items():
            where = places.get(at)
            slot = None if where is None else slots[where]
            if where is None or slot is None or slot < 0:
                return None
            begin = len(_BEGIN)
            if not element.startswith(_BEGIN):
                begin = element.index(b">") + 1
                out[3 * where + 1] = element[:begin]
            out[3 * where + 2] = element[begin : -len(_END)]
            attributes = formulas[slot][2]
            if (new := retyped(attributes, kind)) != attributes:
                before = self._frame[where]
                start = before.rfind(_CELL) + len(_CELL) + len(at) + 1
                out[3 * where] = before[:start] + new + before[start + len(attributes) :]
        return b"".join(out)

    def _cut(self) -> None:
        if self._data is None:
            return
        self._frame, self._values = _pieces(self._data)
        self._data = None
        cells = {cell[0] + cell[1]: at for at, cell in enumerate(self._scan.formulas)}
        cells |= {cell[0] + cell[1]: ~at for at, cell in enumerate(self._scan.literals)}
        for number, (before, value) in enumerate(zip(self._frame, self._values, strict=False)):
            start = before.rfind(_CELL) + len(_CELL)
            place = before[start : before.find(b'"', start)]
            slot = cells.get(place)
            if slot is None or self._cell(slot)[4] != value:
                self._slots.append(None)
                continue
            self._slots.append(slot)
            if self._frame[number + 1].startswith(_AFTER):
                self._places[place] = number

    def _cell(self, slot: int) -> RawCell:
        return self._scan.formulas[slot] if slot >= 0 else self._scan.literals[~slot]


def _pieces(data: bytes) -> tuple[list[bytes], list[bytes]]:
    """The texts around the values, and the values."""
    pieces = _VALUE.split(data)
    return pieces[::2], pieces[1::2]


def _are_sound(values: Sequence[bytes]) -> bool:
    try:
        # Between line ends no half of a character finds its other half.
        return _SOUND.fullmatch(b"\n".join(values).decode()) is not None
    except UnicodeDecodeError:
        return False
