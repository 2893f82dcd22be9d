"""A copy of an export without personal data, for sharing: numbers as keyed hashes, free text and persons left out."""

from __future__ import annotations

import csv
import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from psscore.model.text import Text
from psscore.tickets.cleaning import SPACES, plain_number
from psscore.tickets.dialect import Header
from psscore.tickets.mapping import FLAGS, LABELS, NUMBERS, TIMES, Mapping
from psscore.tickets.personal import LONGEST_LABEL, heading_shown, is_addressed, masked, may_hold_number
from psscore.tickets.readable_times import ReadableTimes
from psscore.tickets.record_rows import Broken, open_rows
from psscore.tickets.refusal import TicketsRefused
from psscore.tickets.total_rows import PATTERN, WORDS

_DIGITS = 16
_BATCH = 4096
_TOTAL = re.compile(PATTERN)
_SCIENTIFIC = re.compile("[0-9]([.][0-9]+)?[eE][+][0-9]+|[0-9][.][0-9]+[eE][0-9]+")
_CODE = re.compile(r"[0-9A-Za-z._/-]{1,40}")
_COUNT = re.compile("[0-9]{1,9}")
_DAMAGED = "\ufffd"
_LOST_DIGITS = "1.2E+17"
_UNREADABLE = "?"


@dataclass(frozen=True)
class Anonymised:
    """Rows written, columns kept and left out, and the key, which is needed to give the same numbers again.

    `broken` rows could not be told apart into cells: each is written as one question mark, and rejected as before.
    """

    rows: int
    kept: tuple[str, ...]
    left_out: tuple[str, ...]
    key: str
    key_given: bool
    broken: int = 0


def anonymise(
    path: Path | str, target: Path | str, mapping: Mapping, *, key: str | None = None, force: bool = False
) -> Anonymised:
    """Write the columns that a mapping reads, and no others, to a text file in UTF-8 that the same mapping reads.

    Every record stays in its place and is accepted or rejected as in the export: the copy counts the same. Ticket
    numbers become keyed hashes, numbers that reading takes for equal equal hashes; what the mapping cannot read, and a
    label that holds a telephone or identity number, addresses a person or is long, becomes its shape. Raises
    TicketsRefused; then nothing is written.
    """
    source, out = Path(path), Path(target)
    if out.exists() and not force:
        raise TicketsRefused("exists", Text(f"{out} 已存在，用 --force 覆盖", f"{out} exists: --force overwrites it"))
    secret = key or secrets.token_hex(16)
    header, typed, rows = open_rows(source, mapping)
    fields = sorted(header.places.items(), key=lambda item: item[1])
    names = [header.names[place] for _, place in fields]
    scratch = out.with_name(f".{out.name}.{secrets.token_hex(8)}")
    copy = _Copy(mapping, header, secret, ReadableTimes(mapping, typed=typed))
    try:
        with scratch.open("w", encoding="utf-8-sig", newline="") as file:
            writer = _Writer(file, mapping)
            writer.writerow(names)
            while several := list(islice(rows, _BATCH)):
                for row in copy.rows(several):
                    writer.writerow(row)
        os.replace(scratch, out)
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise
    taken = set(header.places.values())
    left = tuple(heading_shown(name) for place, name in enumerate(header.names) if name and place not in taken)
    return Anonymised(copy.written, tuple(names), left, secret, key is not None, copy.broken)


class _Writer:
    """Rows in the dialect of the mapping, so that it reads the copy too."""

    def __init__(self, file: object, mapping: Mapping) -> None:
        self._plain = not mapping.quote
        self._apart = re.compile(f"[{re.escape(mapping.delimiter)}\r\n]")
        self._delimiter, self._file = mapping.delimiter, file
        self._writer = csv.writer(
            file,  # type: ignore[arg-type]
            delimiter=mapping.delimiter,
            quotechar=mapping.quote or '"',
            lineterminator="\r\n",
        )

    def writerow(self, row: Sequence[str]) -> None:
        if self._plain:
            text = self._delimiter.join(self._apart.sub(" ", cell) for cell in row)
            self._file.write(text + "\r\n")  # type: ignore[attr-defined]
        else:
            self._writer.writerow(row)


