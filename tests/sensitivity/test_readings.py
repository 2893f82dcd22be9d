"""Every reading tried out on filled workbooks."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from psscore.sensitivity import FileReport, Settings, examine
from psscore.sensitivity.files import Progress, TooMany, UnknownReading
from psscore.sensitivity.readings import Effect, Variant
from psscore.workbook.recalculate import Options, Recalculator
from psscore.workbook.template.build import draft
from sensitivity.workbooks import changed, example, half_steps, with_requests
from workbook.books import book, rows

RECALCULATOR = Recalculator()


def examined(folder: Path, data: bytes, **settings: object) -> FileReport:
    path = folder / "评价.xlsm"
    path.write_bytes(data)
    (found,) = examine([path], Settings(**settings), recalculator=RECALCULATOR)  # type: ignore[arg-type]
    assert path.read_bytes() == data, "the input was written to"
    return found


def effect(found: FileReport, reading: str) -> Effect:
    return next(one for one in found.effects if one.reading.name == reading)


def variant(found: FileReport, reading: str, value: str) -> Variant:
    return next(one for one in effect(found, reading).variants if one.value.name == value)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> FileReport:
    return examined(tmp_path_factory.mktemp("demo"), example())


@pytest.mark.parametrize(
    ("reading", "value", "total", "grade", "chosen"),
    [
        ("step", "proportional", "83.69", "良", True),
        ("step", "whole", "85.9", "良", False),
        ("step", "ceil", "80.5", "良", False),
        ("rate_rounding", "percent_0", "83.6", "良", False),
        ("no_cases", "zero", "79.69", "中", False),
        ("no_cases", "exclude", "83.01", "良", False),
        ("rounding", "truncate", "83.53", "良", False),
        ("satisfied", "with_basically", "88.96", "良", False),
        ("grades", "none", "83.69", None, False),
        ("grades", "fiscal_2020", "83.69", "良", True),
    ],
)
def test_each_value_gives_its_total(
    demo: FileReport, reading: str, value: str, total: str, grade: str | None, chosen: bool
) -> None:
    found = variant(demo, reading, value)
    assert found.outcome is not None
    assert (found.outcome.total, found.outcome.grade, found.chosen) == (Fraction(total), grade, chosen)


def test_each_value_gives_what_scoring_the_workbook_with_it_gives(demo: FileReport) -> None:
    for one in demo.effects:
        for found in one.variants:
            data = changed(example(), readings={one.reading.name: found.value.title.zh})
            receipt = Recalculator().recalculate(data, Options(inputs_written=True)).receipt
            assert found.outcome is not None
            said = None if receipt["total"] is None else Fraction(receipt["total"])
            assert (found.outcome.total, found.outcome.grade) == (said, receipt["grade"]), found.value.name
            assert [None if row["score"] is None else Fraction(row["score"]) for row in receipt["indicators"]] == [
                row.score for row in found.outcome.rows.values()
            ]


def test_only_readings_that_affect_scores_are_tried_out(demo: FileReport) -> None:
    names = [one.reading.name for one in demo.effects]
    assert names == [
        "step", "rate_rounding", "no_cases", "no_last_year", "rounding", "rounding_stage", "satisfied",
        "group_weights", "grades",
    ]  # fmt: skip
    assert all(one.fixed is None for one in demo.effects)


def test_the_rows_that_change_most_come_first(demo: FileReport) -> None:
    assert demo.base is not None
    outcome = variant(demo, "satisfied", "with_basically").outcome
    assert outcome is not None
    steps = [(change.code, change.difference) for change in demo.base.changes(outcome)]
    assert steps[:2] == [("42", Fraction(1)), ("41", Fraction("0.92"))]
    assert len(steps) == 10
    assert demo.base.moved(outcome) == (Fraction("5.27"), 0)


def test_an_excluded_row_is_no_missing_one(demo: FileReport) -> None:
    assert demo.base is not None
    outcome = variant(demo, "no_cases", "exclude").outcome
    assert outcome is not None
    assert [(c.code, c.before.score, c.after.score, c.after.excluded) for c in demo.base.changes(outcome)] == [
        ("29", 2, None, True),
        ("30", 2, None, True),
    ]


def test_a_total_that_is_withheld_says_why(demo: FileReport) -> None:
    outcome = variant(demo, "group_weights", "weighted").outcome
    assert outcome is not None
    assert outcome.total is None
    assert "尚缺 10 项得分" in outcome.reason
    assert "group_weights=weighted，权重未填全" in outcome.reason


@pytest.mark.parametrize(
    ("change_on_a_step", "whole_to_ceil", "gained", "lost"),
    [(False, "-7.3", "0.1", "7.4"), (True, "-7.4", "0", "7.4")],
)
def test_whole_against_started_steps(
    tmp_path: Path, change_on_a_step: bool, whole_to_ceil: str, gained: str, lost: str
) -> None:
    """32 × 0.2 + 11 × 0.1 = 7.5 points move between whole and started steps. Row 45 earns by steps, where the others
    lose by them, so that the total itself moves 7.4 − 0.1 = 7.3, or 7.4 when row 45 stands on a step."""
    found = examined(tmp_path, half_steps(change_on_a_step), readings=("step",))
    whole, ceil = (variant(found, "step", value).outcome for value in ("whole", "ceil"))
    assert whole is not None
    assert ceil is not None
    assert whole.total is not None
    assert ceil.total is not None
    assert ceil.total - whole.total == Fraction(whole_to_ceil)
    assert whole.moved(ceil) == (Fraction(gained), Fraction(lost))
    assert effect(found, "step").spread == -Fraction(whole_to_ceil)
    sizes = sorted(abs(change.difference or 0) for change in whole.changes(ceil))
    halves = 10 if change_on_a_step else 11
    assert sizes == [Fraction("0.1")] * halves + [Fraction("0.2")] * 32
    if not change_on_a_step:
        assert sum(sizes) == Fraction("7.5")


def test_an_open_reading_is_shown_with_the_result_of_each_value(tmp_path: Path) -> None:
    found = examined(tmp_path, changed(example(), readings={"no_cases": None}), readings=("no_cases", "step"))
    assert (found.status, found.base.total if found.base else 1) == ("withheld", None)
    assert "no_cases" in found.reason
    assert effect(found, "no_cases").chosen is None
    totals = [one.total for one in effect(found, "no_cases").variants]
    assert totals == [Fraction("83.69"), Fraction("79.69"), Fraction("83.01")]
    assert effect(found, "no_cases").spread == 4
    # No other reading makes up for it; the rows tell what it changes all the same.
    assert effect(found, "step").totals == ()
    outcome = variant(found, "step", "whole").outcome
    assert outcome is not None
    assert found.base is not None
    assert len(found.base.changes(outcome)) == 30


def test_missing_rows_withhold_the_totals_and_not_the_effects(tmp_path: Path) -> None:
    found = examined(tmp_path, with_requests(example(), (None, None, None), ("T01",)), readings=("step",))
    assert found.status == "withheld"
    assert "尚缺 2 项得分：1、2" in found.reason
    assert found.totals == ()
    outcome = variant(found, "step", "whole").outcome
    assert outcome is not None
    assert found.base is not None
    assert len(found.base.changes(outcome)) == 28


def test_the_english_workbook(tmp_path: Path) -> None:
    found = examined(tmp_path, example("en"), lang="en", readings=("step", "grades"))
    assert effect(found, "step").totals == (Fraction("83.69"), Fraction("85.9"), Fraction("80.5"))
    assert [one.outcome.grade for one in effect(found, "grades").variants if one.outcome] == [None, "Good"]


def test_a_typed_reference(tmp_path: Path) -> None:
    cells = (
        '<c r="A1" t="str"><v>public-service/2026?rounding=truncate&amp;lang=en</v></c>',
        '<c r="B1"><f>PS_SCORE("1",935,1000,ps_standard_reference)</f><v>0</v></c>',
    )
    data = book({"S": rows(*cells)}, names={"ps_standard_reference": "'S'!$A$1"})
    found = examined(tmp_path, data, readings=("step",))
    assert found.status == "withheld"
    scores = [one.outcome.rows["1"].score for one in effect(found, "step").variants if one.outcome]
    assert scores == [Fraction("0.7"), Fraction("0.8"), Fraction("0.6")]


def test_a_reading_the_workbook_works_out_itself_is_left_as_it_is(tmp_path: Path) -> None:
    cells = (
        '<c r="A1" t="str"><f>PS_STANDARD("public-service","2026")</f><v>public-service/2026</v></c>',
        '<c r="B1"><f>PS_SCORE("1",93,100,ps_standard_reference)</f><v>0.6</v></c>',
    )
    found = examined(tmp_path, book({"S": rows(*cells)}, names={"ps_standard_reference": "'S'!$A$1"}))
    assert len(found.effects) == 9
    for one in found.effects:
        assert one.variants == ()
        assert one.fixed is not None
        assert "ps_readings" in one.fixed.zh


def test_a_row_of_a_column_in_one_cell_is_left_out_too(tmp_path: Path) -> None:
    column = (
        '<row r="1"><c r="A1" t="str"><v>public-service/2026?no_cases=exclude</v></c><c r="B1" t="str"><v>1</v></c>'
        '<c r="C1"><v>0</v></c><c r="D1"><v>0</v></c><c r="E1"><f t="array" ref="E1:E2">'
        'PS_SCORE(B1:B2,C1:C2,D1:D2,ps_standard_reference)</f><v>0</v></c></row><row r="2">'
        '<c r="B2" t="str"><v>2</v></c><c r="C2"><v>9</v></c><c r="D2"><v>10</v></c><c r="E2"><v>0</v></c></row>'
    )
    data = book({"S": column}, names={"ps_standard_reference": "'S'!$A$1"})
    found = examined(tmp_path, data, readings=("no_cases",))
    assert found.base is not None
    assert (found.base.rows["1"].excluded, found.base.rows["2"].score) == (True, 0)
    full = variant(found, "no_cases", "full").outcome
    assert full is not None
    assert full.rows["1"].score == 2


def test_a_value_that_takes_other_indicators(tmp_path: Path) -> None:
    cells = (
        '<c r="A1" t="str"><v>public-service-points/2023</v></c>',
        '<c r="B1"><f>PS_SCORE("3",90,100,ps_standard_reference)</f><v>0</v></c>',
    )
    data = book({"S": rows(*cells)}, names={"ps_standard_reference": "'S'!$A$1"})
    found = examined(tmp_path, data, readings=("efficiency",))
    own, other = effect(found, "efficiency").variants
    assert (own.chosen, own.failure) == (True, None)
    assert other.outcome is None
    assert other.failure is not None
    assert other.failure.en == "other indicators belong to this value: it takes a workbook made for it"


@pytest.mark.parametrize(
    ("data", "status", "said"),
    [
        (b"no workbook", "refused", "不是 Excel 工作簿"),
        (book('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>'), "refused", "没有 PS_ 公式"),
        (book('<row r="1"><c r="A1"><f>PS_SCORE("1",1,1,"no/1")</f></c></row>'), "refused", "没有标准 no/1"),
    ],
)
def test_what_is_no_evaluation_is_refused(tmp_path: Path, data: bytes, status: str, said: str) -> None:
    found = examined(tmp_path, data)
    assert (found.status, found.effects) == (status, ())
    assert said in found.reason


def test_a_workbook_whose_scores_cannot_be_calculated(tmp_path: Path) -> None:
    cells = (
        '<c r="A1"><f>NOSUCH(1)</f><v>9</v></c><c r="B1"><f>PS_SCORE("1",A1,100)</f><v>1</v></c>'
        '<c r="C1"><f>PS_SCORE("2",99,100)</f><v>1.8</v></c>'
    )
    found = examined(tmp_path, book(rows(cells)))
    assert (found.status, found.effects) == ("partial", ())
    assert "psscore score" in found.reason


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    (found,) = examine([tmp_path / "none.xlsm"], recalculator=RECALCULATOR)
    assert (found.status, found.name) == ("error", "none")


def test_the_unit_names_a_workbook_and_the_file_one_without(tmp_path: Path) -> None:
    assert examined(tmp_path, example(), readings=("grades",)).name == "示例市城东区"
    assert examined(tmp_path, changed(example(), {"ps_unit": None}), readings=("grades",)).name == "评价"


def test_an_unknown_reading(tmp_path: Path) -> None:
    with pytest.raises(UnknownReading) as unknown:
        examined(tmp_path, example(), readings=("steps",))
    assert unknown.value.name == "steps"
    assert unknown.value.known[0] == "step"
    with pytest.raises(UnknownReading):
        examined(tmp_path, example(), readings=("parking_unit",))


def test_all_combinations_and_their_number(tmp_path: Path) -> None:
    told: list[int] = []
    ticks: list[None] = []
    path = tmp_path / "a.xlsm"
    path.write_bytes(example())
    settings = Settings(("step", "no_cases"), together=True, limit=9)
    progress = Progress(told.append, lambda: ticks.append(None))
    (found,) = examine([path], settings, progress, RECALCULATOR)
    assert told == [2 + 2 + 9]
    assert len(ticks) == 13
    assert found.combined is not None
    assert (found.combined.count, found.combined.withheld) == (9, 0)
    assert found.combined.largest == (Fraction("85.9"), {"step": "whole", "no_cases": "full"})
    assert found.combined.smallest == (Fraction("76.5"), {"step": "ceil", "no_cases": "zero"})
    assert found.combined.grades == {"良": 6, "中": 3}
    # The reading for row 45 has no effect here: its own value is named.
    (other,) = examine([path], Settings(("step", "no_last_year"), together=True), recalculator=RECALCULATOR)
    assert other.combined is not None
    assert other.combined.largest == (Fraction("85.9"), {"step": "whole", "no_last_year": "zero"})
    assert other.combined.smallest == (Fraction("80.5"), {"step": "ceil", "no_last_year": "zero"})
    with pytest.raises(TooMany) as many:
        examine([path], Settings(("step", "no_cases"), together=True, limit=8), recalculator=RECALCULATOR)
    assert (many.value.count, many.value.limit) == (9, 8)


def test_an_empty_workbook(tmp_path: Path) -> None:
    found = examined(tmp_path, draft("zh"), readings=("step",))
    assert found.status == "withheld"
    assert [
        len(found.base.changes(one.outcome)) for one in effect(found, "step").variants if found.base and one.outcome
    ] == [0, 0, 0]
