"""Counts of tickets for a workbook: which number goes into which row, and the record of where it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from psscore.model.text import Text
from psscore.tickets.counting import Counts, Numbers, count
from psscore.tickets.coverage import check_one_year, none_in, partly
from psscore.tickets.engines.engine import Engine
from psscore.tickets.exclusions import chosen
from psscore.tickets.measures import SIGNED, TOTAL
from psscore.tickets.per_inhabitants import Change, NotAYear, yearly_change
from psscore.tickets.periods import read_period, split
from psscore.tickets.recorded import record_of
from psscore.tickets.refusal import TicketsRefused
from psscore.tickets.several_cities import several_told
from psscore.tickets.several_places import several_places
from psscore.tickets.tied_versions import tied_told, untold_told
from psscore.workbook.filling import Record, RequestCounts
from psscore.workbook.filling.requests import Month, Topic
from psscore.workbook.input_tables import InputTables
from psscore.workbook.template.content import Kind, load_content

_RESOLVED = "resolved"
_LIMITS = {"30_minutes": 30 * 60, "2_hours": 2 * 3600, "24_hours": 24 * 3600}
_ALWAYS = 1 << 60
_UNCHOSEN = "several places"
_LEFT_BLANK = Text(
    "；这些月份、期间内没有工单的事项和不足一年的诉求总量没有写入，写入的计数只是已有数据的",
    "; those months, matters without a ticket and requests of part of a year are not written, and what is written "
    "counts the data there are",
)
_TOPIC_KINDS = (Kind.SIGNED, Kind.RESOLVED)


def request_counts(counts: Counts, change: Change | None = None) -> RequestCounts:
    """The numbers of a workbook, which is about one evaluated unit: `counts` must be by item and nothing else.

    A topic of the item map without a ticket is 0 when the data know its labels and cover every month of the period;
    else it is not written. A year of which months are missing is no number to compare with, and is not written.
    Raises `TicketsRefused` for other groups, for an item map that names none of the workbook's indicators, and for a
    period without a single ticket in the data.
    """
    settings, span = counts.settings, counts.span
    if settings.items is None or settings.by != ("item",):
        raise TicketsRefused(
            "groups",
            Text(
                "写入工作簿须用事项表 --items，且只按事项分组（--by item）：一个工作簿只评价一个单位",
                "a workbook takes counts by item (--items, --by item) and by nothing else: it evaluates one unit",
            ),
        )
    if settings.period is not None and not span.in_period:
        raise TicketsRefused("period", none_in(settings.period, span))
    missing = _missing(counts)
    numbers = {str(group.key[0]): group.numbers for group in counts.groups}
    known = {key.item for key in counts.assignment.keys} if counts.assignment is not None else set()
    content = load_content()
    topic_of = {row.code: row.topic for row in content.rows if row.kind in _TOPIC_KINDS}
    proactive_codes = {row.code for row in content.of_kind(Kind.COUNT)}
    codes = {row.code for row in content.rows}
    if strange := sorted({code for listed in _items(counts).values() for code in listed} - codes):
        shown = "、".join(strange)
        raise TicketsRefused(
            "indicators",
            Text(
                f"事项表的 indicator_code 不是指标编号：{shown}（1 至 {len(codes)}；几个编号之间用分号）",
                f"no indicators under indicator_code: {shown} (1 to {len(codes)}; semicolons between several)",
            ),
        )
    topics: dict[str, Topic] = {}
    proactive: dict[str, int] = {}
    named: set[str] = set()
    unseen: list[str] = []
    unsure: list[str] = []
    for item, indicators in _items(counts).items():
        places = {topic_of[code] for code in indicators if code in topic_of}
        named |= places | (proactive_codes & set(indicators))
        found = numbers.get(item)
        if found is None and item not in known:
            unseen.append(item)
            continue
        if found is None and missing:
            unsure.append(item)
            continue
        for topic in sorted(places):
            topics[topic] = _plus(topics.get(topic), _topic(found, counts.withheld))
        for code in sorted(proactive_codes & set(indicators)):
            proactive[code] = proactive.get(code, 0) + _whole(found, TOTAL)
    if not named:
        raise TicketsRefused(
            "indicators",
            Text(
                "事项表的 indicator_code 中没有该工作簿的指标（1 至 36）",
                "the item map names none of the workbook's indicators (1 to 36) under indicator_code",
            ),
        )
    as_of = settings.terms.as_of_s
    seen = _ALWAYS if as_of is None else as_of
    years = [
        None if span.missing(whole := read_period(str(year.year))) or seen < whole.until_s - 1 else year.requests
        for year in (change.years if change is not None else ())
    ]
    this, last = years if years else (None, None)
    return RequestCounts(topics, proactive, this, last, tuple(unseen), unsure=tuple(unsure))


def _missing(counts: Counts) -> tuple[str, ...]:
    """The months of the period the data do not cover."""
    period = counts.settings.period
    return () if period is None else counts.span.missing(period, counts.settings.terms.as_of_s)


def taken(
    engine: Engine,
    counts: Counts,
    records: Mapping[str, Any],
    tables: InputTables,
    *,
    items: Path | None,
    names: Sequence[str],
    database: str | None = None,
) -> tuple[RequestCounts, Record, tuple[Text, ...]]:
    """The numbers for a workbook, two years of requests too when the period is a year; their record; notes.

    Raises `TicketsRefused` as `request_counts` does, and EngineProblem.
    """
    settings = counts.settings
    check_one_year(settings.period, counts.span)
    if _readings(tables).get("requests_counted") == "without_consultation":
        # The reading is about the two years only: topics are counted as they were asked for.
        names_left_out = {*(one.name for one in settings.exclusions), "consultation"}
        settings = replace(settings, exclusions=chosen(names_left_out))
    try:
        change = yearly_change(engine, settings, {})
    except NotAYear:
        change = None
    record = record_of(counts, records, items=items, names=names, database=database)
    found, notes = request_counts(counts, change), notes_of(tables, counts)
    said = several_told(records.get("several_cities")), tied_told(counts.ties), untold_told(counts.untold)
    notes += tuple(warning for warning in said if warning is not None)
    by_place = count(engine, replace(counts.settings, by=("city", "district")))
    if warning := several_places(by_place, str(tables.value("ps_unit") or "").strip()):
        notes = (warning, *notes)
        record = replace(record, mapping=f"{record.mapping}; {_UNCHOSEN}")
    by_month = count(engine, replace(counts.settings, by=("month",)), delivered=records.get("delivered", ()))
    return replace(found, months=months_of(by_month)), record, notes


def months_of(counts: Counts) -> tuple[Month, ...]:
    """The months of counts by month: those of the period, a month without tickets being 0, as far as `as_of` sees.

    Those before the first ticket in the data and after the last are left out: nothing is known of them.
    """
    settings, missing = counts.settings, set(_missing(counts))
    numbers = {str(group.key[0]): group.numbers for group in counts.groups if group.key[0] is not None}
    ends = [settings.period] if settings.period is not None else [read_period(name) for name in sorted(numbers)]
    if not ends:
        return ()
    seen = settings.terms.as_of_s
    parts = split(ends[0].from_s, ends[-1].until_s, "month")
    found = []
    within = (part.name for part in parts if seen is None or part.from_s <= seen or part.name in numbers)
    for name in (name for name in within if name not in missing):
        topic = _topic(numbers.get(name), counts.withheld)
        found.append(Month(name, topic.total, topic.signed, topic.resolved))
    return tuple(found)


def notes_of(tables: InputTables, counts: Counts) -> tuple[Text, ...]:
    """Where the counts were taken otherwise than the readings on the workbook's cover declare."""
    readings = _readings(tables)
    terms = counts.settings.terms
    notes: list[Text] = []
    limit = readings.get("signed_within")
    if terms.signed_within_s is not None and limit is not None and _LIMITS.get(limit) != terms.signed_within_s:
        minutes = terms.signed_within_s // 60
        notes.append(
            Text(
                f"封面口径 signed_within={limit}，计数按 {minutes} 分钟：请在封面选定一致的时限",
                f"the cover says signed_within={limit} and {minutes} minutes were counted: make the cover say the same",
            )
        )
    period, missing = counts.settings.period, _missing(counts)
    if period is None and counts.span.days is not None:
        first, last = counts.span.days
        notes.append(
            Text(
                f"没有给出 --period，计入的是全部工单（自 {first} 至 {last}）：请核对是否属于本评价周期",
                f"no --period was given and all tickets count ({first} to {last}): check that they belong here",
            )
        )
    if period is not None and missing:
        notes.append(partly(period, counts.span, missing) + _LEFT_BLANK)
    left_out = any(one.name == "consultation" for one in counts.settings.exclusions)
    if left_out and readings.get("requests_counted") == "all":
        notes.append(
            Text(
                "封面口径 requests_counted=all，计数剔除了咨询：请统一",
                "the cover says requests_counted=all and enquiries were left out: make both the same",
            )
        )
    return tuple(notes)


