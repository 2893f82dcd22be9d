"""The part of Excel's object model that a function call touches, over a workbook given as plain data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from hosts.xlwings.pywin32_stub import IID, ComError
from hosts.xlwings.wire import value_2_in, value_in
from psscore.workbook.address import MAX_COLUMN, MAX_ROW, a1, area, column_number

_RANGE = IID("{00020846-0000-0000-C000-000000000046}")
_NO_NAME = -2146826259
_WHOLE = re.compile(r"([A-Z]+):([A-Z]+)|(\d+):(\d+)")


class Application:
    Name, Version, Hwnd = "Microsoft Excel", "16.0", 1

    def __init__(self) -> None:
        self.cells_read = 0
        self.help: list[tuple[str, dict[str, Any]]] = []

    def MacroOptions(self, macro: str, **options: Any) -> None:
        self.help.append((macro, options))


class Collection:
    """Numbered from 1, as in Excel."""

    def __init__(self, items: list[Any]) -> None:
        self.items = items

    @property
    def Count(self) -> int:
        return len(self.items)

    def Item(self, key: int | str) -> Any:
        for number, item in enumerate(self.items, 1):
            if key in (number, getattr(item, "Name", None)):
                return item
        raise ComError(-2147352565)

    __call__ = Item

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items)


class Components:
    """VBComponents: keeps the text of what is imported."""

    imported = ""

    def __call__(self, name: str) -> Any:
        raise ComError(-2147352565, name)

    def Remove(self, _: Any) -> None:
        raise AssertionError("there is nothing to remove")

    def Import(self, path: str) -> None:
        with open(path, encoding="utf-8") as file:
            self.imported = file.read()


class Workbook:
    def __init__(self, data: Mapping[str, Any], application: Application) -> None:
        self.Name, self.Date1904 = data["name"], data.get("date1904", False)
        self.Application = application
        self.names: Mapping[str, str] = data.get("names", {})
        self.Worksheets = Collection([Worksheet(name, sheet, self) for name, sheet in data["sheets"].items()])
        self.VBProject = type("VBProject", (), {"VBComponents": Components()})()
        for table in data.get("tables", ()):
            sheet = self.Worksheets(table["sheet"])
            sheet.ListObjects.items.append(ListObject(table, sheet))

    def range(self, reference: str) -> Range:
        """The range behind `Sheet!A1:B2`, `Sheet!A:A` or `Sheet!1:1`."""
        sheet, _, address = reference.rpartition("!")
        return self.Worksheets(sheet).area(address)


class Worksheet:
    def __init__(self, name: str, data: Mapping[str, Any], book: Workbook) -> None:
        self.Name, self.Parent, self.Application = name, book, book.Application
        self.cells = {_place(at): cell for at, cell in data["cells"].items()}
        self.formulas = {_place(at): formula for at, formula in data.get("formulas", {}).items()}
        rows, columns = zip(*self.cells, strict=True) if self.cells else ((1,), (1,))
        used = area(data["used"]) if "used" in data else (min(rows), min(columns), max(rows), max(columns))
        assert used
        self.UsedRange = Range(self, *used)
        self.ListObjects = Collection([])
        # An .xls workbook has shorter sheets.
        self.Rows, self.Columns = Count(data.get("rows", MAX_ROW)), Count(MAX_COLUMN)

    def area(self, address: str) -> Range:
        whole = _WHOLE.fullmatch(address)
        if whole and whole[1]:
            return Range(self, 1, column_number(whole[1]), self.Rows.Count, column_number(whole[2]))
        if whole:
            return Range(self, int(whole[3]), 1, int(whole[4]), MAX_COLUMN)
        box = area(address)
        assert box, address
        return Range(self, *box)

    def Cells(self, row: int, column: int) -> Range:
        return Range(self, row, column, row, column)

    def Range(self, first: Range, last: Range) -> Range:
        return Range(self, first.Row, first.Column, last.Row, last.Column)

    def Evaluate(self, name: str) -> Any:
        reference = self.Parent.names.get(name)
        return self.Parent.range(reference.replace("$", "")) if reference else _NO_NAME


class Count:
    def __init__(self, count: int) -> None:
        self.Count = count


class ListObject:
    def __init__(self, data: Mapping[str, Any], sheet: Worksheet) -> None:
        self.Name, self.Parent = data["name"], sheet
        box = area(data["ref"])
        assert box
        top, bottom = box[0] + data.get("header", True), box[2] - data.get("totals", False)
        self.DataBodyRange = Range(sheet, top, box[1], bottom, box[3]) if top <= bottom else None
        self.ListColumns = Collection([type("ListColumn", (), {"Name": title})() for title in data["columns"]])


class _RangeType:
    """By what xlwings knows a range."""

    iid = _RANGE

    def GetTypeInfo(self) -> _RangeType:
        return self

    def GetTypeAttr(self) -> _RangeType:
        return self


RANGE_TYPE = _RangeType()


class Range:
    CLSID = str(_RANGE)

    def __init__(self, sheet: Worksheet, top: int, left: int, bottom: int, right: int) -> None:
        self.Worksheet, self.Application = sheet, sheet.Application
        self.Row, self.Column = top, left
        self.Rows, self.Columns = Count(bottom - top + 1), Count(right - left + 1)
        self.Areas = Count(1)
        self._oleobj_ = RANGE_TYPE

    @property
    def Count(self) -> int:
        return self.CountLarge

    @property
    def CountLarge(self) -> int:
        return self.Rows.Count * self.Columns.Count * self.Areas.Count

    @property
    def Value(self) -> Any:
        return self._read(lambda at: value_in(self.Worksheet.cells.get(at)))

    @property
    def Value2(self) -> Any:
        return self._read(lambda at: value_2_in(self.Worksheet.cells.get(at)))

    @property
    def Formula(self) -> Any:
        return self._read(lambda at: self.Worksheet.formulas.get(at, ""))

    def _read(self, cell: Any) -> Any:
        rows, columns = self.Rows.Count, self.Columns.Count
        self.Application.cells_read += rows * columns
        if rows * columns == 1:
            return cell((self.Row, self.Column))
        across = range(self.Column, self.Column + columns)
        return tuple(tuple(cell((row, column)) for column in across) for row in range(self.Row, self.Row + rows))

    def __repr__(self) -> str:
        return f"{self.Worksheet.Name}!{a1(self.Row, self.Column)}"


@cache
def _place(address: str) -> tuple[int, int]:
    box = area(address)
    assert box, address
    return box[:2]
