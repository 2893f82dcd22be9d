"""The records of an export as rows of text, each one that reading counts, in the same order."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from psscore.model.text import Text
from psscore.tickets.dialect import Header, sample_of, text_header
from psscore.tickets.mapping import Mapping
from psscore.tickets.records import MARK, Shape
from psscore.tickets.refusal import TicketsRefused
from psscore.tickets.sources import Source, Table, sorted_records
from psscore.tickets.spreadsheets import EXTENSIONS, Sheet, ticket_sheets

_LONGEST_CELL = 1 << 24


@dataclass(frozen=True)
class Broken:
    """A record that cannot be told apart into cells, and why, as `rejects` names it; `blank` for an empty line."""

    reason: str


def open_rows(path: Path, mapping: Mapping) -> tuple[Header, bool, Iterator[list[str] | Broken]]:
    """The header, whether times may come from date cells, and the rows below it. Raises TicketsRefused."""
    if path.suffix.lower() in EXTENSIONS:
        sheets = ticket_sheets(path, mapping)
        first = sheets[0].header
        # Sheets of other columns would not fit under one header.
        if any(_fields(sheet.header) != _fields(first) for sheet in sheets):
            names = "、".join(sheet.name for sheet in sheets)
            raise TicketsRefused(
                "sheets",
                Text(
                    f"{path.name} 的几个工作表列不同（{names}）：在映射中用 sheet 逐个指定，各写一份",
                    f"sheets of {path.name} have other columns ({names}): name each in turn by sheet in the mapping",
                ),
            )
        return first, True, (row for sheet in sheets for row in _sheet_rows(sheet, first))
    sample, encoding = sample_of(path, mapping)
    header = text_header(path, sample, mapping)
    shape = Shape(mapping.delimiter, mapping.quote, len(header.names))
    table = Table(Source(path, path.name), None, path, shape, header, encoding, careful=True)
    return header, False, islice(_text_rows(table), header.record, None)


def _fields(header: Header) -> dict[str, str]:
    return {field: header.names[place] for field, place in header.places.items()}


def _sheet_rows(sheet: Sheet, first: Header) -> Iterator[list[str] | Broken]:
    moved = {place: first.places[field] for field, place in sheet.header.places.items()}
    for row in islice(sheet.texts(), sheet.header.record, None):
        cells = [""] * len(first.names)
        for place, to in moved.items():
            cells[to] = row[place]
        yield cells


def _text_rows(table: Table) -> Iterator[list[str] | Broken]:
    shape = table.shape
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        for data, count in sorted_records(table):
            text = data.decode("utf-8", "replace")
            if text.startswith(MARK):
                yield Broken(text[1:].split(shape.delimiter, 1)[0].strip().partition(":")[0])
                continue
            lines = io.StringIO(text, newline="")
            if shape.quote:
                rows = csv.reader(lines, delimiter=shape.delimiter, quotechar=shape.quote, skipinitialspace=True)
            else:
                rows = csv.reader(lines, delimiter=shape.delimiter, quoting=csv.QUOTE_NONE)
            found = 0
            for row in rows:
                found += 1
                yield row
            if found != count:
                raise _lost(table.source.name)
    except csv.Error:
        raise _lost(table.source.name) from None
    finally:
        csv.field_size_limit(before)


def _lost(name: str) -> TicketsRefused:
    return TicketsRefused(
        "lost_records",
        Text(
            f"{name}：有的行无法逐列读出，未写出；请核对分隔符和引号",
            f"{name}: rows that cannot be told apart into cells; nothing is written: look at delimiter and quotes",
        ),
    )
