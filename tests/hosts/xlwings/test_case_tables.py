"""The published case tables through xlwings' server code: the digits of the plain call, errors included."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from hosts.test_case_tables import ARGUMENTS, COLUMNS, STANDARD
from hosts.xlwings.excel import MISSING, Excel, cells
from hosts.xlwings.filled import returned
from psscore.functions.call import OMITTED, call
from psscore.functions.cells import number_out
from psscore.model.cell_error import CellError
from psscore.rulebook.cases import LEFT_OUT, Case, read_cases
from psscore.rulebook.catalogue import standard_ids


def given(case: Case) -> list[Any]:
    """The arguments as cells; `LEFT_OUT` for one left out."""
    found = case.arguments[: ARGUMENTS[case.function]]
    return [*(number_out(cell) if isinstance(cell, Fraction) else cell for cell in found), case.reference]


def place(case: Case, at: int) -> str:
    """The column of an argument; the standard has its own."""
    return COLUMNS[at] if at < ARGUMENTS[case.function] else STANDARD


@pytest.mark.parametrize("as_cells", [True, False], ids=["cells", "values"])
@pytest.mark.parametrize("name", standard_ids())
def test_xlwings_gives_what_the_case_table_says(name: str, as_cells: bool, excel: Excel) -> None:
    cases = list(read_cases(name))
    sheet = {
        f"{place(case, column)}{row}": None if cell == LEFT_OUT else cell
        for row, case in enumerate(cases, 1)
        for column, cell in enumerate(given(case))
    }
    excel.open({"name": "用例.xlsm", "sheets": {"用例": {"cells": sheet}}})
    requests = []
    for row, case in enumerate(cases, 1):
        values = given(case)
        arguments = [
            MISSING if cell == LEFT_OUT else cells(f"用例!{place(case, at)}{row}") if as_cells else cell
            for at, cell in enumerate(values)
        ]
        requests.append({"function": case.function, "arguments": arguments, "caller": f"用例!G{row}"})
    wrong = []
    for case, answer in zip(cases, excel.call_all(requests), strict=True):
        plain = call(case.function, *(OMITTED if cell == LEFT_OUT else cell for cell in given(case))).value
        expected = float(Fraction(case.expected)) if isinstance(plain, float) else case.expected
        shown = str(plain) if isinstance(plain, CellError) else plain
        if answer != returned(plain) or shown != expected:
            wrong.append((case.line, case.why, answer, plain, case.expected))
    assert wrong == []
    assert cases
