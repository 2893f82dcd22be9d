"""A range that is kept gives what a list gives, the first time and again, whatever else has asked for it."""

from __future__ import annotations

from typing import Any

import pytest

from hosts.conformance.calls import NoCall, call_of, filled, plain
from hosts.conformance.table import Case, read_cases
from psscore.functions.call import call
from psscore.functions.cells import Range

CASES = read_cases()


def kept(argument: Any) -> Any:
    return Range(argument) if isinstance(argument, list) else argument


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.line} {case.why}")
def test_every_case_is_the_same_with_ranges_that_are_kept(case: Case) -> None:
    def ask(name: str, given: Any) -> Any:
        lists, ranges = call(name, *given), [kept(argument) for argument in given]
        for _ in range(2):
            found = call(name, *ranges)
            assert (found.value, found.reason) == (lists.value, lists.reason)
        assert ranges == list(given)
        return lists.value

    try:
        filled(call_of(case), plain, ask)
    except NoCall:
        assert "PS_" in case.formula


def test_one_range_serves_several_functions_and_keys() -> None:
    keys, values = Range([["T1"], ["T2"], ["T1 "]]), Range([[1.0], [2.0], [3.0]])
    found = [call("PS_COUNT", key, keys, values).value for key in ("T1", "T2", "T1")]
    assert found == [4.0, 2.0, 4.0]
    mixed = Range([["1"], [1.0], [None]])
    assert [call("PS_COUNT", "1", mixed, values).value for _ in range(2)] == [3.0, 3.0]
    assert call("PS_PROGRESS", keys, values).value == "3/3"
