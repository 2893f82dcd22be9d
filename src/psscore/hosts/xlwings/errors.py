"""Excel's error values on their way through COM: whole numbers coming in, marked texts going out."""

from __future__ import annotations

from psscore.model.cell_error import CellError

NUMBERS = {
    CellError.NULL: 2000,
    CellError.DIV0: 2007,
    CellError.VALUE: 2015,
    CellError.REF: 2023,
    CellError.NAME: 2029,
    CellError.NUM: 2036,
    CellError.NOT_AVAILABLE: 2042,
}
"""The numbers of XlCVError, which VBA's CVErr takes."""

MARK = "\x01PS!"
"""Starts a text that the VBA side turns into an error value: COM cannot carry one out of Python."""

OMITTED_CODE = -2147352572
"""How COM says that an argument was left out (DISP_E_PARAMNOTFOUND)."""

# Error values newer than the seven, which other programs and older functions take for #VALUE!.
_NEWER = {
    2043: "#GETTING_DATA",
    2045: "#SPILL!",
    2046: "#CONNECT!",
    2047: "#BLOCKED!",
    2048: "#UNKNOWN!",
    2049: "#FIELD!",
    2050: "#CALC!",
}
_KNOWN = {number: error for error, number in NUMBERS.items()}
# A COM error code: bit 31 set, facility 10, the number in the low half.
_FACILITY = -0x7FF60000
_CODES = range(-0x80000000, -2_000_000_000)


def error_text(error: CellError) -> str:
    """The text that stands for an error value, such as `\\x01PS!2042` for #N/A."""
    return f"{MARK}{NUMBERS[error]}"


def error_in(code: int) -> tuple[CellError, str] | None:
    """The error a whole number from COM means, and its name when it is none of the seven; None for a real number.

    Cells never hold whole numbers on this way, their numbers are floats. VBA code may pass one of its own, but no count
    lies below minus two thousand million.
    """
    if code not in _CODES:
        return None
    number = code - _FACILITY
    if number in _KNOWN:
        return _KNOWN[number], ""
    return CellError.VALUE, _NEWER.get(number, f"#{code}")
