"""Every host gives what the table says, and where it differs, what the table names: one test per host and function."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from hosts.conformance.table import HOSTS, Case, Result, agrees
from psscore.functions.registry import FUNCTIONS


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("host", HOSTS)
def test_a_host_gives_what_the_table_says(
    host: str, function: str, cases: list[Case], python: Mapping[int, Result], request: pytest.FixtureRequest
) -> None:
    results: Mapping[int, Result] = request.getfixturevalue(host)
    wrong = []
    for case in cases:
        if case.function != function:
            continue
        found = results[case.line]
        if not agrees(found, case.of(host)):
            wrong.append(f"cases.csv:{case.line} {case.formula}: {found}, not {case.of(host)} ({case.why})")
        elif host not in case.others and "python" not in case.others and not agrees(found, python[case.line]):
            # The table gives some words of a sentence; the whole sentence is the same everywhere.
            wrong.append(f"cases.csv:{case.line} {case.formula}: {found}, but plain Python says {python[case.line]}")
    assert wrong == []
