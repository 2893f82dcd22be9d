"""The published case tables as formulas in a workbook, recalculated headless: the same digits as the plain call."""

from __future__ import annotations

import io
from collections.abc import Sequence

import openpyxl
import pytest
import xlsxwriter

from case_sheet import RESULTS, Placed, expected_of, placed
from hosts.conformance.sheet import ERROR_FORMULAS
from psscore.model.cell_error import CellError
from psscore.rulebook.cases import LEFT_OUT
from psscore.rulebook.catalogue import standard_ids
from psscore.workbook.recalculate import Options, recalculate

PREFIXES = ("", "[0]!", "_xll.", "_xldudf_")


def workbook_of(cases: Sequence[Placed]) -> bytes:
    """Every call in the stored forms a formula takes."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("用例")
        for case in cases:
            for address, cell in case.cells():
                if isinstance(cell, CellError):
                    sheet.write_formula(address, ERROR_FORMULAS[cell], None, cell.value)
                elif isinstance(cell, str):
                    sheet.write_string(address, cell)
                else:
                    sheet.write(address, cell)
            pairs = zip(case.addresses, case.given, strict=True)
            words = ["" if given == LEFT_OUT else address for address, given in pairs]
            call = f"{PREFIXES[case.row % len(PREFIXES)]}{case.case.function}({','.join(words)})"
            sheet.write_formula(f"{RESULTS[0]}{case.row}", call, None, "")
    return out.getvalue()


@pytest.mark.parametrize("name", standard_ids())
def test_headless_gives_what_the_case_table_says(name: str) -> None:
    cases = placed(name)
    result = recalculate(workbook_of(cases), Options(allow_partial=True))
    assert result.status == "written", result.findings[:3]
    assert result.data is not None
    sheet = openpyxl.load_workbook(io.BytesIO(result.data), data_only=True)["用例"]
    wrong = []
    for case in cases:
        shown = sheet[f"{RESULTS[0]}{case.row}"].value
        if shown != expected_of(case.case, shown):
            wrong.append((case.case.line, case.case.why, shown, case.case.expected))
    assert wrong == []
    assert cases
