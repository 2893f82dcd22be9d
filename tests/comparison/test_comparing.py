"""Differences add up exactly, and what changed is told apart: data, readings, rules, scores alone."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparison.made import PUBLIC, even, made
from psscore.comparison import Comparison, NotComparable, compare
from psscore.model.text import Text
from psscore.results import Evaluation
from psscore.rulebook.catalogue import load_standard

POINTS = "public-service-points/2023?no_cases=exclude"
WHOLE = PUBLIC + "&step=whole"
_cases = st.integers(0, 40).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))


@st.composite
def public(draw: st.DrawFn) -> Evaluation:
    """Any rates, some without cases: rows leave the total and the rest is scaled up."""
    given = dict(even(PUBLIC, 100, 100))
    for code in draw(st.lists(st.sampled_from([str(n) for n in range(1, 33)]), max_size=12)):
        given[code] = draw(_cases)
    return made(draw(st.sampled_from([PUBLIC, WHOLE, PUBLIC + "&rounding_stage=total"])), given)


@st.composite
def points(draw: st.DrawFn) -> Evaluation:
    """A standard with sub-tables and a product."""
    given: dict[str, tuple[Fraction | int | None, Fraction | int | None]] = {
        "1": (Fraction(draw(st.integers(0, 140)), 10), None),
        "2": (draw(st.integers(0, 97)), 97),
        "4": (Fraction(draw(st.integers(0, 50)), 10), None),
        "5": draw(_cases),
        "6": draw(_cases),
    }
    return made(POINTS, given)


def adds_up(found: Comparison) -> None:
    assert found.base.total is not None
    assert found.other.total is not None
    wanted = found.other.total - found.base.total
    assert sum((step.difference for step in found.steps), Fraction(0)) == wanted
    rows = sum((row.difference or Fraction(0) for row in found.rows), Fraction(0))
    assert rows + sum((bridge.difference for bridge in found.bridges), Fraction(0)) == wanted
    assert found.difference == wanted


@given(public(), public())
def test_differences_add_up_to_that_of_the_totals(base: Evaluation, other: Evaluation) -> None:
    found = compare(base, other)
    adds_up(found)
    for side in ("base", "other"):
        # Nothing is left over that no rule explains.
        assert all(getattr(bridge, side) == 0 for bridge in found.bridges if bridge.code == "beside")
    back = compare(other, base)
    assert [row.difference for row in back.rows] == [
        -row.difference for row in found.rows if row.difference is not None
    ]


@given(points(), points())
def test_weights_and_products_add_up_too(base: Evaluation, other: Evaluation) -> None:
    found = compare(base, other)
    adds_up(found)
    row = next(row for row in found.rows if row.code == "4")
    assert row.base is not None
    assert row.base.counted == Fraction(1, 4) * (row.base.item.score or 0), "25 of 100 points"


def test_a_weighted_standard_has_a_total_here() -> None:
    given = {"1": (2, None), "2": (95, 100), "4": (4, None), "5": (9, 10), "6": (10, 10)}
    other = given | {"2": (90, 100)}
    found = compare(made(POINTS, given), made(POINTS, other))
    adds_up(found)
    assert [bridge.code for bridge in found.bridges] == ["product"]
    assert found.difference == Fraction(-3, 2), "5 points of a product that counts 30 of 100"


def test_an_evaluation_does_not_differ_from_itself() -> None:
    one = made(PUBLIC, even(PUBLIC))
    found = compare(one, one)
    assert found.difference == 0
    assert found.changed == ()
    assert all(node.difference == 0 for node in found.nodes)


WHAT_CHANGED = [
    ("data", PUBLIC, (95, 100), (97, 100), ("input",), Fraction(0), "another number of cases"),
    ("reading", WHOLE, (189, 200), (189, 200), ("reading",), Fraction(1, 10), "5.5 steps: 5 of them whole"),
    ("both", WHOLE, (95, 100), (189, 200), ("input", "reading"), Fraction(1, 10), "half a step more, not counted"),
    ("no effect", WHOLE, (95, 100), (95, 100), (), Fraction(0), "5 whole steps are 5 steps by either reading"),
    ("same points", PUBLIC, (95, 100), (190, 200), ("input",), Fraction(0), "other counts, the same rate"),
]


@pytest.mark.parametrize(("name", "reference", "before", "after", "causes", "by_rules", "why"), WHAT_CHANGED)
def test_what_changed(
    name: str,
    reference: str,
    before: tuple[int, int],
    after: tuple[int, int],
    causes: tuple[str, ...],
    by_rules: Fraction,
    why: str,
) -> None:
    full = even(PUBLIC, 100, 100)
    found = compare(made(PUBLIC, full | {"1": before}), made(reference, full | {"1": after}))
    row = found.rows[0]
    assert row.changed == causes, (name, why)
    assert row.by_rules == by_rules, (name, why)
    assert row.differs is bool(causes)


def test_the_effect_of_a_reading_counts_by_its_weight() -> None:
    given = {"1": (2, None), "2": (95, 100), "4": (4, None), "5": (0, 0), "6": (10, 10)}
    found = compare(made(POINTS.replace("exclude", "zero"), given), made(POINTS.replace("exclude", "full"), given))
    row = next(row for row in found.rows if row.code == "5")
    assert (row.changed, row.difference, row.by_rules) == (("reading",), 25, 25), "100 of a sub-table that counts 25"
    assert found.by_rules == found.difference == 25


def test_points_typed_over_are_told_from_points_by_rule() -> None:
    one = made(PUBLIC, even(PUBLIC))
    first = replace(one.items[0], score=Fraction(2))
    assert one.items[0].score != 2
    assert one.total is not None
    other = replace(one, items=(first, *one.items[1:]), total=one.total + 1)
    found = compare(one, other)
    assert [(row.code, row.changed, row.difference) for row in found.changed] == [("1", ("score",), 1)]
    assert found.by_rules is None
    adds_up(found)


def test_another_digest_is_stated_and_its_rules_are_not_guessed() -> None:
    one = made(PUBLIC, even(PUBLIC))
    two = replace(made(PUBLIC, even(PUBLIC, 97)), digest="0" * 64, file="乙.xlsm")
    found = compare(one, two)
    assert [notice.code for notice in found.notices] == ["other_digest", "unknown_rules"]
    assert {row.by_rules for row in found.rows} == {None}
    again = compare(replace(one, digest="0" * 64), two)
    assert [notice.code for notice in again.notices] == ["unknown_rules"]
    assert again.rows[0].changed == ("input",)
    adds_up(found)


def test_a_standard_that_is_not_here_is_compared_by_codes_alone() -> None:
    one = made(PUBLIC, even(PUBLIC))
    away = {"reference": "city/2020?step=whole", "standard_id": "city", "edition": "2020", "digest": "1" * 64}
    found = compare(replace(one, **away), replace(made(PUBLIC, even(PUBLIC, 97)), **away))
    assert found.difference is not None
    assert [step.code for step in found.steps] == [row.code for row in found.rows]
    adds_up(found)


def test_readings_that_differ_are_named_in_words() -> None:
    found = compare(made(PUBLIC, even(PUBLIC)), made(WHOLE + "&population=registered", even(PUBLIC)))
    assert [(r.name, r.affects) for r in found.readings] == [("step", "score"), ("population", "input")]
    assert [notice.code for notice in found.notices] == ["other_readings", "other_input_readings"]
    title = load_standard(PUBLIC).readings[0].title_of("whole").zh
    assert title in found.notices[0].text.zh


def test_other_editions_are_compared_and_other_standards_refused() -> None:
    one = made(PUBLIC, even(PUBLIC))
    hotline = "hotline-index/10-40-50?no_cases=full"
    with pytest.raises(NotComparable) as refused:
        compare(one, made(hotline, even(hotline)))
    assert "hotline-index" in refused.value.reasons[0].zh
    found = compare(one, made(hotline, even(hotline)), any_standard=True)
    assert found.notices[0].code == "other_standard"
    assert {row.changed for row in found.rows} == {("only_base",), ("only_other",)}
    adds_up(found)
    edition = replace(one, edition="2025", reference=PUBLIC.replace("/2026", "/2025"))
    assert compare(one, edition).notices[0].code == "other_edition"


def test_what_has_no_result_is_refused() -> None:
    one = made(PUBLIC, even(PUBLIC))
    for other in (replace(one, status="refused"), replace(one, reference="")):
        with pytest.raises(NotComparable):
            compare(one, other)


def test_a_withheld_total_leaves_the_rows_to_be_compared() -> None:
    one = made(PUBLIC, even(PUBLIC))
    two = made(PUBLIC, {code: given for code, given in even(PUBLIC, 97).items() if code != "3"})
    found = compare(one, two)
    assert found.difference is None
    assert found.steps == ()
    assert found.notices[0].code == "withheld"
    assert [row.code for row in found.rows if row.difference is None] == ["3"]
    assert found.changed[0].code == "3", "what has no number comes first"


def test_a_row_that_leaves_the_total_counts_nothing_and_scaling_is_a_step() -> None:
    full = even(PUBLIC, 100, 100)
    found = compare(made(PUBLIC, full), made(PUBLIC, full | {"1": (0, 0)}))
    assert found.difference == 0 - (found.base.total or 0) + (found.other.total or 0)
    assert found.rows[0].difference == -2
    assert [bridge.code for bridge in found.bridges] in (["scaling"], ["scaling", "rounding"])
    adds_up(found)


def test_the_same_workbook_and_other_units_are_stated() -> None:
    one = made(PUBLIC, even(PUBLIC), input_digest="a")
    codes = [notice.code for notice in compare(one, replace(one, unit="乙区")).notices]
    assert codes == ["same_file", "other_unit"]
    assert compare(one, replace(one, unit="甲　区", input_digest="b")).notices == ()


def test_totals_alone_are_compared_where_there_are_no_rows() -> None:
    one = replace(made(PUBLIC, even(PUBLIC)), items=(), total=Fraction(90))
    found = compare(one, replace(one, total=Fraction(92), file="乙.xlsm"))
    assert [notice.code for notice in found.notices] == ["no_rows", "no_rows"]
    assert [(step.code, step.difference) for step in found.steps] == [("beside", 2)]
    adds_up(found)


def test_what_has_no_points_at_all_is_refused_with_the_reason() -> None:
    plan = made("city-services-plan/2024", {})
    with pytest.raises(NotComparable) as refused:
        compare(plan, plan)
    reason = load_standard("city-services-plan/2024").unscored
    assert reason is not None
    assert reason.reason.zh in refused.value.reasons[0].zh


def test_a_code_that_means_another_branch_now_is_a_step_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    from psscore.comparison import rules

    one = made(PUBLIC, even(PUBLIC))
    standard = load_standard(PUBLIC)
    items = tuple(
        replace(item, name=Text("别的", "other")) if item.code in ("A1", "1", "2", "3", "4") else item
        for item in standard.indicators
    )
    renamed = replace(standard, indicators=items, by_code={item.code: item for item in items}, digest="2" * 64)
    two = replace(made(PUBLIC, even(PUBLIC, 97)), digest="2" * 64, edition="2027", reference="public-service/2027")
    monkeypatch.setattr(rules, "load_standard", lambda _: standard)
    vars(two)["standard"] = renamed
    found = compare(one, two)
    assert {row.code for row in found.rows if row.base is None} == {"1", "2", "3", "4"}
    assert [step.name.zh for step in found.steps if step.code == "A1"] == [standard.by_code["A1"].name.zh, "别的"]
    assert [node.base is None for node in found.nodes if node.code == "A1"] == [False, True]
    adds_up(found)


@pytest.mark.parametrize("base_first", [True, False])
def test_steps_add_up_although_a_row_of_a_stated_total_has_no_score(base_first: bool) -> None:
    whole = made(PUBLIC, even(PUBLIC))
    lost = replace(whole.items[3], value=None, score=None, hole="missing")
    items = tuple(lost if item.indicator == lost.indicator else item for item in whole.items)
    stated = replace(whole, total=Fraction("95.5"), items=items)
    sides = (whole, stated) if base_first else (stated, whole)
    found = compare(*sides)
    assert sum((step.difference for step in found.steps), Fraction(0)) == found.difference
    assert [notice.code for notice in found.notices if notice.code == "total_without_rows"] == ["total_without_rows"]
