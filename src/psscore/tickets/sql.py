"""The one SQL text of the counts: ANSI only, whole numbers only, the same on every engine.

Every version of a ticket lands in exactly one state, so the totals of all states are the versions looked at:
`later` than the moment asked about, `superseded` by a newer version, `elsewhere` (its latest version is of another
place than the one chosen), `unmapped` (its latest version belongs to no item), `undated`, `outside` the period,
`excluded:<ground>`, or `counted`. The newest version is chosen before anything is filtered: filtering first would bring
back what a newer version has withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from psscore.tickets.as_of import NEVER, UNTIMED, as_known, is_later, untimed, updated
from psscore.tickets.exclusions import Exclusion
from psscore.tickets.measures import MEASURES, TOTAL, Terms
from psscore.tickets.periods import SPLITS, Period
from psscore.tickets.quoting import literal

COUNTED, SUPERSEDED, LATER, ELSEWHERE, UNMAPPED, UNDATED, OUTSIDE = (
    "counted",
    "superseded",
    "later",
    "elsewhere",
    "unmapped",
    "undated",
    "outside",
)
EXCLUDED = "excluded:"
PLACES = ("city", "district", "unit", "channel")
DIMENSIONS = (*PLACES, "item", *SPLITS)

KEYS = ("platform_code", "label", "sublabel")
_STATE = (*KEYS, "district", "unit", "channel", "kind")
_TIMES = ("created_s", "dispatched_s", "accepted_s", "due_s", "closed_s")
_FLAGS = ("resolved", "satisfied", "voided", "extended", "forced", "reworked", "reopened", "bad_time")


@dataclass(frozen=True, slots=True)
class ItemKey:
    """Labels as they stand in the data, the item they belong to, and from when until when; None: open."""

    platform_code: str
    label: str
    sublabel: str
    item: str
    from_s: int | None = None
    until_s: int | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """What to count. `items` None counts every ticket; `fields` are the labels that tell the items apart; `places` are
    columns with the values a ticket must have in them."""

    items: tuple[ItemKey, ...] | None
    fields: tuple[str, ...] = KEYS
    by: tuple[str, ...] = ()
    terms: Terms = field(default_factory=Terms)
    period: Period | None = None
    splits: tuple[Period, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    places: tuple[tuple[str, tuple[str, ...]], ...] = ()


def counts_sql(query: Query) -> str:
    """The counts by state and group: `state`, the groups in the order asked for, `alike`, then every measure.

    `alike` are the newest versions beside which another of the same moment stands; `ties_sql` tells if they differ.
    With a moment to judge by there follow those without a time of change, and of each flag in UNTIMED those of which
    nothing tells whether it was set before the moment or after.
    """
    groups = [_column(name) for name in query.by]
    alike = "COUNT(CASE WHEN place = 1 AND changed_s = next_s THEN 1 END) AS alike"
    shown = ["state", *groups, alike, *(f"{_counted(m.name, m.sql(query.terms))}" for m in MEASURES)]
    if query.terms.as_of_s is not None:
        shown.append(f"COUNT(CASE WHEN changed_s = {NEVER} THEN 1 END) AS untold")
        shown += [f"COUNT({flag}_untimed) AS {flag}_untimed" for flag in UNTIMED]
    keys = ", ".join(["state", *groups])
    return (
        f"WITH {_ctes(query)}\n"
        f"SELECT {(',' + chr(10) + '       ').join(shown)}\n"
        f"FROM judged\nGROUP BY {keys}\nORDER BY {keys}"
    )


def ties_sql(query: Query, starts: Sequence[int] = ()) -> str:
    """How many tickets have two newest versions that differ, how many of them nothing orders, one of them, and how many
    have them in several readings; `starts` is where `version_tie` goes over from one reading to the next."""
    later = f"\n    AND NOT ({is_later('t', query.terms.as_of_s)})" if query.terms.as_of_s is not None else ""
    whens = " ".join(f"WHEN t.version_tie < {start} THEN {number}" for number, start in enumerate(starts))
    part = f"CASE {whens} ELSE {len(starts)} END" if starts else "0"
    where = f"{_scope(query) or '1 = 1'}{later}"
    with_items = f"{_items(query)},\n" if query.items is not None else ""
    differ = "\n     OR ".join(f"MIN({expression}) <> MAX({expression})" for expression in _comparable())
    return f"""WITH {with_items}twice AS (
  SELECT t.ticket_id
  FROM tickets t
  WHERE {where}
  GROUP BY t.city, t.ticket_id, {updated("t")}
  HAVING COUNT(*) > 1
),
newest AS (
  SELECT t.city, t.ticket_id, MAX({updated("t")}) AS changed_s
  FROM tickets t
  WHERE t.ticket_id IN (SELECT ticket_id FROM twice){later}
  GROUP BY t.city, t.ticket_id
),
tied AS (
  SELECT t.city, t.ticket_id, COUNT(*) AS versions, COUNT(DISTINCT t.version_tie) AS readings,
         MIN({part}) AS first_part, MAX({part}) AS last_part
  FROM tickets t
  JOIN newest n ON n.ticket_id = t.ticket_id AND n.changed_s = {updated("t")}
    AND COALESCE(n.city, '') = COALESCE(t.city, ''){later}
  GROUP BY t.city, t.ticket_id
  HAVING {differ}
)
SELECT COUNT(*) AS tied, COUNT(CASE WHEN readings < versions THEN 1 END) AS undetermined, MIN(ticket_id) AS example,
       COUNT(CASE WHEN first_part < last_part THEN 1 END) AS across
