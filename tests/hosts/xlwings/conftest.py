"""One process with xlwings' Windows code in it, for all tests of the adapter."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hosts.xlwings.excel import Excel


@pytest.fixture(scope="session")
def excel() -> Iterator[Excel]:
    process = Excel()
    yield process
    process.close()
