"""A copy of an export without personal data, for sharing: numbers as keyed hashes, free text and persons left out."""

from __future__ import annotations

import csv
import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from psscore.model.text import Text
from psscore.tickets.dialect import Header, sample_of, text_header
from psscore.tickets.mapping import FLAGS, NUMBERS, TIMES, Mapping
from psscore.tickets.personal import LONGEST_LABEL, holds_number, masked
from psscore.tickets.refusal import TicketsRefused
from psscore.tickets.spreadsheets import EXTENSIONS, ticket_sheets

_DIGITS = 16
_TIME = re.compile(r"[\d\s:./年月日时分秒上下午TZ+APM-]*")


@dataclass(frozen=True)
class Anonymised:
    """Rows written, columns kept and left out, and the key, which is needed to give the same numbers again."""

    rows: int
    kept: tuple[str, ...]
    left_out: tuple[str, ...]
    key: str
    key_given: bool


def anonymise(
    path: Path | str, target: Path | str, mapping: Mapping, *, key: str | None = None, force: bool = False
) -> Anonymised:
    """Write the columns that a mapping reads, and no others, to a UTF-8 CSV.

    Ticket numbers become keyed hashes, equal numbers equal hashes; a label or value that holds a telephone or identity
    number or is long becomes its shape. Raises TicketsRefused; then nothing is written.
    """
    source, out = Path(path), Path(target)
    if out.exists() and not force:
        raise TicketsRefused("exists", Text(f"{out} 已存在，用 --force 覆盖", f"{out} exists: --force overwrites it"))
    secret = key or secrets.token_hex(16)
    header, rows = _rows(source, mapping)
    fields = sorted(header.places.items(), key=lambda item: item[1])
    names = [header.names[place] for _, place in fields]
    scratch = out.with_name(f".{out.name}.{secrets.token_hex(8)}")
    written = 0
    try:
        with scratch.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow(names)
            for row in rows:
                cells = [row[place].strip() if place < len(row) else "" for _, place in fields]
                if not any(cells):
                    continue
                shown = (_shown(field, cell, secret) for (field, _), cell in zip(fields, cells, strict=True))
                writer.writerow(list(shown))
                written += 1
        os.replace(scratch, out)
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise
    left = tuple(name for place, name in enumerate(header.names) if name and place not in header.places.values())
    return Anonymised(written, tuple(names), left, secret, key is not None)


def _rows(source: Path, mapping: Mapping) -> tuple[Header, Iterator[list[str]]]:
    if source.suffix.lower() in EXTENSIONS:
        sheet = ticket_sheets(source, mapping)[0]
        return sheet.header, (row for number, row in enumerate(sheet.texts(), 1) if number > sheet.header.record)
    sample, encoding = sample_of(source, mapping)
    header = text_header(source, sample, mapping)
    return header, _text_rows(source, encoding, header, mapping)


def _text_rows(source: Path, encoding: str, header: Header, mapping: Mapping) -> Iterator[list[str]]:
    with source.open(encoding=encoding, errors="replace", newline="") as file:
        if mapping.quote:
            reader = csv.reader(file, delimiter=mapping.delimiter, quotechar=mapping.quote)
        else:
            reader = csv.reader(file, delimiter=mapping.delimiter, quoting=csv.QUOTE_NONE)
        for number, row in enumerate(reader, 1):
            # A row of another width has its cells in other places: what they hold is not known.
            if number > header.record and len(row) == len(header.names):
                yield row


def _shown(field: str, cell: str, key: str) -> str:
    if not cell:
        return ""
    if field == "ticket_id":
        return hmac.new(key.encode(), cell.encode(), hashlib.sha256).hexdigest()[:_DIGITS].upper()
    if field in TIMES:
        return cell if _TIME.fullmatch(cell) and not holds_number(cell) else masked(cell)
    if len(cell) > LONGEST_LABEL or holds_number(cell) or (field in (*FLAGS, *NUMBERS) and len(cell) > _DIGITS):
        return masked(cell)
    # Text that a spreadsheet would calculate is shared as text.
    return f"'{cell}" if cell[0] in "=+-@" else cell
