"""What a call gives back: the value for the cell, the sentence behind an error, and the details behind a score."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NamedTuple, Protocol

from psscore.functions.cells import error_of
from psscore.model.cell_error import CellError
from psscore.model.observation import Unobserved
from psscore.model.scorecard import Refused
from psscore.model.text import Text


class Called(NamedTuple):
    """The outcome of one call; `reason` is set when the value is an error, `detail` when a score was made."""

    value: Any
    reason: Text | None = None
    detail: Detail | None = None


class Detail(Protocol):
    """Details behind a call: one row per score."""

    def rows(self) -> Iterator[ScoreRow]:
        """The scores made, in the order of the cells."""


class ScoreRow(NamedTuple):
    """One score as a receipt lists it; `score` None when withheld, and then `explanation` says why.

    `hole`: the kind of hole (a value of `Hole`), "excluded" when the row leaves the total, "" with a score.
    """

    reference: str
    indicator: str
    value: Fraction | None
    base: Fraction | None
    score: Fraction | None
    points: Fraction | None
    explanation: Text
    hole: str


def failed(error: CellError, zh: str, en: str) -> Called:
    """An error value with its sentence."""
    return Called(error, Text(zh, en))


def withheld(hole: Unobserved | Refused) -> Called:
    """The error value a hole stands for."""
    return Called(error_of(hole.hole), hole.reason)
