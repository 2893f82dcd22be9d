"""Conditions on counts, which are whole numbers."""

from __future__ import annotations


def any_fraction(*cells: str) -> str:
    """A condition that holds when one of the numbers is not whole; blank cells are 0.

    Written without comparisons of cells, which the headless engine makes digit by digit in Python.
    """
    return f"SUM({','.join(f'ABS({cell}-ROUND({cell},0))' for cell in cells)})>0"
