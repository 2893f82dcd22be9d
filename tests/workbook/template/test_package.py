"""The package is one Excel opens without repair, as far as that can be checked without Excel."""

import re
from xml.etree import ElementTree

import pytest

from psscore.functions.registry import FUNCTIONS
from psscore.workbook.template.book import SHEETS
from psscore.workbook.template.evaluation.tables import SYSTEM_TABLES
from psscore.workbook.template.register.tables import OVERVIEW
from psscore.workbook.template.tables import NAMES, TABLES
from workbook.template.opened import M, Opened, opened

EDITIONS = [("zh", False), ("zh", True), ("en", False), ("en", True)]
R = "{http://schemas.openxmlformats.org/package/2006/relationships}"
T = "{http://schemas.openxmlformats.org/package/2006/content-types}"


@pytest.fixture(params=EDITIONS, ids=lambda item: f"{item[0]}-{'filled' if item[1] else 'empty'}")
def book(request: pytest.FixtureRequest) -> Opened:
    return opened(*request.param)


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def test_every_member_is_well_formed_and_typed(book: Opened) -> None:
    types = book.xml("[Content_Types].xml")
    defaults = {item.get("Extension") for item in types.iter(f"{T}Default")}
    overrides = {item.get("PartName"): item.get("ContentType") for item in types.iter(f"{T}Override")}
    for name, data in book.members.items():
        if not name.endswith(".bin"):
            ElementTree.fromstring(data)
        assert f"/{name}" in overrides or name.rsplit(".", 1)[1] in defaults, name
    assert overrides["/xl/workbook.xml"] == "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    assert all(part.lstrip("/") in book.members for part in overrides if part)


def test_every_relationship_leads_somewhere(book: Opened) -> None:
    for name, data in book.members.items():
        if not name.endswith(".rels"):
            continue
        folder = name.split("_rels/")[0]
        for item in ElementTree.fromstring(data).iter(f"{R}Relationship"):
            target = item.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else folder + target
            while "/../" in path:
                path = re.sub(r"[^/]+/\.\./", "", path, count=1)
            assert path in book.members, f"{name}: {target}"


def test_rows_and_cells_are_unique_and_in_order(book: Opened) -> None:
    for number, sheet in enumerate(book.sheets, 1):
        rows = [int(row.get("r", "0")) for row in book.sheet_xml(number).iter(f"{M}row")]
        assert rows == sorted(set(rows)), sheet
        for row in book.sheet_xml(number).iter(f"{M}row"):
            columns = [column_number(re.sub(r"\d", "", cell.get("r", ""))) for cell in row]
            assert columns == sorted(set(columns)), f"{sheet} row {row.get('r')}"


def test_sheet_names_are_short_and_plain(book: Opened) -> None:
    assert len(set(book.sheets)) == len(book.sheets) == len(SHEETS)
    for name in book.sheets:
        assert len(name) <= 31
        assert not set(name) & set(r"[]:*?/\'")


def test_names_are_legal_and_complete(book: Opened) -> None:
    assert set(book.names) == set(NAMES)
    for name, target in book.names.items():
        assert re.fullmatch(r"[a-z_][a-z0-9_]*", name)
        assert not re.fullmatch(r"[a-z]{1,3}\d+|r\d*c\d*", name), "a name must not read as a cell"
        sheet, cell = target.rsplit("!", 1)
        assert sheet.strip("'") in book.sheets
        assert re.fullmatch(r"\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", cell)


def test_no_name_is_also_a_function(book: Opened) -> None:
    """A formula cannot tell `PS_TOTAL(...)` from a name `ps_total`: LibreOffice refuses it, Excel reads the name."""
    taken = {name.casefold() for name in FUNCTIONS}
    assert taken.isdisjoint(name.casefold() for name in [*book.names, *book.tables])


def test_tables_are_complete_and_their_headers_are_in_the_cells(book: Opened) -> None:
    lang = "en" if "Cover" in book.sheets else "zh"
    assert set(book.tables) == {table.name for table in (*TABLES, *SYSTEM_TABLES, OVERVIEW)}
    for table in (*TABLES, *SYSTEM_TABLES, OVERVIEW):
        area, columns = book.tables[table.name]
        assert columns == table.headers(lang)
        assert len({column.casefold() for column in columns}) == len(columns)
        left, top = re.match(r"([A-Z]+)(\d+)", area).groups()  # type: ignore[union-attr]
        sheet = book.table_sheet(table.name)
        shown = [book.by_place[f"{sheet}!{chr(ord(left) + place)}{top}"].value for place in range(len(columns))]
        assert shown == columns


def test_tables_and_merged_cells_do_not_overlap(book: Opened) -> None:
    def corners(area: str) -> tuple[int, int, int, int]:
        left, top, right, bottom = re.match(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", area).groups()  # type: ignore[union-attr]
        return column_number(left), int(top), column_number(right), int(bottom)

    for number, sheet in enumerate(book.sheets, 1):
        merged = [corners(item.get("ref", "")) for item in book.sheet_xml(number).iter(f"{M}mergeCell")]
        tables = [corners(book.tables[name][0]) for name in book.tables if book.table_sheet(name) == sheet]
        for place, one in enumerate(tables):
            for other in merged + tables[:place]:
                apart = one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]
                assert apart, f"{sheet}: {one} and {other}"


def test_excel_has_no_reason_to_calculate_on_opening(book: Opened) -> None:
    calculation = book.xml("xl/workbook.xml").find(f"{M}calcPr")
    assert calculation is not None
    assert calculation.get("fullCalcOnLoad") is None
    assert int(calculation.get("calcId", "0")) >= 191029
