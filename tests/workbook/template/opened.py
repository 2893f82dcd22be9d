"""A workbook package read with plain XML, independent of the product's own reader."""

from __future__ import annotations

import functools
import io
import re
import zipfile
from dataclasses import dataclass
from xml.etree import ElementTree

from psscore.workbook.template import EXAMPLE, build

M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True)
class Cell:
    sheet: str
    name: str
    formula: str | None
    kind: str
    value: str | None
    locked: bool
    has_format: bool

    @property
    def place(self) -> str:
        return f"{self.sheet}!{self.name}"


class Opened:
    """Members, sheets in order, cells, tables and names of a package."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.infos = archive.infolist()
            self.members = {info.filename: archive.read(info) for info in self.infos}
        book = self.xml("xl/workbook.xml")
        self.sheets = [item.get("name", "") for item in book.iter(f"{M}sheet")]
        self.names = {
            item.get("name", ""): item.text or ""
            for item in book.iter(f"{M}definedName")
            if not item.get("name", "").startswith("_xlnm.")
        }
        self.strings = [
            "".join(part.text or "" for part in item.iter(f"{M}t"))
            for item in self.xml("xl/sharedStrings.xml").iter(f"{M}si")
        ]
        styles = self.xml("xl/styles.xml").find(f"{M}cellXfs")
        assert styles is not None
        self._locked = [
            (found := item.find(f"{M}protection")) is None or found.get("locked", "1") != "0" for item in styles
        ]

    def xml(self, member: str) -> ElementTree.Element:
        return ElementTree.fromstring(self.members[member])

    def sheet_xml(self, number: int) -> ElementTree.Element:
        return self.xml(f"xl/worksheets/sheet{number}.xml")

    @functools.cached_property
    def cells(self) -> list[Cell]:
        found = []
        for number, sheet in enumerate(self.sheets, 1):
            for cell in self.sheet_xml(number).iter(f"{M}c"):
                style, kind, value = int(cell.get("s", "0")), cell.get("t", "n"), cell.findtext(f"{M}v")
                if kind == "s" and value is not None:
                    value = self.strings[int(value)]
                found.append(
                    Cell(
                        sheet,
                        cell.get("r", ""),
                        cell.findtext(f"{M}f"),
                        kind,
                        value,
                        self._locked[style],
                        style != 0,
                    )
                )
        return found

    @functools.cached_property
    def by_place(self) -> dict[str, Cell]:
        return {cell.place: cell for cell in self.cells}

    @functools.cached_property
    def tables(self) -> dict[str, tuple[str, list[str]]]:
        """Table name to its area and its column names."""
        found = {}
        for member in sorted(self.members):
            if member.startswith("xl/tables/"):
                root = self.xml(member)
                columns = [column.get("name", "") for column in root.iter(f"{M}tableColumn")]
                found[root.get("displayName", "")] = (root.get("ref", ""), columns)
        return found

    def table_sheet(self, table: str) -> str:
        for number, sheet in enumerate(self.sheets, 1):
            relations = self.members.get(f"xl/worksheets/_rels/sheet{number}.xml.rels", b"").decode()
            for part in re.findall(r"tables/(table\d+\.xml)", relations):
                if self.xml(f"xl/tables/{part}").get("displayName") == table:
                    return sheet
        raise KeyError(table)

    def column(self, table: str, column: str) -> list[str | None]:
        """The stored values of a table column, from the top."""
        area, columns = self.tables[table]
        left, top, _, bottom = re.match(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", area).groups()  # type: ignore[union-attr]
        letter = chr(ord(left) + columns.index(column))
        sheet = self.table_sheet(table)
        return [self.by_place[f"{sheet}!{letter}{row}"].value for row in range(int(top) + 1, int(bottom) + 1)]

    def named(self, name: str) -> str | None:
        """The stored value of the cell a name stands for."""
        sheet, cell = self.names[name].rsplit("!", 1)
        return self.by_place[f"{sheet.strip(chr(39))}!{cell.replace('$', '')}"].value


@functools.cache
def opened(lang: str, filled: bool) -> Opened:
    return Opened(build(lang, EXAMPLE if filled else None))
