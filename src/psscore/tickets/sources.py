"""What is read: files, folders and patterns, cut into segments of UTF-8 text that the engine can take."""

from __future__ import annotations

import codecs
import glob
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from psscore.model.text import Text
from psscore.tickets.dialect import Header, sample_of, text_header
from psscore.tickets.file_names import told_apart
from psscore.tickets.mapping import Mapping
from psscore.tickets.records import MARK, Piece, Shape, Sorter, whole_records
from psscore.tickets.refusal import TicketsRefused
from psscore.tickets.spreadsheets import EXTENSIONS, ticket_sheets

BLOCK = 1 << 18
"""Bytes read at a time: they stay in the cache of a processor while they are looked at, and the copies made of them."""
WORKERS = max(1, min(4, os.cpu_count() or 1))
"""How many segments are read at a time."""
SEGMENT, RECORDS = min(96, 192 // WORKERS) << 20, min(500_000, 1_000_000 // WORKERS)
"""Bytes or records after which a segment is full: large, as each has a cost of its own, but in memory all at once."""
TEXTS = frozenset({".csv", ".tsv", ".txt"})
_MARK = MARK.encode()
Progress = Callable[[int], None]
"""Told the number of bytes read since it was told last."""


@dataclass(frozen=True)
class Source:
    """One file, and the name it goes by in the table: its path under the folder that was named, else its name; where
    two files would have one name, more of their paths."""

    path: Path
    name: str


@dataclass
class Table:
    """A table of text: where it lies, its shape and header, what is known of its origin."""

    source: Source
    sheet: str | None
    path: Path
    shape: Shape
    header: Header
    encoding: str
    sha256: str = ""
    rows: int | None = None
    """Rows of a sheet, counted apart; None for a text export."""
    careful: bool = False
    """Whether broken records have to be sorted out."""

    @property
    def origin(self) -> str:
        """The name its tickets bear."""
        return self.source.name if self.sheet is None else f"{self.source.name}!{self.sheet}"


@dataclass(frozen=True)
class Segment:
    """Successive records of a table in a file of their own, in UTF-8: how many come before, and how many they are."""

    path: Path
    before: int
    records: int
    number: int


def find_sources(names: Sequence[Path | str]) -> list[Source]:
    """Files named, found in folders, or matching patterns, each once, those of folders and patterns in name order.

    Raises TicketsRefused when a name stands for nothing.
    """
    found: dict[Path, Source] = {}
    nothing = []
    for name in names:
        path = Path(name)
        matching = [path] if path.exists() else [Path(p) for p in sorted(glob.glob(str(name), recursive=True))]
        listed = [one for place in matching for one in _sources_at(place)]
        if not listed and matching == [path] and not path.is_dir():
            # A pipe gives its bytes once; the header and the encoding are looked at before.
            nothing.append(Text(f"{name}：不是文件，请先存成文件", f"{name}: not a file; save it as one first"))
        elif not listed:
            nothing.append(
                Text(f"{name}：没有这样的文件，或文件夹中没有可读的导出", f"{name}: no such file, or no exports in it")
            )
        for one in listed:
            found.setdefault(one.path.resolve(), one)
    if nothing or not found:
        raise TicketsRefused("no_file", *(nothing or [Text("没有给出文件", "no file was named")]))
    names_told = told_apart([(path, one.name) for path, one in found.items()])
    return [Source(one.path, told) for one, told in zip(found.values(), names_told, strict=True)]


def _sources_at(path: Path) -> list[Source]:
    """The exports in a folder, by name, or the file itself."""
    if path.is_dir():
        inside = sorted(p for p in path.rglob("*") if _readable(p) and not _is_hidden(p, path))
        return [Source(p, p.relative_to(path).as_posix()) for p in inside]
    return [Source(path, path.name)] if path.is_file() else []


def _is_hidden(path: Path, folder: Path) -> bool:
    """Whether a file lies in a hidden folder of this one: what an interrupted reading left is no export."""
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _readable(path: Path) -> bool:
    hidden = path.name.startswith((".", "~$"))
    return path.is_file() and not hidden and path.suffix.lower() in TEXTS | EXTENSIONS


def open_tables(source: Source, mapping: Mapping, scratch: Path, progress: Progress) -> Iterator[Table]:
    """The tables of a file: itself, or each sheet with a header of tickets, written out as text."""
    if source.path.suffix.lower() not in EXTENSIONS:
        sample, encoding = sample_of(source.path, mapping)
        header = text_header(source.path, sample, mapping)
        shape = Shape(mapping.delimiter, mapping.quote, len(header.names))
        yield Table(source, None, source.path, shape, header, encoding)
        return
    digest = hashlib.sha256()
    for block in _blocks(source.path):
        digest.update(block)
        progress(len(block))
    for sheet in ticket_sheets(source.path, mapping):
        path = scratch / "sheet.csv"
        sheet.write(path)
        shape = Shape(",", '"', len(sheet.header.names))
        yield Table(source, sheet.name, path, shape, sheet.header, "utf-8", digest.hexdigest(), sheet.rows)
        path.unlink()


def segments(table: Table, scratch: Path, progress: Progress) -> Iterator[Segment]:
    """The records of a table in files of some size, each whole; the SHA-256 of a text export is taken by the way.

    Raises Unclosed when they cannot be told apart without care (`table.careful`).
    """
    if table.careful:
        pieces = Sorter(table.shape).pieces(_decoded(table, progress))
    else:
        as_it_is = table.encoding in ("utf-8", "utf-8-sig")
        text = _as_it_is(table, progress) if as_it_is else _decoded(table, progress)
        pieces = whole_records(text, table.shape.quote, table.shape.delimiter)
    before = records = size = number = 0
    path = scratch / f"segment{number}.csv"
    file = path.open("wb")
    try:
        for data, count in pieces:
            file.write(data)
            records, size = records + count, size + len(data)
            if size >= SEGMENT or records >= RECORDS:
                file.close()
                yield Segment(path, before, records, number)
                before, records, size, number = before + records, 0, 0, number + 1
                path = scratch / f"segment{number}.csv"
                file = path.open("wb")
        file.close()
        if records:
            yield Segment(path, before, records, number)
    finally:
        file.close()


def sorted_records(table: Table) -> Iterator[Piece]:
    """The records of a text export, sound ones and marks, with how many each piece holds."""
    return Sorter(table.shape).pieces(_decoded(table, lambda _: None))


def _decoded(table: Table, progress: Progress) -> Iterator[bytes]:
    """The text of a table in UTF-8; what is not in its encoding becomes the replacement character."""
    decoder = codecs.getincrementaldecoder(table.encoding)("replace")
    for block in _hashed(table, progress):
        told = decoder.decode(block).encode("utf-8", "replace")
        # What begins as a mark in an export is none of ours.
        yield told.replace(_MARK, b" ") if table.sheet is None else told
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def _as_it_is(table: Table, progress: Progress) -> Iterator[bytearray]:
    """The text of a table said to be UTF-8: the engine refuses what is not. Each block holds until the next."""
    for block in _hashed(table, progress):
        yield block.replace(_MARK, b" ") if table.sheet is None and _MARK in block else block


def _hashed(table: Table, progress: Progress) -> Iterator[bytearray]:
    """The bytes of a table, of a text export with its SHA-256 taken by the way. Each block holds until the next."""
    digest = hashlib.sha256()
    for block in _blocks(table.path):
        if table.sheet is None:
            digest.update(block)
            progress(len(block))
        yield block
    if table.sheet is None:
        table.sha256 = digest.hexdigest()


def _blocks(path: Path) -> Iterator[bytearray]:
    """The bytes of a file, to a line end each time if there is one, in one block that holds until the next.

    New blocks, and the rest of a line put before each, would have all bytes copied several times.
    """
    block = bytearray(BLOCK)
    with path.open("rb", buffering=0) as file:
        while read := file.readinto(block):
            end = block.rfind(b"\n", 0, read) + 1 or read
            file.seek(end - read, os.SEEK_CUR)
            del block[end:]
            yield block
            block.extend(bytes(BLOCK - end))