@dataclass
class _Copy:
    mapping: Mapping
    header: Header
    key: str
    times: ReadableTimes
    written: int = 0
    broken: int = 0
    listed: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in (*LABELS, *FLAGS):
            tables = [table[name] for table in (self.mapping.codes, self.mapping.values) if name in table]
            self.listed[name] = {str(one) for table in tables for pair in table.items() for one in pair if one != ""}
            if name in FLAGS:
                self.listed[name] = {value for table in tables for value in table} - {""}

    def rows(self, found: Sequence[list[str] | Broken]) -> Iterator[list[str]]:
        """What is written of some records."""
        fields = sorted(self.header.places.items(), key=lambda item: item[1])
        cells = [
            []
            if isinstance(row, Broken)
            else [row[place].strip(SPACES) if place < len(row) else "" for _, place in fields]
            for row in found
        ]
        times = {
            name: self.times.read(name, [row[at] if row else "" for row in cells])
            for at, (name, _) in enumerate(fields)
            if name in TIMES
        }
        for number, row in enumerate(cells):
            if not row:
                blank = found[number] == Broken("blank")
                self.broken += not blank
                yield [""] * len(fields) if blank else [_UNREADABLE]
                continue
            self.written += any(row)
            read = {name: values[number] for name, values in times.items()}
            yield self._row([name for name, _ in fields], row, read)

    def _row(self, names: Sequence[str], cells: Sequence[str], times: dict[str, str | None]) -> list[str]:
        if cells[names.index("ticket_id")] == self.header.names[self.header.places["ticket_id"]]:
            return [self.header.names[self.header.places[name]] for name in names]
        shown = []
        for name, cell in zip(names, cells, strict=True):
            if not cell:
                shown.append("")
            elif name == "ticket_id":
                shown.append(self._number(cell))
            elif name in TIMES:
                told = times[name]
                shown.append(masked(cell) if told is None else told)
            elif name in FLAGS:
                shown.append(cell if cell in self.listed[name] else self._unlisted(name, cell))
            elif name in NUMBERS:
                shown.append(cell if _COUNT.fullmatch(plain_number(cell)) else masked(cell))
            else:
                shown.append(self._label(name, cell))
        return shown

    def _number(self, cell: str) -> str:
        """What stands for a ticket number; what is none stays what it is."""
        if total := _TOTAL.fullmatch(cell):
            return total[1]
        if _DAMAGED in cell:
            return _DAMAGED
        if _SCIENTIFIC.fullmatch(cell):
            return _LOST_DIGITS
        return self._hash(plain_number(cell, kept=True))[:_DIGITS].upper()

    def _unlisted(self, name: str, cell: str) -> str:
        shape = masked(cell)
        return f"?{shape}" if shape in self.listed[name] else shape

    def _label(self, name: str, cell: str) -> str:
        if _DAMAGED in cell:
            return _DAMAGED
        if cell in WORDS:
            return cell
        listed = self.listed[name]
        unknown = bool(listed) and cell not in listed
        free = name == "platform_code" and not listed and not _CODE.fullmatch(cell)
        if unknown or free or len(cell) > LONGEST_LABEL or may_hold_number(cell) or is_addressed(cell):
            # Different labels stay different: a few letters of the keyed hash, no digits.
            letters = "".join(chr(ord("A") + int(digit, 16)) for digit in self._hash(cell)[:6])
            return f"{masked(cell).replace('9', '#')}-{letters}"
        # Text that a spreadsheet would calculate is shared as text.
        return f"'{cell}" if cell[0] in "=+-@＝＋－＠" and len(cell) > 1 else cell

    def _hash(self, text: str) -> str:
        return hmac.new(self.key.encode(), text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
