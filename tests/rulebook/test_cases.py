"""The published case tables, through the pipeline every host calls."""

from __future__ import annotations

from fractions import Fraction

import pytest

from psscore.functions.call import OMITTED, call
from psscore.functions.cells import number_out
from psscore.model.cell_error import CellError
from psscore.rulebook.cases import LEFT_OUT, Case, read_cases
from psscore.rulebook.catalogue import load_standard, standard_ids

STANDARD_LAST = {
    "PS_SCORE": 4,
    "PS_GRADE": 2,
    "PS_TARGET": 4,
    "PS_EXECUTION": 4,
    "PS_TIER": 3,
    "PS_KPI": 5,
    "PS_EXPECTED": 5,
    "PS_ATTAINMENT": 6,
    "PS_LAG": 6,
    "PS_LIGHT": 4,
}
CASES = [pytest.param(case, id=f"{name}:{case.line}") for name in standard_ids() for case in read_cases(name)]


def arguments_of(case: Case) -> list[object]:
    cells: list[object]
    cells = [number_out(cell) if isinstance(cell, Fraction) else cell for cell in case.arguments]
    cells = [OMITTED if cell == LEFT_OUT else cell for cell in cells]
    return [*cells[: STANDARD_LAST[case.function] - 1], case.reference]


@pytest.mark.parametrize("case", CASES)
def test_case(case: Case) -> None:
    called = call(case.function, *arguments_of(case))
    if case.expected.startswith("#"):
        assert called.value is CellError(case.expected), f"{case.why}: {called}"
        assert called.reason is not None, "an error must say why"
    elif isinstance(called.value, float):
        assert called.value == float(Fraction(case.expected)), case.why
    else:
        assert called.value == case.expected, case.why


@pytest.mark.parametrize("name", standard_ids())
def test_every_reading_value_has_a_case(name: str) -> None:
    tried = {choice for case in read_cases(name) for choice in case.reference.partition("?")[2].split("&")}
    declared = {f"{reading.name}={value.name}" for reading in load_standard(name).readings for value in reading.values}
    assert declared - tried == set()


def test_every_indicator_has_cases_on_below_and_above() -> None:
    counts: dict[str, int] = {}
    for case in read_cases("public-service/2026"):
        if case.function == "PS_SCORE" and isinstance(case.arguments[0], Fraction):
            code = str(int(case.arguments[0]))
            counts[code] = counts.get(code, 0) + 1
    assert {leaf.code for leaf in load_standard().leaves if counts.get(leaf.code, 0) < 3} == set()
