"""What engines refuse, what they may take of memory, and what the one text may hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from psscore.tickets.counting import Settings, Ties, count
from psscore.tickets.engines import memory
from psscore.tickets.engines.dbapi import connect
from psscore.tickets.engines.duckdb import DuckDb
from psscore.tickets.engines.engine import Engine, EngineProblem
from psscore.tickets.engines.spark import Spark
from psscore.tickets.exclusions import chosen
from psscore.tickets.measures import MEASURES, Terms, withheld
from psscore.tickets.opening import over
from psscore.tickets.periods import read_period, split
from psscore.tickets.quoting import literal
from psscore.tickets.report import to_json
from psscore.tickets.sql import DIMENSIONS, ItemKey, Query, counts_sql, labels_sql, span_sql, ties_sql
from tickets.engines import in_duckdb, in_sqlite
from tickets.maps import ITEMS
from tickets.truth import START, Row, blank

YEAR = read_period("2025")
FULL = Query(
    (ItemKey("1", "a", "b", "it's"),),
    by=tuple(name for name in DIMENSIONS if name not in ("quarter", "month")),
    terms=Terms(1800, as_of_s=START),
    period=YEAR,
    splits=split(YEAR.from_s, YEAR.until_s, "year"),
    exclusions=chosen(["void", "consultation", "extended", "forced"]),
)
ANSI = {
    "COALESCE",
    "COUNT",
    "LEAD",
    "MAX",
    "MIN",
    "ROW_NUMBER",
    "VALUES",
    "AS",
    "IN",
    "OVER",
    "AND",
    "OR",
    "NOT",
    "HAVING",
}


@pytest.mark.parametrize("text", [counts_sql(FULL), ties_sql(FULL), labels_sql(), span_sql(["created_s"])])
def test_the_text_calls_nothing_that_only_some_engines_have(text: str) -> None:
    plain = re.sub(r"'(?:[^']|'')*'", "''", text)
    names = {name for name in re.findall(r"([A-Za-z_]+) ?\(", plain) if name not in ("items", "platform_code")}
    assert names <= ANSI
    assert not re.search(r"::|\bLIMIT\b|\bQUALIFY\b|\bFILTER\b|/|\d\.\d", plain), (
        "no casts, limits, divisions, decimals"
    )


QUOTED = [("it's", "'it''s'"), ("''", "''''''"), (7, "7"), (None, "NULL"), ("a;--", "'a;--'")]


@pytest.mark.parametrize(("value", "text"), QUOTED)
def test_literals(value: str | int | None, text: str) -> None:
    assert literal(value) == text
    if isinstance(value, str):
        assert in_sqlite([]).rows(f"SELECT {text}") == in_duckdb([]).rows(f"SELECT {text}") == [(value,)]


def test_a_label_that_tries_to_be_sql_stays_a_label() -> None:
    evil = "'); DROP TABLE tickets; --"
    query = Query((ItemKey("", evil, "", "x"),), ("label",), by=("item",))
    at = in_sqlite([blank("T1", label=evil, created_s=START)])
    counted = [row for row in at.rows(counts_sql(query)) if row[0] == "counted"]
    assert [(row[1], row[3]) for row in counted] == [("x", 1)]


def test_spark_refuses_what_it_would_read_otherwise() -> None:
    with pytest.raises(EngineProblem, match="backslash"):
        Spark(SimpleNamespace(version="4")).rows("SELECT 'a\\b'")


def test_engines_without_data_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(EngineProblem, match="ingest"):
        DuckDb.parquet([tmp_path])
    with pytest.raises(EngineProblem, match="no engine abacus"):
        over([tmp_path], "abacus")
    with pytest.raises(EngineProblem, match="unknown database"):
        connect("mysql://x")


def test_a_password_is_not_told() -> None:
    pytest.importorskip("pg8000")
    with pytest.raises(EngineProblem) as refused:
        connect("postgresql://user:secret@127.0.0.1:1/base?connect_timeout=1")
    assert "secret" not in refused.value.message.zh + refused.value.message.en


LIMITS = [("1073741824", 614, "60 % of a container of 1 GB"), ("max", None, "no limit"), ("oops", None, "unreadable")]


@pytest.mark.parametrize(("limit", "mib", "why"), LIMITS)
def test_the_engine_stays_inside_its_container(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, mib: int | None, why: str
) -> None:
    (tmp_path / "memory.max").write_text(limit, "ascii")
    monkeypatch.setattr(memory, "_LIMITS", ())
    monkeypatch.setattr(memory, "_own", list)
    free = memory.engine_mib()
    monkeypatch.setattr(memory, "_LIMITS", (str(tmp_path / "memory.max"),))
    assert memory.engine_mib() == (mib if mib is not None else free), why


def test_versions_alike_are_no_tie_and_ties_nothing_orders_are_told() -> None:
    same = {"created_s": START, "updated_s": START, "label": "井盖"}
    rows = [
        *(blank("alike", **same, version_tie=n) for n in range(2)),
        *(blank("ordered", **same, version_tie=n, resolved=n) for n in range(2)),
        *(blank("unordered", **same, version_tie=5, resolved=n) for n in range(2)),
        *(blank("older", **(same | {"updated_s": START - 1}), version_tie=n, resolved=n) for n in range(2)),
        blank("older", **same, version_tie=9),
    ]
    for at in (in_duckdb(rows), in_sqlite(rows)):
        counts = count(at, Settings((), ITEMS))
        assert counts.ties == Ties(2, 1, "ordered")
        assert counts.totals["total"] == 4


def test_a_column_without_values_withholds_unless_it_was_delivered() -> None:
    at = in_sqlite([blank("T1", created_s=START)])
    assert count(at, Settings()).totals["closed"] is None
    assert count(at, Settings(), delivered=("closed_s",)).totals["closed"] == 0
    nothing = in_sqlite([])
    assert count(nothing, Settings()).totals["closed"] == 0, "no tickets at all: nothing is missing"


def test_every_measure_says_what_it_reads() -> None:
    for measure in MEASURES:
        text = measure.sql(Terms(60, as_of_s=0)) or ""
        named = set(re.findall(r"[a-z_]+_s\b|\b(?:resolved|satisfied|forced|extended|reworked|reopened)\b", text))
        # How many have a value at all is an answer without any value too.
        if measure.name not in ("signed_known", "resolution_known", "satisfaction_known", "doubtful_time"):
            assert set(measure.read(Terms())) == named, measure.name
            assert bool(named) == (measure.name in withheld(Terms(60, as_of_s=0), named))


def test_an_interruption_is_one_whatever_the_engine_calls_it(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = DuckDb(duckdb.connect(":memory:"))

    class Interrupted:
        def execute(self, _: str) -> None:
            raise RuntimeError("Query interrupted")

    monkeypatch.setattr(engine, "connection", Interrupted())
    with pytest.raises(KeyboardInterrupt):
        engine.rows("SELECT 1")


@pytest.mark.parametrize("make", [in_duckdb, in_sqlite])
def test_names_that_are_one_after_nfkc_are_one_group(make: Callable[[Sequence[Row]], Engine]) -> None:
    districts = ("A区", "Ａ区", "　A区", "B区", None, "")
    rows = [blank(f"T{at}", created_s=START, district=name, resolved=at % 2) for at, name in enumerate(districts)]
    counts = count(make(rows), Settings(("district",)))
    assert [(group.key, group.numbers["total"], group.numbers["resolved"]) for group in counts.groups] == [
        (("A区",), 3, 1),
        (("B区",), 1, 1),
        ((None,), 2, 1),
    ]
    assert counts.totals["total"] == 6


def test_groups_by_a_column_without_a_value_are_told() -> None:
    rows = [blank("T1", created_s=START, unit="一所")]
    for by, told in ((("district",), ["district"]), (("unit",), []), (("unit", "channel"), ["channel"]), ((), [])):
        found = to_json(count(in_sqlite(rows), Settings(by)), records={})["blank_groups"]
        assert [one["group"] for one in found] == told
        assert all("[columns]" in one["reason"] for one in found)
