"""One small sheet twice: as a file for headless, and as the fake Excel sees it."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

import openpyxl
import xlsxwriter

from hosts.xlwings import wire
from hosts.xlwings.filled import on_wire
from psscore.workbook.address import area, column_letters
from psscore.workbook.recalculate import Options, Recalculation, recalculate
from psscore.workbook.values import ERRORS, Cell

SHEET = "表"
SERIAL_1904 = 1462


@dataclass(frozen=True, slots=True)
class Dated:
    """A cell with a date format: its serial number in the 1900 system, what COM shows."""

    serial: float
    iso: str
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with its result."""

    text: str
    result: Cell


@dataclass(frozen=True, slots=True)
class Money:
    """A number with a currency format."""

    number: float


@dataclass(slots=True)
class Sheet:
    """Cells by address, tables as (name, area, titles, totals), names, calls as formulas."""

    cells: dict[str, Any]
    tables: list[tuple[str, str, list[str], bool]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    calls: dict[str, str] = field(default_factory=dict)
    date1904: bool = False

    def headless(self) -> tuple[Recalculation, dict[str, Cell]]:
        """The result of the calls headless."""
        out = io.BytesIO()
        with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
            sheet = book.add_worksheet(SHEET)
            formats = {
                "date": book.add_format({"num_format": "yyyy-mm-dd"}),
                "money": book.add_format({"num_format": "¥#,##0.00"}),
            }
            for name, ref, titles, totals in self.tables:
                columns = [{"header": title} for title in titles]
                sheet.add_table(ref, {"name": name, "columns": columns, "total_row": totals})
            for at, cell in self.cells.items():
                self._write(sheet, at, cell, formats)
            for at, text in self.calls.items():
                sheet.write_formula(at, text, None, "")
            for name, at in self.names.items():
                book.define_name(name, f"={SHEET}!{at}")
            if self.date1904:
                book.date_1904 = True
        result = recalculate(out.getvalue(), Options(allow_partial=True))
        assert result.data is not None, result.findings
        shown = openpyxl.load_workbook(io.BytesIO(result.data), data_only=True)[SHEET]
        values = {at: shown[at].value for at in self.calls}
        return result, {
            at: ERRORS.get(value, value) if isinstance(value, str) else value for at, value in values.items()
        }

    def excel(self) -> dict[str, Any]:
        """The sheet for the fake Excel."""
        tables = [
            {"name": name, "sheet": SHEET, "ref": ref, "columns": titles, "totals": totals}
            for name, ref, titles, totals in self.tables
        ]
        headers = {
            f"{column_letters(box[1] + at)}{box[0]}": title
            for _, ref, titles, _ in self.tables
            if (box := area(ref))
            for at, title in enumerate(titles)
        }
        formulas = {at: cell.formula for at, cell in self.cells.items() if isinstance(cell, Dated) and cell.formula}
        formulas |= {at: cell.text for at, cell in self.cells.items() if isinstance(cell, Formula)}
        cells = headers | {at: self._wire(cell) for at, cell in self.cells.items()}
        names = {name: f"{SHEET}!{at}" for name, at in self.names.items()}
        sheet = {"cells": cells, "formulas": formulas}
        return {
            "name": "书.xlsx",
            "sheets": {SHEET: sheet},
            "tables": tables,
            "names": names,
            "date1904": self.date1904,
        }

    def _write(self, sheet: Any, at: str, cell: Any, formats: dict[str, Any]) -> None:
        if isinstance(cell, Dated) and cell.formula:
            sheet.write_formula(at, cell.formula, formats["date"], self._serial(cell))
        elif isinstance(cell, Dated):
            sheet.write_number(at, self._serial(cell), formats["date"])
        elif isinstance(cell, Money):
            sheet.write_number(at, cell.number, formats["money"])
        elif isinstance(cell, Formula):
            sheet.write_formula(at, cell.text, None, str(cell.result))
        elif isinstance(cell, str):
            sheet.write_string(at, cell)
        elif cell is not None:
            sheet.write(at, cell)

    def _wire(self, cell: Any) -> Any:
        if isinstance(cell, Dated):
            return wire.date(cell.iso, self._serial(cell))
        if isinstance(cell, Money):
            return wire.currency(f"{cell.number:.4f}", cell.number)
        return on_wire(cell.result if isinstance(cell, Formula) else cell)

    def _serial(self, cell: Dated) -> float:
        return cell.serial - SERIAL_1904 if self.date1904 else cell.serial
