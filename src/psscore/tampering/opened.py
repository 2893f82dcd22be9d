"""A workbook opened for comparing, without changing it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from psscore.model.text import Text
from psscore.tampering.sheet_view import Box, Held, Place, SheetView, inside, read_sheet
from psscore.tampering.styles import Styles, read_styles
from psscore.workbook.address import area
from psscore.workbook.package import Package
from psscore.workbook.parts import Book, Name, Table, read_book, relations
from psscore.workbook.refusal import Refused
from psscore.workbook.strings import shared_strings
from psscore.workbook.template.package import VERSION_PROPERTY
from psscore.workbook.values import Cell
from psscore.workbook.xml import MAIN, parse

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_PROJECT = "xl/vbaProject.bin"
MAX_CELLS = 1_000_000
"""A workbook is read whole, with its formulas and what they rest on; so many cells take about a gigabyte."""
_CELL = re.compile(rb"<(?:\w+:)?(?:c|si)[\s/>]|<\0c\0[ />]\0")


@dataclass(frozen=True)
class Opened:
    """A workbook's parts as a check reads them. Made by `open_workbook`."""

    data: bytes
    package: Package
    book: Book
    sheets: Mapping[str, SheetView]
    styles: Styles

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the file."""
        return sha256(self.data).hexdigest()

    @cached_property
    def names(self) -> Mapping[str, Name]:
        """The names the whole workbook sees, by their lower-case form."""
        return {name.name.casefold(): name for name in self.book.names if not name.sheet}

    @property
    def lang(self) -> str:
        """`zh` or `en`, by the headings of our tables."""
        own = [title for name, table in self.book.tables.items() if name.startswith("ps_") for title in table.columns]
        words = own or [sheet.name for sheet in self.book.sheets]
        return "zh" if 2 * sum(map(bool, map(_CHINESE.search, words))) > len(words) else "en"

    @property
    def macros(self) -> bytes | None:
        """The VBA project; None without one."""
        parts = (target for kind, target in relations(self.package, self.book.part).values() if kind == "vbaProject")
        part = next(parts, _PROJECT)
        return self.package.read(part) if part in self.package else None

    @property
    def built_with(self) -> str:
        """The version of psscore that built the workbook; "" where the file does not say."""
        part = "docProps/custom.xml"
        if part not in self.package:
            return ""
        found = (entry for entry in parse(self.package.read(part), part) if entry.get("name") == VERSION_PROPERTY)
        return next(("".join(entry.itertext()).strip() for entry in found), "")

    def cell(self, sheet: str, at: Place) -> Held | None:
        """What a cell holds; None for one that is not in the file."""
        return self.sheets[sheet].cells.get(at)

    def value(self, name: str) -> Cell:
        """What the cell of a name holds or was saved with."""
        where = self.book.cell(name)
        held = None if where is None else self.cell(where[0], where[1:])
        return None if held is None else held.value

    def box_of(self, name: Name) -> tuple[str, Box] | None:
        """The area a name stands for; None for anything that is no plain area of this workbook."""
        sheet, _, reference = name.formula.rpartition("!")
        sheet = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
        box = area(reference)
        known = next((known for known in self.sheets if known.casefold() == sheet.casefold()), None)
        return None if box is None or known is None else (known, box)

    def table_at(self, sheet: str, at: Place) -> Table | None:
        """The table whose heading or rows hold a cell."""
        for table in self.book.tables.values():
            if table.sheet == sheet and inside(at, (table.top, table.left, table.bottom, table.right)):
                return table
        return None


def open_workbook(data: bytes) -> Opened:
    """Open a workbook's bytes. Raises `Refused` for what cannot be read."""
    package = Package(data)
    book = read_book(package)
    _check_size(package, book)
    strings = shared_strings(package.read(book.strings), book.strings) if book.strings else []
    root = parse(package.read(book.part), book.part)
    entries = root.iterfind(f"{MAIN}sheets/{MAIN}sheet")
    states = {entry.get("name", ""): entry.get("state", "visible") for entry in entries}
    own = {table.sheet for name, table in book.tables.items() if name.startswith("ps_")}
    own |= {cell[0] for name in book.names if name.name.startswith("ps_") and (cell := book.cell(name.name))}
    sheets = {
        sheet.name: read_sheet(
            package, sheet, states[sheet.name], strings, book.date1904, ours=not own or sheet.name in own
        )
        for sheet in book.sheets
    }
    theme = next((target for kind, target in relations(package, book.part).values() if kind == "theme"), None)
    return Opened(data, package, book, sheets, read_styles(package, book.styles, theme))


def _check_size(package: Package, book: Book) -> None:
    """Refuse before anything large is made of the cells and texts."""
    parts = [sheet.part for sheet in book.sheets] + ([book.strings] if book.strings else [])
    count = 0
    for part in parts:
        count += sum(1 for _ in _CELL.finditer(package.read(part)))
        if count > MAX_CELLS:
            raise Refused(
                "too_large",
                Text(
                    f"太大，不能核查：单元格超过 {MAX_CELLS:,} 个；"
                    "请把原始记录移到另一个文件，删去只有格式的空行，再核查",
                    f"too large to check: more than {MAX_CELLS:,} cells; "
                    "move raw records into a file of their own and delete rows that hold formats alone",
                ),
            )
