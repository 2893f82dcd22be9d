"""Where the rows of a worksheet part lie in its bytes, and what decides whether a cell may take a value."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from psscore.workbook.address import area
from psscore.workbook.xml import damaged, flag

Span = tuple[int, int]
Box = tuple[int, int, int, int]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TAG = re.compile(rb"""<(?:"[^"]*"|'[^']*'|[^>"'])*>""")
_NAME = re.compile(rb"<([^\s/>]+)")


@dataclass(slots=True)
class Row:
    """A row: its opening tag and the offset of its closing one; `style` where the whole row has one.

    A row written as one empty tag ends where its opening tag does.
    """

    number: int
    opening: Span
    end: int
    spans: str
    style: str


@dataclass(slots=True)
class Layout:
    """A worksheet part without its cells."""

    prefix: bytes = b""
    data: Span = (0, 0)
    end: int = 0
    rows: list[Row] = field(default_factory=list)
    columns: list[tuple[int, int, str]] = field(default_factory=list)
    merged: list[Box] = field(default_factory=list)
    dimension: tuple[Span, Box] | None = None
    protected: bool = False

    def column_style(self, column: int) -> str:
        """The style of a column; empty where it has none."""
        return next((style for first, last, style in self.columns if first <= column <= last), "")


def layout(text: bytes, part: str) -> Layout:
    """Read a worksheet part in UTF-8 that is known to be one."""
    reader = _Reader(text)
    try:
        reader.parser.Parse(text, True)
    except (expat.ExpatError, ValueError):
        raise damaged(part) from None
    return reader.found


class _Reader:
    """Collects the layout from expat's events."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.found = Layout()
        self.path: list[str] = []
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.StartElementHandler = self.open
        self.parser.EndElementHandler = self.close

    def open(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        self.path.append(local if space == _MAIN else "?")
        match self.path[1:]:
            case ["sheetData"]:
                self.found.data = self.tag()
                self.found.end = self.found.data[1]
                start = _NAME.match(self.text, self.found.data[0])
                self.found.prefix = start[1][: start[1].find(b":") + 1] if start else b""
            case ["sheetData", "row"]:
                self.row(attributes)
            case ["dimension"] if box := area(attributes.get("ref", "")):
                self.found.dimension = self.tag(), box
            case ["cols", "col"] if attributes.get("style"):
                first, last = int(attributes.get("min", 0)), int(attributes.get("max", 0))
                self.found.columns.append((first, last, attributes["style"]))
            case ["mergeCells", "mergeCell"] if box := area(attributes.get("ref", "")):
                self.found.merged.append(box)
            case ["sheetProtection"]:
                self.found.protected = flag(attributes.get("sheet"))

    def row(self, attributes: dict[str, str]) -> None:
        number = int(attributes.get("r", self.found.rows[-1].number + 1 if self.found.rows else 1))
        style = attributes.get("s", "") if flag(attributes.get("customFormat")) else ""
        opening = self.tag()
        self.found.rows.append(Row(number, opening, opening[1], attributes.get("spans", ""), style))

    def close(self, _: str) -> None:
        where = self.path[1:]
        self.path.pop()
        at = self.parser.CurrentByteIndex
        # What is written as one empty tag is closed where it was opened.
        if where == ["sheetData"] and at > self.found.data[0]:
            self.found.end = at
        elif where == ["sheetData", "row"] and at > self.found.rows[-1].opening[0]:
            self.found.rows[-1].end = at

    def tag(self) -> Span:
        begin = self.parser.CurrentByteIndex
        match = _TAG.match(self.text, begin)
        if match is None:
            raise ValueError(begin)
        return begin, match.end()
