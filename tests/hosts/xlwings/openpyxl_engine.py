"""A small xlwings engine over openpyxl, for commands that run on an open workbook.

It stands in for Excel: what it shows is what was calculated last, and it gives a copy of what is on the screen.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import xlwings
from openpyxl.utils import range_boundaries
from xlwings import base_classes

Calculate = Callable[[bytes], bytes]


class OpenpyxlEngine:
    """The engine xlwings asks; it holds one application."""

    name, type = "openpyxl", "reader"

    def __init__(self) -> None:
        self.apps = [App(self)]

    @staticmethod
    def prepare_xl_data_element(value: Any, _options: Any) -> Any:
        return value

    @staticmethod
    def clean_value_data(data: Any, *_: Any) -> Any:
        return data


class App(base_classes.App):
    def __init__(self, engine: OpenpyxlEngine) -> None:
        self.engine, self.books, self.selection, self.user = engine, [], None, "王评估员"

    engine: Any = None
    books: Any = None
    selection: Any = None
    pid = 1

    @property
    def api(self) -> Any:
        return type("Api", (), {"UserName": self.user})()

    def activate(self, steal_focus: bool = False) -> None: ...


class Book(base_classes.Book):
    """An open workbook: formulas and what they show, as Excel holds both."""

    def __init__(self, app: App, data: bytes, name: str, calculate: Calculate) -> None:
        self.app, self.name, self._calculate = app, name, calculate
        self.formulas = openpyxl.load_workbook(io.BytesIO(data), keep_vba=True)
        self.shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        self.active = self.formulas.sheetnames[0]
        self.refuses: Exception | None = None
        self.ReadOnly = False
        self._original = data
        self._typed: dict[tuple[str, str], Any] = {}

    app: Any = None
    name: Any = None

    @property
    def api(self) -> Any:
        return self

    def SaveCopyAs(self, path: str) -> None:
        if self.refuses:
            raise self.refuses
        out = io.BytesIO()
        self.formulas.save(out)
        Path(path).write_bytes(self._calculate(out.getvalue()))

    def activate(self) -> None: ...

    @property
    def sheets(self) -> Any:
        return Sheets(self)


class Sheets(base_classes.Sheets):
    def __init__(self, book: Book) -> None:
        self.book = book

    def __call__(self, name: Any) -> Sheet:
        return Sheet(self.book, name if isinstance(name, str) else self.book.formulas.sheetnames[name - 1])

    def __len__(self) -> int:
        return len(self.book.formulas.sheetnames)


class Sheet(base_classes.Sheet):
    def __init__(self, book: Book, name: str) -> None:
        self.book, self.name = book, name

    book: Any = None
    name: Any = None

    def activate(self) -> None:
        if self.book.formulas[self.name].sheet_state != "visible":
            raise RuntimeError(-2147352567, "Exception occurred.", (0, "Excel", "1004", None, 0, 0), None)
        self.book.active = self.name

    def range(self, first: Any, _last: Any = None) -> Range:
        if isinstance(first, tuple):
            return Range(self, *first)
        left, top, _, _ = range_boundaries(first)
        return Range(self, top, left)


class Range(base_classes.Range):
    """One cell."""

    max_cells_per_read = max_cells_per_write = None

    def __init__(self, sheet: Sheet, row: int, column: int) -> None:
        self.sheet, self.row, self.column, self.shape = sheet, row, column, (1, 1)

    sheet: Any = None
    row: Any = None
    column: Any = None
    shape: Any = None

    def __len__(self) -> int:
        return 1

    @property
    def api(self) -> Any:
        return self

    def select(self) -> None:
        self.sheet.book.app.selection = self

    @property
    def number_format(self) -> Any:
        return self.sheet.book.formulas[self.sheet.name].cell(self.row, self.column).number_format

    @property
    def raw_value(self) -> Any:
        return self.sheet.book.shown[self.sheet.name].cell(self.row, self.column).value

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        cell = self.sheet.book.formulas[self.sheet.name].cell(self.row, self.column)
        if self.sheet.book.formulas[self.sheet.name].protection.sheet and cell.protection.locked:
            raise PermissionError("the cell is protected")
        while isinstance(value, list | tuple):
            value = value[0]
        if isinstance(value, str) and cell.number_format != "@":
            # As if it were typed.
            if value[:1] == "'":
                value = value[1:]
            elif value[:1] == "=":
                raise AssertionError(f"the formula {value} would run")
            elif value.isdigit():
                value = float(value)
        for workbook in (self.sheet.book.formulas, self.sheet.book.shown):
            workbook[self.sheet.name].cell(self.row, self.column).value = value


_ENGINE = OpenpyxlEngine()
_REGISTERED = xlwings.Engine(impl=_ENGINE)
xlwings.engines.add(_REGISTERED)
xlwings.engines.active = _REGISTERED


def opened(data: bytes, calculate: Calculate, name: str = "评价.xlsm") -> xlwings.Book:
    """A workbook, open; `calculate` is what this Excel does to a copy before it gives it away."""
    app = _ENGINE.apps[0]
    app.selection = None
    return xlwings.Book(impl=Book(app, data, name, calculate))
