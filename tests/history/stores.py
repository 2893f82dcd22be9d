"""Stores for tests: a DuckDB file always, PostgreSQL where it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from postgresql_server import server


@pytest.fixture(scope="module", params=["duckdb", "postgresql"])
def anywhere(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of an empty store."""
    if request.param == "duckdb":
        yield str(tmp_path_factory.mktemp("store") / "历史.duckdb")
    else:
        with server() as url:
            yield url


def fresh(folder: Path) -> str:
    """The name of a DuckDB store that is not there yet."""
    return str(folder / "results.duckdb")
