"""Scores to places, by a named tie rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from psscore.ranking.settings import Ties


@dataclass(frozen=True, slots=True)
class Place:
    """`place` by the tie rule, 1 the highest score; `order` without gaps or ties; `sharers`: how many are equal."""

    place: int
    order: int
    sharers: int


def places(scores: Sequence[Fraction], ties: Ties, volumes: Sequence[Fraction | None] | None = None) -> list[Place]:
    """The place of each score among all; of equal ones the earlier in the sequence is printed first.

    With `Ties.VOLUME` every volume must be known.
    """
    deciding: list[tuple[Fraction, Fraction]] = [(score, Fraction(0)) for score in scores]
    if ties is Ties.VOLUME:
        known = [volume for volume in volumes or () if volume is not None]
        if len(known) != len(scores):
            raise ValueError("a volume is missing")
        deciding = list(zip(scores, known, strict=True))
    alike = Counter(deciding)
    order = sorted(range(len(scores)), key=lambda at: (-deciding[at][0], -deciding[at][1], at))
    found: dict[int, Place] = {}
    place = 0
    for number, at in enumerate(order, 1):
        begins = number == 1 or deciding[order[number - 2]] != deciding[at]
        if ties is Ties.PRINTED:
            place = number
        elif begins:
            place = place + 1 if ties is Ties.DENSE else number
        found[at] = Place(place, number, alike[deciding[at]])
    return [found[at] for at in range(len(scores))]
