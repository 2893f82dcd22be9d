"""An import changes the cells it is about and its record, and nothing a person typed without being told to."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import pytest

from psscore.model.text import Text
from psscore.workbook.filling import (
    Filled,
    Record,
    RequestCounts,
    Source,
    SurveyCounts,
    WouldOverwrite,
    fill,
    plan_requests,
    plan_survey,
)
from psscore.workbook.filling.requests import Topic
from psscore.workbook.input_tables import InputTables
from psscore.workbook.inputs import InputsRefused, write_inputs
from psscore.workbook.refusal import Refused
from psscore.workbook.template import EXAMPLE, build
from psscore.workbook.template.provenance import ROWS
from psscore.workbook.template.tables import PROVENANCE, SURVEY

EMPTY, FULL = build("zh"), build("zh", EXAMPLE)
NOW = datetime(2026, 1, 15, 9, 0)
TWO = (SurveyCounts("37", "甲", 5, 2, 9), SurveyCounts("37", "乙", 1, 0, 2))


def record(values: str = "aa", period: str = "2025") -> Record:
    return Record(Text("调查", "Survey"), (Source("a.csv", values, 10, 9, 1),), "psscore", period)


def survey(data: bytes, *counts: SurveyCounts, force: bool = False, note: Record | None = None) -> Filled:
    tables = InputTables(data)
    return fill(data, tables, plan_survey(tables, counts), note or record(), now=NOW, force=force)


def rows(data: bytes, item: str) -> list[tuple[object, ...]]:
    tables = InputTables(data)
    table = tables.table("ps_survey")
    keys = ("group", "satisfied", "basically", "surveyed", "weight")
    columns = [table.cells(SURVEY.columns["code"], item, SURVEY.columns[key]) for key in keys]
    return [tuple(table.value(at) for at in row) for row in zip(*columns, strict=True)]


def records(data: bytes) -> list[tuple[object, ...]]:
    tables = InputTables(data)
    table = tables.table("ps_provenance")
    found = zip(*(table.column(title) for title in PROVENANCE.columns.values()), strict=True)
    values = [tuple(table.value(at) for at in row) for row in found]
    return [row for row in values if any(cell not in (None, "") for cell in row)]


BLANK = (None, None, None, None, None)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_empty_workbook_takes_the_counts(lang: str) -> None:
    done = survey(build(lang), *TWO)
    assert rows(done.data, "37") == [("甲", 5, 2, 9, None), ("乙", 1, 0, 2, None), BLANK]
    assert rows(done.data, "38") == [BLANK] * 3
    assert len(done.written) == 8
    (row,) = records(done.data)
    at, kind, target, file, *rest = row
    assert (at, kind, target, file) == (
        "2026-01-15 09:00:00",
        {"zh": "调查", "en": "Survey"}[lang],
        "ps_survey",
        "a.csv",
    )
    assert rest[:7] == ["aa", 10, 9, 1, 0, 0, "2025"]


def test_every_other_part_of_the_file_is_the_same() -> None:
    before, after = (
        {name: archive.read(name) for name in archive.namelist()}
        for archive in map(zipfile.ZipFile, map(io.BytesIO, (EMPTY, survey(EMPTY, *TWO).data)))
    )
    assert len([name for name in before if before[name] != after[name]]) == 2, "the survey and the record"


def test_the_same_again_changes_no_byte() -> None:
    once = survey(EMPTY, *TWO).data
    again = survey(once, *TWO)
    assert again.data is once
    assert again.record == again.written == ()


def test_numbers_typed_by_hand_are_not_overwritten() -> None:
    with pytest.raises(WouldOverwrite) as refused:
        survey(FULL, *TWO)
    assert "--force" in refused.value.text.zh
    assert {(one.cell, one.old, one.new) for one in refused.value.changes if one.overwrites} >= {("D5", 231, 5)}
    forced = survey(FULL, *TWO, force=True)
    assert rows(forced.data, "37") == [("甲", 5, 2, 9, None), ("乙", 1, 0, 2, None), BLANK]
    assert rows(forced.data, "38") == rows(FULL, "38"), "other items stay"


def test_blank_cells_and_equal_ones_are_no_loss() -> None:
    groups = EXAMPLE.survey["37"]
    same = [SurveyCounts("37", g.name.zh, g.satisfied, g.basically_satisfied, g.surveyed) for g in groups]
    done = survey(FULL, *same)
    assert done.written == ()
    assert len(records(done.data)) == 1, "typed by hand before, and now its source is known"


def test_what_an_import_wrote_the_next_one_replaces() -> None:
    once = survey(EMPTY, *TWO).data
    done = survey(once, SurveyCounts("37", "乙", 2, 0, 3), note=record("bb"))
    assert rows(done.data, "37") == [BLANK, ("乙", 2, 0, 3, None), BLANK], (
        "a group keeps its row; one that is gone leaves"
    )
    assert [row[4] for row in records(done.data)] == ["aa", "bb"]
    back = survey(done.data, *TWO)
    assert rows(back.data, "37")[1] == ("乙", 1, 0, 2, None)
    assert [row[4] for row in records(back.data)] == ["aa", "bb", "aa"], "the record tells what was done, in order"


def test_a_value_changed_by_hand_since_is_kept() -> None:
    once = survey(EMPTY, *TWO).data
    typed = write_inputs(once, {("调查数据", "D5"): 6})
    with pytest.raises(WouldOverwrite):
        survey(typed, SurveyCounts("37", "甲", 4, 2, 9), note=record("bb"))


def requests(data: bytes, wanted: RequestCounts, note: str) -> Filled:
    tables = InputTables(data)
    return fill(data, tables, plan_requests(tables, wanted), record(note), now=NOW)


QUARTER = RequestCounts({"T01": Topic(5, 4, 3), "T02": Topic(2, 1, 1)}, {"33": 7})
YEAR = RequestCounts({"T01": Topic(9, 8, 7), "T02": Topic(2, 2, 2), "T03": Topic(1, 1, 1)}, {"33": 9}, this_year=100)


def test_an_import_of_other_cells_replaces_what_imports_wrote() -> None:
    """No cell was touched by hand, though the cells of both imports are not the same."""
    done = requests(requests(EMPTY, QUARTER, "aa").data, YEAR, "bb")
    assert {one.cell for one in done.written} >= {"D5", "E5", "F5"}
    assert requests(done.data, QUARTER, "cc").written, "and back again"


def cells(data: bytes, *names: str) -> list[object]:
    table = InputTables(data).table("ps_requests")
    return [table.value(("平台数据", name)) for name in names]


@pytest.mark.parametrize(
    ("period", "kept", "why"),
    [("2025", True, "another source of the same period adds to it"), ("2024", False, "what is left is of no period")],
)
def test_what_another_period_left_is_cleared(period: str, kept: bool, why: str) -> None:
    once = write_inputs(requests(EMPTY, YEAR, "aa").data, {("平台数据", "D8"): 4})
    tables = InputTables(once)
    done = fill(once, tables, plan_requests(tables, QUARTER), record("bb", period), now=NOW)
    assert cells(done.data, "D5", "D7", "D8") == [5, 1 if kept else None, 4], why
    assert any("平台数据!D7" in note.zh and "清空" in note.zh for note in done.notes) != kept, why
    assert any("平台数据!D8" in note.zh and "保持原值" in note.zh for note in done.notes), "typed, and no import's"
    assert ("D7" in {one.cell for one in done.written}) != kept, "listed as a change"
    tables = InputTables(done.data)
    assert fill(done.data, tables, plan_requests(tables, QUARTER), record("bb", period), now=NOW).data is done.data


UNKNOWN = [
    (Topic(9, None, 7), 8, None, "nothing of the row has changed: it is the same count"),
    (Topic(9, None, 6), None, "没有计到的值已清空", "the resolved are of another count: so were the signed"),
    (Topic(4, None, None), None, "没有计到的值已清空", "the total is"),
]


@pytest.mark.parametrize(("topic", "signed", "said", "why"), UNKNOWN, ids=[why for *_, why in UNKNOWN])
def test_a_row_holds_numbers_of_one_count(topic: Topic, signed: int | None, said: str | None, why: str) -> None:
    once = requests(EMPTY, YEAR, "aa").data
    done = requests(once, RequestCounts({"T01": topic}, {"33": 9}), "bb")
    assert cells(done.data, "D5", "E5", "F5") == [topic.total, signed, topic.resolved], why
    told = [note.zh for note in done.notes if "平台数据!E5" in note.zh]
    assert said is None or said in told[0], why
    assert any("平台数据!D6" in note.zh and "请核对是否仍然有效" in note.zh for note in done.notes), "another topic"
    assert requests(done.data, RequestCounts({"T01": topic}, {"33": 9}), "bb").data is done.data, why
    typed = write_inputs(once, {("平台数据", "E5"): 3})
    assert cells(requests(typed, RequestCounts({"T01": topic}), "bb").data, "E5") == [3], "what was typed stays"


@pytest.mark.parametrize(("period", "kept"), [("2025", True), ("2024", False)])
def test_items_of_another_survey(period: str, kept: bool) -> None:
    once = survey(EMPTY, *TWO).data
    done = survey(once, SurveyCounts("38", "甲", 1, 1, 3), note=record("bb", period))
    assert (rows(done.data, "37") == rows(once, "37")) == kept
    assert (rows(done.data, "37") == [BLANK] * 3) != kept


@pytest.mark.parametrize(
    ("typed", "named"),
    [({"D5": 6}, ["D5"]), ({"D5": 6, "F6": 0}, ["D5", "F6"]), ({"D5": 9}, []), ({"D5": None}, [])],
)
def test_only_cells_changed_by_hand_are_named(typed: dict[str, int | None], named: list[str]) -> None:
    once = requests(EMPTY, QUARTER, "aa").data
    changed = write_inputs(once, {("平台数据", cell): value for cell, value in typed.items()})
    if not named:
        assert requests(changed, YEAR, "bb").written, "the same as is written, or nothing there to lose"
        return
    with pytest.raises(WouldOverwrite) as refused:
        requests(changed, YEAR, "bb")
    assert [one.cell for one in refused.value.changes] == named
    assert all(f"平台数据!{cell}" in refused.value.text.en for cell in named)
    assert "E5" not in refused.value.text.zh


def test_records_of_before_know_their_values_as_a_whole() -> None:
    """Older records hold the digest of all values and no mark for each."""
    once = survey(EMPTY, *TWO).data
    tables = InputTables(once)
    at = tables.table("ps_provenance").column(PROVENANCE.columns["values"])[0]
    digest = str(tables.table("ps_provenance").value(at)).partition(" ")[0]
    assert len(digest) == 16
    older = write_inputs(once, {at: digest})
    assert survey(older, SurveyCounts("37", "乙", 2, 0, 3), note=record("bb")).written


def test_too_few_rows_say_how_to_add_them() -> None:
    many = [SurveyCounts("37", name, 1, 0, 2) for name in "甲乙丙丁"]
    with pytest.raises(InputsRefused) as refused:
        survey(EMPTY, *many, SurveyCounts("99", "甲", 1, 0, 2))
    first, second = refused.value.findings
    assert (first.sheet, first.cell, first.code) == ("调查数据", "C7", "too_few_rows")
    assert "插入 1 行" in first.text.zh
    assert "99" in second.text.zh
    assert rows(survey(EMPTY, *many[:3]).data, "37")[2] == ("丙", 1, 0, 2, None), "three fit"


def test_a_full_record_refuses() -> None:
    tables = InputTables(EMPTY)
    cells = tables.table("ps_provenance").column(PROVENANCE.columns["file"])
    assert len(cells) == ROWS
    almost = write_inputs(EMPTY, dict.fromkeys(cells[:-1], "x"))
    assert len(records(survey(almost, *TWO).data)) == ROWS
    with pytest.raises(InputsRefused, match="clear old ones"):
        survey(write_inputs(EMPTY, dict.fromkeys(cells, "x")), *TWO)


def test_text_that_looks_like_a_formula_stays_text() -> None:
    note = Record(Text("调查", "Survey"), (Source("=1+1.csv", "aa", 1, 1),), "psscore")
    done = survey(EMPTY, SurveyCounts("37", "=cmd", 1, 0, 1), note=note)
    assert rows(done.data, "37")[0][0] == "=cmd"
    assert records(done.data)[0][3] == "=1+1.csv"


def test_another_year_on_the_cover_is_noted() -> None:
    assert EXAMPLE.period.zh.startswith("2025")
    for period, noted in (("2024", True), ("2025-Q1", False), ("", False)):
        notes = survey(FULL, *TWO, force=True, note=record(period=period)).notes
        assert any("评价周期" in note.zh for note in notes) == noted, period


def test_a_workbook_of_another_kind_is_refused() -> None:
    from psscore.workbook.template.any_standard import workbook_of

    other = workbook_of("public-service-points/2023", "zh")
    with pytest.raises(Refused, match="no table ps_survey"):
        survey(other, *TWO)


REQUESTS = RequestCounts({"T01": Topic(5, 4, 3), "T02": Topic(2, None, 1)}, {"33": 7}, this_year=100, last_year=None)


def test_requests() -> None:
    tables = InputTables(EMPTY)
    plan = plan_requests(tables, REQUESTS)
    told = {(one.table, one.row, one.column.en): one.new for one in plan.changes}
    assert told == {
        ("ps_requests", "T01", "Total"): 5,
        ("ps_requests", "T01", "Signed"): 4,
        ("ps_requests", "T01", "Resolved"): 3,
        ("ps_requests", "T02", "Total"): 2,
        ("ps_requests", "T02", "Resolved"): 1,
        ("ps_proactive", "33", "Count"): 7,
        ("ps_population", "THIS", "Requests"): 100,
    }
    done = fill(EMPTY, tables, plan, record(), now=NOW)
    assert len(done.written) == len(told)
    assert records(done.data)[0][2] == "ps_requests、ps_proactive、ps_population"


def test_a_topic_in_several_rows_is_not_guessed() -> None:
    data = write_inputs(EMPTY, {("平台数据", "A6"): "T01"}, even_locked=True)
    plan = plan_requests(InputTables(data), REQUESTS)
    several, none = (finding.text.en for finding in plan.problems)
    assert several == 'several rows of the table ps_requests have T01 as their "Code" (D5、D6)'
    assert none.startswith('no row of the table ps_requests has T02 in the column "Code"')
    with pytest.raises(InputsRefused):
        fill(data, InputTables(data), plan, record(), now=NOW)
