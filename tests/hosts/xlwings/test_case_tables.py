"""The published case tables through xlwings' server code: the digits of the plain call, errors included."""

from __future__ import annotations

from typing import Any

import pytest

from case_sheet import RESULTS, Given, expected_of, placed
from hosts.xlwings.excel import MISSING, Excel, cells
from hosts.xlwings.filled import on_wire, returned
from psscore.functions.call import call
from psscore.model.cell_error import CellError
from psscore.rulebook.cases import LEFT_OUT
from psscore.rulebook.catalogue import standard_ids


def argument_of(address: str, given: Given, *, as_cells: bool) -> Any:
    if given == LEFT_OUT:
        return MISSING
    if as_cells or isinstance(given, tuple):
        return cells(f"用例!{address}")
    return on_wire(given)


@pytest.mark.parametrize("as_cells", [True, False], ids=["cells", "values"])
@pytest.mark.parametrize("name", standard_ids())
def test_xlwings_gives_what_the_case_table_says(name: str, as_cells: bool, excel: Excel) -> None:
    table = placed(name)
    sheet = {address: on_wire(cell) for case in table for address, cell in case.cells()}
    excel.open({"name": "用例.xlsm", "sheets": {"用例": {"cells": sheet}}})
    requests = []
    for case in table:
        pairs = zip(case.addresses, case.given, strict=True)
        arguments = [argument_of(address, given, as_cells=as_cells) for address, given in pairs]
        caller = f"用例!{RESULTS[0]}{case.row}"
        requests.append({"function": case.case.function, "arguments": arguments, "caller": caller})
    wrong = []
    for case, answer in zip(table, excel.call_all(requests), strict=True):
        plain = call(case.case.function, *case.plain).value
        shown = str(plain) if isinstance(plain, CellError) else plain
        if answer != returned(plain) or shown != expected_of(case.case, plain):
            wrong.append((case.case.line, case.case.why, answer, plain, case.case.expected))
    assert wrong == []
    assert table
