"""Connections to the engine."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from psscore.tickets.writing import connect


@pytest.mark.parametrize(
    ("name", "wanted", "why"),
    [
        ("threads", {"2"}, "as many as asked for"),
        ("memory_limit", {"95.3 MiB"}, "the memory asked for"),
        ("autoinstall_known_extensions", {"false"}, "nothing is fetched"),
        ("enable_progress_bar", {"false"}, "nothing is printed"),
        ("async_threads", {"0", None}, "no waiting for threads that read; engines before 2.0 have none"),
    ],
)
def test_settings(tmp_path: Path, name: str, wanted: set[str | None], why: str) -> None:
    with contextlib.closing(connect(tmp_path, threads=2, memory=100)) as connection:
        found = connection.execute("SELECT value FROM duckdb_settings() WHERE name = $1", [name]).fetchone()
        assert (found and found[0]) in wanted, why
