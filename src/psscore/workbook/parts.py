"""What a package's workbook part says: sheets, tables, names, dates, calculation settings, links to other books."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from psscore.model.text import Text
from psscore.workbook import slow
from psscore.workbook.address import area
from psscore.workbook.package import Package
from psscore.workbook.refusal import Refused
from psscore.workbook.values import unescape_excel
from psscore.workbook.xml import MAIN, RELATION, flag, parse

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_ADDIN = re.compile(r"\.(?:xlam|xla|xll)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet: its name, its position among all sheets, its part."""

    name: str
    position: int
    part: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: where it lies and how its columns are called (lower case, in order)."""

    name: str
    sheet: str
    top: int
    left: int
    bottom: int
    right: int
    header: bool
    totals: bool
    columns: tuple[str, ...]

    @property
    def first_row(self) -> int:
        """The first row of data."""
        return self.top + self.header

    @property
    def last_row(self) -> int:
        """The last row of data."""
        return self.bottom - self.totals


@dataclass(frozen=True, slots=True)
class Name:
    """A defined name; `sheet` is empty for one that the whole workbook sees."""

    name: str
    sheet: str
    formula: str


@dataclass(slots=True)
class Book:
    """The workbook part of a package."""

    part: str
    sheets: list[Sheet]
    tables: dict[str, Table]
    names: list[Name]
    strings: str | None
    styles: str | None
    date1904: bool
    manual: bool
    stale: bool
    foreign: frozenset[int] = field(default_factory=frozenset)
    parts: list[str] = field(default_factory=list)
    # The names by their spelling, and the list that was read for it: a workbook may have thousands.
    _spelt: dict[str, list[Name]] = field(default_factory=dict, repr=False, compare=False)
    _read: list[Name] | None = field(default=None, repr=False, compare=False)

    def named(self, name: str) -> list[Name]:
        """The names of one spelling, in any case: the whole workbook's and those of single sheets."""
        if self._read is not self.names:
            self._spelt, self._read = {}, self.names
            for known in self.names:
                self._spelt.setdefault(known.name.casefold(), []).append(known)
        return self._spelt.get(name.casefold(), [])

    def name(self, name: str) -> Name | None:
        """A name the whole workbook sees, by its name in any case."""
        return next((known for known in self.named(name) if not known.sheet), None)

    def cell(self, name: str) -> tuple[str, int, int] | None:
        """The sheet, row and column of the one cell a name stands for."""
        defined = self.name(name)
        if defined is None:
            return None
        sheet, _, reference = defined.formula.rpartition("!")
        sheet = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
        box = area(reference)
        if box is None or box[:2] != box[2:] or all(sheet != known.name for known in self.sheets):
            return None
        return sheet, box[0], box[1]


def relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Relationship id to (last word of its type, target part) of a part; external targets as they are written."""
    folder, name = posixpath.split(part)
    where = posixpath.join(folder, "_rels", name + ".rels")
    found: dict[str, tuple[str, str]] = {}
    if where not in package:
        return found
    for relation in parse(package.read(where), where).iter(_RELATIONSHIP):
        kind, target = relation.get("Type", ""), relation.get("Target", "")
        if kind.startswith("http://purl.oclc.org/ooxml/"):
            raise slow.strict()
        if relation.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
        found[relation.get("Id", "")] = kind.rpartition("/")[2], target
    return found


def read_book(package: Package) -> Book:
    """Read the workbook part and what hangs on it; `Refused` for other formats and for what cannot be calculated."""
    if any(name.startswith("_xmlsignatures/") for name in package.index):
        raise Refused(
            "signed",
            Text(
                "工作簿带有数字签名，任何改动都会使签名失效：请先移除签名",
                "the workbook is digitally signed and any change breaks the signature: remove the signature first",
            ),
        )
    part = _main_part(package)
    root = parse(package.read(part), part)
    if root.tag != MAIN + "workbook":
        raise slow.strict() if "purl.oclc.org" in root.tag else _no_workbook()
    related = relations(package, part)
    sheets = _sheets(package, root, related)
    settings = root.find(MAIN + "workbookPr")
    calculation = root.find(MAIN + "calcPr")
    calculation = Element("calcPr") if calculation is None else calculation
    _check_calculation(calculation)
    tables, table_parts = _tables(package, sheets)
    foreign, link_parts = _foreign(package, root, related)
    known = {kind: target for kind, target in related.values() if target in package}
    return Book(
        part=part,
        sheets=sheets,
        tables=tables,
        names=_names(root),
        strings=known.get("sharedStrings"),
        styles=known.get("styles"),
        date1904=settings is not None and flag(settings.get("date1904")),
        manual=calculation.get("calcMode") == "manual",
        # A writer that did not calculate says so: its stored values prove nothing.
        stale=flag(calculation.get("fullCalcOnLoad")),
        foreign=foreign,
        parts=[part, *table_parts, *link_parts],
    )


def _main_part(package: Package) -> str:
    part = next((target for kind, target in relations(package, "").values() if kind == "officeDocument"), None)
    if part is not None and part.endswith(".bin"):
        raise Refused(
            "xlsb",
            Text(
                "这是二进制 .xlsb 工作簿：请在 Excel 中另存为 .xlsx 或 .xlsm",
                "this is a binary .xlsb workbook: save it as .xlsx or .xlsm first",
            ),
        )
    if part is None or part not in package:
        raise _no_workbook()
    return part


def _no_workbook() -> Refused:
    return Refused(
        "package_refused",
        Text(
            "不是 Excel 工作簿（包内没有工作簿部件）",
            "this is not an Excel workbook (the package holds no workbook part)",
        ),
    )


def _sheets(package: Package, root: Element, related: dict[str, tuple[str, str]]) -> list[Sheet]:
    sheets = []
    for position, entry in enumerate(root.iterfind(f"{MAIN}sheets/{MAIN}sheet")):
        kind, part = related.get(entry.get(RELATION + "id", ""), ("", ""))
        if kind == "worksheet":
            if part not in package:
                raise Refused(
                    "package_refused",
                    Text(f"缺少工作表部件 {part}", f"the worksheet part {part} is missing"),
                )
            sheets.append(Sheet(entry.get("name", ""), position, part))
    if not sheets:
        raise Refused("package_refused", Text("工作簿中没有工作表", "the workbook has no worksheet"))
    return sheets


def _check_calculation(calculation: Element) -> None:
    if flag(calculation.get("iterate")):
        raise Refused(
            "iterative_calculation",
            Text(
                "工作簿启用了迭代计算，无法可靠重算：请关闭后再评分",
                "iterative calculation is on and cannot be reproduced: switch it off",
            ),
        )
    if not flag(calculation.get("fullPrecision"), True):
        raise Refused(
            "precision_as_displayed",
            Text(
                "工作簿启用了“以显示精度为准”，无法可靠重算：请关闭后再评分",
                "“precision as displayed” is on and cannot be reproduced: switch it off",
            ),
        )


def _names(root: Element) -> list[Name]:
    sheets = [entry.get("name", "") for entry in root.iterfind(f"{MAIN}sheets/{MAIN}sheet")]
    names = []
    for entry in root.iterfind(f"{MAIN}definedNames/{MAIN}definedName"):
        local = entry.get("localSheetId")
        if local is not None and not (local.isascii() and local.isdigit() and int(local) < len(sheets)):
            # It belongs to a sheet that is not there: no formula can see it.
            continue
        sheet = sheets[int(local)] if local else ""
        if not flag(entry.get("function")) and not flag(entry.get("vbProcedure")):
            names.append(Name(entry.get("name", ""), sheet, entry.text or ""))
    return names


def _tables(package: Package, sheets: list[Sheet]) -> tuple[dict[str, Table], list[str]]:
    tables: dict[str, Table] = {}
    parts = []
    for sheet in sheets:
        for kind, part in relations(package, sheet.part).values():
            if kind == "table" and part in package:
                table = _table(parse(package.read(part), part), part, sheet.name)
                tables[table.name.casefold()] = table
                parts.append(part)
    return tables, parts


def _table(root: Element, part: str, sheet: str) -> Table:
    box = area(root.get("ref", ""))
    columns = [column.get("name", "") for column in root.iterfind(f"{MAIN}tableColumns/{MAIN}tableColumn")]
    if box is None or len(columns) != box[3] - box[1] + 1:
        raise Refused("package_refused", Text(f"表格部件 {part} 已损坏", f"the table part {part} is damaged"))
    name = root.get("displayName") or root.get("name") or ""
    header, totals = root.get("headerRowCount", "1") != "0", root.get("totalsRowCount", "0") != "0"
    titles = tuple(unescape_excel(column).casefold() for column in columns)
    return Table(name, sheet, *box, header, totals, titles)


def _foreign(package: Package, root: Element, related: dict[str, tuple[str, str]]) -> tuple[frozenset[int], list[str]]:
    """The numbers [n] of linked books that are known not to be an add-in, and the parts that say so."""
    foreign = set()
    parts = []
    for number, entry in enumerate(root.iterfind(f"{MAIN}externalReferences/{MAIN}externalReference"), 1):
        part = related.get(entry.get(RELATION + "id", ""), ("", ""))[1]
        targets = [target for _, target in relations(package, part).values()] if part in package else []
        if any(not _ADDIN.search(target) for target in targets):
            foreign.add(number)
        parts.append(posixpath.join(posixpath.dirname(part), "_rels", posixpath.basename(part) + ".rels"))
    return frozenset(foreign), [part for part in parts if part in package]
