"""The published case tables as formulas in Calc: the digits of the plain call, errors included."""

from __future__ import annotations

from typing import Any

import pytest

from case_sheet import RESULTS, Given, expected_of, placed
from hosts.conformance.sheet import ERROR_FORMULAS
from hosts.libreoffice.office import Book, Calc
from hosts.libreoffice.sheets import SHEET, workbook_of
from psscore.functions.call import call
from psscore.functions.function import Parameter
from psscore.functions.registry import FUNCTIONS
from psscore.hosts.libreoffice.interface import RANGES
from psscore.model.cell_error import CellError
from psscore.rulebook.cases import LEFT_OUT
from psscore.rulebook.catalogue import standard_ids


def guarded(address: str, cell: Any) -> str:  # noqa: ARG001
    return f'IF({address}="","",{address})'


def one_cell_range(address: str, cell: Any) -> str:
    return f"{address}:{address}" if cell is None else address


def literal(address: str, cell: Any) -> str:
    if cell is None:
        return f"{address}:{address}"
    return '"' + cell.replace('"', '""') + '"' if isinstance(cell, str) else repr(cell)


WAYS = dict(zip(RESULTS, (guarded, one_cell_range, literal), strict=True))


def word(parameter: Parameter, address: str, given: Given, column: str) -> str:
    """An argument as this column writes it; ranges and error values have one form."""
    if given == LEFT_OUT:
        return ""
    if parameter.name in RANGES or isinstance(given, tuple | CellError):
        return address
    return WAYS[column](address, given)


@pytest.mark.parametrize("name", standard_ids())
def test_calc_gives_what_the_case_table_says(name: str, calc: Calc) -> None:
    table = placed(name)
    cells: dict[str, Any] = {}
    formulas: dict[str, str] = {}
    for case in table:
        for address, cell in case.cells():
            if isinstance(cell, CellError):
                formulas[address] = ERROR_FORMULAS[cell]
            else:
                cells[address] = cell
        for column in RESULTS:
            parts = zip(FUNCTIONS[case.case.function].parameters, case.addresses, case.given, strict=False)
            words = [word(parameter, address, given, column) for parameter, address, given in parts]
            formulas[f"{column}{case.row}"] = f"={case.case.function}({','.join(words)})"
    (book,) = calc.calculate(Book(workbook_of(cells, formulas)))
    shown = book.cells[SHEET]
    wrong = []
    for case in table:
        plain = call(case.case.function, *case.plain).value
        assert (str(plain) if isinstance(plain, CellError) else plain) == expected_of(case.case, plain)
        found = {column: shown.get(f"{column}{case.row}") for column in RESULTS}
        if set(found.values()) != {plain}:
            wrong.append((case.case.line, case.case.why, found, plain))
    assert wrong == []
    assert table
