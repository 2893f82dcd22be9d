"""Raw deflate and CRC-32, with the faster library when it is there."""

from __future__ import annotations

import zlib
from typing import Any

isal_zlib: Any
try:
    from isal import isal_zlib
except ImportError:
    isal_zlib = None


def compress(data: bytes) -> bytes:
    """The raw deflate stream of `data`, at a level chosen for speed."""
    if isal_zlib is not None:
        stream = isal_zlib.compressobj(1, isal_zlib.DEFLATED, -15)
        return bytes(stream.compress(data) + stream.flush())
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def expand(data: bytes, limit: int) -> bytes:
    """What the raw deflate stream holds, at most `limit` + 1 bytes; `zlib.error` when it is damaged."""
    # One byte more than announced is enough to see that a size field lied.
    if isal_zlib is not None:
        try:
            return bytes(isal_zlib.decompressobj(-15).decompress(data, limit + 1))
        except isal_zlib.error as failure:
            raise zlib.error(str(failure)) from failure
    return zlib.decompressobj(-15).decompress(data, limit + 1)


def checksum(data: bytes) -> int:
    """The CRC-32 that a zip directory holds."""
    return int(isal_zlib.crc32(data)) if isal_zlib is not None else zlib.crc32(data)
