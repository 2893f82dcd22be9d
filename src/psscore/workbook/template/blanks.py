"""Cells handed to the functions so that every program hands over the same.

LibreOffice Calc gives 0 for a blank cell and does not ask a function about an error value; an empty text is one in
every program. `IF` gives the reference itself, so that functions in Excel still see the cell and refuse a typed date.
"""

from __future__ import annotations


def or_blank(cell: str) -> str:
    """The cell, or an empty text when it is blank."""
    return f'IF({cell}="","",{cell})'


def or_missing(cell: str) -> str:
    """The result in a cell, or an empty text while it is #N/A for want of data."""
    return f'IF(ISNA({cell}),"",{cell})'