FROM tied"""


def labels_sql(fields: Sequence[str] = KEYS) -> str:
    """Every combination of these labels in the data, with the versions that carry it."""
    keys = ", ".join(f"COALESCE({key}, '')" for key in fields)
    return f"SELECT {keys}, COUNT(*)\nFROM tickets\nGROUP BY {keys}\nORDER BY {keys}"


def span_sql(
    columns: Sequence[str],
    within: tuple[int, int] | None = None,
    places: Sequence[tuple[str, tuple[str, ...]]] = (),
) -> str:
    """Versions in all, cities, first and last creation, how many were created within a span, and then how many
    versions have a value in each column; of the versions at `places` only."""
    created = "created_s" if within is None else f"CASE WHEN {_within('created_s', *within)} THEN 1 END"
    counted = "".join(f", COUNT({column})" for column in columns)
    where = " AND ".join(f"{field} IN ({_listed(values)})" for field, values in places)
    return (
        f"SELECT COUNT(*), COUNT(DISTINCT COALESCE(city, '')), MIN(created_s), MAX(created_s), "
        f"COUNT({created}){counted}\nFROM tickets{f' WHERE {where}' if where else ''}"
    )


def _within(column: str, from_s: int, until_s: int) -> str:
    return f"{column} >= {from_s} AND {column} < {until_s}"


def _listed(values: Sequence[str]) -> str:
    return ", ".join(literal(value) for value in values)


def _ctes(query: Query) -> str:
    parts = [] if query.items is None else [_items(query)]
    return ",\n".join([*parts, _versions(query), _judged(query)])


def _items(query: Query) -> str:
    # A list of values needs a row: this one fits no ticket, for no moment lies between its ends.
    rows = query.items or (ItemKey("", "", "", "", 0, 0),)
    lines = [
        f"({', '.join(literal(getattr(key, name)) for name in (*query.fields, 'item'))}, "
        f"{NEVER if key.from_s is None else key.from_s}, {-NEVER if key.until_s is None else key.until_s})"
        for key in rows
    ]
    listed = ",\n         ".join(lines)
    return f"items ({', '.join(query.fields)}, item, from_s, until_s) AS (\n  VALUES {listed}\n)"


def _scope(query: Query) -> str:
    """Every version of a ticket of which any version was ever about an item: the rest cannot count."""
    if query.items is None:
        return ""
    return f"t.ticket_id IN (SELECT s.ticket_id FROM tickets s JOIN items m ON {_matches('s', query.fields)})"


def _versions(query: Query) -> str:
    terms = query.terms
    wanted = {"ticket_id", "created_s", "updated_s", "accepted_s", "due_s", "closed_s", "dispatched_s", *_FLAGS}
    wanted |= {name for name in query.by if name in PLACES} | {one.column for one in query.exclusions}
    wanted |= {field for field, _ in query.places}
    wanted |= set(query.fields) if query.items is not None else set()
    order = [f"{updated('t')} DESC", "t.version_tie DESC", "t.source_file DESC", "t.source_line DESC"]
    if terms.as_of_s is not None:
        order.insert(0, f"CASE WHEN {is_later('t', terms.as_of_s)} THEN 1 ELSE 0 END")
    scope = _scope(query)
    where = f"\n  WHERE {scope}" if scope else ""
    columns = ", ".join(as_known("t", name, terms.as_of_s) for name in sorted(wanted))
    if terms.as_of_s is not None:
        columns += "".join(f",\n         {untimed('t', flag, terms.as_of_s)}" for flag in UNTIMED)
    window = f"(PARTITION BY t.city, t.ticket_id\n           ORDER BY {', '.join(order)})"
    return (
        f"versions AS (\n  SELECT {columns},\n         {updated('t')} AS changed_s,\n"
        f"         LEAD({updated('t')}) OVER {window} AS next_s,\n"
        f"         ROW_NUMBER() OVER {window} AS place\n  FROM tickets t{where}\n)"
    )


def _judged(query: Query) -> str:
    flags = UNTIMED if query.terms.as_of_s is not None else ()
    names = ("place", "changed_s", "next_s", *_TIMES, *_FLAGS, *(f"{flag}_untimed" for flag in flags))
    times = [f"v.{name}" for name in names]
    columns = [f"CASE {_states(query)} END AS state", *_groups(query), *times]
    join = f"\n  LEFT JOIN items m ON {_matches('v', query.fields)}" if query.items is not None else ""
    listed = ",\n         ".join(columns)
    return f"judged AS (\n  SELECT {listed}\n  FROM versions v{join}\n)"


def _states(query: Query) -> str:
    whens: list[tuple[str, str]] = []
    if query.terms.as_of_s is not None:
        whens.append((is_later("v", query.terms.as_of_s), LATER))
    whens.append(("v.place > 1", SUPERSEDED))
    if query.places:
        others = (f"v.{field} IS NULL OR v.{field} NOT IN ({_listed(values)})" for field, values in query.places)
        whens.append((" OR ".join(others), ELSEWHERE))
    if query.items is not None:
        whens.append(("m.item IS NULL", UNMAPPED))
    whens.append(("v.created_s IS NULL", UNDATED))
    if query.period is not None:
        whens.append((f"v.created_s < {query.period.from_s} OR v.created_s >= {query.period.until_s}", OUTSIDE))
    whens += [(one.condition("v"), EXCLUDED + one.name) for one in query.exclusions]
    lines = [f"WHEN {condition} THEN {literal(state)}" for condition, state in whens]
    return ("\n           ").join([*lines, f"ELSE {literal(COUNTED)}"])


def _groups(query: Query) -> Iterable[str]:
    for name in query.by:
        if name in PLACES:
            yield f"v.{name}"
        elif name in SPLITS:
            whens = " ".join(f"WHEN v.created_s < {part.until_s} THEN {literal(part.name)}" for part in query.splits)
            yield f"CASE {whens} END AS {_column(name)}"
        else:
            yield "m.item"


def _column(name: str) -> str:
    # YEAR and MONTH are names of functions, QUARTER of a part of a date: none may stand bare as a column.
    return "span" if name in SPLITS else name


def _counted(name: str, condition: str | None) -> str:
    if condition is None:
        return f"NULL AS {name}"
    return f"COUNT(*) AS {name}" if name == TOTAL else f"COUNT(CASE WHEN {condition} THEN 1 END) AS {name}"


def _matches(alias: str, fields: Sequence[str]) -> str:
    same = " AND ".join(f"COALESCE({alias}.{key}, '') = m.{key}" for key in fields)
    when = f"COALESCE({alias}.created_s, 0)"
    return f"{same} AND {when} >= m.from_s AND {when} < m.until_s"


def _comparable() -> Iterable[str]:
    for name in _STATE:
        yield f"COALESCE(t.{name}, '')"
    for name in (*_TIMES, *_FLAGS):
        yield f"COALESCE(t.{name}, {NEVER})"
