"""How stores are named, as texts and as paths that have lost a slash."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from psscore.results.stores import is_store, where

URL = "postgresql://u:p@h:5/b?sslmode=require"
NAMES = [
    ("results.duckdb", "results.duckdb", "", "a file"),
    ("a b/结果.DUCKDB", "a b/结果.DUCKDB", "", "capitals"),
    ("results.duckdb#2025年度", "results.duckdb", "2025年度", "a period"),
    ("a#b.duckdb", "a#b.duckdb", "", "a name with the sign"),
    ("a#b.duckdb#2025", "a#b.duckdb", "2025", "both"),
    (URL, URL, "", "a database"),
    (f"{URL}#2025", URL, "2025", "a period of a database"),
    ("postgres://h/b", "postgres://h/b", "", "the shorter name"),
    ("postgresql:///b", "postgresql:///b", "", "on this machine"),
    ("postgresql:///b?host=/run/pg", "postgresql:///b?host=/run/pg", "", "a socket"),
    ("postgresql://u@/b?host=/run/pg", "postgresql://u@/b?host=/run/pg", "", "a socket and a user"),
]


@pytest.mark.parametrize(("name", "place", "period", "why"), NAMES)
def test_names(name: str, place: str, period: str, why: str) -> None:
    for source in (name, str(PurePosixPath(name)), Path(name)):
        found = where(source)
        assert found is not None, why
        assert (found.place, found.period) == (place, period), why


@pytest.mark.parametrize(
    "name", ["results", "a.jsonl", "评价.xlsm", "results.duckdb.xlsx", "results.duckdb/sub", "http://h/b"]
)
def test_what_is_no_store(name: str) -> None:
    assert not is_store(name)


def test_a_file_whose_name_looks_like_a_period_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "r.duckdb#2025"
    path.write_bytes(b"")
    assert where(path) is None


def test_the_password_is_not_shown() -> None:
    found = where(URL)
    assert found is not None
    assert found.shown == "postgresql://u@h:5/b"
