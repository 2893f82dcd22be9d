"""Counts of tickets as values of the tables ps_requests, ps_proactive and ps_population."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from psscore.functions.cells import code_in, text_in
from psscore.model.text import Text
from psscore.workbook.filling.change import Change, Plan, change, value_at
from psscore.workbook.input_tables import InputTables
from psscore.workbook.refusal import Finding, Refused
from psscore.workbook.template.platform import LAST_YEAR, THIS_YEAR
from psscore.workbook.template.tables import MONTHLY, POPULATION, PROACTIVE, REQUESTS, Table
from psscore.workbook.values import Cell


@dataclass(frozen=True, slots=True)
class Topic:
    """The requests on one topic. None: not counted, and the cell stays as it is."""

    total: int
    signed: int | None
    resolved: int | None


@dataclass(frozen=True, slots=True)
class Month:
    """The requests counted of one calendar month, named `2025-03`; for the chart only. None: not counted."""

    name: str
    total: int
    signed: int | None
    resolved: int | None


@dataclass(frozen=True, slots=True)
class RequestCounts:
    """Whole numbers by the codes of the workbook: topics T01 to T16, indicators 33 to 36, all requests of two years.

    `unseen` are matters none of whose labels occur in the data: whether there were none is not for us to say; `unsure`
    those without a ticket in a period the data cover in part only. `months` are those of the counted requests in
    order, at most twelve; None where they are not told by month.
    """

    topics: Mapping[str, Topic]
    proactive: Mapping[str, int] = field(default_factory=dict)
    this_year: int | None = None
    last_year: int | None = None
    unseen: tuple[str, ...] = ()
    months: tuple[Month, ...] | None = None
    unsure: tuple[str, ...] = ()


def plan_requests(tables: InputTables, counts: RequestCounts) -> Plan:
    """The cells for these counts. Raises `Refused` for a workbook without a table that is needed.

    A code that stands in several rows (one for each subdistrict, say) or in none is a problem of the plan: which row
    is meant is not guessed.
    """
    changes: list[Change] = []
    problems: dict[tuple[str, str], Finding] = {}
    for table, code, column, value in _wanted(counts):
        title = table.columns[column]
        try:
            at = tables.table(table.name).cell(table.columns["code"], code, title)
        except Refused as refused:
            problems.setdefault((table.name, code), Finding("", "", refused.code, refused.text))
            continue
        changes.append(change(tables, table.name, code, title, at, value))
    notes = _notes(counts)
    if counts.months is not None and not tables.has(MONTHLY.name):
        notes += (_NO_MONTHS,)
    else:
        changes += _monthly(tables, counts.months or ())
    return Plan(tuple(changes), tuple(problems.values()), notes, tuple(_others(tables, changes)))


def _others(tables: InputTables, changes: list[Change]) -> Iterator[Change]:
    """The cells imports of tickets fill in that are not among these."""
    planned = {(one.sheet, one.cell) for one in changes}
    for table, keys in _FILLED:
        if not tables.has(table.name):
            continue
        found = tables.table(table.name)
        codes = found.column(table.columns["code"]) if "code" in table.columns else []
        for key in keys:
            title = table.columns[key]
            for number, at in enumerate(found.column(title)):
                if at not in planned:
                    row = _code(value_at(tables, codes[number])) if codes else f"#{number + 1}"
                    yield change(tables, table.name, row, title, at, None)


def _code(cell: Cell) -> str:
    code = code_in(cell)
    return code if isinstance(code, str) else text_in(cell)


_FILLED = (
    (REQUESTS, ("total", "signed", "resolved")),
    (PROACTIVE, ("count",)),
    (POPULATION, ("requests",)),
    (MONTHLY, tuple(MONTHLY.columns)),
)


_NO_MONTHS = Text(
    "该工作簿没有逐月表（ps_monthly），趋势图的数据没有写入：新版模板有“图表”页",
    "the workbook has no table ps_monthly, the months are not written: newer templates have a sheet of charts",
)


def _monthly(tables: InputTables, months: tuple[Month, ...]) -> Iterator[Change]:
    """The rows of the months from the top; those left over are cleared, so that no month of another period stays."""
    if not months:
        return
    table = tables.table(MONTHLY.name)
    columns = {key: table.column(title) for key, title in MONTHLY.columns.items()}
    for row in range(len(columns["month"])):
        month = months[row] if row < len(months) else None
        values = (None,) * 4 if month is None else (month.name, month.total, month.signed, month.resolved)
        for key, value in zip(MONTHLY.columns, values, strict=True):
            # A measure that is not counted stays as it is, as in the other tables.
            if month is None or value is not None:
                yield change(tables, MONTHLY.name, f"#{row + 1}", MONTHLY.columns[key], columns[key][row], value)


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
    if counts.unseen:
        listed = "、".join(counts.unseen)
        notes.append(
            Text(
                f"数据中没有这些事项的任何标签，未写入：{listed}；确无诉求的请填 0，否则补全事项表",
                f"the data hold no label of these matters, nothing is written: {listed}; type 0 if there were no "
                f"requests, else complete the item map",
            )
        )
    if counts.unsure:
        zh, en = "、".join(counts.unsure), ", ".join(counts.unsure)
        notes.append(
            Text(
                f"数据没有覆盖整个期间，这些事项期间内没有工单，未写入：{zh}；确无诉求的请填 0",
                f"the data do not cover the whole period and hold no ticket of these matters in it, nothing is "
                f"written: {en}; type 0 if there were no requests",
            )
        )
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
                "部分事项的已解决数没有写入：工单没有是否解决的记录，或不知是否在统计时点以前解决",
                "the resolved count of some topics is not written: the tickets do not say whether they were resolved, "
                "or whether before the moment to judge by",
            )
        )
    if counts.last_year is None:
        notes.append(
            Text(
                "上年度诉求总量没有写入：数据没有覆盖上一年的各个月份，或周期不是一整年",
                "last year's requests are not written: the data do not cover every month of that year, or the period "
                "is no whole year",
            )
        )
    return tuple(notes)
