"""The published case tables as formulas in Calc: the digits of the plain call, errors included."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from hosts.libreoffice.office import Book, Calc
from hosts.libreoffice.sheets import SHEET, workbook_of
from hosts.test_case_tables import ARGUMENTS, COLUMNS, STANDARD
from psscore.functions.call import OMITTED, call
from psscore.functions.cells import number_out
from psscore.model.cell_error import CellError
from psscore.rulebook.cases import LEFT_OUT, Case, read_cases
from psscore.rulebook.catalogue import standard_ids


def given(case: Case) -> list[Any]:
    """The arguments as cells; `LEFT_OUT` for one left out."""
    found = case.arguments[: ARGUMENTS[case.function]]
    return [*(number_out(cell) if isinstance(cell, Fraction) else cell for cell in found), case.reference]


def guarded(address: str, cell: Any) -> str:  # noqa: ARG001
    return f'IF({address}="","",{address})'


def one_cell_range(address: str, cell: Any) -> str:
    return f"{address}:{address}" if cell is None else address


def literal(address: str, cell: Any) -> str:
    if cell is None:
        return f"{address}:{address}"
    return '"' + cell.replace('"', '""') + '"' if isinstance(cell, str) else repr(cell)


@pytest.mark.parametrize("name", standard_ids())
def test_calc_gives_what_the_case_table_says(name: str, calc: Calc) -> None:
    cases = list(read_cases(name))
    ways = {"H": guarded, "I": one_cell_range, "J": literal}
    cells: dict[str, Any] = {}
    formulas: dict[str, str] = {}
    for row, case in enumerate(cases, 1):
        columns = [*COLUMNS[: ARGUMENTS[case.function]], STANDARD]
        places = [(f"{column}{row}", cell) for column, cell in zip(columns, given(case), strict=True)]
        cells |= {address: cell for address, cell in places if cell != LEFT_OUT}
        for column, way in ways.items():
            words = ["" if cell == LEFT_OUT else way(address, cell) for address, cell in places]
            formulas[f"{column}{row}"] = f"={case.function}({','.join(words)})"
    (book,) = calc.calculate(Book(workbook_of(cells, formulas)))
    shown = book.cells[SHEET]
    wrong = []
    for row, case in enumerate(cases, 1):
        plain = call(case.function, *(OMITTED if cell == LEFT_OUT else cell for cell in given(case))).value
        expected = float(Fraction(case.expected)) if isinstance(plain, float) else case.expected
        assert (str(plain) if isinstance(plain, CellError) else plain) == expected
        found = {column: shown.get(f"{column}{row}") for column in ways}
        if set(found.values()) != {plain}:
            wrong.append((case.line, case.why, found, plain))
    assert wrong == []
    assert cases
