"""Satisfaction of sound counts, pooled by whole numbers, is what the exact fractions give."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from psscore.functions.call import call

GROUP = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
SHARES = {"with_basically": Fraction(1), "satisfied": Fraction(0), "weighted_basically": Fraction(9, 10)}


@given(st.lists(GROUP, min_size=1, max_size=6), st.sampled_from(sorted(SHARES)))
def test_the_float_nearest_to_the_exact_rate(groups: list[tuple[int, int, int]], reading: str) -> None:
    rows = [(float(a), float(b), float(a + b + more)) for a, b, more in groups]
    items, happy, fairly, asked = [["36"]] * len(rows), *([[row[at]] for row in rows] for at in range(3))
    blank = [[None]] * len(rows)
    reference = f"public-service/2026?satisfied={reading}"
    found = call("PS_SATISFACTION", "36", items, happy, fairly, asked, blank, reference)
    total = sum(Fraction(row[2]) for row in rows)
    if not total:
        assert found.reason is not None
        return
    exact = sum(Fraction(row[0]) + SHARES[reading] * Fraction(row[1]) for row in rows) / total
    assert found.value == exact.numerator / exact.denominator
