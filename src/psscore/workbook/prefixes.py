"""Sheets and names, written as the engine writes them itself: it reads those several times faster."""

from __future__ import annotations

import re
from collections.abc import Sequence

from psscore.workbook.tokens import Token, plain_name

# Texts and all other quoted sheets are passed over: what looks like a sheet within them is none. Behind a colon, or a
# blank, which may stand for an intersection, a plain name could be read together with what is before it.
_PREFIX = re.compile(r""""(?:[^"]|"")*"|(?<![:\s])'([^\W\d]\w*)'!|'(?:[^']|'')*'""")
# What is a word of formulas, a column, or like a cell.
_OTHER = re.compile(r"TRUE|FALSE|NULL|REF|DIV|NAME|NUM|VALUE|[A-Z]{1,3}|.*[A-Z]\d.*", re.IGNORECASE | re.ASCII)
# What stands at the ends of plain ranges.
_ENDS = frozenset({"cell", "prefix", "struct"})


def without_quotes(formula: str) -> str:
    """The formula without quotes around sheets that need none."""
    if "'" not in formula:
        return formula
    return _PREFIX.sub(_plain, formula)


def _plain(match: re.Match[str]) -> str:
    sheet = match[1]
    return match[0] if sheet is None or _OTHER.fullmatch(sheet) else sheet + "!"


def keeps_names(tokens: Sequence[Token]) -> bool:
    """True for a formula in which an address could mean something else than the name of its cell.

    LET has names of its own, and in ranges with more at an end than a cell the name may be part of that end.
    """
    seen = [token for token in tokens if token.kind != "space"]
    if any(token.kind == "call" and plain_name(token.text[:-1]) == "LET" for token in seen):
        return True
    colons = [at for at, token in enumerate(seen) if token.text == ":"]
    return any(token.kind not in _ENDS for at in colons for token in (*seen[at - 1 : at], *seen[at + 1 : at + 2]))
