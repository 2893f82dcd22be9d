"""Totals of trees: sub-tables with a weight, products, caps, differing indicators, vetoes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from psscore.model.rules import Linear
from psscore.model.scorecard import Refused, Total
from psscore.model.standard import GradeBand, Standard
from psscore.scoring.aggregate import EXCLUDED, ItemScore, total
from psscore.scoring.grade import grade

Kinds = Callable[..., Standard]


def scores(standard: Standard, **changed: ItemScore) -> dict[str, ItemScore]:
    """Full points everywhere but where something else is given, as `i1=…`."""
    full: dict[str, ItemScore] = {item.code: item.points for item in standard.leaves}
    return full | {code.removeprefix("i"): score for code, score in changed.items()}


def earned(standard: Standard, given: dict[str, ItemScore], node: str | None = None) -> Fraction:
    found = total(standard, given, node)
    assert isinstance(found, Total)
    return found.score


def test_a_total_above_its_cap_is_capped(kinds: Kinds) -> None:
    standard = kinds("unit_group=street")
    assert earned(standard, scores(standard)) == 110
    assert earned(standard, scores(standard, i13=Fraction(0))) == 110
    assert earned(standard, scores(standard, i13=Fraction(0), i3=Fraction(9))) == 109


def test_a_product_of_shares_counts_with_its_weight(kinds: Kinds) -> None:
    standard = kinds("unit_group=street")
    given = scores(standard, i1=Fraction(95), i2=Fraction(95))
    assert earned(standard, given, "A") == Fraction("27.075")


def test_a_sub_table_counts_with_its_weight(kinds: Kinds) -> None:
    standard = kinds("unit_group=street")
    given = scores(standard, i8=Fraction("6.5"), i10=Fraction("19.999"))
    # 50 less 3.5 and 0.001, times 25 / 50: only the total is rounded to three decimals.
    assert earned(standard, given, "C") == Fraction("23.2495")
    assert earned(standard, given | {"13": Fraction(0), "3": Fraction(0)}) == Fraction("98.25")


def test_a_product_cannot_do_without_a_part(kinds: Kinds) -> None:
    standard = kinds("unit_group=street")
    found = total(standard, scores(standard, i2=EXCLUDED))
    assert isinstance(found, Refused)
    assert "A" in found.reason.zh
    assert "相乘" in found.reason.zh


def test_a_row_left_out_of_a_sub_table_scales_the_total(kinds: Kinds) -> None:
    standard = kinds("unit_group=street")
    given = scores(standard, i9=EXCLUDED, i8=Fraction(0))
    found = total(standard, given)
    assert isinstance(found, Total)
    assert (found.available, found.full) == (110, 115)
    assert found.exact == Fraction(105) * 115 / 110


def test_a_missing_row_withholds_the_total(kinds: Kinds) -> None:
    standard = kinds("unit_group=street")
    found = total(standard, scores(standard, i9=None))
    assert isinstance(found, Refused)
    assert "9" in found.reason.zh


def test_until_the_kind_of_unit_is_chosen_there_is_no_total(kinds: Kinds) -> None:
    standard = kinds()
    found = total(standard, scores(standard))
    assert isinstance(found, Refused)
    assert "unit_group" in found.reason.zh
    assert [item.code for item in kinds("unit_group=bureau").leaves if item.parent == "D"] == ["12b"]
    assert sum(item.points for item in kinds("unit_group=bureau").indicators if item.level == 1) == 115


@pytest.mark.parametrize(
    ("points", "vetoes", "expected"),
    [
        ("90", (), "优"),
        ("89.999", (), "良"),
        ("95", ("V1",), "良"),
        ("60", ("V1",), "差"),
        ("95", ("V2",), "差"),
        ("95", ("V1", "V2"), "差"),
        ("75", ("V1", "V1"), "良"),
    ],
)
def test_a_veto_caps_the_grade_and_leaves_the_points(
    kinds: Kinds, points: str, vetoes: tuple[str, ...], expected: str
) -> None:
    band = grade(kinds("unit_group=street"), Fraction(points), vetoes)
    assert isinstance(band, GradeBand)
    assert band.grade.zh == expected


def test_an_unknown_veto_is_refused(kinds: Kinds) -> None:
    refused = grade(kinds("unit_group=street"), Fraction(95), ("V9",))
    assert isinstance(refused, Refused)
    assert "V1、V2" in refused.reason.zh


def test_two_negative_parts_make_no_points(kinds: Kinds) -> None:
    standard = kinds("unit_group=street", "floor_rule=none")
    a, b = standard.by_code["1"], standard.by_code["2"]
    assert a.scoring is not None
    open_rule = replace(a.scoring, rule=Linear(Fraction(10), Fraction(5, 2), bounded=False))
    items = tuple(replace(i, scoring=open_rule) if i in (a, b) else i for i in standard.indicators)
    unbounded = replace(standard, indicators=items, by_code={item.code: item for item in items})
    found = total(unbounded, scores(unbounded, i1=Fraction(-50), i2=Fraction(-50)))
    assert isinstance(found, Refused)
    assert "同时为负" in found.reason.zh
    assert earned(unbounded, scores(unbounded, i1=Fraction(-50)), "A") == -15


@pytest.mark.parametrize(("off", "held"), [("1e-13", True), ("-1e-13", True), ("1e-8", False)])
def test_the_noise_of_a_binary_number_does_not_withhold_full_marks(kinds: Kinds, off: str, held: bool) -> None:
    standard = kinds("unit_group=street")
    given = scores(standard, i3=Fraction(10) + Fraction(Decimal(off)), i13=Fraction(0))
    found = total(standard, given, noise_places=9)
    assert isinstance(found, Total if held else Refused)
