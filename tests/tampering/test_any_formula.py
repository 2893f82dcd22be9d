"""Whatever formula of the score table is overwritten, it is found."""

from __future__ import annotations

import functools

from hypothesis import given, settings
from hypothesis import strategies as st

from psscore.tampering import Severity
from psscore.workbook.address import a1
from tampering.tampered import SCORES, checked, example, handed_out, with_cell


@functools.cache
def formulas() -> list[str]:
    sheet = handed_out().opened.sheets[SCORES]
    return [a1(*at) for at, held in sheet.cells.items() if held.formula]


@settings(max_examples=25)
@given(st.sampled_from(formulas()), st.integers(-5, 9999))
def test_overwritten_by_a_number(cell: str, number: int) -> None:
    report = checked(with_cell(example(), SCORES, cell, f"<v>{number}</v>"))
    finding = next(one for one in report.findings if (one.sheet, one.cell) == (SCORES, cell))
    assert finding.code == "formula_replaced"
    assert finding.severity is not Severity.NOTE
    assert str(number) in finding.text.en


@settings(max_examples=10)
@given(st.sampled_from(formulas()))
def test_deleted(cell: str) -> None:
    report = checked(with_cell(example(), SCORES, cell, ""))
    assert [one.code for one in report.findings if (one.sheet, one.cell) == (SCORES, cell)] == ["formula_removed"]
