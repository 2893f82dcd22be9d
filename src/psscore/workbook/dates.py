"""Dates typed where numbers belong.

A date is stored as a number and only its format says so. In the input tables it is given to the functions as the date
it shows, so that they refuse it instead of counting 46,037 requests.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from dataclasses import replace

from psscore.functions.date_text import date_text
from psscore.workbook.cells import place, type_of
from psscore.workbook.package import Package
from psscore.workbook.parts import Book, Table
from psscore.workbook.sheet import RawCell, Scan
from psscore.workbook.values import number, serial
from psscore.workbook.xml import MAIN, parse

_BUILT_IN = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_LITERAL_TEXT = re.compile(r'\\.|_.|\*.|"[^"]*"|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_DATE_LETTERS = re.compile(r"[ymdhs]", re.IGNORECASE)
_TYPE = re.compile(rb'\st="[^"]*"')


class DateCells:
    """Finds date-formatted numbers in the input tables; remembers the sheets it has seen."""

    def __init__(self) -> None:
        self._seen: dict[Hashable, tuple[Scan, Scan]] = {}
        self._marks: tuple[tuple[int, int, bytes], tuple[bytes, ...]] | None = None

    def as_text(self, package: Package, book: Book, scan: Scan, sheet: str) -> Scan:
        """The scan with such cells as texts; the very same scan when there are none."""
        tables = [table for name, table in book.tables.items() if name.startswith("ps_") and table.sheet == sheet]
        if not tables:
            return scan
        marks = self._marks_of(package, book.styles) if book.styles else ()
        key = id(scan), marks, book.date1904, tuple(tables)
        if key not in self._seen:
            if len(self._seen) > 64:
                self._seen.clear()
            self._seen[key] = scan, _as_text(scan, tables, marks, book.date1904)
        return self._seen[key][1]

    def _marks_of(self, package: Package, styles: str) -> tuple[bytes, ...]:
        identity = package.identity(styles)
        if self._marks is None or self._marks[0] != identity:
            self._marks = identity, _date_marks(package.read(styles), styles)
        return self._marks[1]


def _as_text(scan: Scan, tables: Iterable[Table], marks: tuple[bytes, ...], date1904: bool) -> Scan:
    found: dict[int, RawCell] = {}
    # A sheet has few kinds of cells.
    dated = {attributes: _may_be_date(attributes, marks) for attributes in {cell[2] for cell in scan.literals}}
    for index, cell in enumerate(scan.literals):
        column, row, attributes, formula, value, inline = cell
        if not dated[attributes] or not value:
            continue
        kind = type_of(attributes)
        at = place(cell)
        if any(t.first_row <= at[0] <= t.last_row and t.left <= at[1] <= t.right for t in tables):
            try:
                days = number(value) if kind == b"n" else serial(value.decode(), date1904)
            except ValueError:
                # It is refused where cells are read.
                continue
            text = _TYPE.sub(b"", attributes) + b' t="str"'
            found[index] = column, row, text, formula, date_text(days, date1904).encode(), inline
    if not found:
        return scan
    return replace(scan, literals=[found.get(index, cell) for index, cell in enumerate(scan.literals)])


def _may_be_date(attributes: bytes, marks: tuple[bytes, ...]) -> bool:
    kind = type_of(attributes)
    return kind == b"d" or (kind == b"n" and any(mark in attributes for mark in marks))


def _date_marks(data: bytes, part: str) -> tuple[bytes, ...]:
    """The style attributes of date formats, as cells carry them."""
    root = parse(data, part)
    custom = {item.get("numFmtId"): item.get("formatCode", "") for item in root.iterfind(f"{MAIN}numFmts/{MAIN}numFmt")}
    marks = []
    for index, style in enumerate(root.iterfind(f"{MAIN}cellXfs/{MAIN}xf")):
        number = style.get("numFmtId", "0")
        if number in custom:
            dated = bool(_DATE_LETTERS.search(_LITERAL_TEXT.sub("", custom[number])))
        else:
            dated = number.isdigit() and int(number) in _BUILT_IN
        if dated:
            marks.append(b' s="%d"' % index)
    return tuple(marks)
