"""The whole table as a workbook: a block of rows for each case, its formula beside its cells."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from hosts.conformance.table import COLUMNS, Case, Content
from psscore.model.cell_error import CellError

SHEET = "用例"
RESULT = 7  # column H
# A formula for each error value a cell of the table holds; where programs disagree on theirs, one of ours.
ERROR_FORMULAS = {
    CellError.NOT_AVAILABLE: "=NA()",
    CellError.DIV0: "=1/0",
    CellError.NUM: "=PS_RATE(2,1)",
    CellError.VALUE: '=PS_RATE("甲",1)',
    CellError.NULL: '=PS_SCORE("1",0,0,"public-service/2026?no_cases=exclude")',
}


@dataclass(frozen=True)
class Block:
    """Where a case stands: its sheet and the first of its rows, from 1."""

    case: Case
    sheet: str
    top: int

    @property
    def formula(self) -> str:
        """The formula as it stands in its place, with "=" and without braces."""
        text = self.case.formula.strip("{}") if self.case.is_array else self.case.formula
        # Every other part is a text in quotation marks.
        parts = re.split(r'("[^"]*")', text)
        parts[::2] = [self.moved(part) for part in parts[::2]]
        return "=" + "".join(parts)

    def moved(self, text: str) -> str:
        """References of the case as they are on the sheet."""
        return re.sub(r"\b([A-F])(\d+)\b", lambda match: f"{match[1]}{int(match[2]) + self.top - 1}", text)

    def cells(self) -> Iterator[tuple[str, Content]]:
        """The cells that are not blank, by address."""
        for column in COLUMNS:
            for down, content in enumerate(self.case.cells[column]):
                if content is not None:
                    yield f"{column}{self.top + down}", content

    @property
    def results(self) -> list[list[str]]:
        """The addresses of the results."""
        shape = self.case.expected
        return [
            [f"{chr(ord('A') + RESULT + right)}{self.top + down}" for right in range(len(row))]
            for down, row in enumerate(shape)
        ]


def blocks(cases: Sequence[Case]) -> list[Block]:
    """The places of all cases; one with whole columns has a sheet of its own."""
    found, top = [], 1
    for case in cases:
        if case.whole_columns:
            found.append(Block(case, f"列{case.line}", 1))
        else:
            found.append(Block(case, SHEET, top))
            top += case.height + 1
    return found


def workbook(placed: Sequence[Block]) -> bytes:
    """An .xlsx file of the cases, nothing calculated."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        date = book.add_format({"num_format": "yyyy-mm-dd"})
        sheets = {name: book.add_worksheet(name) for name in dict.fromkeys(block.sheet for block in placed)}
        for block in placed:
            sheet = sheets[block.sheet]
            for address, content in block.cells():
                _write(sheet, address, content, date)
            if block.case.is_array:
                area = f"{block.results[0][0]}:{block.results[-1][-1]}"
                sheet.write_array_formula(area, "{" + block.formula + "}", None, "")
            else:
                sheet.write_formula(block.results[0][0], block.formula, None, "")
    return out.getvalue()


def _write(sheet: Any, address: str, content: Content, date: Any) -> None:
    if content is ...:
        sheet.write_formula(address, '=""', None, "")
    elif isinstance(content, CellError):
        sheet.write_formula(address, ERROR_FORMULAS[content], None, content.value)
    elif isinstance(content, datetime.date):
        sheet.write_datetime(address, content, date)
    elif isinstance(content, str):
        sheet.write_string(address, content)
    else:
        sheet.write(address, content)
