"""Counts for analysts: frames in, frames out."""

from __future__ import annotations

import pandas
import pytest

from psscore.tickets import counts
from psscore.tickets.engines.engine import EngineProblem
from tickets.truth import tickets, truth

LABELS = (("停车", "停车秩序"), ("停车", "停车难"), ("井盖", "井盖"), ("井盖", "it's"))
ITEMS = pandas.DataFrame([{"item": i, "match_type": "exact", "field": "label", "value": v} for i, v in LABELS])


def test_a_frame_gives_the_counts_of_a_plain_loop() -> None:
    rows = tickets(200)
    frame = counts(pandas.DataFrame(rows), by=["city", "item"], items=ITEMS, signed_within=30)
    want = truth(rows, ("city", "item"))
    for name in ("total", "signed_in_time", "resolved", "reopened"):
        assert frame[name].dtype == "int64"
        got = {(city, item): int(n) for city, item, n in frame[["city", "item", name]].itertuples(index=False)}
        assert got == {key: found.get(name, 0) for key, found in want.items()}
    assert frame.attrs["tickets"]["versions"]["all"] == len(rows)


def test_a_frame_of_two_columns_is_enough_and_says_what_it_lacks() -> None:
    frame = counts(pandas.DataFrame({"ticket_id": ["a", "b", "a"], "created_s": [1, 2, 1]}))
    assert frame["total"].tolist() == [2]
    assert frame["resolved"].isna().all()
    assert "resolved" in frame.attrs["tickets"]["withheld"]


def test_later_rows_are_later_versions() -> None:
    many = [("a", 1, 1)] * 5000 + [("a", 1, 0)]
    frame = counts(pandas.DataFrame(many, columns=["ticket_id", "created_s", "resolved"]))
    assert (frame["total"].tolist(), frame["resolved"].tolist()) == ([1], [0])


def test_a_frame_without_numbers_of_tickets_is_refused() -> None:
    with pytest.raises(EngineProblem, match="ticket_id"):
        counts(pandas.DataFrame({"created_s": [1]}))
