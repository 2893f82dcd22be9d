"""How and where numbers are rounded: part of a standard, never a habit of the code."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class RoundingMode(enum.Enum):
    """Which neighbour a number goes to."""

    HALF_UP = "half_up"
    TRUNCATE = "truncate"


class Stage(enum.Enum):
    """Where rounding happens."""

    ITEM = "item"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Rounding:
    """`places` decimals, by `mode`, at `stage`."""

    places: int
    mode: RoundingMode
    stage: Stage
