"""Small workbooks around a VBA project."""

from __future__ import annotations

import io
from collections.abc import Mapping

import xlsxwriter


def workbook_with(project: bytes, formulas: Mapping[str, str] | None = None, button: str = "") -> bytes:
    """An .xlsm with one sheet, Sheet1, holding `formulas` (cell to text) and a button that runs the macro `button`."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_vba_project(io.BytesIO(project), is_stream=True)
        book.set_vba_name("ThisWorkbook")
        sheet = book.add_worksheet("Sheet1")
        sheet.set_vba_name("Sheet1")
        for cell, formula in (formulas or {}).items():
            sheet.write_formula(cell, formula)
        if button:
            sheet.insert_button("H2", {"macro": button, "caption": "Score"})
    return out.getvalue()
