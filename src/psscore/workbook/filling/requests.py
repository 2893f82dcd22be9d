"""Counts of tickets as values of the tables ps_requests, ps_proactive and ps_population."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from psscore.model.text import Text
from psscore.workbook.filling.change import Change, Plan, change
from psscore.workbook.input_tables import InputTables
from psscore.workbook.refusal import Finding, Refused
from psscore.workbook.template.platform import LAST_YEAR, THIS_YEAR
from psscore.workbook.template.tables import POPULATION, PROACTIVE, REQUESTS, Table


@dataclass(frozen=True, slots=True)
class Topic:
    """The requests on one topic. None: not counted, and the cell stays as it is."""

    total: int
    signed: int | None
    resolved: int | None


@dataclass(frozen=True, slots=True)
class RequestCounts:
    """Whole numbers by the codes of the workbook: topics T01 to T16, indicators 33 to 36, all requests of two years."""

    topics: Mapping[str, Topic]
    proactive: Mapping[str, int] = field(default_factory=dict)
    this_year: int | None = None
    last_year: int | None = None


def plan_requests(tables: InputTables, counts: RequestCounts) -> Plan:
    """The cells for these counts. Raises `Refused` for a workbook without a table that is needed.

    A code that stands in several rows (one for each subdistrict, say) or in none is a problem of the plan: which row
    is meant is not guessed.
    """
    changes: list[Change] = []
    problems: list[Finding] = []
    for table, code, column, value in _wanted(counts):
        title = table.columns[column]
        try:
            at = tables.table(table.name).cell(table.columns["code"], code, title)
        except Refused as refused:
            problems.append(Finding("", "", refused.code, refused.text))
            continue
        changes.append(change(tables, table.name, code, title, at, value))
    return Plan(tuple(changes), tuple(dict.fromkeys(problems)), _notes(counts))


def _wanted(counts: RequestCounts) -> Iterator[tuple[Table, str, str, int]]:
    for code, topic in sorted(counts.topics.items()):
        for column, value in (("total", topic.total), ("signed", topic.signed), ("resolved", topic.resolved)):
            if value is not None:
                yield REQUESTS, code, column, value
    for code, value in sorted(counts.proactive.items()):
        yield PROACTIVE, code, "count", value
    for code, year in ((THIS_YEAR, counts.this_year), (LAST_YEAR, counts.last_year)):
        if year is not None:
            yield POPULATION, code, "requests", year


def _notes(counts: RequestCounts) -> tuple[Text, ...]:
    notes: list[Text] = []
    if any(topic.signed is None for topic in counts.topics.values()):
        notes.append(
            Text(
                "立即签收数没有写入：来源没有规定“立即”的时限，用 --signed-within 给出分钟数",
                "signed counts are not written: the source gives no limit for “immediately”, say how many minutes "
                "with --signed-within",
            )
        )
    if any(topic.resolved is None for topic in counts.topics.values()):
        notes.append(
            Text(
                "部分事项的已解决数没有写入：工单没有是否解决的记录",
                "the resolved count of some topics is not written: the tickets do not say whether they were resolved",
            )
        )
    if counts.last_year is None:
        notes.append(
            Text(
                "上年度诉求总量没有写入：导出中没有上一年的工单",
                "last year's requests are not written: the exports hold no ticket of that year",
            )
        )
    return tuple(notes)
