"""What is read: files, folders and patterns, each made into tables of UTF-8 text that the engine can take."""

from __future__ import annotations

import codecs
import glob
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from psscore.model.text import Text
from psscore.tickets.dialect import Header, sample_of, text_header
from psscore.tickets.mapping import Mapping
from psscore.tickets.records import BLOCK, Counter, Shape, Sorter
from psscore.tickets.refusal import TicketsRefused
from psscore.tickets.spreadsheets import EXTENSIONS, ticket_sheets

TEXTS = frozenset({".csv", ".tsv", ".txt"})
Progress = Callable[[int], None]
"""Told the number of bytes read since it was told last."""


@dataclass(frozen=True)
class Source:
    """One file, and the name it goes by in the table: its path under the folder that was named, else its name."""

    path: Path
    name: str


@dataclass
class Table:
    """A table of text in UTF-8, ready to be read: where it lies, its shape and header, what is known of its origin."""

    source: Source
    sheet: str | None
    path: Path
    shape: Shape
    header: Header
    encoding: str | None
    sha256: str = ""
    records: int | None = None
    """Physical records, the header among them; None until counted."""
    careful: bool = False


def find_sources(names: Sequence[Path | str]) -> list[Source]:
    """Files named, found in folders, or matching patterns, each once, those of folders and patterns in name order.

    Raises TicketsRefused when a name stands for nothing.
    """
    found: dict[Path, Source] = {}
    nothing = []
    for name in names:
        path = Path(name)
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if _readable(p))
            listed = [Source(p, p.relative_to(path).as_posix()) for p in inside]
        elif path.is_file():
            listed = [Source(path, path.name)]
        else:
            listed = [Source(Path(p), Path(p).name) for p in sorted(glob.glob(str(name), recursive=True))]
        if not listed:
            nothing.append(
                Text(f"{name}：没有这样的文件，或文件夹中没有可读的导出", f"{name}: no such file, or no exports in it")
            )
        for one in listed:
            found.setdefault(one.path.resolve(), one)
    if nothing or not found:
        raise TicketsRefused("no_file", *(nothing or [Text("没有给出文件", "no file was named")]))
    return list(found.values())


def _readable(path: Path) -> bool:
    hidden = path.name.startswith((".", "~$"))
    return path.is_file() and not hidden and path.suffix.lower() in TEXTS | EXTENSIONS


def open_tables(source: Source, mapping: Mapping, scratch: Path, progress: Progress) -> Iterator[Table]:
    """The tables of a file. UTF-8 text is read where it lies; anything else is first written out as that."""
    if source.path.suffix.lower() in EXTENSIONS:
        digest = _digest(source.path, progress)
        for number, sheet in enumerate(ticket_sheets(source.path, mapping)):
            path = scratch / f"sheet{number}.csv"
            if sheet.write(path) != sheet.rows:
                raise TicketsRefused(
                    "lost_records", Text(f"{source.name}：行数不符", f"{source.name}: rows were lost in reading")
                )
            shape = Shape(",", '"', len(sheet.header.names))
            yield Table(source, sheet.name, path, shape, sheet.header, None, digest, sheet.rows)
            path.unlink()
        return
    sample, encoding = sample_of(source.path, mapping)
    header = text_header(source.path, sample, mapping)
    shape = Shape(mapping.delimiter, mapping.quote, len(header.names))
    table = Table(source, None, source.path, shape, header, encoding)
    if encoding not in ("utf-8", "utf-8-sig"):
        table.path = scratch / "transcoded.csv"
        table.sha256 = _transcode(source.path, encoding, table.path, progress)
    yield table
    if table.path != source.path:
        table.path.unlink(missing_ok=True)


def blocks(path: Path) -> Iterator[bytes]:
    """The bytes of a file, a few megabytes at a time."""
    with path.open("rb", buffering=0) as file:
        while block := file.read(BLOCK):
            yield block


def count_records(table: Table, progress: Progress) -> None:
    """Count the physical records of a table over its bytes, and take the SHA-256 where it is the file itself."""
    counter, digest = Counter(table.shape.quote), hashlib.sha256()
    original = table.path == table.source.path
    for block in blocks(table.path):
        counter.add(block)
        if original:
            digest.update(block)
            progress(len(block))
    table.records = counter.total
    if original:
        table.sha256 = digest.hexdigest()


def sort_records(table: Table, scratch: Path) -> None:
    """Replace a table that cannot be read as it is by one whose broken records are marks, and count it anew."""
    target = scratch / "sorted.csv"
    sorter = Sorter(table.shape)
    with target.open("wb") as file:
        sorter.sort(_sound_text(table.path), file)
    table.path, table.records, table.careful = target, sorter.records, True


def _sound_text(path: Path) -> Iterator[bytes]:
    """The bytes of a UTF-8 table; what is not UTF-8 becomes the replacement character."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
    for block in blocks(path):
        yield decoder.decode(block).encode()
    yield decoder.decode(b"", final=True).encode()


def _digest(path: Path, progress: Progress) -> str:
    digest = hashlib.sha256()
    for block in blocks(path):
        digest.update(block)
        progress(len(block))
    return digest.hexdigest()


def _transcode(path: Path, encoding: str, target: Path, progress: Progress) -> str:
    """Write a text file as UTF-8; gives the SHA-256 of the original."""
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    file: BinaryIO
    with target.open("wb") as file:
        for block in blocks(path):
            digest.update(block)
            file.write(decoder.decode(block).encode("utf-8", "replace"))
            progress(len(block))
        file.write(decoder.decode(b"", final=True).encode("utf-8", "replace"))
    return digest.hexdigest()
