"""What olevba reads; its use of an older pyparsing interface warns, and warnings fail our tests."""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from oletools.olevba import VBA_Parser, decompress_stream


def decompressed(data: bytes) -> bytes:
    return bytes(decompress_stream(bytearray(data)))


def modules(data: bytes) -> dict[str, str]:
    """The text of every module of a vbaProject.bin or of a workbook around one, by its name."""
    parser = VBA_Parser("file", data=data)
    try:
        return {name.rpartition(".")[0]: code.replace("\r\n", "\n") for _, _, name, code in parser.extract_macros()}
    finally:
        parser.close()


def indicators(data: bytes) -> dict[str, set[str]]:
    """What olevba warns of, by kind: "AutoExec", "Suspicious", "IOC", ..."""
    parser = VBA_Parser("file", data=data)
    found: dict[str, set[str]] = {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            for kind, keyword, _ in parser.analyze_macros():
                found.setdefault(kind, set()).add(keyword)
    finally:
        parser.close()
    return found
