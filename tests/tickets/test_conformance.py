"""Identical whole numbers on every engine, against a plain loop over tickets that catch a wrong order of steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psscore.tickets.counting import Counts, Settings, count
from psscore.tickets.engines.engine import Engine
from psscore.tickets.exclusions import chosen
from psscore.tickets.measures import Terms
from psscore.tickets.periods import read_moment, read_period
from tickets.engines import in_duckdb, in_sqlite
from tickets.maps import ITEMS
from tickets.servers import in_postgresql, in_spark
from tickets.truth import START, Row, blank, tickets, truth

Make = Callable[[Sequence[Row]], Engine]
ROWS = tickets(3000)
PLACES = ("city", "district", "item")
AS_OF = "2025-04-11"
CASES = [
    (Settings(PLACES, ITEMS, Terms(1800)), {"by": PLACES}, "the whole of it"),
    (
        Settings(("unit",), ITEMS, Terms(1800, "created")),
        {"by": ("unit",), "start": "created_s"},
        "signed from created",
    ),
    (
        Settings(PLACES, ITEMS, Terms(1799, as_of_s=read_moment(AS_OF))),
        {"by": PLACES, "within": 1799, "as_of": read_moment(AS_OF)},
        "as known then: a second below the usual limit, versions changed later are not seen",
    ),
    (
        Settings(("district",), None, Terms(1800), read_period("2025"), chosen(["void", "consultation"])),
        {
            "by": ("district",),
            "span": (read_period("2025").from_s, read_period("2025").until_s),
            "excluded": ("void", "consultation"),
            "scored_only": False,
        },
        "every ticket of a year, whatever it is about, enquiries left out",
    ),
    (Settings((), ITEMS, exclusions=()), {"by": (), "within": None, "excluded": ()}, "nothing said, nothing excluded"),
]


def numbers(counts: Counts) -> dict[tuple[Any, ...], dict[str, int]]:
    for group in counts.groups:
        assert all(type(number) is int for number in group.numbers.values() if number is not None)
    return {group.key: {name: n for name, n in group.numbers.items() if n} for group in counts.groups}


def expected(rows: Sequence[Row], asked: dict[str, Any]) -> dict[tuple[Any, ...], dict[str, int]]:
    return {key: {name: n for name, n in found.items() if n} for key, found in truth(rows, **asked).items()}


@pytest.fixture(scope="module", params=["duckdb", "sqlite", "postgresql", "spark"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    makers: dict[str, Make] = {"duckdb": in_duckdb, "sqlite": in_sqlite}
    if request.param in makers:
        yield makers[request.param](ROWS)
    elif request.param == "postgresql":
        with in_postgresql(ROWS) as at:
            yield at
    else:
        with in_spark(ROWS) as at:
            yield at


@pytest.mark.parametrize(("wanted", "asked", "why"), CASES, ids=[why for _, _, why in CASES])
def test_every_engine_gives_the_counts_of_a_plain_loop(
    engine: Engine, wanted: Settings, asked: dict[str, Any], why: str
) -> None:
    counts = count(engine, wanted)
    want = expected(ROWS, asked)
    assert sum(found["total"] for found in want.values()) > 400, f"a case that tests nothing: {why}"
    assert numbers(counts) == want, why
    assert sum(counts.states.values()) <= counts.versions == len(ROWS)
    if wanted.items is None:
        assert sum(counts.states.values()) == len(ROWS), "every version is in one state"


def test_all_engines_run_one_text_and_find_the_same_ties(engine: Engine) -> None:
    here, there = count(engine, CASES[0][0]), count(in_duckdb(ROWS), CASES[0][0])
    assert here.sql == there.sql
    assert (here.states, here.ties) == (there.states, there.ties)
    assert here.ties.tied > 20


WRONG = [
    (
        [{"accepted_s": START + 60}, {"accepted_s": None}],
        {"total": 1, "signed_in_time": 0},
        "a newer version that lost its signature: taking the newest known value per column would keep it",
    ),
    (
        [{"label": "停车秩序"}, {"label": "噪音"}],
        {"total": 0},
        "moved to another item: filtering before removing duplicates would count it",
    ),
    ([{"label": "噪音"}, {"label": "停车秩序"}], {"total": 1}, "moved to a scored item"),
    ([{"voided": 0}, {"voided": 1}], {"total": 0}, "voided later"),
    ([{"voided": 1}, {"voided": 0}], {"total": 1}, "no longer void"),
    ([{"resolved": 1, "updated_s": START}, {"resolved": 0, "updated_s": START}], {"resolved": 0}, "a tie: read last"),
    (
        [{"resolved": 1, "updated_s": None}, {"resolved": 0}],
        {"resolved": 0},
        "a version without a moment is the oldest",
    ),
    ([{"resolved": 0}, {"resolved": 1, "updated_s": None}], {"resolved": 0}, "also when it is read last"),
    ([{}, {"city": "乙市"}], {"total": 2}, "the same number in another city is another ticket"),
    ([{"created_s": None}], {"total": 0}, "no time of creation: in no period"),
]


@pytest.mark.parametrize("make", [in_duckdb, in_sqlite])
@pytest.mark.parametrize(("versions", "want", "why"), WRONG, ids=[why for _, _, why in WRONG])
def test_the_newest_version_decides(make: Make, versions: list[Row], want: dict[str, int], why: str) -> None:
    start = {"created_s": START, "dispatched_s": START, "label": "停车秩序"}
    rows = [
        blank("T1", **(start | {"updated_s": START + place, "version_tie": place} | changes))
        for place, changes in enumerate(versions)
    ]
    totals = count(make(rows), Settings(("item",), ITEMS, Terms(1800))).totals
    assert {name: totals[name] for name in want} == want, why


LIMITS = [(-1, 0, "before it was dispatched"), (0, 1, "at once"), (1800, 1, "on the limit"), (1801, 0, "above it")]


@pytest.mark.parametrize(("seconds", "signed", "why"), LIMITS)
def test_the_limit_of_signing_is_included(seconds: int, signed: int, why: str) -> None:
    row = blank("T1", created_s=START - 99, dispatched_s=START, accepted_s=START + seconds, label="井盖")
    assert count(in_duckdb([row]), Settings((), ITEMS, Terms(1800))).totals["signed_in_time"] == signed, why


@given(seed=st.integers(0, 10_000), by=st.sampled_from([("city", "year"), ("city", "month", "item"), ("quarter",)]))
@settings(max_examples=25)
def test_any_split_adds_up(seed: int, by: tuple[str, ...]) -> None:
    rows = tickets(60, seed)
    at = in_sqlite(rows)
    whole = count(at, Settings((), ITEMS, Terms(1800))).totals
    assert count(at, Settings(by, ITEMS, Terms(1800))).totals == whole
    # Tickets keep their city and the year they were created in: the parts may lie in different places.
    parts: dict[tuple[str, bool], list[Row]] = {}
    years = {(row["city"], row["ticket_id"]): row["created_s"] for row in rows}
    for row in rows:
        created = years[row["city"], row["ticket_id"]]
        parts.setdefault((row["city"], created is None or created >= START), []).append(row)
    sums = [count(in_sqlite(part), Settings((), ITEMS, Terms(1800))).totals for part in parts.values()]
    assert {name: sum(part[name] or 0 for part in sums) for name in whole if whole[name] is not None} == {
        name: number for name, number in whole.items() if number is not None
    }
