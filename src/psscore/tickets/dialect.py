"""How a text export is written: its encoding, and where its header stands. Nothing is left to a reader to detect."""

from __future__ import annotations

import codecs
import csv
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from psscore.model.text import Text
from psscore.tickets.mapping import FIELDS, REQUIRED, Mapping
from psscore.tickets.personal import headings_shown
from psscore.tickets.refusal import TicketsRefused

SAMPLE = 1 << 20
SEARCHED = 20
_DAMAGE = 20
DELIMITERS = (",", "\t", ";", "|")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True)
class Header:
    """The record that names the columns (from 1), all names in it, and the place of each field that is read."""

    record: int
    names: tuple[str, ...]
    places: dict[str, int]


def encoding_of(sample: bytes, mapping: Mapping) -> str:
    """The stated encoding; else what a byte order mark says, else UTF-8 where the sample is that, else GB18030.

    A byte order mark is stronger evidence than the mapping. Raises UnicodeDecodeError when the sample is neither.
    """
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    if mapping.encoding:
        return mapping.encoding
    for name in ("utf-8", "gb18030"):
        try:
            # The sample may end within a character.
            codecs.getincrementaldecoder(name)().decode(sample)
        except UnicodeDecodeError:
            continue
        return name
    # Valid UTF-8 does not come about by chance: some damaged characters do not make it another encoding.
    text = sample.decode("utf-8", "replace")
    if _DAMAGE * text.count("\ufffd") < sum(char > "\x7f" for char in text):
        return "utf-8"
    raise UnicodeDecodeError("gb18030", sample[:1], 0, 1, "neither UTF-8 nor GB18030")


def sample_of(path: Path, mapping: Mapping) -> tuple[str, str]:
    """The first part of a text export as text, and its encoding."""
    with path.open("rb") as file:
        data = file.read(SAMPLE)
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or data.lstrip()[:1] == b"<":
        raise TicketsRefused(
            "not_text",
            Text(
                f"{path.name}：不是文本文件；Excel 文件请用 .xlsx 或 .xls 扩展名，网页格式请用 Excel 另存",
                f"{path.name}: not a text file: name an Excel file .xlsx or .xls; save a web page as one with Excel",
            ),
        )
    try:
        encoding = encoding_of(data, mapping)
    except UnicodeDecodeError:
        raise TicketsRefused(
            "encoding",
            Text(
                f"{path.name}：不是 UTF-8 也不是 GB18030 文本，请在映射中写明 encoding",
                f"{path.name}: neither UTF-8 nor GB18030 text: state encoding in the mapping",
            ),
        ) from None
    return codecs.getincrementaldecoder(encoding)("replace").decode(data), encoding


def rows_of(sample: str, delimiter: str, quote: str, count: int = SEARCHED) -> list[list[str]]:
    """The first records of a sample."""
    quoting = {"quotechar": quote} if quote else {"quoting": csv.QUOTE_NONE}
    # Records as they are counted over the bytes: ended by line feeds alone, blanks may stand before a quoted cell.
    # The place of the header among them decides which ticket is the first.
    reader = csv.reader(StringIO(sample, newline="\n"), delimiter=delimiter, skipinitialspace=True, **quoting)
    rows = []
    try:
        for row in reader:
            rows.append(row)
            if len(rows) == count:
                break
    except csv.Error:
        pass
    return rows


def named(cell: object) -> str:
    """A column name as it is compared: NFKC, without spaces and line breaks."""
    return "".join(unicodedata.normalize("NFKC", str(cell)).replace("﻿", "").split())


def places_of(names: Sequence[str], mapping: Mapping, wanted: Iterable[str] = FIELDS) -> dict[str, int]:
    """Which column each field is read from: the first of its candidates that is there."""
    found = {}
    for field in wanted:
        for candidate in mapping.columns.get(field, ()):
            if (name := named(candidate)) in names:
                found[field] = names.index(name)
                break
    return found


def find_header(rows: Iterable[Sequence[object]], mapping: Mapping) -> Header | None:
    """The first record that names every column that is required."""
    for record, row in enumerate(rows, start=1):
        names = tuple(named(cell) for cell in row)
        if len(places := places_of(names, mapping, REQUIRED)) == len(REQUIRED):
            places = places_of(names, mapping)
            twice = sorted({names[place] for place in places.values() if names.count(names[place]) > 1})
            if twice:
                raise TicketsRefused(
                    "header",
                    Text(
                        f"表头有重名的列：{'、'.join(twice)}，无法判定读哪一列",
                        f"the header names columns twice: {', '.join(twice)}: which one to read is not known",
                    ),
                )
            return Header(record, names, places)
    return None


def no_header(file: str, rows: Sequence[Sequence[object]], mapping: Mapping) -> Text:
    """The sentence for a table without a header that names what is required: what is missing, what was found."""
    best = max(rows, key=lambda row: len([cell for cell in row if cell not in (None, "")]), default=())
    names = [named(cell) for cell in best if cell not in (None, "")]
    seen = headings_shown(names)
    missing = [field for field in REQUIRED if field not in places_of(names, mapping)]
    zh = "；".join(f"{FIELDS[f].title.zh}（columns.{f}：{'、'.join(mapping.columns[f])}）" for f in missing)
    en = "; ".join(f"{FIELDS[f].title.en} (columns.{f}: {', '.join(mapping.columns[f])})" for f in missing)
    return Text(
        f"{file}：没有找到必需的列 {zh}。{seen.zh}。请在映射的 [columns] 中写明，或运行 psscore tickets map",
        f"{file}: no column for {en}; {seen.en}. Name it under [columns] in the mapping, or run psscore tickets map",
    )


def text_header(path: Path, sample: str, mapping: Mapping) -> Header:
    """The header of a text export under the stated dialect; a sentence that says with which other it would be found."""
    rows = rows_of(sample, mapping.delimiter, mapping.quote)
    if header := find_header(rows, mapping):
        return header
    for other in DELIMITERS:
        if other != mapping.delimiter and find_header(rows_of(sample, other, mapping.quote), mapping):
            shown = "\\t" if other == "\t" else other
            raise TicketsRefused(
                "delimiter",
                Text(
                    f'{path.name}：列是用“{shown}”分隔的，请在映射中写 delimiter = "{shown}"',
                    f'{path.name}: columns are separated by "{shown}": write delimiter = "{shown}" in the mapping',
                ),
            )
    raise TicketsRefused("header", no_header(path.name, rows, mapping))
