"""PS_RANK."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm

from psscore.functions.called import Called, failed, withheld
from psscore.functions.cells import OMITTED, Argument, blank, number_in, text_in
from psscore.functions.quantities import column_of
from psscore.model.cell_error import CellError
from psscore.model.observation import Unobserved

_TIES = ("shared", "dense")


def ps_rank(score: Argument, scores: Argument, groups: Argument, ties: Argument) -> Called:
    """Place of a score, 1 the highest. Rows without a score are not ranked; equal scores share a place.

    `ties`: "shared" (1, 2, 2, 4; the default) or "dense" (1, 2, 2, 3). With `groups`, pass the whole column as `score`
    too: each row is ranked within its own group.
    """
    if isinstance(ties, list):
        return failed(CellError.VALUE, "并列规则须是一个单元格", "the tie rule must be one cell")
    rule = "shared" if ties is OMITTED or blank(ties) else text_in(ties)
    if rule not in _TIES:
        known = ", ".join(_TIES)
        return failed(
            CellError.VALUE, f"并列规则 {rule} 无效，可用：{known}", f"tie rule {rule} is unknown; use {known}"
        )
    field = column_of(scores)
    names = [""] * len(field) if groups is OMITTED else [text_in(cell) for cell in column_of(groups)]
    if len(names) != len(field):
        return failed(CellError.VALUE, "分组列与得分列的行数不一致", "groups and scores differ in length")
    ranked = _ranked(tuple(field), tuple(names), tuple(map(type, field)))
    if not isinstance(score, list):
        if groups is not OMITTED:
            return failed(
                CellError.VALUE,
                "分组排名须把整列得分作为第一个参数",
                "to rank within groups, pass the whole column as score",
            )
        return _place(score, ranked.get("", _NOBODY), rule)
    if len(column_of(score)) != len(field):
        return failed(CellError.VALUE, "得分列的行数不一致", "score and scores differ in length")
    places = [
        _place(cell, ranked.get(name, _NOBODY), rule).value for name, cell in zip(names, column_of(score), strict=True)
    ]
    width = len(score[0])
    return Called([places[start : start + width] for start in range(0, len(places), width)])


@dataclass(frozen=True, slots=True)
class _Places:
    """The place of each score of a group, shared and dense; scores as whole numbers of 1/`below`."""

    below: int
    found: Mapping[int, tuple[int, int]]

    def of(self, number: Fraction) -> tuple[int, int] | None:
        """The place of a score; None when it is not among them."""
        whole, rest = divmod(number.numerator * self.below, number.denominator)
        return None if rest else self.found.get(whole)


_NOBODY = _Places(1, {})


@lru_cache(maxsize=8)
def _ranked(field: tuple[Argument, ...], names: tuple[str, ...], _kinds: tuple[type, ...]) -> Mapping[str, _Places]:
    """The places of the scores of each group; one reading of a column serves all its rows."""
    ranked: dict[str, list[Fraction]] = defaultdict(list)
    for name, cell in zip(names, field, strict=True):
        number = number_in(cell)
        if isinstance(number, Fraction):
            ranked[name].append(number)
    return {name: _places(numbers) for name, numbers in ranked.items()}


def _places(numbers: Sequence[Fraction]) -> _Places:
    below = lcm(*(number.denominator for number in numbers))
    counts = Counter(number.numerator * (below // number.denominator) for number in numbers)
    found: dict[int, tuple[int, int]] = {}
    better = 0
    for dense, whole in enumerate(sorted(counts, reverse=True), 1):
        found[whole] = better + 1, dense
        better += counts[whole]
    return _Places(below, found)


def _place(cell: Argument, places: _Places, ties: str) -> Called:
    if isinstance(cell, CellError):
        return failed(cell, "没有得分，不参加排名", "no score: not ranked")
    number = number_in(cell)
    if isinstance(number, Unobserved):
        return withheld(number)
    place = places.of(number)
    if place is None:
        return failed(CellError.NOT_AVAILABLE, "该得分不在得分列中", "the score is not among the scores")
    shared, dense = place
    return Called(float(dense if ties == "dense" else shared))
