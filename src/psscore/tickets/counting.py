"""Counts of tickets by group: whole numbers with everything that was left out, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

from psscore.model.text import Text
from psscore.tickets.as_of import UNTIMED
from psscore.tickets.canonical import COLUMNS, Sort
from psscore.tickets.coverage import Span
from psscore.tickets.engines.engine import Engine
from psscore.tickets.exclusions import Exclusion, chosen
from psscore.tickets.item_map import ItemRule, clean, order_of
from psscore.tickets.items import Assignment, assign, fields_of, labels_of
from psscore.tickets.measures import MEASURES, TOTAL, Terms, untimed, withheld
from psscore.tickets.periods import SPLITS, Period, UnreadablePeriod, moment_text, split
from psscore.tickets.personal import label_shown
from psscore.tickets.places import Place, spelled
from psscore.tickets.sql import COUNTED, DIMENSIONS, PLACES, Query, counts_sql, labels_sql, span_sql, ties_sql

_COLUMNS = tuple(column.name for column in COLUMNS if column.sort in (Sort.TIME, Sort.FLAG, Sort.NUMBER))
Progress = Callable[[Text], None]
Numbers = dict[str, int | None]


class UnknownGroup(ValueError):
    """A group that cannot be counted by."""

    def __init__(self, message: Text) -> None:
        self.message = message
        super().__init__(message.en)


@dataclass(frozen=True, slots=True)
class Settings:
    """What to count. Without `items` every ticket counts, whatever it is about; without `places`, wherever it is."""

    by: tuple[str, ...] = ()
    items: tuple[ItemRule, ...] | None = None
    terms: Terms = field(default_factory=Terms)
    period: Period | None = None
    exclusions: tuple[Exclusion, ...] = field(default_factory=lambda: chosen(None))
    places: tuple[Place, ...] = ()

    def __post_init__(self) -> None:
        known = ", ".join(DIMENSIONS)
        for name in self.by:
            if name not in DIMENSIONS:
                raise UnknownGroup(
                    Text(f"不能按 {name} 分组，可用：{known}", f"cannot group by {name}; known: {known}")
                )
        if len(set(self.by)) < len(self.by) or len(set(self.by) & set(SPLITS)) > 1:
            listed = ",".join(self.by)
            raise UnknownGroup(
                Text(
                    f"分组 {listed} 有重复，或同时按多种期间",
                    f"groups {listed} repeat themselves, or split time in two ways",
                )
            )
        if "item" in self.by and self.items is None:
            raise UnknownGroup(
                Text("按 item 分组需要事项表 ITEMS.csv", "to group by item, give an item map, ITEMS.csv")
            )
        seen = self.terms.as_of_s
        if self.period is not None and seen is not None and seen < self.period.from_s:
            at, start = moment_text(seen), moment_text(self.period.from_s)[:10]
            raise UnreadablePeriod(
                Text(
                    f"统计时点 {at} 早于期间 {self.period.name} 的第一天 {start}：那时还没有这一期间的工单",
                    f"the moment {at} is before {start}, the first day of {self.period.name}: there were none yet",
                )
            )


@dataclass(frozen=True, slots=True)
class Group:
    """The numbers of one group; None where one is withheld."""

    key: tuple[str | None, ...]
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class Ties:
    """Tickets whose newest versions differ, how many of them no order of reading decides, and one of them.

    `across` of them have such versions in several readings, of which the one named last decides.
    """

    tied: int
    undetermined: int
    example: str | None
    across: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts of one source, the states of all versions looked at, and the text that counted them.

    `untold` of the tickets counted have no time of change: the moment asked about is compared with their other times.
    """

    settings: Settings
    engine: str
    engine_version: str
    groups: tuple[Group, ...]
    totals: Numbers
    states: dict[str, int]
    withheld: dict[str, Text]
    cities: int
    versions: int
    span: Span
    assignment: Assignment | None
    ties: Ties
    sql: str
    untold: int = 0


