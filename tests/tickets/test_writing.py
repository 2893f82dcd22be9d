"""Rows that are held while their parts are written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pandas
import pytest

from psscore.tickets import ingest, writing


def test_rows_of_a_frame_count_in_the_memory_of_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A frame may be of any size: what is held of it spills once the memory that is stated is full."""
    opened: list[duckdb.DuckDBPyConnection] = []
    held: list[int] = []
    connect, part_name = writing.connect, writing._part_name

    def connected(scratch: Path, **settings: Any) -> duckdb.DuckDBPyConnection:
        opened.append(connect(scratch, **settings))
        return opened[-1]

    def named(value: str | int | None) -> str:
        query = "SELECT sum(memory_usage_bytes + temporary_storage_bytes)::BIGINT FROM duckdb_memory()"
        held.extend(opened[-1].execute(query).fetchall()[0])
        return part_name(value)

    monkeypatch.setattr("psscore.tickets.connections.connect", connected)
    monkeypatch.setattr(writing, "_part_name", named)
    numbers = [f"{number:040d}" for number in range(50_000)]
    with ingest(pandas.DataFrame({"工单编号": numbers, "受理时间": "2025-03-04 10:00:00"})) as result:
        assert result.accepted == len(numbers)
    assert held[0] > 1_000_000
