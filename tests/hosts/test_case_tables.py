"""The published case tables as formulas in a workbook, recalculated headless: the same digits as the plain call."""

from __future__ import annotations

import io
from fractions import Fraction

import openpyxl
import pytest
import xlsxwriter

from psscore.functions.cells import number_out
from psscore.rulebook.cases import LEFT_OUT, Case, read_cases
from psscore.rulebook.catalogue import standard_ids
from psscore.workbook.recalculate import Options, recalculate

ARGUMENTS = {
    "PS_SCORE": 3,
    "PS_GRADE": 1,
    "PS_TARGET": 3,
    "PS_EXECUTION": 3,
    "PS_TIER": 2,
    "PS_KPI": 4,
    "PS_EXPECTED": 4,
    "PS_ATTAINMENT": 5,
    "PS_LAG": 5,
    "PS_LIGHT": 3,
}
"""How many arguments stand before the standard."""
COLUMNS = "ABCDE"
STANDARD = "F"
PREFIXES = ("", "[0]!", "_xll.", "_xldudf_")


def workbook_of(cases: list[Case]) -> bytes:
    """Inputs in columns A to E, the standard in F, the call in G, in the stored forms a formula takes."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("用例")
        for row, case in enumerate(cases):
            words = []
            for column, cell in enumerate(case.arguments[: ARGUMENTS[case.function]]):
                if cell == LEFT_OUT:
                    words.append("")
                    continue
                words.append(f"{COLUMNS[column]}{row + 1}")
                if isinstance(cell, Fraction):
                    sheet.write_number(row, column, number_out(cell))
                elif cell is not None:
                    sheet.write_string(row, column, cell)
            sheet.write_string(row, 5, case.reference)
            prefix = PREFIXES[row % len(PREFIXES)]
            sheet.write_formula(
                row, 6, f"{prefix}{case.function}({','.join([*words, f'{STANDARD}{row + 1}'])})", None, ""
            )
    return out.getvalue()


@pytest.mark.parametrize("name", standard_ids())
def test_headless_gives_what_the_case_table_says(name: str) -> None:
    cases = list(read_cases(name))
    result = recalculate(workbook_of(cases), Options())
    assert result.status == "written", result.findings[:3]
    assert result.data is not None
    sheet = openpyxl.load_workbook(io.BytesIO(result.data), data_only=True)["用例"]
    wrong = []
    for row, case in enumerate(cases, start=1):
        shown = sheet.cell(row, 7).value
        expected: object = case.expected
        if isinstance(shown, int | float):
            expected = float(Fraction(case.expected))
        if shown != expected:
            wrong.append((case.line, case.why, shown, case.expected))
    assert wrong == []
    assert cases
