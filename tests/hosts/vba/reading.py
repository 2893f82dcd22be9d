"""What olevba reads; its use of an older pyparsing interface warns, and warnings fail our tests.

It asks for a GPL package that it does not need for this, so no extra of ours asks for it: `.ci/run` installs it alone.
"""

from __future__ import annotations

import warnings
from functools import cache
from typing import Any

from needs import absent


@cache
def _olevba() -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            from oletools import olevba
    except ImportError:
        absent("olevba", "pip install --no-deps oletools")
    return olevba


def decompressed(data: bytes) -> bytes:
    return bytes(_olevba().decompress_stream(bytearray(data)))


def modules(data: bytes) -> dict[str, str]:
    """The text of every module of a vbaProject.bin or of a workbook around one, by its name."""
    parser = _olevba().VBA_Parser("file", data=data)
    try:
        return {name.rpartition(".")[0]: code.replace("\r\n", "\n") for _, _, name, code in parser.extract_macros()}
    finally:
        parser.close()


def indicators(data: bytes) -> dict[str, set[str]]:
    """What olevba warns of, by kind: "AutoExec", "Suspicious", "IOC", ..."""
    parser = _olevba().VBA_Parser("file", data=data)
    found: dict[str, set[str]] = {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            for kind, keyword, _ in parser.analyze_macros():
                found.setdefault(kind, set()).add(keyword)
    finally:
        parser.close()
    return found
