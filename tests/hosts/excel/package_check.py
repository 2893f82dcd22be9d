"""What Excel minds in a workbook and the validators miss. Each code is planted once in test_package_check.py."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree

import olefile
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import TokenizerError
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from psscore.functions.registry import FUNCTIONS
from psscore.hosts.vba.compound_check import check as check_compound_file

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
RID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MAIN_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "xlsm": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    "xlam": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
}
RIBBONS = {
    "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility": "2009/07/customui",
    "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility": "2006/01/customui",
}
CELL_LIKE = re.compile(r"[A-Za-z]{1,3}\d{1,7}|[Rr]\d*([Cc]\d*)?|[Cc]\d*")
NAME = re.compile(r"[^\W\d]|[_\\]")
NAME_REST = re.compile(r"[\w.\\?]*")

Finding = tuple[str, str]


def check(data: bytes, extension: str) -> list[Finding]:
    """(code, what) for everything wrong."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        doubled = [name for name, count in Counter(archive.namelist()).items() if count > 1]
        parts = {name: archive.read(name) for name in archive.namelist()}
    found: list[Finding] = [("member_twice", name) for name in doubled]
    trees: dict[str, ElementTree.Element] = {}
    for name, content in parts.items():
        if name.endswith((".xml", ".rels", ".vml")):
            try:
                trees[name] = ElementTree.fromstring(content)
            except ElementTree.ParseError as fault:
                found.append(("malformed", f"{name}: {fault}"))
    if not found:
        found += [*_types(parts, trees, extension), *_relations(parts, trees), *_names(trees), *_macros(parts, trees)]
        for name in sorted(name for name in trees if name.startswith("xl/worksheets/sheet")):
            found += [(code, f"{name}: {what}") for code, what in _sheet(trees[name], trees)]
    return found


def _types(parts: dict[str, bytes], trees: dict[str, ElementTree.Element], extension: str) -> Iterator[Finding]:
    listed = trees["[Content_Types].xml"]
    overrides = {item.get("PartName", ""): item.get("ContentType") for item in listed if item.tag.endswith("Override")}
    defaults = {item.get("Extension", "") for item in listed if item.tag.endswith("Default")}
    if overrides.get("/xl/workbook.xml") != MAIN_TYPES[extension]:
        yield "main_type", f"{overrides.get('/xl/workbook.xml')} in an .{extension}"
    for name in parts.keys() - {"[Content_Types].xml"}:
        if f"/{name}" not in overrides and name.rpartition(".")[2] not in defaults:
            yield "no_type", name
    for name in overrides:
        if name[1:] not in parts:
            yield "type_without_part", name


def _relations(parts: dict[str, bytes], trees: dict[str, ElementTree.Element]) -> Iterator[Finding]:
    for name, tree in trees.items():
        if not name.endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(name))
        if len({item.get("Id") for item in tree}) != len(tree):
            yield "relation_twice", name
        for item in tree:
            target = item.get("Target", "")
            path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            if item.get("TargetMode") != "External" and path not in parts:
                yield "dangling", f"{name}: {target}"
            namespace = RIBBONS.get(item.get("Type", ""))
            if namespace and path in trees and namespace not in trees[path].tag:
                yield "ribbon_namespace", f"{path} is no {namespace}"


def _names(trees: dict[str, ElementTree.Element]) -> Iterator[Finding]:
    book = trees["xl/workbook.xml"]
    sheets = [item.get("name", "") for item in book.iter(f"{MAIN}sheet")]
    for title in sheets:
        if not 0 < len(title) <= 31 or re.search(r"[\[\]:*?/\\]", title) or title[0] == "'" or title[-1] == "'":
            yield "sheet_name", title
    if len({title.lower() for title in sheets}) != len(sheets):
        yield "sheet_twice", str(sheets)
    scoped: Counter[tuple[str, str | None]] = Counter()
    for item in book.iter(f"{MAIN}definedName"):
        name = item.get("name", "")
        scoped[name.lower(), item.get("localSheetId")] += 1
        plain = name.removeprefix("_xlnm.")
        if CELL_LIKE.fullmatch(plain) or not NAME.match(plain) or not NAME_REST.fullmatch(plain) or len(name) > 255:
            yield "name_rule", name
        if name.upper() in FUNCTIONS:
            yield "name_is_function", name
        yield from _formula(item.text or "", f"name {name}")
    yield from (("name_twice", name) for (name, _), count in scoped.items() if count > 1)


def _formula(text: str, where: str) -> Iterator[Finding]:
    try:
        tokens = Tokenizer(f"={text}").items
    except (TokenizerError, IndexError) as fault:
        yield "formula", f"{where}: {text}: {fault}"
        return
    opened = 0
    for token in tokens:
        opened += (token.subtype == "OPEN") - (token.subtype == "CLOSE")
    if opened or not tokens or tokens[-1].type == "OPERATOR-INFIX" or text.startswith("="):
        yield "formula", f"{where}: {text}"


def _sheet(tree: ElementTree.Element, trees: dict[str, ElementTree.Element]) -> Iterator[Finding]:
    strings = trees.get("xl/sharedStrings.xml")
    string_count = 0 if strings is None else len(strings.findall(f"{MAIN}si"))
    style_count = len(trees["xl/styles.xml"].findall(f"{MAIN}cellXfs/{MAIN}xf"))
    last_row = 0
    for row in tree.iter(f"{MAIN}row"):
        number = int(row.get("r", "0"))
        if number <= last_row:
            yield "row_order", f"row {number} after {last_row}"
        last_row = number
        last_column = 0
        for cell in row.iter(f"{MAIN}c"):
            where = cell.get("r", "")
            letters, at = coordinate_from_string(where)
            if at != number:
                yield "cell_row", f"{where} in row {number}"
            if (column := column_index_from_string(letters)) <= last_column:
                yield "cell_order", where
            last_column = column
            if int(cell.get("s", "0")) >= style_count:
                yield "style_index", where
            value = cell.findtext(f"{MAIN}v")
            if cell.get("t") == "s" and int(value or 0) >= string_count:
                yield "string_index", where
            if (formula := cell.find(f"{MAIN}f")) is not None and formula.text:
                yield from _formula(formula.text, where)


def _macros(parts: dict[str, bytes], trees: dict[str, ElementTree.Element]) -> Iterator[Finding]:
    """The VBA project against the package: sound, and its documents are the workbook and the sheets."""
    project = parts.get("xl/vbaProject.bin")
    if project is None:
        return
    faults = check_compound_file(project)
    yield from (("project", fault.message) for fault in faults)
    if faults:
        return
    with olefile.OleFileIO(io.BytesIO(project)) as file:
        lines = file.openstream("PROJECT").read().decode("ascii").splitlines()
    documents = [line[9:].partition("/")[0] for line in lines if line.startswith("Document=")]
    properties = trees["xl/workbook.xml"].find(f"{MAIN}workbookPr")
    names = ["" if properties is None else properties.get("codeName", "")]
    targets = {item.get("Id"): item.get("Target", "") for item in trees["xl/_rels/workbook.xml.rels"]}
    for sheet in trees["xl/workbook.xml"].iter(f"{MAIN}sheet"):
        part = trees.get(f"xl/{targets.get(sheet.get(RID))}")
        properties = None if part is None else part.find(f"{MAIN}sheetPr")
        names.append("" if properties is None else properties.get("codeName", ""))
    if documents != names:
        yield "code_names", f"the project has {documents}, the package {names}"
