"""The error values a cell can hold."""

from __future__ import annotations

import enum


class CellError(enum.Enum):
    """An Excel error value; its text is what a cell shows."""

    NULL = "#NULL!"
    DIV0 = "#DIV/0!"
    VALUE = "#VALUE!"
    REF = "#REF!"
    NAME = "#NAME?"
    NUM = "#NUM!"
    NOT_AVAILABLE = "#N/A"

    # There is one of each; enum would hash its name, in Python.
    __hash__ = object.__hash__

    def __str__(self) -> str:
        return self.value
