"""What must hold for every input, not only for the cases somebody thought of."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from psscore.functions import PS_SCORE, PS_SUBTOTAL, PS_TOTAL
from psscore.functions.call import OMITTED, call
from psscore.functions.columns import score_column
from psscore.model.cell_error import CellError
from psscore.model.rules import Exceeded, Operator, Reverse, Target
from psscore.rulebook import load_standard
from psscore.scoring import target
from psscore.scoring.printed import Printed, read_printed

LEAVES = load_standard().leaves
RATES = [leaf.code for leaf in LEAVES if leaf.code not in {"33", "34", "35", "36", "45"}]
READINGS = st.builds(
    "public-service/2026?step={}&rounding={}&rate_rounding={}&no_cases=zero".format,
    st.sampled_from(["proportional", "whole", "ceil"]),
    st.sampled_from(["half_up", "truncate"]),
    st.sampled_from(["exact", "percent_0", "percent_2"]),
)
counts = st.integers(0, 10**6)
cells = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 10**6), st.floats(), st.text(max_size=8), st.sampled_from(list(CellError))
)


@given(st.sampled_from([leaf.code for leaf in LEAVES]), cells, cells, READINGS)
def test_a_score_lies_within_its_points_or_is_an_error(code: str, value: object, base: object, ref: str) -> None:
    score = call("PS_SCORE", code, value, base, ref).value
    points = float(load_standard().by_code[code].points)
    assert isinstance(score, CellError) or 0 <= score <= points


@given(st.sampled_from(RATES), counts, counts, counts, READINGS)
def test_more_resolved_never_scores_less(code: str, first: int, second: int, more: int, ref: str) -> None:
    low, high = sorted((first, second))
    whole = high + more + 1
    assert PS_SCORE(code, low, whole, ref) <= PS_SCORE(code, high, whole, ref)


@given(st.sampled_from(["33", "34", "35", "36"]), counts, counts)
def test_more_work_never_scores_less(code: str, first: int, second: int) -> None:
    low, high = sorted((first, second))
    assert PS_SCORE(code, low) <= PS_SCORE(code, high)


@given(st.lists(st.tuples(st.sampled_from([*RATES, "33", "99", None, 1, 2.5]), cells, cells), max_size=30), READINGS)
def test_a_column_is_its_rows(rows: list[tuple[object, object, object]], ref: str) -> None:
    codes, values, bases = ([row[index] for row in rows] for index in range(3))
    assert score_column(codes, values, bases, ref) == [call("PS_SCORE", *row, ref).value for row in rows]


@given(st.lists(st.tuples(st.sampled_from(RATES), counts, counts), min_size=1, max_size=40))
def test_the_fast_column_equals_its_slow_twin(rows: list[tuple[str, int, int]]) -> None:
    for ref in ("public-service/2026?no_cases=full", "public-service/2026?rounding=truncate"):
        fast = score_column([c for c, _, _ in rows], [v for _, v, _ in rows], [float(b) for _, _, b in rows], ref)
        assert fast == [call("PS_SCORE", *row, ref).value for row in rows]


@settings(max_examples=40)
@given(st.lists(st.integers(0, 200), min_size=47, max_size=47), st.randoms(use_true_random=False))
def test_total_is_the_sum_of_its_branches_in_any_order(shares: list[int], random: object) -> None:
    codes = [leaf.code for leaf in LEAVES]
    scores = [
        float(leaf.points * share / 200 // Fraction(1, 100) / 100) for leaf, share in zip(LEAVES, shares, strict=True)
    ]
    total = PS_TOTAL(codes, scores)
    branches = [Fraction(str(PS_SUBTOTAL(node, codes, scores))) for node in ("A", "B", "C")]
    assert sum(branches) == Fraction(str(total))
    level_2 = [item.code for item in load_standard().indicators if item.level == 2]
    assert sum(Fraction(str(PS_SUBTOTAL(node, codes, scores))) for node in level_2) == Fraction(str(total))
    order = list(range(47))
    random.shuffle(order)  # type: ignore[attr-defined]
    assert PS_TOTAL([codes[i] for i in order], [scores[i] for i in order]) == total


@given(
    st.sampled_from(list(Operator)),
    st.fractions(0, 1000),
    st.fractions(0, 1000),
    st.sampled_from(list(Reverse)),
    st.sampled_from(list(Exceeded)),
    st.sampled_from([None, Fraction(3, 5)]),
)
def test_a_target_earns_a_share_and_all_of_it_when_met(
    operator: Operator, aim: Fraction, done: Fraction, reverse: Reverse, exceeded: Exceeded, gate: Fraction | None
) -> None:
    share = target.attainment(Target(reverse, exceeded, gate), operator, aim, done)
    assert isinstance(share, Fraction)
    assert 0 <= share <= 1
    assert not operator.holds(done, aim) or share == 1


@given(
    st.sampled_from(list(Operator)), st.decimals(-(10**6), 10**6, places=2), st.sampled_from(["", "人", "万元", "%"])
)
def test_printed_numbers_are_read_back(operator: Operator, number: object, unit: str) -> None:
    read = read_printed(f"{operator.value}{number}({unit})" if unit else f"{operator.value} {number}")
    assert read == Printed(operator, Fraction(str(number)), unit)


def test_omitted_is_not_blank() -> None:
    assert call("PS_SCORE", "1", 0.93, OMITTED).value == 0.6
    assert call("PS_SCORE", "1", 0.93, None).value is CellError.NOT_AVAILABLE
