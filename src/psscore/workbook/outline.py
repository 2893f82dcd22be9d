"""A worksheet part cut at its values: a part that differs in nothing else is read, and written, by its values alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import compress, count, pairwise
from operator import ne

from psscore.workbook.sheet import RawCell, Scan, retyped

# Character data that is sound wherever it stands; entities are left to those who read every one.
_SOUND = re.compile("[^\x00-\x08\x0b\x0c\x0e-\x1f&>\ufffe\uffff]*")
_CELL, _BEGIN, _END, _AFTER = b'<c r="', b"<v>", b"</v>", b"</v></c>"


def cut(data: bytes) -> list[bytes]:
    """A part in pieces, each but the first a value and what stands behind it."""
    return data.split(_BEGIN)


class Outline:
    """A scanned part cut before each value, and which cell each value belongs to."""

    def __init__(self, data: bytes, scan: Scan) -> None:
        self.size = len(data)
        # A copy, so that the two do not hold each other for ever.
        self._scan = replace(scan, pieces=None)
        # Cut when it is needed a second time.
        self._data: bytes | None = data if scan.plain and scan.coding.encoding == "utf-8" else None
        self._asked = False
        # The part in pieces, each but the first a value and what stands behind it, up to the next.
        self._pieces: list[bytes] = []
        self._rests: list[bytes] = []
        self._slots: list[int | None] = []
        self._places: dict[bytes, int] = {}
        if self._data is not None:
            scan.pieces = self, None

    def scan(self, data: bytes, pieces: list[bytes]) -> Scan | None:
        """The cells of a part that differs in its values alone; None when more may differ, or a value looks unusual.

        The pieces are the part's, as `cut` gives them.
        """
        self._cut()
        rests = self._rests
        if len(pieces) != len(self._pieces) or len(pieces) < 2 or pieces[0] != rests[0]:
            return None
        changed = [(at, *_apart(pieces[at])) for at in compress(count(), map(ne, pieces, self._pieces))]
        if any(rest != rests[at] for at, _, rest in changed) or not _are_sound([value for _, value, _ in changed]):
            return None
        formulas, literals = list(self._scan.formulas), list(self._scan.literals)
        for at, value, rest in changed:
            slot = self._slots[at]
            if slot is None or (slot < 0 and (not value or self._pieces[at] == rest)):
                # A cell without a value may be no literal.
                return None
            cells, index = (formulas, slot) if slot >= 0 else (literals, ~slot)
            column, row, attributes, formula, _, inline = cells[index]
            cells[index] = column, row, attributes, formula, value, inline
        return replace(self._scan, formulas=formulas, literals=literals, size=len(data), pieces=(self, pieces))

    def patch(self, pieces: Sequence[bytes] | None, written: Mapping[bytes, tuple[bytes, bytes]]) -> bytes | None:
        """The part in these pieces (None: its own) with new values in some formula cells, see `sheet.patch`.

        None when it cannot be told where they go, and the first time: cutting costs more than searching once.
        """
        if self._data is not None and not self._asked:
            self._asked = True
            return None
        self._cut()
        pieces = self._pieces if pieces is None else pieces
        places, slots, rests, formulas = self._places, self._slots, self._rests, self._scan.formulas
        out = [_BEGIN] * (2 * len(pieces) - 1)
        out[::2] = pieces
        retypes: dict[int, bytes] = {}
        for at, (kind, element) in written.items():
            where = places.get(at)
            slot = None if where is None else slots[where]
            if where is None or slot is None or slot < 0:
                return None
            begin = len(_BEGIN)
            if not element.startswith(_BEGIN):
                begin = element.index(b">") + 1
                out[2 * where - 1] = element[:begin]
            out[2 * where] = element[begin : -len(_END)] + rests[where]
            attributes = formulas[slot][2]
            if (new := retyped(attributes, kind)) != attributes:
                before = rests[where - 1]
                start = before.rfind(_CELL) + len(_CELL) + len(at) + 1
                retypes[where - 1] = before[:start] + new + before[start + len(attributes) :]
        for where, rest in retypes.items():
            # The type of a cell stands behind the value of the one before it.
            out[2 * where] = out[2 * where].removesuffix(rests[where]) + rest
        return b"".join(out)

    def _cut(self) -> None:
        if self._data is None:
            return
        self._pieces = cut(self._data)
        self._data = None
        self._rests = [self._pieces[0], *(_apart(piece)[1] for piece in self._pieces[1:])]
        self._slots.append(None)
        cells = {cell[0] + cell[1]: at for at, cell in enumerate(self._scan.formulas)}
        cells |= {cell[0] + cell[1]: ~at for at, cell in enumerate(self._scan.literals)}
        for number, (before, rest) in enumerate(pairwise(self._rests), 1):
            start = before.rfind(_CELL) + len(_CELL)
            place = before[start : before.find(b'"', start)]
            slot = cells.get(place)
            if slot is None or self._cell(slot)[4] + rest != self._pieces[number]:
                self._slots.append(None)
                continue
            self._slots.append(slot)
            if rest.startswith(_AFTER):
                self._places[place] = number

    def _cell(self, slot: int) -> RawCell:
        return self._scan.formulas[slot] if slot >= 0 else self._scan.literals[~slot]


def _apart(piece: bytes) -> tuple[bytes, bytes]:
    """The value at the beginning of a piece, and what stands behind it."""
    end = piece.find(b"<")
    return (piece, b"") if end < 0 else (piece[:end], piece[end:])


def _are_sound(values: Sequence[bytes]) -> bool:
    try:
        # Between line ends no half of a character finds its other half.
        return _SOUND.fullmatch(b"\n".join(values).decode()) is not None
    except UnicodeDecodeError:
        return False
