"""Counts of tickets in the workbook: totals taken by hand equal the cells, and what the data do not say stays blank."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from psscore.tickets.counting import Settings, count
from psscore.tickets.exclusions import chosen
from psscore.tickets.filling import record_of, request_counts
from psscore.tickets.item_map import parse_item_map
from psscore.tickets.measures import Terms
from psscore.tickets.opening import opened
from psscore.tickets.per_inhabitants import yearly_change
from psscore.tickets.periods import read_period
from psscore.tickets.refusal import TicketsRefused
from psscore.workbook.filling import Filled, RequestCounts, fill, plan_requests
from psscore.workbook.filling.requests import Topic
from psscore.workbook.input_tables import InputTables
from psscore.workbook.recalculate import Options, recalculate
from psscore.workbook.template import build
from psscore.workbook.template.tables import POPULATION, PROACTIVE, PROVENANCE, REQUESTS, Table

HEADER = "item,indicator_code,match_type,field,value,priority,valid_from,valid_to\n"
MAP = (
    HEADER + "停车,1;2,exact,label,停车秩序,,,\n地锁,3;4,exact,label,私装地锁,,,\n井盖,9;10,exact,label,井盖,,,\n"
    "巡查,33,exact,label,主动巡查,,,\n垃圾,5;6,exact,label,垃圾清运,,,\n另一种停车,1;2,exact,label,违停,,,\n"
)
# By hand, for 2025: parking 3 tickets (one of them the other wording), 2 signed for within 30 minutes, 2 resolved;
# locks 1, 0, 0; covers none in 2025; patrols 2; refuse has a label the platform does not use.
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


def counted(folder: Path, terms: Terms, by: tuple[str, ...] = ("item",), items: str = MAP) -> RequestCounts:
    export = folder / "2025.csv"
    export.write_text(TICKETS, encoding="utf-8")
    settings = Settings(by, parse_item_map(items), terms, read_period("2025"), chosen(["void"]))
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
    assert value(done.data, POPULATION, "THIS", "requests") == 7, "all tickets of the year but the void one"
    assert value(done.data, POPULATION, "LAST", "requests") == 2
    assert value(done.data, POPULATION, "THIS", "population") is None


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
    # 11 rows: 6 counted, 1 older version, void, enquiry of no item and two of 2024 left out.
    numbers = [row[PROVENANCE.columns[key].zh] for key in ("read", "used", "excluded", "rejected", "duplicate")]
    assert numbers == [11, 6, 4, 0, 1]
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


@pytest.mark.parametrize(
    ("by", "items", "said", "why"),
    [
        (("item", "city"), MAP, "evaluates one unit", "several places"),
        ((), MAP, "evaluates one unit", "no items"),
        (
            ("item",),
            HEADER + "停车,99,exact,label,停车秩序,,,\n",
            "none of the workbook's indicators",
            "another standard",
        ),
    ],
)
def test_what_a_workbook_does_not_take(tmp_path: Path, by: tuple[str, ...], items: str, said: str, why: str) -> None:
    with pytest.raises(TicketsRefused) as refused:
        counted(tmp_path, Terms(), by, items)
    assert said in refused.value.sentences[0].en, why
