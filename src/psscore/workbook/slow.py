"""Worksheet parts of unusual shape, read with expat: prefixes, comments, CDATA, any attribute order, no addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from psscore.model.text import Text
from psscore.workbook.address import MAX_COLUMN, MAX_ROW, area, column_letters
from psscore.workbook.refusal import Refused
from psscore.workbook.xml import damaged

RawCell = tuple[bytes, bytes, bytes, bytes, bytes, bytes]
Span = tuple[int, int]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_TAG = re.compile(rb"""<(?:"[^"]*"|'[^']*'|[^>"'])*>""")
_DROPPED = re.compile(rb"""\s(?:t|vm)\s*=\s*(?:"[^"]*"|'[^']*')""")
# Sheets are a dozen elements deep; what goes on for ever is no sheet.
_MAX_DEPTH = 100
_HIDDEN_ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\bhidden\s*=\s*["'](?:1|true)["']""")


@dataclass(slots=True)
class SlowCell:
    """A cell as the plain scanner would give it, and where its pieces lie."""

    raw: RawCell
    whole: Span
    formula: Span | None
    dropped: list[Span]


def has_hidden_rows(text: bytes) -> bool:
    """True when some row is hidden, by hand or by a filter."""
    # Columns are hidden before the rows begin.
    return text.find(b"hidden", max(text.find(b"sheetData"), 0)) >= 0 and _HIDDEN_ROW.search(text) is not None


def cells(text: bytes, part: str) -> list[SlowCell]:
    """Every cell of the part in file order; `Refused` when the XML is broken or is no worksheet."""
    reader = _Reader(text, part)
    reader.run()
    return reader.cells


def patch(text: bytes, part: str, written: Mapping[bytes, tuple[bytes, bytes]]) -> bytes:
    """The part with new ` t=` attributes and `<v>` elements in some cells, everything else as it was."""
    out: list[bytes] = []
    done = 0
    for cell in cells(text, part):
        new = written.get(cell.raw[0] + cell.raw[1])
        if new is None:
            continue
        out += (text[done : cell.whole[0]], _rewritten(text, cell, *new))
        done = cell.whole[1]
    out.append(text[done:])
    return b"".join(out)


def _rewritten(text: bytes, cell: SlowCell, kind: bytes, value: bytes) -> bytes:
    begin, end = cell.whole
    head = _TAG.match(text, begin)
    assert head is not None
    name = re.match(rb"<([^\s/>]+)", head[0])
    assert name is not None
    prefix = name[1][: name[1].find(b":") + 1]
    opening = _DROPPED.sub(b"", head[0].removesuffix(b">").removesuffix(b"/").rstrip()) + kind + b">"
    value = value.replace(b"<v", b"<" + prefix + b"v", 1).replace(b"</v>", b"</" + prefix + b"v>")
    if head.end() == end:
        return opening + value + b"</" + name[1] + b">"
    at = cell.formula[1] if cell.formula else head.end()
    pieces, position = [opening], head.end()
    for span in sorted([*cell.dropped, (at, at)]):
        pieces.append(text[position : span[0]])
        if span == (at, at):
            pieces.append(value)
        position = span[1]
    return b"".join((*pieces, text[position:end]))


class _Reader:
    """Collects cells from expat's events."""

    def __init__(self, text: bytes, part: str) -> None:
        self.text, self.part = text, part
        self.cells: list[SlowCell] = []
        self.path: list[str] = []
        self.starts: list[int] = []
        self.row = self.column = 0
        self.characters: list[str] | None = None
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.open
        self.parser.EndElementHandler = self.close
        self.parser.CharacterDataHandler = self.say

    def run(self) -> None:
        try:
            self.parser.Parse(self.text, True)
        except (expat.ExpatError, ValueError):
            raise damaged(self.part) from None

    def open(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if not self.path:
            self.check_root(space, local)
        tag = local if space == _MAIN else "?"
        if len(self.path) > _MAX_DEPTH:
            raise damaged(self.part)
        self.path.append(tag)
        self.starts.append(self.parser.CurrentByteIndex)
        where = self.path[1:]
        if where == ["sheetData", "row"]:
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
        elif where == ["sheetData", "row", "c"]:
            self.begin_cell(attributes)
        elif where[:3] == ["sheetData", "row", "c"] and tag in ("f", "v", "is") and len(where) == 4:
            self.attributes = attributes
            self.characters = []
            self.phonetic = 0
        elif tag == "rPh":
            self.phonetic += 1 if self.characters is not None else 0

    def check_root(self, space: str, local: str) -> None:
        if space == _STRICT:
            raise strict()
        if space != _MAIN or local != "worksheet":
            raise Refused(
                "package_refused",
                Text(f"部件 {self.part} 不是工作表", f"the part {self.part} is not a worksheet"),
            )

    def begin_cell(self, attributes: dict[str, str]) -> None:
        box = area(attributes["r"]) if "r" in attributes else (self.row, self.column + 1, 0, 0)
        if box is None or box[0] != self.row or not (0 < box[0] <= MAX_ROW and box[1] <= MAX_COLUMN):
            raise damaged(self.part)
        self.column = box[1]
        self.kept = {name: attributes[name] for name in ("s", "t", "cm", "vm") if name in attributes}
        self.formula, self.value, self.inline = b"", b"", b""
        self.formula_span: Span | None = None
        self.dropped: list[Span] = []

    def say(self, characters: str) -> None:
        if self.characters is not None and not self.phonetic and self.path[-1] in ("f", "v", "t"):
            self.characters.append(characters)

    def close(self, _: str) -> None:
        tag, begin = self.path.pop(), self.starts.pop()
        where = self.path[1:]
        if where == ["sheetData", "row", "c"] and tag in ("f", "v", "is"):
            self.end_piece(tag, (begin, self.tag_end(begin)))
        elif where == ["sheetData", "row"] and tag == "c":
            self.end_cell((begin, self.tag_end(begin)))
        elif tag == "rPh" and self.characters is not None:
            self.phonetic -= 1

    def tag_end(self, begin: int) -> int:
        match = _TAG.match(self.text, begin)
        if match is not None and not match[0].endswith(b"/>"):
            match = _TAG.match(self.text, self.parser.CurrentByteIndex)
        if match is None:
            raise damaged(self.part)
        return match.end()

    def end_piece(self, tag: str, span: Span) -> None:
        content = escape("".join(self.characters or ())).encode()
        self.characters = None
        if tag == "f":
            head = "".join(f" {name}={quoteattr(value)}" for name, value in self.attributes.items() if " " not in name)
            self.formula, self.formula_span = b"<f" + head.encode() + b">" + content + b"</f>", span
            return
        self.dropped.append(span)
        if tag == "v":
            self.value = content
        else:
            self.inline = b"<is><t>" + content + b"</t></is>"

    def end_cell(self, span: Span) -> None:
        attributes = "".join(f" {name}={quoteattr(value)}" for name, value in self.kept.items()).encode()
        place = column_letters(self.column).encode(), str(self.row).encode()
        raw = (*place, attributes, self.formula, self.value, self.inline)
        self.cells.append(SlowCell(raw, span, self.formula_span, self.dropped))


def strict() -> Refused:
    """The refusal for the strict variant of the format."""
    return Refused(
        "strict_ooxml",
        Text(
            "这是“严格的开放 XML”工作簿：请在 Excel 中另存为普通的 .xlsx 或 .xlsm",
            "this is a Strict Open XML workbook: save it as a normal .xlsx or .xlsm first",
        ),
    )
