"""The published case tables, through the pipeline every host calls."""

from __future__ import annotations

from collections import Counter

import pytest

from case_sheet import Placed, expected_of, placed
from psscore.functions.call import call
from psscore.model.cell_error import CellError
from psscore.rulebook.cases import read_cases
from psscore.rulebook.catalogue import load_standard, standard_ids

CASES = [pytest.param(case, id=f"{name}:{case.case.line}") for name in standard_ids() for case in placed(name)]


@pytest.mark.parametrize("case", CASES)
def test_case(case: Placed) -> None:
    called = call(case.case.function, *case.plain)
    expected, why = case.case.expected, case.case.why
    if expected.startswith("#"):
        assert called.value is CellError(expected), f"{why}: {called}"
        assert called.reason is not None, "an error must say why"
    else:
        assert called.value == expected_of(case.case, called.value), why


@pytest.mark.parametrize("name", standard_ids())
def test_every_reading_value_has_a_case(name: str) -> None:
    tried = {choice for case in read_cases(name) for choice in case.reference.partition("?")[2].split("&")}
    declared = {f"{reading.name}={value.name}" for reading in load_standard(name).readings for value in reading.values}
    assert declared - tried == set()


@pytest.mark.parametrize("name", standard_ids())
def test_every_indicator_has_cases_on_below_and_above(name: str) -> None:
    """Also those that exist under a reading only."""
    counts = Counter(str(case.arguments[0]) for case in read_cases(name) if case.function == "PS_SCORE")
    readings = [f"{reading.name}={value.name}" for reading in load_standard(name).readings for value in reading.values]
    references = [name, *(f"{name}?{reading}" for reading in readings)]
    leaves = {leaf.code for reference in references for leaf in load_standard(reference).leaves}
    assert {code for code in leaves if counts[code] < 3} == set()
