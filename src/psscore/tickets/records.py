"""Physical records of a text table: counted over the bytes, and sorted into sound ones and broken ones.

The count is independent of the engine that reads the table. Broken records become marks, one record each, so that the
n-th record of the sorted table is the n-th of the original.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MARK = "\x01"
"""Begins the first cell of a mark; the reason follows, such as `columns:14` or `quote`."""
LONGEST_RECORD = 1 << 21
"""Bytes of the longest record the engine takes, its line end included."""
_LONGEST = 1 << 16
_UNCLOSED = 1 << 24
_SPARSE = 512
"""Bytes for each quote from which on they are few."""

Bytes = bytes | bytearray
Piece = tuple[Bytes, int]
"""Whole records, and how many: line ends outside quotes, blank lines among them."""


class Unclosed(Exception):
    """A quote without its pair: the rest of the table would be one record."""


def whole_records(blocks: Iterable[Bytes], quote: str, delimiter: str = ",") -> Iterator[Piece]:
    """The bytes of a table, cut where records end. A piece holds until the next is asked for, as a block does.

    Raises Unclosed when a record does not, and where a quote stands inside a field: two of them would look like a field
    over several lines.
    """
    mark, comma, tail = quote.encode(), delimiter.encode(), b""
    stray = _stray(mark, comma)
    for block in blocks:
        buffer = tail + block if tail else block
        places = _places(buffer, mark)
        if places is None:
            marks = _marks(buffer, mark)
            end = _last_end(buffer, mark, marks.count(mark) & 1)
        else:
            end = _last_end(buffer, mark, len(places) & 1)
        if not end and len(buffer) > _UNCLOSED:
            raise Unclosed
        whole, tail = buffer if end == len(buffer) else buffer[:end], bytes(buffer[end:])
        if whole:
            if stray.search(whole) if places is None else _is_stray(whole, places, comma + mark + b"\r\n"):
                raise Unclosed
            # There is no line end outside quotes after the last: those of the buffer are those of the whole records.
            yield whole, _line_ends(marks, mark) if places is None else _line_ends_at(buffer, places)
    if tail:
        if mark and (tail.count(mark) % 2 or stray.search(tail)):
            raise Unclosed
        yield tail, count_records(tail, mark) + (not tail.endswith(b"\n"))


def _places(buffer: Bytes, mark: bytes) -> list[int] | None:
    """Where the quotes stand; None where they are many, as it is faster then to take them out all at once."""
    places: list[int] = []
    if not mark:
        return places
    most, place = len(buffer) // _SPARSE, buffer.find(mark)
    while place >= 0:
        places.append(place)
        if len(places) > most:
            return None
        place = buffer.find(mark, place + 1)
    return places


def _is_stray(whole: Bytes, places: list[int], around: bytes) -> bool:
    """Whether a quote at one of the places has letters on both sides, as `_stray` finds it."""
    last = len(whole) - 1
    return any(0 < at < last and whole[at - 1] not in around and whole[at + 1] not in around for at in places)


def _line_ends_at(buffer: Bytes, places: list[int]) -> int:
    """Line ends outside quotes that stand at these places."""
    # What is left without them is copied in long runs, which takes half as long as to count them.
    ends = len(buffer) - len(buffer.replace(b"\n", b""))
    for first, last in itertools.zip_longest(places[::2], places[1::2], fillvalue=len(buffer)):
        ends -= buffer.count(b"\n", first, last)
    return ends


def _stray(mark: bytes, delimiter: bytes) -> re.Pattern[bytes]:
    """A quote with letters on both sides: it neither opens nor closes a field.

    The quote comes first in the pattern: the search then leaps from one to the next, twenty times as fast.
    """
    if not mark:
        return re.compile(b"(?!)")
    beside = b"[^" + re.escape(delimiter) + re.escape(mark) + rb"\r\n]"
    return re.compile(re.escape(mark) + beside + b"(?<=" + beside + re.escape(mark) + beside + b")")


def _last_end(buffer: Bytes, mark: bytes, inside: int) -> int:
    """After the last line end outside quotes, 0 when there is none; `inside` is 1 when the buffer ends within some."""
    if not mark:
        return buffer.rfind(b"\n") + 1
    end = len(buffer)
    while (found := buffer.rfind(b"\n", 0, end)) >= 0:
        inside ^= buffer.count(mark, found, end) & 1
        if not inside:
            return found + 1
        end = found
    return 0


def count_records(data: bytes, mark: bytes) -> int:
    """Line ends outside quotes, in bytes that begin outside."""
    return _line_ends(_marks(data, mark), mark)


def _marks(data: Bytes, mark: bytes) -> Bytes:
    """The line ends and quotes alone."""
    return data.translate(None, bytes(code for code in range(256) if code not in b"\n" + mark))


def _line_ends(marks: Bytes, mark: bytes) -> int:
    if not mark:
        return marks.count(b"\n")
    # Two quotes with no line end between them change nothing of what is inside.
    return sum(part.count(b"\n") for part in marks.replace(mark * 2, b"").split(mark)[::2])


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
        # Cells beyond the header are no fault as long as they are blank: spreadsheets write rows of one width.
        end = rb"%s*+\r?\n" % comma
        rest = rb"(?:%s%s)" % (comma, cell)
        self._sound = re.compile(rb"(?>%s%s{%d}%s)*+" % (cell, rest, shape.columns - 1, end))
        self._one = re.compile(rb"%s%s{%d}%s" % (cell, rest, shape.columns - 1, end))
        self._other = re.compile(rb"%s%s*+%s" % (cell, rest, end))
        self._shape = shape
        self._tail = shape.delimiter.encode() * (shape.columns - 1) + b"\n"

    def pieces(self, blocks: Iterable[bytes]) -> Iterator[Piece]:
        """The sorted table of a table in UTF-8: runs of sound records, and marks."""
        buffer, endless = b"", False
        for block, last in _with_last(blocks):
            if endless:
                # What is left of a line that fits nowhere: it is one record, told once it ends.
                line_end = block.find(b"\n") + 1
                if not line_end and not last:
                    continue
                yield self._mark("long")
                block, endless = block[line_end:] if line_end else b"", False
            buffer += block
            if last and buffer and not buffer.endswith(b"\n"):
                buffer += b"\n"
            position = 0
            while position < len(buffer):
                match = self._sound.match(buffer, position)
                end = match.end() if match else position
                if end > position:
                    run, position = buffer[position:end], end
                    yield from self._runs(run)
                    continue
                line_end = buffer.find(b"\n", position) + 1
                enough = last or len(buffer) - position >= LONGEST_RECORD
                told = self._broken(buffer, position, line_end, enough=enough) if line_end else None
                if told is None:
                    break
                position, reason = told
                yield self._mark(reason)
            buffer = buffer[position:]
            if len(buffer) > _UNCLOSED and b"\n" not in buffer:
                buffer, endless = b"", True

    def _runs(self, run: bytes) -> Iterator[Piece]:
        """Sound records as the engine takes them, those it does not take as marks."""
        pieces = [run]
        if len(run) > LONGEST_RECORD:
            first, pieces = 0, []
            for match in self._one.finditer(run):
                if match.end() - match.start() > LONGEST_RECORD:
                    pieces += [run[first : match.start()], b""]
                    first = match.end()
            pieces.append(run[first:])
        for place, piece in enumerate(pieces):
            if place % 2:
                yield self._mark("long")
            elif piece:
                # Line ends of both kinds in one table are more than the reader takes.
                yield piece.replace(b"\r\n", b"\n"), self._count(piece)

    def _mark(self, reason: str) -> Piece:
        return (MARK + reason).encode() + self._tail, 1

    def _count(self, run: bytes) -> int:
        mark = self._shape.quote.encode()
        if not mark or mark not in run:
            return run.count(b"\n")
        # A quote within a cell that is not quoted is text: pairs of quotes would not tell what is inside.
        return sum(1 for _ in self._one.finditer(run))

    def _broken(self, buffer: bytes, position: int, line_end: int, *, enough: bool) -> tuple[int, str] | None:
        """Where the record after a broken one begins, and what is wrong with it; None while more may mend it."""
        line = buffer[position:line_end]
        if not line.strip():
            return line_end, "blank"
        if len(line) > LONGEST_RECORD:
            return line_end, "long"
        if match := self._other.match(buffer, position, min(len(buffer), position + _LONGEST)):
            return match.end(), f"columns:{self._columns(match.group())}"
        if not enough:
            return None
        return line_end, "line_end" if b"\r" in line.rstrip(b"\r\n") else "quote"

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
