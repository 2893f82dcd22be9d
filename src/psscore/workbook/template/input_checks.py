"""Conditions on cells that people fill in, in the functions that the headless engine is quick at."""

from __future__ import annotations

from collections.abc import Iterable


def any_fraction(*cells: str) -> str:
    """One of the numbers is not whole; blank cells are 0. Cells are not compared: that is made digit by digit."""
    return f"SUM({','.join(f'ABS({cell}-ROUND({cell},0))' for cell in cells)})>0"


def exceed(parts: Iterable[str], whole: str) -> str:
    """The whole numbers add up to more than another; told by their sum, for the same reason."""
    return f"SUM({','.join(parts)},-{whole})>0"


def all_blank(*cells: str) -> str:
    """Nothing is typed into any of the cells: what COUNTA counts, at a tenth of its time."""
    return f"AND({','.join(f'ISBLANK({cell})' for cell in cells)})"


def any_but_numbers(*cells: str) -> str:
    """One of the cells holds a text, a logical value or an error."""
    sound = ",".join(f"OR(ISBLANK({cell}),ISNUMBER({cell}))" for cell in cells)
    return f"IF(AND({sound}),FALSE,TRUE)"


def none_of(cell: str, values: Iterable[str]) -> str:
    """The cell is none of these texts."""
    found = ",".join(f'{cell}="{value}"' for value in values)
    return f"IF(IFERROR(OR({found}),FALSE),FALSE,TRUE)"
