"""One worksheet as a check sees it: cells with formulas written out, and what hides, protects or dresses them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from psscore.model.text import Text
from psscore.workbook.address import area
from psscore.workbook.cells import formula, literal, place, stored
from psscore.workbook.package import Package
from psscore.workbook.parts import Sheet, relations
from psscore.workbook.refusal import Refused
from psscore.workbook.sheet import RawCell, scan
from psscore.workbook.tokens import shift, tokenize
from psscore.workbook.values import Cell
from psscore.workbook.xml import MAIN, flag, parse

Place = tuple[int, int]
Box = tuple[int, int, int, int]

_X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
_XM = "{http://schemas.microsoft.com/office/excel/2006/main}"
_BEGIN, _END = b"<sheetData>", b"</sheetData>"
_ROW = re.compile(rb"<row([\s][^>]*)>")
_ROW_ATTRIBUTE = re.compile(rb"""\s(r|ht|hidden)\s*=\s*["']([^"']*)""")
_MOST = 20_000
_CHECKING = frozenset({"list", "whole", "decimal", "date", "time", "textLength", "custom"})


@dataclass(frozen=True, slots=True)
class Held:
    """What a cell holds: a formula ("" for none) with the result it was saved with, or a value; and its style."""

    formula: str
    value: Cell
    style: int


@dataclass(slots=True)
class SheetView:
    """A worksheet; rows and columns count from 1. `filtered` are the areas a filter is at work in."""

    name: str
    state: str
    cells: Mapping[Place, Held] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    filtered: list[Box] = field(default_factory=list)
    protected: bool = False
    validated: list[Box] = field(default_factory=list)
    conditional: list[tuple[tuple[Box, ...], int]] = field(default_factory=list)

    def column_is_hidden(self, column: int) -> bool:
        """True when nobody sees the column."""
        return any(first <= column <= last for first, last in self.hidden_columns)


def read_sheet(
    package: Package, sheet: Sheet, state: str, strings: list[str], date1904: bool, *, ours: bool = True
) -> SheetView:
    """Read a worksheet part. Raises `Refused` for a damaged one.

    Of a sheet that is not `ours`, which holds none of our tables and names, only the first values are kept: what fills
    more are records of the unit's own, and what was handed out stands above them.
    """
    data = package.read(sheet.part)
    found = scan(data, sheet.part)
    try:
        known = found.literals if ours else found.literals[:_MOST]
        cells = {place(raw): Held("", literal(raw, strings, date1904), _style(raw)) for raw in known}
        for raw, text in formula_texts(found.formulas):
            cells[place(raw)] = Held(text, stored(raw, strings), _style(raw))
    except (ValueError, LookupError):
        raise Refused(
            "package_refused",
            Text(
                f"工作表 {sheet.name} 中有损坏的单元格", f"the sheet {sheet.name} has a cell that holds no cell value"
            ),
        ) from None
    view = SheetView(sheet.name, state, cells)
    if data.count(b"sqref") > _MOST:
        raise Refused(
            "too_large",
            Text(
                f"太大，不能核查：工作表 {sheet.name} 的条件格式和数据有效性超过 {_MOST:,} 处",
                f"too large to check: more than {_MOST:,} conditional formats and validations on {sheet.name}",
            ),
        )
    if found.plain and (begin := data.find(_BEGIN)) >= 0:
        # A tree of a million cells takes a gigabyte, and all that is wanted of them are the rows.
        end = data.index(_END, begin)
        rows = (dict(_ROW_ATTRIBUTE.findall(tag)) for tag in _ROW.findall(data, begin, end))
        root = parse(data[:begin] + data[end + len(_END) :], sheet.part)
        _dress(view, root, ({key.decode(): value.decode() for key, value in row.items()} for row in rows))
    else:
        root = parse(data, sheet.part)
        _dress(view, root, (row.attrib for row in root.iterfind(f"{MAIN}sheetData/{MAIN}row")))
    for kind, part in relations(package, sheet.part).values():
        if kind == "table" and part in package:
            view.filtered += _filters(parse(package.read(part), part))
    return view


def formula_texts(formulas: Iterable[RawCell]) -> Iterator[tuple[RawCell, str]]:
    """Every formula cell with its formula as it reads there, shared formulas written out."""
    masters: dict[str, tuple[Place, str]] = {}
    for raw in formulas:
        cell = formula(raw)
        if cell.kind != "shared" or (cell.text and not cell.reference):
            yield raw, cell.text or "?"
            continue
        if cell.text:
            masters[cell.group] = place(raw), cell.text
        if cell.group not in masters:
            yield raw, "?"
            continue
        (row, column), text = masters[cell.group]
        at = place(raw)
        try:
            moved = shift(tokenize(text), at[0] - row, at[1] - column)
        except ValueError:
            yield raw, text
            continue
        yield raw, "".join(token.text for token in moved)


def boxes(text: str) -> tuple[Box, ...]:
    """The areas of a list of references such as `A1:B2 D4`."""
    return tuple(box for word in text.split() if (box := area(word)) is not None)


def inside(at: Place, box: Box) -> bool:
    """True when a cell lies in an area."""
    return box[0] <= at[0] <= box[2] and box[1] <= at[1] <= box[3]


def _style(raw: RawCell) -> int:
    _, found, rest = raw[2].partition(b' s="')
    number = rest[: rest.find(b'"')]
    return int(number) if found and number.isdigit() else 0


def _dress(view: SheetView, root: Element, rows: Iterable[Mapping[str, str]]) -> None:
    standard = root.find(MAIN + "sheetFormatPr")
    all_hidden = standard is not None and flag(standard.get("zeroHeight"))
    number = 0
    for row in rows:
        number = _whole(row.get("r"), number + 1)
        if flag(row.get("hidden"), all_hidden) or _is_nothing(row.get("ht")):
            view.hidden_rows.add(number)
    for column in root.iterfind(f"{MAIN}cols/{MAIN}col"):
        if flag(column.get("hidden")) or _is_nothing(column.get("width")):
            view.hidden_columns.append((_whole(column.get("min")), _whole(column.get("max"))))
    protection = root.find(MAIN + "sheetProtection")
    view.protected = protection is not None and flag(protection.get("sheet"))
    view.filtered += _filters(root)
    for entry in root.iter(MAIN + "dataValidation"):
        if entry.get("type") in _CHECKING:
            view.validated += boxes(entry.get("sqref", ""))
    for entry in root.iter(_X14 + "dataValidation"):
        if entry.get("type") in _CHECKING:
            view.validated += boxes(entry.findtext(_XM + "sqref", ""))
    for entry in root.iterfind(MAIN + "conditionalFormatting"):
        where = boxes(entry.get("sqref", ""))
        for rule in entry.iterfind(MAIN + "cfRule"):
            if (number_text := rule.get("dxfId", "")).isdecimal():
                view.conditional.append((where, int(number_text)))


def _whole(text: str | None, otherwise: int = 0) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else otherwise


def _is_nothing(size: str | None) -> bool:
    try:
        return size is not None and not float(size) >= 0.5
    except ValueError:
        return False


def _filters(root: Element) -> list[Box]:
    entry = root.find(MAIN + "autoFilter")
    box = None if entry is None else area(entry.get("ref", ""))
    if entry is None or box is None or entry.find(MAIN + "filterColumn") is None:
        return []
    return [box]
