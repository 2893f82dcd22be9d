"""Compound files, version 3 with sectors of 512 bytes: MS-CFB. Same tree, same bytes: no dates, no class ids."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

Tree = Mapping[str, "bytes | Tree"]

SECTOR, MINI_SECTOR, CUTOFF = 512, 64, 4096  # 2.2: streams below the cutoff live in the mini stream
FREE, END, FAT_SECTOR, NO_STREAM = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
STORAGE, STREAM, ROOT = 1, 2, 5  # 2.6.1
RED, BLACK = 0, 1
SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
_IN_HEADER = 109  # FAT sectors the header itself can name: 2.2; 7 MiB of content
_PER_SECTOR = SECTOR // 4


@dataclass(slots=True)
class _Entry:
    name: str
    kind: int
    data: bytes = b""
    left: int = NO_STREAM
    right: int = NO_STREAM
    child: int = NO_STREAM
    colour: int = BLACK
    start: int = 0
    size: int = 0

    def packed(self) -> bytes:
        """A directory entry: 2.6.1."""
        name = self.name.encode("utf-16le") + b"\0\0"
        links = struct.pack("<HBBIII", len(name), self.kind, self.colour, self.left, self.right, self.child)
        return name.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", self.start, self.size)


@dataclass(slots=True)
class _Sectors:
    content: bytearray = field(default_factory=bytearray)
    fat: list[int] = field(default_factory=list)

    def add(self, data: bytes) -> int:
        """Lay `data` down as one chain and give its first sector."""
        if not data:
            return END
        first, count = len(self.fat), -(-len(data) // SECTOR)
        self.content += data.ljust(count * SECTOR, b"\0")
        self.fat += [*range(first + 1, first + count), END]
        return first


def compound_file(tree: Tree) -> bytes:
    """The file holding `tree`: names to streams (bytes) or storages (trees). Raises `ValueError` above 7 MiB."""
    entries = [_Entry("Root Entry", ROOT)]
    _fill(entries, 0, tree)
    sectors = _Sectors()
    mini_fat = _place_streams(entries, sectors)
    packed = _filled(struct.pack(f"<{len(mini_fat)}I", *mini_fat), FREE)
    mini_start = sectors.add(packed)
    directory_start = sectors.add(_directory(entries))
    return _with_fat(sectors, directory_start, mini_start, len(packed) // SECTOR)


def sort_key(name: str) -> tuple[int, bytes]:
    """How siblings are ordered: shorter names first, then by upper case (2.6.4)."""
    return len(name.encode("utf-16le")), name.upper().encode("utf-16be")


def _fill(entries: list[_Entry], parent: int, tree: Tree) -> None:
    children: list[int] = []
    for name, content in tree.items():
        children.append(len(entries))
        if isinstance(content, bytes):
            entries.append(_Entry(name, STREAM, content, size=len(content)))
        else:
            entries.append(_Entry(name, STORAGE))
            _fill(entries, children[-1], content)
    children.sort(key=lambda index: sort_key(entries[index].name))
    complete = (len(children) + 1).bit_length() - 1
    entries[parent].child = _balance(entries, children, complete)


def _balance(entries: list[_Entry], ordered: list[int], complete: int, depth: int = 0) -> int:
    """A search tree halved at every step: only its last, incomplete level is red, so both red-black rules hold."""
    if not ordered:
        return NO_STREAM
    middle = len(ordered) // 2
    entry = entries[ordered[middle]]
    entry.colour = BLACK if depth < complete else RED
    entry.left = _balance(entries, ordered[:middle], complete, depth + 1)
    entry.right = _balance(entries, ordered[middle + 1 :], complete, depth + 1)
    return ordered[middle]


def _place_streams(entries: list[_Entry], sectors: _Sectors) -> list[int]:
    """Give every stream its place, the root the mini stream (2.6.2); the mini FAT comes back (2.4)."""
    mini_fat: list[int] = []
    mini_stream = bytearray()
    for entry in entries:
        if entry.kind != STREAM:
            continue
        if len(entry.data) >= CUTOFF or not entry.data:
            entry.start = sectors.add(entry.data)
            continue
        entry.start, count = len(mini_fat), -(-len(entry.data) // MINI_SECTOR)
        mini_fat += [*range(entry.start + 1, entry.start + count), END]
        mini_stream += entry.data.ljust(count * MINI_SECTOR, b"\0")
    entries[0].start, entries[0].size = sectors.add(bytes(mini_stream)), len(mini_stream)
    return mini_fat


def _directory(entries: list[_Entry]) -> bytes:
    data = b"".join(entry.packed() for entry in entries)
    unused = bytes(68) + struct.pack("<III", NO_STREAM, NO_STREAM, NO_STREAM) + bytes(48)
    return data + unused * (-len(entries) % 4)


def _with_fat(sectors: _Sectors, directory_start: int, mini_start: int, mini_count: int) -> bytes:
    """The header (2.2), the content, and the FAT behind it (2.3)."""
    first, count = len(sectors.fat), 1
    while first + count > count * _PER_SECTOR:
        count += 1
    if count > _IN_HEADER:
        raise ValueError(f"a project of {len(sectors.content)} bytes is too large: its FAT does not fit the header")
    fat = [*sectors.fat, *[FAT_SECTOR] * count]
    packed = _filled(struct.pack(f"<{len(fat)}I", *fat), FREE)
    header = SIGNATURE + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<9I", 0, count, directory_start, 0, CUTOFF, mini_start, mini_count, END, 0)
    header += struct.pack(f"<{_IN_HEADER}I", *range(first, first + count), *[FREE] * (_IN_HEADER - count))
    return header + bytes(sectors.content) + packed


def _filled(data: bytes, filler: int) -> bytes:
    return data + struct.pack("<I", filler) * (-len(data) % SECTOR // 4)
