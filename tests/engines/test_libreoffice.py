"""The engine against LibreOffice, a different implementation, on whole workbooks."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
import xlsxwriter

from psscore.workbook.recalculate import Options, recalculate
from psscore.workbook.second_opinion import second_opinion
from psscore.workbook.template.build import build
from psscore.workbook.template.example import EXAMPLE

pytestmark = pytest.mark.usefixtures("soffice")
NOW = datetime(2026, 3, 1)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_filled_standard_workbook(lang: str) -> None:
    count, findings = second_opinion(build(lang, EXAMPLE), NOW)
    assert count > 600
    assert findings == []


def test_a_difference_is_named_at_its_cell() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("S")
        sheet.write_formula("A1", 'PS_SCORE("1",93,100)', None, "")
        sheet.write_formula("B1", "A1*2", None, "")
        # LibreOffice snaps this to 0, Excel and the pinned engine do not.
        sheet.write_formula("B2", "(0.5-0.4-0.1)", None, "")
    data = recalculate(out.getvalue(), Options()).data
    assert data is not None
    count, findings = second_opinion(data, NOW)
    assert count == 2
    assert [(finding.sheet, finding.cell, finding.code) for finding in findings] == [("S", "B2", "second_opinion")]
