"""Reads the text of VBA modules out of a vbaProject.bin, whoever saved it: MS-CFB, MS-OVBA 2.3.4.2 and 2.4.1.3."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from psscore.hosts.vba.compound_file import CUTOFF, MINI_SECTOR, SIGNATURE

_HEADER = 512
_LAST_SECTOR = 0xFFFFFFFA  # above are marks, not numbers
_STREAM = 2
_NAME, _STREAM_NAME, _OFFSET, _VERSION = 0x19, 0x1A, 0x31, 0x09


class NotReadable(ValueError):
    """Not a compound file, or a damaged one."""


def stream_names(data: bytes) -> set[str]:
    """The names of the streams in a compound file. Raises `NotReadable`."""
    return {name for name, kind, _, _ in _Compound(data).entries() if kind == _STREAM}


def module_texts(data: bytes) -> dict[str, str]:
    """The text of each module by its name. Raises `NotReadable`."""
    try:
        compound = _Compound(data)
        streams = {name: (start, size) for name, kind, start, size in compound.entries() if kind == _STREAM}
        folder = decompressed(compound.stream(*streams["dir"]))
        texts = {}
        for name, stream, offset in _modules(folder):
            text = decompressed(compound.stream(*streams[stream])[offset:])
            texts[name] = text.decode("latin-1").replace("\r\n", "\n")
    except (KeyError, IndexError, struct.error) as failure:
        raise NotReadable(f"damaged VBA project: {failure!r}") from failure
    return texts


def decompressed(data: bytes) -> bytes:
    """The content of a CompressedContainer. Raises `NotReadable`."""
    if data[:1] != b"\x01":
        raise NotReadable("not compressed as VBA is")
    out, position = bytearray(), 1
    while position + 2 <= len(data):
        (header,) = struct.unpack_from("<H", data, position)
        end = min(position + 3 + (header & 0x0FFF), len(data))
        position += 2
        if not header & 0x8000:
            out += data[position:end]
        else:
            _chunk(data[position:end], out)
        position = end
    return bytes(out)


def _chunk(data: bytes, out: bytearray) -> None:
    start, position = len(out), 0
    while position < len(data):
        flags, position = data[position], position + 1
        for bit in range(8):
            if position >= len(data):
                return
            if not flags >> bit & 1:
                out.append(data[position])
                position += 1
                continue
            if position + 2 > len(data):
                raise NotReadable("a copy token is cut short")
            (token,) = struct.unpack_from("<H", data, position)
            position += 2
            bits = max((len(out) - start - 1).bit_length(), 4)
            offset = (token >> (16 - bits)) + 1
            if offset > len(out) - start:
                raise NotReadable("a copy token points before its chunk")
            for _ in range((token & (0xFFFF >> bits)) + 3):
                out.append(out[-offset])


def _modules(folder: bytes) -> list[tuple[str, str, int]]:
    """Name, name of the stream and offset of the text of each module in a dir stream."""
    found: list[list[str | int]] = []
    position = 0
    while position + 6 <= len(folder):
        kind, size = struct.unpack_from("<HI", folder, position)
        body = folder[position + 6 : position + 6 + size]
        position += 6 + size
        if kind == _VERSION:
            # Its size leaves out the minor version.
            position += 2
        elif kind == _NAME:
            found.append([body.decode("latin-1"), "", 0])
        elif kind == _STREAM_NAME and found:
            found[-1][1] = body.decode("latin-1")
        elif kind == _OFFSET and found:
            found[-1][2] = struct.unpack("<I", body)[0]
    return [(str(name), str(stream), int(offset)) for name, stream, offset in found]


@dataclass(slots=True)
class _Compound:
    data: bytes

    def __post_init__(self) -> None:
        if self.data[:8] != SIGNATURE or len(self.data) < _HEADER:
            raise NotReadable("not a compound file")

    @property
    def _size(self) -> int:
        (shift,) = struct.unpack_from("<H", self.data, 30)
        if shift not in (9, 12):
            raise NotReadable("sectors of no known size")
        return 1 << int(shift)

    def entries(self) -> list[tuple[str, int, int, int]]:
        """Name, kind, first sector and size of everything in the directory."""
        (start,) = struct.unpack_from("<I", self.data, 48)
        listing, found = self._read(start), []
        for at in range(0, len(listing) - 127, 128):
            entry = listing[at : at + 128]
            (length,) = struct.unpack_from("<H", entry, 64)
            first, size = struct.unpack_from("<II", entry, 116)
            found.append((entry[: max(length - 2, 0)].decode("utf-16-le", "replace"), entry[66], first, size))
        return found

    def stream(self, start: int, size: int) -> bytes:
        if size >= CUTOFF:
            return self._read(start)[:size]
        _, _, mini_start, mini_size = self.entries()[0]
        mini = self._read(mini_start)[:mini_size] if mini_size else b""
        (table_start,) = struct.unpack_from("<I", self.data, 60)
        table = _numbers(self._read(table_start))
        return b"".join(mini[n * MINI_SECTOR : (n + 1) * MINI_SECTOR] for n in _chain(start, table))[:size]

    def _read(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _chain(start, self._fat()))

    def _sector(self, number: int) -> bytes:
        return self.data[(number + 1) * self._size : (number + 2) * self._size]

    def _fat(self) -> list[int]:
        named = list(struct.unpack_from("<109I", self.data, 76))
        (more,) = struct.unpack_from("<I", self.data, 68)
        seen: set[int] = set()
        while more < _LAST_SECTOR and more not in seen:
            seen.add(more)
            *listed, more = _numbers(self._sector(more))
            named += listed
        return _numbers(b"".join(self._sector(number) for number in named if number < _LAST_SECTOR))


def _numbers(data: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))


def _chain(start: int, table: list[int]) -> list[int]:
    found: list[int] = []
    while start < _LAST_SECTOR:
        if start >= len(table) or len(found) > len(table):
            raise NotReadable("a chain of sectors leads nowhere")
        found.append(start)
        start = table[start]
    return found
