"""What every sheet needs of a ranking: its rows, the columns of the tree, how far formulas may be trusted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from psscore.model.rounding import RoundingMode, Stage
from psscore.model.standard import Indicator, Standard
from psscore.ranking.result import Ranking, Standing
from psscore.ranking.settings import Basis
from psscore.scoring.aggregate import EXCLUDED
from psscore.scoring.rounding import rounded

_DIGITS = (10, 9, 11, 8, 12)
_NEAR = Fraction(1, 1000)


@dataclass(frozen=True, slots=True)
class Row:
    """A ranked unit, its serial number (1 the first row of every sheet) and the number of its group."""

    serial: int
    group: int
    standing: Standing


class Facts:
    """A ranking as the sheets see it.

    `digits`: the decimals to which formulas restore their sums before places are compared; None where no number of
    decimals keeps the exact order, and totals are then written as values.
    """

    def __init__(self, ranking: Ranking) -> None:
        self.ranking = ranking
        self.standard = ranking.standard
        self.settings = ranking.settings
        self.rows = list(_rows(ranking))
        self.leaves = list(_leaves(self.standard))
        self.nodes = [item for item in _walk(self.standard) if self._inner(item)]
        self.grouped = len(ranking.groups) > 1 or any(group.name for group in ranking.groups)
        self.excluding = any(score is EXCLUDED for row in self.rows for score in row.standing.scores.values())
        self.digits = next((digits for digits in _DIGITS if self._keeps_order(digits)), None)
        exact = self.settings.basis is Basis.EXACT
        self.shows_exact = exact and any(row.standing.exact != row.standing.total for row in self.rows)
        self.shows_score = (
            exact and self.settings.changed and any(row.standing.score != row.standing.shown for row in self.rows)
        )
        self.by_volume = any(row.standing.volume is not None for row in self.rows)
        self.graded = any(row.standing.grade for row in self.rows)
        wanted = self.standard.ranking
        self.first, self.last = (wanted.first, wanted.last) if wanted else (10, 10)

    @property
    def places(self) -> int:
        """The decimals of a total."""
        return self.standard.rounding.places

    @property
    def item_places(self) -> int:
        """The decimals of points that are not a total."""
        keep = self.standard.rounding
        return keep.places if keep.stage is Stage.ITEM and not self.standard.weighted else max(4, keep.places)

    def known(self, number: Fraction) -> Fraction:
        """An exact number as a formula gives it."""
        return number if self.digits is None else rounded(number, self.digits, RoundingMode.HALF_UP)

    def round_formula(self, expression: str) -> str:
        """The declared rounding as a formula."""
        function = "ROUND" if self.standard.rounding.mode is RoundingMode.HALF_UP else "ROUNDDOWN"
        return f"{function}({expression},{self.places})"

    def leaves_of(self, node: Indicator) -> tuple[int, int]:
        """The first and the last column, from 0, of the indicators of a branch: they lie side by side."""
        codes = {item.code for item in self.standard.under(node.code)}
        at = [place for place, item in enumerate(self.leaves) if item.code in codes]
        return at[0], at[-1]

    def ends(self, size: int) -> tuple[int, int]:
        """How many first and last units of a group are shown: nobody twice."""
        first = min(self.first, size)
        return first, min(self.last, size - first)

    def _inner(self, item: Indicator) -> bool:
        return item.scoring is None and bool(self.standard.under(item.code))

    def _keeps_order(self, digits: int) -> bool:
        keep = self.standard.rounding
        for group in self.ranking.groups:
            scores = {one.score for one in group.standings}
            if len({rounded(score, digits, RoundingMode.HALF_UP) for score in scores}) != len(scores):
                return False
        for row in self.rows:
            one = row.standing
            if any(_near_a_tie(number, digits) for number in (one.exact, one.score)):
                return False
            again = rounded(rounded(one.exact, digits, RoundingMode.HALF_UP), keep.places, keep.mode)
            if again != one.total and one.total != one.exact:
                return False
        return True


def _near_a_tie(number: Fraction, digits: int) -> bool:
    """Whether the noise of binary sums could decide how a number is rounded."""
    rest = abs(number) * 10**digits % 1
    return bool(abs(rest - Fraction(1, 2)) < _NEAR)


def _rows(ranking: Ranking) -> Iterator[Row]:
    serial = 0
    for number, group in enumerate(ranking.groups, 1):
        for standing in group.standings:
            serial += 1
            yield Row(serial, number, standing)


def _walk(standard: Standard, parent: str = "") -> Iterator[Indicator]:
    for item in standard.tree.get(parent, ()):
        yield item
        yield from _walk(standard, item.code)


def _leaves(standard: Standard) -> Iterator[Indicator]:
    return (item for item in _walk(standard) if item.scoring is not None)


def level_one(facts: Facts) -> Sequence[Indicator]:
    """The branches of the first level."""
    return [item for item in facts.nodes if not item.parent]
