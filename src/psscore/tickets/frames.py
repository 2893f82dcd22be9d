"""Counts for analysts: a frame of tickets in, a frame of whole numbers out, by the same text as everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from psscore.tickets.counting import Settings, count
from psscore.tickets.coverage import check_covered
from psscore.tickets.exclusions import chosen
from psscore.tickets.item_map import ItemRule, parse_item_map, read_item_map
from psscore.tickets.measures import Terms
from psscore.tickets.opening import opened
from psscore.tickets.periods import read_moment, read_period


def counts(
    tickets: Any,
    *,
    by: Sequence[str] | None = None,
    items: Any = None,
    period: str | None = None,
    signed_within: int | None = None,
    signed_from: str = "dispatched",
    as_of: str | None = None,
    exclude: Sequence[str] | None = None,
    mapping: str | Path | None = None,
) -> Any:
    """Count tickets by group.

    `tickets` is a pandas, Polars or Arrow table with the columns of `psscore.tickets.canonical` (only `ticket_id` and
    `created_s` must be there; later rows are later versions), a path of an export, or several. `items` is a path of
    ITEMS.csv or a frame with its columns; `by` is `("item",)` when it is given. `signed_within` is in minutes. Gives a
    pandas frame, one row a group: int64, and a withheld measure is missing throughout (dtype Int64). What the counts
    left out stands in `.attrs["tickets"]`. Raises EngineProblem, ItemMapFaults, UnknownGroup, TicketsRefused.
    """
    import pandas

    from psscore.tickets.report import to_json

    rules = _rules(items)
    groups = tuple(by) if by is not None else ("item",) if rules else ()
    within = None if signed_within is None else 60 * signed_within
    terms = Terms(within, signed_from, None if as_of is None else read_moment(as_of))
    settings = Settings(groups, rules, terms, read_period(period) if period else None, chosen(exclude))
    if hasattr(tickets, "columns") or hasattr(tickets, "column_names"):
        from psscore.tickets.engines.duckdb import DuckDb

        engine = DuckDb.frame(tickets)
        try:
            found, records = count(engine, settings), dict[str, Any]()
        finally:
            engine.close()
    else:
        paths = [Path(tickets)] if isinstance(tickets, str | Path) else [Path(path) for path in tickets]
        with opened(paths, mapping=None if mapping is None else Path(mapping)) as (at, records):
            found = count(at, settings, delivered=records.get("delivered", ()))
    check_covered(settings.period, found.span, terms.as_of_s)
    rows = [(*group.key, *group.numbers.values()) for group in found.groups]
    frame = pandas.DataFrame(rows, columns=[*groups, *found.totals])
    for name, total in found.totals.items():
        frame[name] = frame[name].astype("Int64" if total is None else "int64")
    frame.attrs["tickets"] = to_json(found, records=records, lang="en")
    return frame


def _rules(items: Any) -> tuple[ItemRule, ...] | None:
    if items is None:
        return None
    if hasattr(items, "to_csv"):
        return parse_item_map(items.to_csv(index=False), "items")
    return read_item_map(Path(items))
