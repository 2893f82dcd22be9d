"""Conditions on cells that people fill in, in the functions that the headless engine is quick at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def any_fraction(*cells: str) -> str:
    """One of the numbers is not whole; blank cells are 0. Cells are not compared: that is made digit by digit."""
    return f"SUM({','.join(f'ABS({cell}-ROUND({cell},0))' for cell in cells)})>0"


def exceed(parts: Iterable[str], whole: str) -> str:
    """The whole numbers add up to more than another; told by their sum, for the same reason."""
    return f"SUM({','.join(parts)},-{whole})>0"


def any_negative(*cells: str) -> str:
    """One of the numbers is below 0; blank cells are 0."""
    return _any([f"{cell}<0" for cell in cells])


def all_blank(*cells: str) -> str:
    """Nothing is typed into any of the cells: what COUNTA counts, at a twentieth of its time."""
    *others, last = [f"ISBLANK({cell})" for cell in cells]
    return "".join(f"IF({blank}," for blank in others) + last + ",FALSE)" * len(others)


def any_but_numbers(*cells: str) -> str:
    """One of the cells holds a text, a logical value or an error."""
    return _any([f"IF(ISBLANK({cell}),FALSE,IF(ISNUMBER({cell}),FALSE,TRUE))" for cell in cells])


def none_of(cell: str, values: Iterable[str]) -> str:
    """The cell is none of these texts."""
    found = ",".join(f'{cell}="{value}"' for value in values)
    return f"IF(IFERROR(OR({found}),FALSE),FALSE,TRUE)"


def _any(conditions: Sequence[str]) -> str:
    """One of the conditions holds; an OR takes longer than all of them one after another."""
    *others, last = conditions
    return "".join(f"IF({condition},TRUE," for condition in others) + last + ")" * len(others)