def limit_of(tables: InputTables) -> int | None:
    """The seconds that are "immediately" by the reading on the cover; None where it states none that can be counted."""
    return _LIMITS.get(_readings(tables).get("signed_within", ""))


def _readings(tables: InputTables) -> dict[str, str]:
    found = tables.value("ps_standard_reference")
    return dict(parse_qsl(urlsplit(found).query)) if isinstance(found, str) else {}


def _items(counts: Counts) -> dict[str, list[str]]:
    """The indicators of every item of the map."""
    found: dict[str, list[str]] = {}
    for rule in counts.settings.items or ():
        codes = found.setdefault(rule.item, [])
        codes += [code for code in rule.indicators if code not in codes]
    return found


def _topic(numbers: Numbers | None, withheld: Mapping[str, Text]) -> Topic:
    def part(measure: str) -> int | None:
        return None if measure in withheld else _whole(numbers, measure)

    return Topic(_whole(numbers, TOTAL), part(SIGNED), part(_RESOLVED))


def _whole(numbers: Numbers | None, measure: str) -> int:
    return (numbers[measure] or 0) if numbers is not None else 0


def _plus(one: Topic | None, other: Topic) -> Topic:
    """Two items of one topic."""
    if one is None:
        return other

    def both(first: int | None, second: int | None) -> int | None:
        return None if first is None or second is None else first + second

    return Topic(one.total + other.total, both(one.signed, other.signed), both(one.resolved, other.resolved))
