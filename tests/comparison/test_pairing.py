"""Units meet by name, are listed when alone, and are refused when there are several."""

from __future__ import annotations

from dataclasses import replace

import pytest

from comparison.made import PUBLIC, even, made
from psscore.comparison import NotComparable, pair, split
from psscore.comparison.pairing import labels
from psscore.results import Evaluation

ONE = made(PUBLIC, even(PUBLIC))


def unit(name: str, **more: str) -> Evaluation:
    return replace(ONE, unit=name, file=f"{name}{''.join(more.values())}.xlsm", **more)


NAMES = [
    ("甲区", "甲区", True, "the same"),
    ("甲 区", "甲区", True, "a space between"),
    ("甲　区", "甲区 ", True, "an ideographic space, and one behind"),
    ("Ａ区", "A区", True, "full width"),
    ("甲区", "甲区管委会", False, "longer names are other names"),
    ("a区", "A区", False, "case may tell units apart"),
    ("甲區", "甲区", False, "other characters are not guessed"),
]


@pytest.mark.parametrize(("one", "two", "same", "why"), NAMES)
def test_names(one: str, two: str, same: bool, why: str) -> None:
    found = pair([unit(one), unit("丙")], [unit(two), unit("丁")])
    assert len(found.pairs) == same, why
    assert len(found.unpaired) == 4 - 2 * same


def test_one_against_one_needs_no_names() -> None:
    assert len(pair([unit("甲")], [unit("乙")]).pairs) == 1


def test_two_of_one_unit_are_refused_with_the_list() -> None:
    with pytest.raises(NotComparable) as refused:
        pair([unit("甲", period="2024"), unit("甲 ", period="2025"), unit("乙")], [unit("甲"), unit("乙")])
    assert len(refused.value.reasons) == 1
    for word in ("甲2024.xlsm", "甲 2025.xlsm", "--by"):
        assert word in refused.value.reasons[0].zh


def test_what_has_no_result_or_no_name_is_left_over() -> None:
    found = pair([replace(unit("甲"), status="error"), unit(""), unit("乙")], [unit("甲"), unit("乙")])
    assert [(one.side, one.evaluation.unit) for one in found.unpaired] == [
        ("base", "甲"),
        ("base", ""),
        ("other", "甲"),
    ]


YEARS = [unit("甲", period="2025年度"), unit("甲", period="2024年度"), unit("乙", period="2025 年度")]


def test_a_field_tells_two_sides_apart() -> None:
    before, after = split(YEARS, "period")
    assert [one.period for one in before] == ["2024年度"]
    assert [one.period for one in after] == ["2025年度", "2025 年度"]
    assert split(YEARS, "period", "2025年度") == (after, before)
    assert split(YEARS, "period", None, "2024年度") == (after, before)


REFUSED = [
    ("evaluator", None, None, "one evaluator only"),
    ("period", "2023年度", "2024年度", "no such period"),
    ("mode", None, None, "one mode only"),
]


@pytest.mark.parametrize(("by", "first", "second", "why"), REFUSED)
def test_two_values_or_names_for_them(by: str, first: str | None, second: str | None, why: str) -> None:
    with pytest.raises(NotComparable) as refused:
        split(YEARS, by, first, second)
    assert refused.value.reasons, why
    third = [*YEARS, unit("甲", period="2023年度")]
    with pytest.raises(NotComparable, match="2023年度"):
        split(third, "period")


def test_what_the_sides_are_called() -> None:
    pairs = pair([unit("甲", period="2024"), unit("乙", period="2024")], [unit("甲"), unit("乙")]).pairs
    assert labels(pairs) == ("2024", "2025年度")
    assert labels([(ONE, replace(ONE, evaluator="第三方"))]) == ("评价中心", "第三方")
    assert labels([(ONE, ONE)]) is None
