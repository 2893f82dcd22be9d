"""INDIRECT and OFFSET, which find their cells only while they run."""

from __future__ import annotations

from collections.abc import Sequence

from psscore.workbook.address import area
from psscore.workbook.arguments import arguments
from psscore.workbook.tokens import Token, plain_name


def always_the_same(tokens: list[Token], at: int) -> bool:
    """True when the call at a position points at the same cells whatever the workbook holds."""
    spans = arguments(tokens, at)
    first, *others = [[t for t in tokens[a : z + 1] if t.kind != "space"] for a, z in spans]
    if plain_name(tokens[at].text[:-1]) == "INDIRECT":
        return not others and len(first) == 1 and first[0].kind == "string" and _is_address(first[0].text[1:-1])
    return _is_reference(first) and all(t.kind == "number" or t.text == "-" for other in others for t in other)


def _is_address(text: str) -> bool:
    return area(text.rpartition("!")[2]) is not None


def _is_reference(tokens: Sequence[Token]) -> bool:
    return bool(tokens) and all(t.kind in ("prefix", "cell") or t.text == ":" for t in tokens)
