"""The short ways give what the exact ones give: rules in whole numbers, totals in whole numbers."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psscore.functions.call import OMITTED, call
from psscore.functions.cells import error_of
from psscore.functions.columns import score_column
from psscore.functions.totals import _item_scores, _noise_places
from psscore.functions.whole_numbers import short_way
from psscore.functions.whole_totals import whole_total
from psscore.model.cell_error import CellError
from psscore.model.scorecard import Total
from psscore.rulebook import load_standard
from psscore.scoring import aggregate

STANDARD = load_standard()
CODES = [leaf.code for leaf in STANDARD.leaves]
FULL = [float(leaf.points) for leaf in STANDARD.leaves]
counts = st.one_of(st.integers(0, 10**4), st.sampled_from([9, 10, 11, 29, 30, 49, 50, 999, 1000, 2000, 3000, 1.5, -1]))
READINGS = (
    "public-service/2026",
    "public-service/2026?rounding=truncate",
    "public-service/2026?step=whole",
    "public-service/2026?step=ceil",
    "public-service/2026?no_cases=zero",
)


@given(st.lists(st.tuples(st.sampled_from(["1", "33", "34", "35", "36", "45"]), counts, counts), max_size=30))
def test_rules_in_whole_numbers_equal_their_exact_twins(rows: list[tuple[str, Any, Any]]) -> None:
    rows += [(code, value, None) for code, value, _ in rows] + [(code, value, OMITTED) for code, value, _ in rows]
    for reference in READINGS:
        column = score_column([row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows], reference)
        assert column == [call("PS_SCORE", *row, reference).value for row in rows]


def test_the_short_ways_are_taken() -> None:
    taken = {item.code for item in STANDARD.leaves if short_way(STANDARD, item) is not None}
    assert taken == set(CODES)
    for code, value, base in (("1", 9, 10), ("33", 1000, None), ("45", 90, 100)):
        short = short_way(STANDARD, STANDARD.by_code[code])
        assert short is not None
        assert short(value, base) == call("PS_SCORE", code, value, base).value


@pytest.mark.parametrize("code", ["1", "33", "45"])
@pytest.mark.parametrize("cell", [True, "5", None, math.nan, math.inf, -1, 0.5, 10**16, CellError.NOT_AVAILABLE, [1]])
def test_what_is_no_plain_count_is_left_to_the_exact_way(code: str, cell: Any) -> None:
    short = short_way(STANDARD, STANDARD.by_code[code])
    assert short is not None
    assert short(cell, None if code == "33" else 100) is None


def exact(codes: list[Any], cells: list[Any], reference: str, node: str | None = None) -> float | None:
    standard = load_standard(reference)
    found = _item_scores(reference, codes, cells)
    if not isinstance(found, dict):
        return None
    made = aggregate.total(standard, found, node, noise_places=_noise_places(standard))
    return made.score.numerator / made.score.denominator if isinstance(made, Total) else None


@given(st.lists(st.integers(0, 100), min_size=47, max_size=47), st.randoms(use_true_random=False))
def test_totals_in_whole_numbers_equal_the_exact_ones(shares: list[int], random: Any) -> None:
    rows = [(code, round(top * share) / 100) for code, top, share in zip(CODES, FULL, shares, strict=True)]
    random.shuffle(rows)
    codes, cells = [row[0] for row in rows], [row[1] for row in rows]
    quick = whole_total(STANDARD, codes, cells)
    assert quick is not None
    assert quick == exact(codes, cells, STANDARD.reference)
    assert quick == call("PS_TOTAL", [[code] for code in codes], [[cell] for cell in cells]).value


BRANCHES = [item.code for item in STANDARD.indicators if item.scoring is None]


@pytest.mark.parametrize("node", [*BRANCHES, "7"])
@given(st.lists(st.integers(0, 100), min_size=47, max_size=47), st.randoms(use_true_random=False))
@settings(max_examples=20)
def test_subtotals_in_whole_numbers_equal_the_exact_ones(node: str, shares: list[int], random: Any) -> None:
    rows = [(code, round(top * share) / 100) for code, top, share in zip(CODES, FULL, shares, strict=True)]
    random.shuffle(rows)
    codes, cells = [row[0] for row in rows], [row[1] for row in rows]
    quick = whole_total(STANDARD, codes, cells, node)
    assert quick is not None
    assert quick == exact(codes, cells, STANDARD.reference, node)
    assert quick == call("PS_SUBTOTAL", node, [[code] for code in codes], [[cell] for cell in cells]).value


@pytest.mark.parametrize("node", ["A", "A1"])
def test_a_branch_asks_for_its_own_rows(node: str) -> None:
    inside = [code in {item.code for item in STANDARD.under(node)} for code in CODES]
    outside = [0.0 if known else 99.0 for known in inside]
    assert whole_total(STANDARD, CODES, outside, node) == 0.0, "what lies outside is another branch's fault"
    assert whole_total(STANDARD, CODES, [99.0 if known else 0.0 for known in inside], node) is None
    for hole in (None, CellError.NOT_AVAILABLE, CellError.NULL, CellError.VALUE):
        cells = [0.5 if known else hole for known in inside]
        assert whole_total(STANDARD, CODES, cells, node) == exact(CODES, cells, STANDARD.reference, node) is not None
        assert whole_total(STANDARD, CODES, [hole if known else 0.5 for known in inside], node) is None
    for fault in ("", "1", True, math.nan, math.inf, -math.inf):
        cells = [0.5 if known else fault for known in inside]
        assert whole_total(STANDARD, CODES, cells, node) is None, "an error wherever it stands"


@pytest.mark.parametrize(
    ("codes", "cells", "why"),
    [
        (CODES, [True, *FULL[1:]], "TRUE is not 1"),
        (CODES, [None, *FULL[1:]], "a blank"),
        (CODES, [CellError.NULL, *FULL[1:]], "a row left out"),
        (CODES, ["1", *FULL[1:]], "text"),
        (CODES, [math.nan, *FULL[1:]], "no number"),
        (CODES, [math.inf, *FULL[1:]], "no end"),
        (CODES, [2.01, *FULL[1:]], "above the points"),
        (CODES, [-0.01, *FULL[1:]], "below 0"),
        (CODES, [0.1 + 0.2, *FULL[1:]], "not rounded as scores are"),
        (CODES, [1.005, *FULL[1:]], "a decimal too many"),
        (CODES[1:], FULL[1:], "a row too few"),
        ([CODES[1], *CODES[1:]], FULL, "a row twice"),
        ([1.0, *CODES[1:]], FULL, "a code as a number"),
        ([[1], *CODES[1:]], FULL, "no code"),
        (CODES, FULL[1:], "columns of two lengths"),
    ],
)
def test_anything_out_of_the_ordinary_is_left_to_the_exact_way(codes: list[Any], cells: list[Any], why: str) -> None:
    assert whole_total(STANDARD, codes, cells) is None, why


@pytest.mark.parametrize(
    "name", ["hotline-index/10-40-50", "public-service-points/2023", "project-self-evaluation/2020"]
)
def test_other_ways_of_adding_up_have_no_short_way(name: str) -> None:
    standard = load_standard(name)
    assert whole_total(standard, [leaf.code for leaf in standard.leaves], [1.0] * len(standard.leaves)) is None


def test_a_whole_number_beyond_all_floats_in_another_branch() -> None:
    huge = [[10**400 if code == CODES[-1] else full] for code, full in zip(CODES, FULL, strict=True)]
    assert call("PS_SUBTOTAL", "A2", [[code] for code in CODES], huge).value == 8.0


CELLS = st.sampled_from([None, CellError.NOT_AVAILABLE, CellError.NUM, CellError.NULL, 0.5, 1, 0.333, 99.0])


@given(st.lists(CELLS, min_size=47, max_size=47), st.sampled_from(["", *BRANCHES]))
@settings(max_examples=200)
def test_what_is_missing_is_told_as_by_the_exact_way(cells: list[Any], node: str) -> None:
    scores = _item_scores(STANDARD.reference, CODES, cells)
    assert isinstance(scores, dict)
    exactly = aggregate.total(STANDARD, scores, node or None, noise_places=_noise_places(STANDARD))
    columns = [[code] for code in CODES], [[cell] for cell in cells]
    found = call("PS_SUBTOTAL", node, *columns) if node else call("PS_TOTAL", *columns)
    if isinstance(exactly, Total):
        assert found.value == exactly.score.numerator / exactly.score.denominator
    else:
        assert (found.value, found.reason) == (error_of(exactly.hole), exactly.reason)
