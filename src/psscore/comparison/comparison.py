"""What differs between two evaluations."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from psscore.comparison.rows import Row
from psscore.comparison.rules import Notice, ReadingDifference
from psscore.model.text import Text
from psscore.results import Evaluation
from psscore.scoring.numbers import exact_sum


@dataclass(frozen=True, slots=True)
class Node:
    """The subtotals of a branch of the indicator tree; None while withheld, or where one side does not have it."""

    code: str
    level: int
    name: Text
    points: Fraction
    base: Fraction | None
    other: Fraction | None

    @property
    def difference(self) -> Fraction | None:
        return None if self.base is None or self.other is None else self.other - self.base


@dataclass(frozen=True, slots=True)
class Bridge:
    """What lies between the sum of the rows and the total on each side; `code` is a key of `counted.BRIDGES`."""

    code: str
    base: Fraction
    other: Fraction

    @property
    def difference(self) -> Fraction:
        return self.other - self.base


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the difference of the totals: a branch, or a bridge."""

    code: str
    name: Text
    difference: Fraction


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two evaluations and everything that differs. With two totals, `steps` add up to `difference` exactly.

    `notices` say what to know first, the rules that differ before all.
    """

    base: Evaluation
    other: Evaluation
    notices: tuple[Notice, ...]
    readings: tuple[ReadingDifference, ...]
    rows: tuple[Row, ...]
    nodes: tuple[Node, ...]
    bridges: tuple[Bridge, ...]
    steps: tuple[Step, ...]

    @property
    def name(self) -> str:
        """The unit, or the file where the cover does not say."""
        return self.base.name if self.base.unit or not self.other.unit else self.other.unit

    @property
    def difference(self) -> Fraction | None:
        """Points the other total lies above the base; None while one of them is withheld."""
        if self.base.total is None or self.other.total is None:
            return None
        return self.other.total - self.base.total

    @property
    def changed(self) -> tuple[Row, ...]:
        """The rows with anything new, the largest difference first; those without a number before all."""
        found = [row for row in self.rows if row.differs]
        return tuple(sorted(found, key=lambda row: (row.difference is not None, -abs(row.difference or 0))))

    @property
    def by_rules(self) -> Fraction | None:
        """The sum of what other rules or readings make, over the rows of both; None when a row leaves it open."""
        parts = [row.by_rules for row in self.rows if row.base is not None and row.other is not None]
        known = [part for part in parts if part is not None]
        return exact_sum(known) if len(known) == len(parts) and known else None
