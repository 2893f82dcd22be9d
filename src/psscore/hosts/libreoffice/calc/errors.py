"""Error values on their way through Calc, which keeps them as numbers that are none: the code lies in the low bits."""

from __future__ import annotations

import struct

from psscore.model.cell_error import CellError

CODES = {
    CellError.NULL: 521,
    CellError.DIV0: 532,
    CellError.VALUE: 519,
    CellError.REF: 524,
    CellError.NAME: 525,
    CellError.NUM: 503,
    CellError.NOT_AVAILABLE: 32767,
}
"""Calc's number of each error value, as `XCell.getError` gives it."""

_QUIET_NAN = 0x7FF8_0000_0000_0000
_ERRORS = {code: error for error, code in CODES.items()}


def error_number(error: CellError) -> float:
    """The number that Calc takes for the error value, alone or inside an array."""
    packed = struct.pack("<Q", _QUIET_NAN | CODES[error])
    number: float = struct.unpack("<d", packed)[0]
    return number


def error_of(code: int) -> CellError:
    """The error value of a cell by Calc's number; its own errors (Err:504) are #VALUE!, as in a saved .xlsx."""
    return _ERRORS.get(code, CellError.VALUE)
