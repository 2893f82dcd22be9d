"""ISERROR and its kin, and NOT, over several cells: Excel answers for each cell, the engine once for them all."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from psscore.model.cell_error import CellError
from psscore.workbook.tokens import Token, plain_name

PREFIX = "PSSCORE__"
_OWN_CELL = re.compile(r"[^\[\]]*\[(?:@[^\[\]:,#@]+|@\[[^\[\]]+\]|\[#This Row\]\s*,\s*\[[^\[\]]+\])\]", re.IGNORECASE)


def _each(answer: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def asked(value: Any) -> Any:
        if type(value) is list:
            return [[answer(cell) for cell in row] for row in value]
        return answer(value)

    return asked


def _is_number(cell: Any) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _opposite(cell: Any) -> Any:
    if isinstance(cell, CellError):
        return cell
    return CellError.VALUE if isinstance(cell, str) else not cell


def _type(value: Any) -> float:
    """TYPE by Excel's numbers; the engine gives an error for an error."""
    if type(value) is list:
        return 64.0
    if isinstance(value, CellError):
        return 16.0
    return 4.0 if isinstance(value, bool) else 2.0 if isinstance(value, str) else 1.0


INQUIRIES: Mapping[str, Callable[[Any], Any]] = {
    "ISERROR": _each(lambda cell: isinstance(cell, CellError)),
    "ISERR": _each(lambda cell: isinstance(cell, CellError) and cell is not CellError.NOT_AVAILABLE),
    "ISNA": _each(lambda cell: cell is CellError.NOT_AVAILABLE),
    "ISNUMBER": _each(_is_number),
    "ISTEXT": _each(lambda cell: isinstance(cell, str)),
    "ISNONTEXT": _each(lambda cell: not isinstance(cell, str)),
    "ISLOGICAL": _each(lambda cell: isinstance(cell, bool)),
    "ISBLANK": _each(lambda cell: cell is None),
    "NOT": _each(_opposite),
    "TYPE": _type,
}
"""The functions by their Excel names; the engine calls them with `PREFIX` before the name."""


def asks_many(tokens: Sequence[Token], at: int) -> bool:
    """True when the call at a position may ask about more than one cell, or TYPE; else the engine answers itself."""
    if plain_name(tokens[at].text[:-1]) == "TYPE":
        return True
    inside = [token for token in tokens[at + 1 : at + 7] if token.kind != "space"]
    if len(inside) > 2 and inside[0].kind == "prefix" and ":" not in inside[0].text and inside[1].kind == "cell":
        # A cell of another sheet.
        inside = inside[1:]
    return not (len(inside) > 1 and _is_one_cell(inside[0]) and inside[1].text == ")")


def _is_one_cell(token: Token) -> bool:
    """True for A1, and for one column of a table in the formula's own row."""
    if token.kind == "struct":
        return _OWN_CELL.fullmatch(token.text) is not None
    return token.kind == "cell"
