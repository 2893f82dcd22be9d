"""Weights within a band, worked by hand and by trying every corner."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psscore.functions.cells import number_in, number_out
from psscore.model.standard import Standard
from psscore.model.text import Text
from psscore.rulebook.catalogue import load_raw, load_standard
from psscore.rulebook.reference import parse_reference
from psscore.scoring.grade import grade
from psscore.sensitivity.outcome import Outcome, RowScore
from psscore.sensitivity.weights import WeightBand, weights_within

STANDARD = load_standard("public-service/2026?grades=fiscal_2020")
KINDS = Path(__file__).parents[1] / "data/kinds.toml"


def outcome(standard: Standard, shares: dict[str, Fraction], total: Fraction, said: str | None = None) -> Outcome:
    """Rows that earn the share of the branch they stand in."""
    rows = {}
    for item in standard.leaves:
        share = next((share for code, share in shares.items() if code in standard.path(item)), Fraction(0))
        rows[item.code] = RowScore(item.points * share)
    band = grade(standard, total)
    return Outcome(total, said or getattr(band, "grade", Text("", ""))("zh") or None, None, rows)


# 64 × 0.9 + 12 × 0.5 + 24 × 0.75 = 57.6 + 6 + 18
SHARES = {"A": Fraction("0.9"), "B": Fraction("0.5"), "C": Fraction("0.75")}
FOUND = weights_within(STANDARD, outcome(STANDARD, SHARES, Fraction("81.6")), Fraction(10), 1)


def test_each_weight_by_itself() -> None:
    assert isinstance(FOUND, WeightBand)
    shown = [(n.item.code, n.points, n.share, n.lowered.total, n.raised.total) for n in FOUND.nodes]
    assert shown == [
        # 0.9 × 57.6 + 24 = 75.84 of 93.6; 0.9 × 70.4 + 24 = 87.36 of 106.4
        ("A", 64, Fraction("0.9"), Fraction("81.03"), Fraction("82.11")),
        # 75.6 + 5.4 of 98.8; 75.6 + 6.6 of 101.2
        ("B", 12, Fraction("0.5"), Fraction("81.98"), Fraction("81.23")),
        # 63.6 + 16.2 of 97.6; 63.6 + 19.8 of 102.4
        ("C", 24, Fraction("0.75"), Fraction("81.76"), Fraction("81.45")),
    ]


def test_the_ends_of_the_band() -> None:
    assert isinstance(FOUND, WeightBand)
    # A up, B and C down: 63.36 + 5.4 + 16.2 of 70.4 + 10.8 + 21.6
    assert (FOUND.largest.total, FOUND.largest.raised) == (Fraction("82.65"), ("A",))
    # A down, B and C up: 51.84 + 6.6 + 19.8 of 57.6 + 13.2 + 26.4
    assert (FOUND.smallest.total, FOUND.smallest.raised) == (Fraction("80.49"), ("B", "C"))
    assert FOUND.smallest.grade == Text("良", "Good")


@given(
    st.lists(st.fractions(0, 1, max_denominator=50), min_size=3, max_size=3),
    st.fractions("1/10", "99", max_denominator=10),
)
def test_no_corner_of_the_band_lies_outside(shares: list[Fraction], percent: Fraction) -> None:
    points = [Fraction(64), Fraction(12), Fraction(24)]
    exact = sum((p * s for p, s in zip(points, shares, strict=True)), Fraction(0))
    total = number_in(number_out(exact))
    assert isinstance(total, Fraction)
    found = weights_within(STANDARD, outcome(STANDARD, dict(zip("ABC", shares, strict=True)), total), percent, 1)
    assert isinstance(found, WeightBand)
    band = percent / 100
    for corner in product((1 - band, Fraction(1), 1 + band), repeat=3):
        weights = [p * c for p, c in zip(points, corner, strict=True)]
        other = 100 * sum(w * s for w, s in zip(weights, shares, strict=True)) / sum(weights)
        assert found.smallest.total - Fraction("0.005") <= other <= found.largest.total + Fraction("0.005")


def test_level_two_covers_every_row() -> None:
    found = weights_within(STANDARD, outcome(STANDARD, SHARES, Fraction("81.6")), Fraction(10), 2)
    assert isinstance(found, WeightBand)
    assert [node.item.code for node in found.nodes] == [item.code for item in STANDARD.indicators if item.level == 2]
    assert sum(node.points for node in found.nodes) == 100
    assert isinstance(FOUND, WeightBand)
    # Weights of finer nodes reach at least as far.
    assert (found.smallest.total, found.largest.total) == (FOUND.smallest.total, FOUND.largest.total)


def test_excluded_rows_weigh_nothing() -> None:
    whole = outcome(STANDARD, SHARES, Fraction("81.6"))
    left = {c: RowScore(None, True) if "B" in STANDARD.path(STANDARD.by_code[c]) else r for c, r in whole.rows.items()}
    # 75.6 of 88, scaled to 100
    found = weights_within(STANDARD, Outcome(Fraction("85.91"), "良", None, left), Fraction(10), 1)
    assert isinstance(found, WeightBand)
    assert [(node.item.code, node.points) for node in found.nodes] == [("A", 64), ("C", 24)]
    # 63.36 + 18 of 94.4
    assert found.nodes[0].raised.total == Fraction("86.19")


@pytest.mark.parametrize(
    ("total", "rows", "why"),
    [
        (Fraction(50), None, "总分不是各项得分按标准的合计"),
        (None, None, "总分不是各项得分按标准的合计"),
        (Fraction("81.6"), "1", "尚缺 1 项得分：1"),
    ],
)
def test_totals_that_are_not_the_sum_are_left_alone(total: Fraction | None, rows: str | None, why: str) -> None:
    whole = outcome(STANDARD, SHARES, Fraction("81.6"))
    kept = {code: RowScore(None) if code == rows else row for code, row in whole.rows.items()}
    found = weights_within(STANDARD, Outcome(total, "良", None, kept), Fraction(10), 1)
    assert isinstance(found, Text)
    assert why in found.zh


def test_a_veto_leaves_grades_out() -> None:
    found = weights_within(STANDARD, outcome(STANDARD, SHARES, Fraction("81.6"), "差"), Fraction(10), 1)
    assert isinstance(found, WeightBand)
    assert {weighed.grade for weighed in (found.smallest, found.largest)} == {None}


def kinds() -> Standard:
    return load_raw(
        tomllib.loads(KINDS.read_text("utf-8")), "kinds.toml", parse_reference("kinds/2026?unit_group=street")
    )


def test_sub_tables_count_by_their_weight_and_products_are_no_sum() -> None:
    standard = kinds()
    rows = {item.code: RowScore(item.points / 2) for item in standard.leaves}
    # A is a product: 30 × 1/2 × 1/2; everything else earns half of its points.
    whole = Outcome(Fraction(50), None, None, rows)
    found = weights_within(standard, whole, Fraction(20), 1)
    assert isinstance(found, WeightBand), found
    assert [(node.item.code, node.points, node.share) for node in found.nodes][:3] == [
        ("A", 30, Fraction(1, 4)),
        ("B", 45, Fraction(1, 2)),
        ("C", 25, Fraction(1, 2)),
    ]
    # 6 + ... of 109; 9 + 42.5 of 121, scaled to 115
    assert found.nodes[0].lowered.total == round(Fraction(115) * (6 + Fraction(85, 2)) / 109, 3)
    refused = weights_within(standard, whole, Fraction(20), 2)
    assert isinstance(refused, Text)
    assert "相乘" in refused.zh
