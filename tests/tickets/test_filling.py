"""Counts of tickets in the workbook: totals taken by hand equal the cells, and what the data do not say stays blank."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from psscore.tickets import ingest
from psscore.tickets.counting import Settings, count
from psscore.tickets.exclusions import chosen
from psscore.tickets.filling import request_counts, taken
from psscore.tickets.item_map import parse_item_map
from psscore.tickets.measures import Terms
from psscore.tickets.opening import opened
from psscore.tickets.per_inhabitants import yearly_change
from psscore.tickets.periods import read_period
from psscore.tickets.recorded import record_of
from psscore.tickets.refusal import TicketsRefused
from psscore.workbook.filling import Filled, RequestCounts, fill, plan_requests
from psscore.workbook.filling.requests import Month, Topic
from psscore.workbook.input_tables import InputTables
from psscore.workbook.inputs import write_inputs
from psscore.workbook.recalculate import Options, recalculate
from psscore.workbook.template import EXAMPLE, build
from psscore.workbook.template.package import pack, read_members
from psscore.workbook.template.tables import MONTHLY, POPULATION, PROACTIVE, PROVENANCE, REQUESTS, Table

HEADER = "item,indicator_code,match_type,field,value,priority,valid_from,valid_to\n"
MAP = (
    HEADER + "停车,1;2,exact,label,停车秩序,,,\n地锁,3;4,exact,label,私装地锁,,,\n井盖,9;10,exact,label,井盖,,,\n"
    "巡查,33,exact,label,主动巡查,,,\n垃圾,5;6,exact,label,垃圾清运,,,\n另一种停车,1;2,exact,label,违停,,,\n"
)
# By hand, for 2025: parking 3 tickets (one of them the other wording), 2 signed for within 30 minutes, 2 resolved;
# locks 1, 0, 0; covers none in 2025; patrols 2; refuse has a label the platform does not use. With the enquiries of no
# item every month from January 2024 to December 2025 is covered.
TICKETS = """工单编号,诉求类别,受理时间,派单时间,签收时间,办结时间,更新时间,是否解决,当前阶段
A1,停车秩序,2025-03-01 08:00:00,2025-03-01 08:10:00,2025-03-01 08:20:00,2025-03-02 09:00:00,2025-03-02 09:00:00,是,结案
A2,停车秩序,2025-03-02 08:00:00,2025-03-02 08:10:00,2025-03-02 09:20:00,,2025-03-02 10:00:00,否,处置
A2,停车秩序,2025-03-02 08:00:00,2025-03-02 08:10:00,2025-03-02 09:20:00,2025-03-03 10:00:00,2025-03-03 10:00:00,是,结案
A3,违停,2025-04-02 08:00:00,2025-04-02 08:10:00,2025-04-02 08:11:00,,2025-04-02 10:00:00,否,处置
A4,私装地锁,2025-05-02 08:00:00,2025-05-02 08:10:00,,,2025-05-02 10:00:00,否,处置
A5,停车秩序,2025-05-02 08:00:00,2025-05-02 08:10:00,2025-05-02 08:11:00,,2025-05-02 10:00:00,否,作废
A6,主动巡查,2025-06-02 08:00:00,2025-06-02 08:10:00,2025-06-02 08:12:00,,2025-06-02 10:00:00,是,结案
A7,主动巡查,2025-06-03 08:00:00,2025-06-03 08:10:00,2025-06-03 08:12:00,,2025-06-03 10:00:00,是,结案
A8,咨询事项,2025-06-04 08:00:00,2025-06-04 08:10:00,2025-06-04 08:12:00,,2025-06-04 10:00:00,是,结案
B1,井盖,2024-06-03 08:00:00,2024-06-03 08:10:00,2024-06-03 08:12:00,,2024-06-03 10:00:00,是,结案
A9,咨询事项,2025-12-04 08:00:00,2025-12-04 08:10:00,2025-12-04 08:12:00,,2025-12-04 10:00:00,是,结案
B0,咨询事项,2024-01-04 08:00:00,2024-01-04 08:10:00,2024-01-04 08:12:00,,2024-01-04 10:00:00,是,结案
B2,停车秩序,2024-06-04 08:00:00,2024-06-04 08:10:00,2024-06-04 08:12:00,,2024-06-04 10:00:00,是,结案
"""
EXPECTED = {
    "T01": (3, 2, 2),
    "T02": (1, 0, 0),
    "T03": (None, None, None),
    "T05": (0, 0, 0),
    "T06": (None, None, None),
}
NOW = datetime(2026, 1, 15, 9, 0)


def counted(
    folder: Path,
    terms: Terms,
    by: tuple[str, ...] = ("item",),
    items: str = MAP,
    period: str = "2025",
    tickets: str = TICKETS,
) -> RequestCounts:
    export = folder / "2025.csv"
    export.write_text(tickets, encoding="utf-8")
    settings = Settings(by, parse_item_map(items), terms, read_period(period), chosen(["void"]))
    if len(period) > 4:
        with opened([export]) as (engine, _):
            return request_counts(count(engine, settings))
    with opened([export]) as (engine, _):
        return request_counts(count(engine, settings), yearly_change(engine, settings, {}))


def filled(folder: Path, terms: Terms) -> tuple[bytes, Filled]:
    export, items = folder / "2025.csv", folder / "ITEMS.csv"
    export.write_text(TICKETS, encoding="utf-8")
    items.write_text(MAP, encoding="utf-8")
    settings = Settings(("item",), parse_item_map(MAP), terms, read_period("2025"), chosen(["void"]))
    data = build("zh")
    tables = InputTables(data)
    with opened([export]) as (engine, records):
        counts = count(engine, settings)
        plan = plan_requests(tables, request_counts(counts, yearly_change(engine, settings, {})))
        record = record_of(counts, records, items=items, names=[export.name])
    return data, fill(data, tables, plan, record, now=NOW)


def value(data: bytes, table: Table, code: str, column: str) -> object:
    found = InputTables(data)
    at = found.table(table.name).cell(table.columns["code"], code, table.columns[column])
    return found.table(table.name).value(at)


def test_totals_by_hand_equal_the_cells(tmp_path: Path) -> None:
    _, done = filled(tmp_path, Terms(30 * 60))
    for code, numbers in EXPECTED.items():
        cells = tuple(value(done.data, REQUESTS, code, column) for column in ("total", "signed", "resolved"))
        assert cells == numbers, code
    assert value(done.data, PROACTIVE, "33", "count") == 2
    assert value(done.data, PROACTIVE, "34", "count") is None
    assert value(done.data, POPULATION, "THIS", "requests") == 8, "all tickets of the year but the void one"
    assert value(done.data, POPULATION, "LAST", "requests") == 3
    assert value(done.data, POPULATION, "THIS", "population") is None


def test_what_others_rejected_is_not_said_to_be_nothing(tmp_path: Path) -> None:
    (tmp_path / "读入").mkdir()
    for name in "ab":
        export = tmp_path / f"{name}.csv"
        export.write_text(TICKETS + ",,,,,,,,\n", "utf-8")
        ingest(export, into=tmp_path / "读入" / name)
    (tmp_path / "别家").mkdir()
    parquet = next((tmp_path / "读入" / "a").rglob("*.parquet"))
    (tmp_path / "别家" / "x.parquet").write_bytes(parquet.read_bytes())
    for folder, rejected in (("读入", 2), ("别家", None)):
        with opened([tmp_path / folder]) as (engine, records):
            counts = count(engine, Settings())
            record = record_of(counts, records, items=None, names=[folder])
        first = record.sources[0]
        assert (first.file, first.rejected) == (folder, rejected)
        assert (
            first.read
            == counts.versions + (rejected or 0)
            == sum(number or 0 for number in (first.used, first.excluded, first.rejected, first.duplicate))
        )
    assert record_of(counts, {}, items=None, names=[], database="sqlite:///x").sources[0].rejected == 0


def test_the_workbook_then_scores(tmp_path: Path) -> None:
    _, done = filled(tmp_path, Terms(30 * 60))
    receipt = recalculate(done.data, Options(allow_partial=True)).receipt
    scored = {item["indicator"] for item in receipt["indicators"] if item["score"] is not None}
    # Two topics with requests and the patrols; 9 and 10 have no requests and wait for the reading no_cases.
    assert scored == {"1", "2", "3", "4", "33"}


def test_the_record_says_what_became_of_every_row(tmp_path: Path) -> None:
    _, done = filled(tmp_path, Terms(30 * 60))
    row = {change.column.zh: change.new for change in done.record}
    assert row["来源文件"] == "2025.csv"
    # 13 rows: 6 counted, 1 older version, void, two enquiries of no item and three of 2024 left out.
    numbers = [row[PROVENANCE.columns[key].zh] for key in ("read", "used", "excluded", "rejected", "duplicate")]
    assert numbers == [13, 6, 6, 0, 1]
    assert (row["周期"], row["写入时间"]) == ("2025", "2026-01-15 09:00:00")
    assert "signed 30min dispatched; excluded void" in str(row["映射摘要"])
    assert str(row["工具"]).startswith("psscore ")


def test_without_a_limit_signed_counts_stay_as_they_are(tmp_path: Path) -> None:
    found = counted(tmp_path, Terms())
    assert found.topics["T01"] == Topic(3, None, 2)
    plan = plan_requests(InputTables(build("zh")), found)
    assert {change.column.zh for change in plan.changes if change.table == "ps_requests"} == {"总诉求量", "已解决数"}
    assert any("--signed-within" in note.zh for note in plan.notes)


def test_matters_the_data_do_not_know_are_named_and_not_written(tmp_path: Path) -> None:
    found = counted(tmp_path, Terms())
    assert found.unseen == ("垃圾",)
    assert "T03" not in found.topics
    notes = plan_requests(InputTables(build("zh")), found).notes
    assert any("垃圾" in note.zh and "垃圾" in note.en for note in notes)


HEAD, *LINES = TICKETS.splitlines(keepends=True)
UNTIL_JUNE = HEAD + "".join(line for line in LINES if not line.startswith("A9"))


@pytest.mark.parametrize(
    ("tickets", "period", "as_of", "covers", "unsure", "why"),
    [
        (TICKETS, "2025", None, Topic(0, 0, 0), (), "covered: a topic without a ticket is 0"),
        (UNTIL_JUNE, "2025", None, None, ("井盖",), "nothing is known of July to December"),
        (UNTIL_JUNE, "2025-Q2", None, Topic(0, 0, 0), (), "the quarter is covered"),
        (UNTIL_JUNE, "2025", 1751327999, Topic(0, 0, 0), (), "until 30 June, and nothing later is asked about"),
        (UNTIL_JUNE, "2025", 1751328000, None, ("井盖",), "one second of July"),
    ],
)
def test_none_is_0_only_where_the_data_cover_the_period(
    tmp_path: Path, tickets: str, period: str, as_of: int | None, covers: Topic | None, unsure: tuple[str], why: str
) -> None:
    found = counted(tmp_path, Terms(30 * 60, as_of_s=as_of), period=period, tickets=tickets)
    assert found.topics.get("T05") == covers, why
    assert found.unsure == unsure, why
    assert any("井盖" in note.zh for note in plan_requests(InputTables(build("zh")), found).notes) == bool(unsure), why


def test_part_of_a_year_is_no_year_to_compare_with(tmp_path: Path) -> None:
    whole, part = (counted(tmp_path, Terms(), tickets=tickets) for tickets in (TICKETS, UNTIL_JUNE))
    assert (whole.this_year, whole.last_year) == (8, 3)
    assert (part.this_year, part.last_year) == (None, 3)
    ends = read_period("2025").until_s - 1
    cut, over = (counted(tmp_path, Terms(as_of_s=at), tickets=TICKETS) for at in (ends - 1, ends))
    assert (cut.this_year, cut.last_year) == (None, 3), "a second of the year was still to come"
    assert over.this_year == 8


@pytest.mark.parametrize(
    ("period", "as_of", "why"),
    [
        ("2026", None, "after the last ticket"),
        ("2023-12", None, "before the first"),
        ("2025-Q3", None, "between two tickets"),
    ],
)
def test_a_period_without_any_ticket_is_refused(tmp_path: Path, period: str, as_of: int | None, why: str) -> None:
    with pytest.raises(TicketsRefused) as refused:
        counted(tmp_path, Terms(as_of_s=as_of), period=period)
    for sentence in (refused.value.sentences[0].zh, refused.value.sentences[0].en):
        assert all(word in sentence for word in (period, "2024-01-04", "2025-12-04")), why


@pytest.mark.parametrize(
    ("by", "items", "said", "why"),
    [
        (("item", "city"), MAP, "evaluates one unit", "several places"),
        ((), MAP, "evaluates one unit", "no items"),
        (
            ("item",),
            HEADER + "停车,99,exact,label,停车秩序,,,\n",
            "no indicators under indicator_code: 99 (1 to 47",
            "another standard",
        ),
        (
            ("item",),
            HEADER + '停车,"1,2",exact,label,停车秩序,,,\n',
            "no indicators under indicator_code: 1,2 (1 to 47",
            "a comma between two codes",
        ),
        (
            ("item",),
            HEADER + "停车,37,exact,label,停车秩序,,,\n",
            "none of the workbook's indicators",
            "an indicator that no ticket tells of",
        ),
    ],
)
def test_what_a_workbook_does_not_take(tmp_path: Path, by: tuple[str, ...], items: str, said: str, why: str) -> None:
    with pytest.raises(TicketsRefused) as refused:
        counted(tmp_path, Terms(), by, items)
    assert said in refused.value.sentences[0].en, why


def months(data: bytes) -> list[tuple[object, ...]]:
    table = InputTables(data).table("ps_monthly")
    rows = zip(*(table.column(title) for title in MONTHLY.columns.values()), strict=True)
    return [tuple(table.value(at) for at in row) for row in rows]


def imported(
    folder: Path, data: bytes, period: str | None, terms: Terms, force: bool = False, tickets: str = TICKETS
) -> Filled:
    export, items = folder / "2025.csv", folder / "ITEMS.csv"
    export.write_text(tickets, encoding="utf-8")
    items.write_text(MAP, encoding="utf-8")
    wanted = read_period(period) if period else None
    settings = Settings(("item",), parse_item_map(MAP), terms, wanted, chosen(["void"]))
    tables = InputTables(data)
    with opened([export]) as (engine, records):
        counts = count(engine, settings)
        numbers, record, notes = taken(engine, counts, records, tables, items=items, names=[export.name])
    return fill(data, tables, plan_requests(tables, numbers).noted(notes), record, now=NOW, force=force)


# By hand: of the counted tickets (an item, not void) A1 and A2 are of March, A3 of April, A4 of May, A6 and A7 of June.
BY_MONTH = {"2025-03": (2, 1, 2), "2025-04": (1, 1, 0), "2025-05": (1, 0, 0), "2025-06": (2, 2, 2)}


def test_the_months_of_the_period_stand_beside_the_chart(tmp_path: Path) -> None:
    done = imported(tmp_path, build("zh"), "2025", Terms(30 * 60))
    names = [f"2025-{month:02d}" for month in range(1, 13)]
    assert months(done.data) == [(name, *BY_MONTH.get(name, (0, 0, 0))) for name in names]
    again = imported(tmp_path, done.data, "2025", Terms(30 * 60))
    assert again.data is done.data, "the same import changes no byte"


def test_months_the_data_do_not_cover_stay_blank(tmp_path: Path) -> None:
    done = imported(tmp_path, build("zh"), "2025", Terms(30 * 60), tickets=UNTIL_JUNE)
    names = [f"2025-{month:02d}" for month in range(1, 7)]
    assert months(done.data) == [*((name, *BY_MONTH.get(name, (0, 0, 0))) for name in names), *[(None,) * 4] * 6]
    (note,) = (note for note in done.notes if "2025-07" in note.zh)
    assert "2024-01-04" in note.en
    assert "2025-06-04" in note.en


def test_months_of_another_period_replace_those_of_an_import(tmp_path: Path) -> None:
    done = imported(tmp_path, build("en"), "2025", Terms(30 * 60))
    later = imported(tmp_path, done.data, "2025-Q2", Terms(30 * 60), force=True)
    blank = (None,) * 4
    expected = [(name, *BY_MONTH[name]) for name in ("2025-04", "2025-05", "2025-06")]
    assert months(later.data) == expected + [blank] * 9


@pytest.mark.parametrize(
    ("terms", "expected", "why"),
    [
        (Terms(), (2, None, 2), "no limit for immediately: the column stays as it is"),
        (Terms(30 * 60, as_of_s=1743465599), (2, 1, 2), "31 March 23:59:59: April is not seen"),
    ],
)
def test_what_is_not_known_of_a_month_stays_blank(
    tmp_path: Path, terms: Terms, expected: tuple[int | None, ...], why: str
) -> None:
    found = months(imported(tmp_path, build("zh"), "2025", terms).data)
    assert found[2] == ("2025-03", *expected), why
    assert (found[3] == (None,) * 4) == (terms.as_of_s is not None), why


def test_tickets_of_two_years_without_a_period_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TicketsRefused, match="more than one year"):
        imported(tmp_path, build("zh"), None, Terms())


def test_a_workbook_without_the_table_is_told() -> None:
    members = read_members(build("zh"))
    renamed = {name: data.replace(b'"ps_monthly"', b'"ps_other"') for name, data in members.items()}
    found = RequestCounts({"T01": Topic(1, 1, 1)}, months=(Month("2025-01", 1, 1, 1),))
    plan = plan_requests(InputTables(pack(renamed)), found)
    assert {change.table for change in plan.changes} == {"ps_requests"}
    assert any("ps_monthly" in note.en for note in plan.notes)


def test_months_are_not_scored() -> None:
    """The table is for the chart: receipts are the same with it and without."""
    data = build("zh", EXAMPLE)
    table = InputTables(data).table("ps_monthly")
    emptied = write_inputs(data, {at: None for title in MONTHLY.columns.values() for at in table.column(title)})
    one, other = (recalculate(given, Options(now=NOW)).receipt for given in (data, emptied))
    assert emptied != data
    assert one == other


def test_the_record_says_the_moment_and_what_was_tied(tmp_path: Path) -> None:
    as_of = read_period("2025").until_s - 1
    _, done = filled(tmp_path, Terms(30 * 60, as_of_s=as_of))
    mapping = next(str(one.new) for one in done.record if one.column == PROVENANCE.columns["mapping"])
    assert "as of 2025-12-31 23:59:59" in mapping
    assert "tied" not in mapping
    twice = TICKETS + TICKETS.splitlines()[1].replace("停车秩序", "井盖") + "\n"
    export = tmp_path / "tied.csv"
    export.write_text(twice, encoding="utf-8")
    settings = Settings(("item",), parse_item_map(MAP), Terms(), read_period("2025"), chosen(["void"]))
    with opened([export]) as (engine, records):
        counts = count(engine, settings, delivered=records["delivered"])
        _, record, notes = taken(engine, counts, records, InputTables(build("zh")), items=None, names=[export.name])
    assert "tied 1" in record.mapping
    assert any("1 件工单的最新版本更新时间相同" in note.zh for note in notes)
