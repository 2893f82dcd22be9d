"""The compression of VBA streams: MS-OVBA 2.4.1."""

from __future__ import annotations

import struct

_SIGNATURE = b"\x01"
_CHUNK = 4096  # bytes of text in a full chunk, 2.4.1.1.3
_RAW, _COMPRESSED = 0x3000, 0xB000  # CompressedChunkHeader with its signature, 2.4.1.1.5
_SHORTEST = 3  # a copy token stands for at least this many bytes, 2.4.1.3.19.3


def compress(data: bytes) -> bytes:
    """The CompressedContainer that holds `data`: the same bytes for the same data, at most 4 KiB searched back."""
    out = bytearray(_SIGNATURE)
    for start in range(0, len(data), _CHUNK):
        chunk = data[start : start + _CHUNK]
        tokens = _tokens(chunk)
        if len(tokens) < _CHUNK:
            out += struct.pack("<H", _COMPRESSED | (len(tokens) - 1)) + tokens
        else:
            # 2.4.1.3.10: what does not shrink is stored, filled up with zeros.
            out += struct.pack("<H", _RAW | (_CHUNK - 1)) + chunk.ljust(_CHUNK, b"\0")
    return bytes(out)


def _tokens(chunk: bytes) -> bytes:
    """The TokenSequences of a chunk: a byte of flags, then up to eight literal or copy tokens (2.4.1.1.7)."""
    out = bytearray()
    seen: dict[bytes, list[int]] = {}
    position = 0
    while position < len(chunk):
        flags, sequence = 0, bytearray()
        for bit in range(8):
            if position >= len(chunk):
                break
            length, offset = _longest(chunk, position, seen)
            if length:
                flags |= 1 << bit
                low = 16 - _offset_bits(position)
                sequence += struct.pack("<H", (offset - 1) << low | (length - _SHORTEST))
            else:
                length = 1
                sequence.append(chunk[position])
            for index in range(position, position + length):
                seen.setdefault(chunk[index : index + _SHORTEST], []).append(index)
            position += length
        out.append(flags)
        out += sequence
    return bytes(out)


def _longest(chunk: bytes, position: int, seen: dict[bytes, list[int]]) -> tuple[int, int]:
    """The longest earlier match and how far back it starts; (0, 0) when there is none worth a token (2.4.1.3.19.4)."""
    most = min((0xFFFF >> _offset_bits(position)) + _SHORTEST, len(chunk) - position)
    if most < _SHORTEST:
        return 0, 0
    best = start = 0
    for candidate in reversed(seen.get(chunk[position : position + _SHORTEST], ())):
        length = _SHORTEST
        while length < most and chunk[candidate + length] == chunk[position + length]:
            length += 1
        if length > best:
            best, start = length, candidate
        if best == most:
            break
    return (best, position - start) if best else (0, 0)


def _offset_bits(position: int) -> int:
    """How many bits of a copy token tell its offset: enough for every byte before it, 4 at least (2.4.1.3.19.1)."""
    return max((position - 1).bit_length(), 4) if position else 4
