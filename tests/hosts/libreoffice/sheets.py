"""Workbooks of one sheet for Calc, made without LibreOffice."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import xlsxwriter

SHEET = "用例"


def workbook_of(cells: Mapping[str, Any], formulas: Mapping[str, str]) -> bytes:
    """An .xlsx file: values and formulas by their address, array formulas by their range; nothing is calculated."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(SHEET)
        for address, content in cells.items():
            if isinstance(content, str):
                sheet.write_string(address, content)
            elif content is not None:
                sheet.write(address, content)
        for address, formula in formulas.items():
            if ":" in address:
                sheet.write_array_formula(address, formula)
            else:
                sheet.write_formula(address, formula, None, "")
    return out.getvalue()
