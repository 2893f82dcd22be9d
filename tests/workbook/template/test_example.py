"""The filled example: believable, complete, and honest about what is doubtful."""

from dataclasses import replace
from decimal import Decimal

import pytest

from psscore.workbook.template import EXAMPLE, build
from psscore.workbook.template.example import Group
from workbook.template.opened import Opened, opened


@pytest.mark.parametrize(
    ("name", "expected", "why"),
    [
        ("ps_result_total", "83.69", "the sum of the 47 printed scores"),
        ("ps_result_grade", "良", "80 to below 90, the bands chosen on the cover"),
        ("ps_result_progress", "47/47", "nothing is missing"),
        ("ps_max_points", "100", "table 1"),
        ("ps_form_points", "100", "10 for the budget, 90 for the rows"),
        ("ps_form_total", "95.82", "9.82 for the budget and 86 for the rows"),
        ("ps_form_grade", "优", "90 and above"),
    ],
)
def test_the_example_is_complete(name: str, expected: str, why: str) -> None:
    assert opened("zh", True).named(name) == expected, why


def test_printed_scores_add_up_to_the_printed_total() -> None:
    book = opened("zh", True)
    scores = [Decimal(score or "") for score in book.column("ps_scores", "得分")]
    assert len(scores) == 47
    assert sum(scores) == Decimal(book.named("ps_result_total") or "")
    for table in ("ps_level1", "ps_level2"):
        assert sum(Decimal(score or "") for score in book.column(table, "得分")) == sum(scores)
        assert sum(Decimal(points or "") for points in book.column(table, "满分")) == 100


def test_the_findings_name_what_is_doubtful() -> None:
    book = opened("zh", True)
    listed = [
        (place, code or None, finding)
        for place, code, finding in zip(
            book.column("ps_findings", "所在表"),
            book.column("ps_findings", "编号"),
            book.column("ps_findings", "问题"),
            strict=True,
        )
        if place
    ]
    assert listed == [
        ("平台数据", "T12", "已解决数大于立即签收数，请核对"),
        ("自评表", None, "得分 7.5 低于按规则计算的 7.57"),
        ("自评表", None, "得分 9 低于按规则计算的 10"),
    ]


def test_a_topic_without_requests_is_scored_as_chosen() -> None:
    book = opened("zh", True)
    assert EXAMPLE.requests["T15"] == (0, 0, 0)
    scores = dict(zip(book.column("ps_scores", "编号"), book.column("ps_scores", "得分"), strict=True))
    assert (scores["29"], scores["30"]) == ("2", "2")


def test_qualitative_rows_show_the_interval_their_level_allows() -> None:
    rules = opened("zh", True).column("ps_form", "规则得分")
    assert rules[8] == "[6.4, 8]"
    assert rules[10] == "[6, 8)"


def test_both_editions_of_the_example_score_the_same() -> None:
    zh, en = opened("zh", True), opened("en", True)
    for table, chinese, english in (
        ("ps_scores", "得分", "Score"),
        ("ps_level2", "得分", "Score"),
        ("ps_form", "规则得分", "Rule score"),
    ):
        assert zh.column(table, chinese) == en.column(table, english)


def test_an_empty_workbook_withholds_every_score_and_says_what_is_missing() -> None:
    book = opened("zh", False)
    assert book.named("ps_result_total") == "#N/A"
    assert book.named("ps_result_progress") == "0/47"
    assert book.column("ps_scores", "得分") == ["#N/A"] * 47
    assert all(book.column("ps_scores", "核查"))
    assert sum(bool(number) for number in book.column("ps_findings", "序号")) == 47


def test_groups_that_were_not_surveyed_leave_the_item_alone() -> None:
    only = EXAMPLE.survey["37"][:1]
    book = Opened(build("zh", replace(EXAMPLE, survey={**EXAMPLE.survey, "37": only})))
    rates = dict(zip(book.column("ps_scores", "编号"), book.column("ps_scores", "数值"), strict=True))
    assert rates["37"] == "0.9625", "231 of 240"
    assert book.named("ps_result_progress") == "47/47"


def test_an_item_nobody_was_asked_about_is_missing() -> None:
    book = Opened(build("zh", replace(EXAMPLE, survey={**EXAMPLE.survey, "37": ()})))
    scores = dict(zip(book.column("ps_scores", "编号"), book.column("ps_scores", "得分"), strict=True))
    assert scores["37"] == "#N/A"
    assert book.named("ps_result_total") == "#N/A"
    assert book.named("ps_result_progress") == "46/47"


def test_an_open_reading_withholds_the_rows_it_decides_and_the_total() -> None:
    book = Opened(build("zh", replace(EXAMPLE, readings={"grades": "fiscal_2020"})))
    scores = dict(zip(book.column("ps_scores", "编号"), book.column("ps_scores", "得分"), strict=True))
    assert [code for code, score in scores.items() if score == "#N/A"] == ["29", "30"]
    assert book.named("ps_result_total") == "#N/A"
    listed = [code for code in book.column("ps_findings", "编号") if code]
    assert listed == ["T12", "29", "30"]


def test_rows_left_out_by_the_reading_are_no_hole() -> None:
    book = Opened(build("zh", replace(EXAMPLE, readings={**EXAMPLE.readings, "no_cases": "exclude"})))
    scores = dict(zip(book.column("ps_scores", "编号"), book.column("ps_scores", "得分"), strict=True))
    assert (scores["29"], scores["30"]) == ("#NULL!", "#NULL!")
    assert book.named("ps_result_total") == "83.01", "79.69 of 96 points, scaled to 100"


@pytest.mark.parametrize("code", sorted(EXAMPLE.survey))
def test_survey_numbers_are_possible(code: str) -> None:
    for group in EXAMPLE.survey[code]:
        assert isinstance(group, Group)
        assert 0 <= group.satisfied + group.basically_satisfied <= group.surveyed


@pytest.mark.parametrize(("reading", "score"), [("full", "2"), ("zero", "0"), ("exclude", "#NULL!"), (None, "#N/A")])
def test_no_requests_last_year_is_scored_as_chosen(reading: str | None, score: str) -> None:
    readings = {key: value for key, value in EXAMPLE.readings.items() if key != "no_last_year"}
    readings |= {"no_last_year": reading} if reading else {}
    book = Opened(build("zh", replace(EXAMPLE, readings=readings, last_year=(0, 1271800))))
    scores = dict(zip(book.column("ps_scores", "编号"), book.column("ps_scores", "得分"), strict=True))
    assert scores["45"] == score


def test_a_score_typed_over_its_formula_is_named() -> None:
    import io

    import openpyxl

    from psscore.workbook.recalculate import Options, recalculate

    edited = openpyxl.load_workbook(io.BytesIO(build("zh", EXAMPLE)), keep_vba=True)
    edited["评分表"]["I5"] = 2
    edited["平台数据"]["A6"] = "T1"
    edited["调查数据"]["A5"] = "三七"
    edited["自评表"]["D8"] = "50"
    out = io.BytesIO()
    edited.save(out)
    receipt = recalculate(out.getvalue(), Options()).receipt
    found = {(finding["sheet"], finding["cell"]): finding["code"] for finding in receipt["findings"]}
    assert found["评分表", "I5"] == "overwritten"
    assert found["平台数据", "I6"] == "check"
    assert found["调查数据", "H5"] == "check"
    assert found["自评表", "H6"] == "not_ready", "text among the parts of the budget withholds its score"
