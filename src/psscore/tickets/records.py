"""Physical records of a text table: counted over the bytes, and sorted into sound ones and broken ones.

The count is independent of the engine that reads the table. Broken records become marks, one record each, so that the
n-th record of the sorted table is the n-th of the original.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

BLOCK = 1 << 22
MARK = "\x01"
"""Begins the first cell of a mark; the reason follows, such as `columns:14` or `quote`."""
_LONGEST = 1 << 16
_OPEN = 1 << 20


class Counter:
    """Counts records: line ends outside quotes, blank lines among them."""

    def __init__(self, quote: str) -> None:
        self._quote = quote.encode()
        self._dropped = bytes(code for code in range(256) if code not in b"\n" + self._quote)
        self._inside = 0
        self._complete = True
        self.records = 0

    def add(self, block: bytes) -> None:
        if not block:
            return
        self._complete = block.endswith(b"\n")
        if not self._quote:
            self.records += block.count(b"\n")
            return
        # Two quotes with no line end between them change nothing of what is inside.
        parts = block.translate(None, self._dropped).replace(self._quote * 2, b"").split(self._quote)
        self.records += sum(part.count(b"\n") for part in parts[self._inside :: 2])
        self._inside ^= (len(parts) - 1) & 1

    @property
    def total(self) -> int:
        """Records so far, one without its line end at the end included."""
        return self.records + (not self._complete)


@dataclass(frozen=True)
class Shape:
    """Separator, quote and number of columns of a table."""

    delimiter: str
    quote: str
    columns: int


class Sorter:
    """Cuts a table into sound records and marks. A record that is not sound costs its own line, never the rest."""

    def __init__(self, shape: Shape) -> None:
        comma, quote = re.escape(shape.delimiter.encode()), re.escape(shape.quote.encode())
        plain = rb"[^%s\r\n]*+" % comma
        inner = rb"[^%s]{0,%d}+" % (quote, _LONGEST)
        quoted = rb" *%s%s(?:%s%s%s)*+%s *" % (quote, inner, quote, quote, inner, quote)
        cell = rb"(?>%s|(?! *%s)%s)" % (quoted, quote, plain) if quote else plain
        end = rb"\r?\n"
        rest = rb"(?:%s%s)" % (comma, cell)
        self._sound = re.compile(rb"(?>%s%s{%d}%s)*+" % (cell, rest, shape.columns - 1, end))
        self._other = re.compile(rb"%s%s*+%s" % (cell, rest, end))
        self._shape = shape
        self._tail = shape.delimiter.encode() * (shape.columns - 1) + b"\n"
        self.records = 0

    def sort(self, blocks: Iterable[bytes], target: BinaryIO) -> None:
        """Write the sorted table of a table in UTF-8."""
        buffer, position = b"", 0
        for block, last in _with_last(blocks):
            buffer = buffer[position:] + block
            if last and not buffer.endswith(b"\n"):
                buffer += b"\n" if buffer else b""
            position = self._block(buffer, target, last=last)

    def _block(self, buffer: bytes, target: BinaryIO, *, last: bool) -> int:
        position = 0
        while position < len(buffer):
            match = self._sound.match(buffer, position)
            end = match.end() if match else position
            if end > position:
                run = buffer[position:end]
                counter = Counter(self._shape.quote)
                counter.add(run)
                self.records += counter.total
                # Line ends of both kinds in one table are more than the reader takes.
                target.write(run.replace(b"\r\n", b"\n"))
                position = end
                continue
            if not last and len(buffer) - position < _OPEN:
                return position
            line_end = buffer.find(b"\n", position) + 1
            if not line_end:
                return position
            position = self._broken(buffer, position, line_end, target)
        return position

    def _broken(self, buffer: bytes, position: int, line_end: int, target: BinaryIO) -> int:
        line = buffer[position:line_end]
        if not line.strip():
            reason = "blank"
        elif match := self._other.match(buffer, position, min(len(buffer), position + _LONGEST)):
            line_end, reason = match.end(), f"columns:{self._columns(match.group())}"
        else:
            reason = "line_end" if b"\r" in line.rstrip(b"\r\n") else "quote"
        target.write((MARK + reason).encode() + self._tail)
        self.records += 1
        return line_end

    def _columns(self, record: bytes) -> int:
        parts = record.split(self._shape.quote.encode())[::2] if self._shape.quote else [record]
        return sum(part.count(self._shape.delimiter.encode()) for part in parts) + 1


def _with_last(blocks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    before: bytes | None = None
    for block in blocks:
        if before is not None:
            yield before, False
        before = block
    yield before or b"", True
