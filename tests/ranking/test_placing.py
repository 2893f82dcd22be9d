"""Tie rules, row by row."""

from fractions import Fraction

import pytest

from psscore.ranking.placing import places
from psscore.ranking.settings import Ties

THIRD = Fraction(1, 3)

ROWS = (
    (Ties.SHARED, (9, 8, 8, 7), None, [1, 2, 2, 4], [1, 2, 2, 1], "the place after a tie stays empty"),
    (Ties.DENSE, (9, 8, 8, 7), None, [1, 2, 2, 3], [1, 2, 2, 1], "no place stays empty"),
    (Ties.PRINTED, (9, 8, 8, 7), None, [1, 2, 3, 4], [1, 2, 2, 1], "numbered as they are printed"),
    (Ties.VOLUME, (9, 8, 8, 7), (1, 5, 6, 1), [1, 3, 2, 4], [1, 1, 1, 1], "more cases come first"),
    (Ties.VOLUME, (8, 8, 8, 7), (5, 6, 5, 99), [2, 1, 2, 4], [2, 1, 2, 1], "equal in both: shared"),
    (Ties.SHARED, (5, 5, 5), None, [1, 1, 1], [3, 3, 3], "all tied"),
    (Ties.PRINTED, (5, 5, 5), None, [1, 2, 3], [3, 3, 3], "all tied, printed"),
    (Ties.SHARED, (-2, 0, -1), None, [3, 1, 2], [1, 1, 1], "below zero is lower"),
    (Ties.SHARED, (THIRD, Fraction("0.3333333333333333"), THIRD), None, [1, 3, 1], [2, 1, 2], "exact, not as floats"),
    (Ties.DENSE, (), None, [], [], "nobody"),
    (Ties.DENSE, (1,), None, [1], [1], "alone"),
)


@pytest.mark.parametrize(("ties", "scores", "volumes", "wanted", "sharers", "why"), ROWS, ids=[row[-1] for row in ROWS])
def test_places(
    ties: Ties,
    scores: tuple[int, ...],
    volumes: tuple[int, ...] | None,
    wanted: list[int],
    sharers: list[int],
    why: str,
) -> None:
    cases = None if volumes is None else [Fraction(volume) for volume in volumes]
    found = places([Fraction(score) for score in scores], ties, cases)
    assert [one.place for one in found] == wanted, why
    assert [one.sharers for one in found] == sharers, why
    assert sorted(one.order for one in found) == list(range(1, len(scores) + 1)), why


def test_a_missing_volume_breaks_no_tie() -> None:
    with pytest.raises(ValueError, match="volume"):
        places([Fraction(1), Fraction(1)], Ties.VOLUME, [Fraction(1), None])
