"""Whatever formula of the score table is overwritten, it is found."""

from __future__ import annotations

import functools

from hypothesis import given, settings
from hypothesis import strategies as st

from psscore.tampering import Finding, Severity, open_workbook
from psscore.tampering.comparison import Comparison
from psscore.tampering.tables import check_tables
from psscore.workbook.address import a1
from tampering.tampered import SCORES, example, handed_out, with_cell


@functools.cache
def formulas() -> list[str]:
    """The cells of formulas in the rows of the score table."""
    opened = handed_out().opened
    table = opened.book.tables["ps_scores"]
    cells = opened.sheets[SCORES].cells.items()
    return [a1(*at) for at, held in cells if held.formula and at[0] >= table.first_row]


def in_tables(data: bytes) -> list[Finding]:
    """What is found in the tables; the workbook is not calculated."""
    return list(check_tables(Comparison(handed_out(), open_workbook(data))))


@settings(max_examples=25)
@given(st.deferred(lambda: st.sampled_from(formulas())), st.integers(-5, 9999))
def test_overwritten_by_a_number(cell: str, number: int) -> None:
    findings = in_tables(with_cell(example(), SCORES, cell, f"<v>{number}</v>"))
    assert [(one.code, one.sheet, one.cell) for one in findings] == [("formula_replaced", SCORES, cell)]
    assert findings[0].severity is not Severity.NOTE
    assert str(number) in findings[0].text.en


@settings(max_examples=10)
@given(st.deferred(lambda: st.sampled_from(formulas())))
def test_deleted(cell: str) -> None:
    findings = in_tables(with_cell(example(), SCORES, cell, ""))
    assert [(one.code, one.sheet, one.cell) for one in findings] == [("formula_removed", SCORES, cell)]
