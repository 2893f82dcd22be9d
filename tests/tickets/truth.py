"""Made-up tickets with duplicates that catch a wrong order of steps, and their counts by a plain loop."""

from __future__ import annotations

import random
from calendar import timegm
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from psscore.tickets.canonical import NAMES

Row = dict[str, Any]
HOUR = 3600
START = timegm((2025, 1, 1, 0, 0, 0))
YEAR = 365 * 24 * HOUR
ITEM_OF = {"停车秩序": "停车", "停车难　": "停车", "井盖": "井盖", "it's": "井盖"}
LABELS = (*ITEM_OF, "噪音", "咨询", None)
DISTRICTS = ("东城", "西城", None)


def blank(ticket: str, **values: Any) -> Row:
    """A version with nothing known but what is given."""
    row: Row = dict.fromkeys(NAMES)
    row |= {"ticket_id": ticket, "city": "甲市", "bad_time": 0, "version_tie": 0, "source_line": 0, "source_file": "a"}
    return row | values


def tickets(count: int, seed: int = 1) -> list[Row]:
    """Tickets of two cities and two years; newer versions lose a signature, change item, district, kind, or tie."""
    draw = random.Random(seed)
    rows: list[Row] = []
    for number in range(count):
        created = START + draw.randrange(-YEAR, YEAR)
        dispatched = draw.choice((None, created, created + draw.randrange(HOUR)))
        base = blank(
            f"T{number}",
            city=draw.choice(("甲市", "乙市")),
            district=draw.choice(DISTRICTS),
            unit=draw.choice(("一所", "二所")),
            label=draw.choice(LABELS),
            kind=draw.choice(("投诉", "咨询", None)),
            created_s=draw.choice((created,) * 30 + (None,)),
            dispatched_s=dispatched,
            # 1799, 1800 and 1801 lie around a limit of 30 minutes.
            accepted_s=draw.choice((None, (dispatched or created) + draw.choice((-1, 0, 1799, 1800, 1801, 9000)))),
            due_s=draw.choice((None, created + 72 * HOUR)),
            closed_s=draw.choice((None, created + 72 * HOUR + draw.choice((-1, 0, 1, 9 * HOUR)))),
            updated_s=created + draw.randrange(HOUR),
            resolved=draw.choice((0, 1, None)),
            satisfied=draw.choice((0, 1, None)),
            voided=draw.choice((0, 0, 0, 1, None)),
            extended=draw.choice((0, 1, None)),
            forced=draw.choice((0, 0, 1)),
            reworked=draw.choice((0, 0, 1, 3, None)),
            reopened=draw.choice((0, 0, 2, None)),
        )
        rows.append(base)
        for _ in range(draw.choice((0, 0, 1, 2))):
            rows.append(_newer(draw, rows[-1]))
    draw.shuffle(rows)
    return [row | {"version_tie": place, "source_line": place + 2} for place, row in enumerate(rows)]


def _newer(draw: random.Random, row: Row) -> Row:
    """The next version of a ticket, or one of the same moment."""
    changes: Row = draw.choice(
        (
            {"accepted_s": None},
            {"label": draw.choice(LABELS)},
            {"district": draw.choice(DISTRICTS)},
            {"resolved": None},
            {"closed_s": None, "reopened": 1},
            {"voided": 1},
            {},
        )
    )
    moved = draw.choice((0, 1, 1, 90 * 24 * HOUR))
    updated = draw.choice((row["updated_s"],) * 9 + (None,))
    return row | changes | {"updated_s": None if updated is None else updated + moved}


def newest(versions: Sequence[Row], as_of: int | None = None) -> Row | None:
    """The version that holds at a moment: last changed, then last read; None when all are later."""

    def moment(row: Row) -> int:
        known = row["updated_s"] if row["updated_s"] is not None else row["created_s"]
        return -(10**13) if known is None else known

    held = [row for row in versions if as_of is None or max(moment(row), row["created_s"] or 0) <= as_of]
    unknown = -(10**13)
    order = [(unknown if row["updated_s"] is None else row["updated_s"], row["version_tie"]) for row in held]
    return held[order.index(max(order))] if held else None


def truth(
    rows: Iterable[Row],
    by: Sequence[str],
    *,
    span: tuple[int, int] | None = None,
    within: int | None = 1800,
    start: str = "dispatched_s",
    as_of: int | None = None,
    excluded: Sequence[str] = ("void",),
    scored_only: bool = True,
) -> dict[tuple[Any, ...], dict[str, int]]:
    """The counts of every group by looking at one ticket after the other."""
    together: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        together[row["city"], row["ticket_id"]].append(row)
    counts: dict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
    for versions in together.values():
        row = newest(versions, as_of)
        if row is None or row["created_s"] is None:
            continue
        item = ITEM_OF.get(row["label"])
        if (scored_only and item is None) or (span and not span[0] <= row["created_s"] < span[1]):
            continue
        if ("void" in excluded and row["voided"] == 1) or ("consultation" in excluded and row["kind"] == "咨询"):
            continue
        group = counts[tuple(item if name == "item" else row[name] for name in by)]
        group.update(name for name, holds in _holds(row, within, start, as_of) if holds)
    return {group: dict(counter) for group, counter in counts.items()}


def _holds(row: Row, within: int | None, start: str, as_of: int | None) -> Iterable[tuple[str, bool]]:
    if as_of is not None:
        later = {name: None for name in ("dispatched_s", "accepted_s", "closed_s") if (row[name] or 0) > as_of}
        row = row | later
    base, signed, due, closed = row[start], row["accepted_s"], row["due_s"], row["closed_s"]
    reached = due is not None and as_of is not None
    yield "total", True
    if within is not None:
        yield "signed_in_time", base is not None and signed is not None and 0 <= signed - base <= within
    yield "signed_known", base is not None
    yield "resolved", row["resolved"] == 1
    yield "resolution_known", row["resolved"] is not None
    yield "dispatched", row["dispatched_s"] is not None
    yield "closed", closed is not None
    yield "closed_on_time", closed is not None and due is not None and closed <= due
    yield "closed_late", closed is not None and due is not None and closed > due
    if as_of is not None:
        yield "overdue", due is not None and (closed > due if closed is not None else due < as_of)
        yield "due_closing", closed is not None or (reached and due <= as_of)
        handed = row["dispatched_s"] is not None
        yield "due_handling", handed and (closed is not None or (reached and due <= as_of))
    yield "reworked", (row["reworked"] or 0) > 0
    yield "reopened", (row["reopened"] or 0) > 0
    yield "extended", row["extended"] == 1
    yield "forced", row["forced"] == 1
    yield "satisfied", row["satisfied"] == 1
    yield "satisfaction_known", row["satisfied"] is not None
    yield "doubtful_time", row["bad_time"] == 1