def count(
    engine: Engine,
    settings: Settings,
    progress: Progress = lambda _: None,
    *,
    delivered: Collection[str] = (),
) -> Counts:
    """Count the tickets an engine holds; raises EngineProblem, and TicketsRefused for a place the data do not know.

    A column without any value withholds what is counted from it, unless it is one of those known to be `delivered`:
    then its blanks are answers.
    """
    progress(Text("查看时间范围", "looking at the span of time"))
    doubted = [name for name in _COLUMNS if name not in delivered]
    places = spelled(engine, settings.places)
    seen = _seen(settings)
    versions, cities, first, last, inside, *present = engine.rows(span_sql(doubted, seen, places))[0]
    lacking = {name for name, number in zip(doubted, present, strict=True) if not number} if versions else set()
    if places:
        versions, cities, *_ = engine.rows(span_sql(()))[0]
    span = Span(None if first is None else int(first), None if last is None else int(last), int(inside))
    assignment = None
    fields = fields_of(settings.items or ())
    if settings.items is not None:
        progress(Text("对照事项表", "matching the item map"))
        assignment = assign(settings.items, (labels_of(fields, row) for row in engine.rows(labels_sql(fields))))
    query = Query(
        None if assignment is None else assignment.keys,
        fields,
        settings.by,
        settings.terms,
        settings.period,
        _splits(settings, (0, 1) if first is None else (int(first), int(last) + 1)),
        settings.exclusions,
        places,
    )
    missing = withheld(settings.terms, lacking)
    progress(Text("计数", "counting"))
    found = _read(engine.rows(counts_sql(query)), settings, missing)
    missing |= untimed(found.untimed)
    groups = [
        Group(one.key, {name: None if name in missing else number for name, number in one.numbers.items()})
        for one in found.groups
    ]
    ties = Ties(0, 0, None)
    if found.alike:
        progress(Text("检查并列版本", "checking tied versions"))
        tied, undetermined, example, across = engine.rows(ties_sql(query, engine.starts))[0]
        ties = Ties(int(tied), int(undetermined), example, int(across))
    return Counts(
        settings,
        engine.name,
        engine.version,
        tuple(groups),
        _sum([group.numbers for group in groups], missing),
        found.states,
        missing,
        int(cities),
        int(versions),
        span,
        assignment,
        ties,
        counts_sql(_without_numbers(query)),
        found.untold,
    )


def _seen(settings: Settings) -> tuple[int, int] | None:
    """The period as far as the moment asked about; None without a period."""
    period, as_of = settings.period, settings.terms.as_of_s
    if period is None:
        return None
    return period.from_s, period.until_s if as_of is None else min(period.until_s, as_of + 1)


def _splits(settings: Settings, span: tuple[int, int]) -> tuple[Period, ...]:
    by = [name for name in settings.by if name in SPLITS]
    if not by:
        return ()
    # Versions outside the period are told apart by state: their span is of no use.
    wide = (min(span[0], settings.period.from_s), max(span[1], settings.period.until_s)) if settings.period else span
    return split(*wide, by[0])


@dataclass(slots=True)
class _Found:
    """What the engine answered: groups, versions by state, those beside one of the same moment, and of the tickets
    counted those without a time of change and those with a flag of unknown moment."""

    groups: list[Group] = field(default_factory=list)
    states: dict[str, int] = field(default_factory=dict)
    alike: int = 0
    untold: int = 0
    untimed: Counter[str] = field(default_factory=Counter)


def _read(rows: Sequence[tuple[object, ...]], settings: Settings, missing: Collection[str]) -> _Found:
    names = [measure.name for measure in MEASURES]
    width = 1 + len(settings.by)
    end = width + 1 + len(names)
    found = _Found()
    groups, states = found.groups, found.states
    for row in rows:
        state = str(row[0])
        numbers: Numbers = {
            name: None if cell is None or name in missing else int(str(cell))
            for name, cell in zip(names, row[width + 1 : end], strict=True)
        }
        found.alike += int(str(row[width]))
        states[state] = states.get(state, 0) + (numbers[TOTAL] or 0)
        if state == COUNTED:
            key = tuple(map(_shown, settings.by, row[1:width]))
            groups.append(Group(key, numbers))
            if row[end:]:
                found.untold += int(str(row[end]))
                found.untimed.update({flag: int(str(cell)) for flag, cell in zip(UNTIMED, row[end + 1 :], strict=True)})
    # Engines differ in where they sort what is blank, and in how they order Chinese.
    order = order_of(settings.items or ())

    def place(group: Group) -> list[tuple[bool, int, str]]:
        pairs = zip(settings.by, group.key, strict=True)
        return [(cell is None, order.get(cell or "", 0) if name == "item" else 0, cell or "") for name, cell in pairs]

    found.groups = sorted(_merged(found.groups), key=place)
    return found


def _shown(group: str, cell: object) -> str | None:
    """The name of a group, as places are compared; one that holds a number of a person by its shape."""
    if cell is None or group not in PLACES:
        return None if cell is None else str(cell)
    return label_shown(clean(str(cell))) or None


def _merged(groups: Sequence[Group]) -> list[Group]:
    """Groups whose names are one after NFKC together."""
    together: dict[tuple[str | None, ...], Numbers] = {}
    for one in groups:
        there = together.get(one.key)
        together[one.key] = (
            dict(one.numbers)
            if there is None
            else {name: None if number is None else number + (one.numbers[name] or 0) for name, number in there.items()}
        )
    return [Group(key, numbers) for key, numbers in together.items()]


def _without_numbers(query: Query) -> Query:
    """The query as its text may be shown: labels of the data that hold numbers of persons by their shape."""
    if query.items is None:
        return query
    shown = tuple(
        replace(
            key,
            platform_code=label_shown(key.platform_code, code=True),
            label=label_shown(key.label),
            sublabel=label_shown(key.sublabel),
        )
        for key in query.items
    )
    return replace(query, items=shown)


def _sum(parts: Sequence[Numbers], missing: dict[str, Text]) -> Numbers:
    names = (measure.name for measure in MEASURES)
    return {name: None if name in missing else sum(part[name] or 0 for part in parts) for name in names}
