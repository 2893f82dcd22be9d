"""Every rule of package_check.py is broken once, on purpose."""

from __future__ import annotations

import inspect
import io
import re
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter

from hosts.excel import package_check
from hosts.excel.package_check import check
from psscore.hosts.excel.addin import addin_bytes
from psscore.hosts.excel.vba_project import vba_project

Parts = dict[str, bytes]


def sound() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_vba_project(io.BytesIO(vba_project("workbook", sheets=("Sheet1", "Sheet2"))), is_stream=True)
        book.set_vba_name("ThisWorkbook")
        for number in (1, 2):
            sheet = book.add_worksheet(f"Data{number}")
            sheet.set_vba_name(f"Sheet{number}")
            sheet.write("A1", "text", book.add_format({"bold": True}))
            sheet.write_formula("B1", "=SUM(A2,PS_RATE(1,2))")
            sheet.write("A2", 2)
        book.define_name("ps_unit", "=Data1!$A$1")
    return out.getvalue()


SOUND = sound()


def parts_of(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Parts, twice: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        if twice:
            with pytest.warns(UserWarning, match="Duplicate name"):
                archive.writestr(twice, parts[twice])
    return out.getvalue()


def change(part: str, old: str, new: str) -> Callable[[Parts], None]:
    def apply(parts: Parts) -> None:
        assert old.encode() in parts[part], f"{part} has no {old}"
        parts[part] = parts[part].replace(old.encode(), new.encode(), 1)

    return apply


def drop(part: str) -> Callable[[Parts], None]:
    return lambda parts: parts.pop(part) and None


def add(part: str) -> Callable[[Parts], None]:
    return lambda parts: parts.update({part: b"x"})


SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"
PLANTED: list[tuple[str, Callable[[Parts], None]]] = [
    ("malformed", change(SHEET, "</worksheet>", "")),
    ("main_type", change("[Content_Types].xml", "sheet.macroEnabled", "addin.macroEnabled")),
    ("no_type", add("xl/odd.odd")),
    ("type_without_part", drop("docProps/app.xml")),
    ("relation_twice", change("xl/_rels/workbook.xml.rels", "rId2", "rId1")),
    ("dangling", change("xl/_rels/workbook.xml.rels", "theme/theme1", "theme/theme2")),
    ("sheet_name", change(BOOK, 'name="Data1"', 'name="Data:1"')),
    ("sheet_name", change(BOOK, 'name="Data1"', f'name="{"D" * 32}"')),
    ("sheet_twice", change(BOOK, 'name="Data1"', 'name="data2"')),
    ("name_rule", change(BOOK, 'name="ps_unit"', 'name="A1"')),
    ("name_rule", change(BOOK, 'name="ps_unit"', 'name="R1C1"')),
    ("name_rule", change(BOOK, 'name="ps_unit"', 'name="1st"')),
    ("name_rule", change(BOOK, 'name="ps_unit"', 'name="with space"')),
    ("name_is_function", change(BOOK, 'name="ps_unit"', 'name="ps_score"')),
    ("name_twice", change(BOOK, "</definedNames>", '<definedName name="PS_UNIT">1</definedName></definedNames>')),
    ("formula", change(SHEET, "<f>SUM(A2,PS_RATE(1,2))</f>", "<f>SUM(A2,</f>")),
    ("formula", change(SHEET, "<f>SUM(A2,PS_RATE(1,2))</f>", "<f>SUM(A2))</f>")),
    ("formula", change(SHEET, "<f>SUM(A2,PS_RATE(1,2))</f>", "<f>=A2</f>")),
    ("formula", change(SHEET, "<f>SUM(A2,PS_RATE(1,2))</f>", "<f>A2+</f>")),
    ("formula", change(BOOK, "Data1!$A$1", "SUM(")),
    ("row_order", change(SHEET, '<row r="2"', '<row r="1"')),
    ("cell_row", change(SHEET, 'r="A2"', 'r="A3"')),
    ("cell_order", change(SHEET, 'r="B1"', 'r="A1"')),
    ("style_index", change(SHEET, 's="1"', 's="9"')),
    ("string_index", change(SHEET, "<v>0</v>", "<v>7</v>")),
    ("project", lambda parts: parts.update({"xl/vbaProject.bin": b"garbage"})),
    ("code_names", change(SHEET, 'codeName="Sheet1"', 'codeName="Sheet9"')),
    ("code_names", change(BOOK, 'codeName="ThisWorkbook"', "")),
]


def test_nothing_is_wrong_with_a_sound_workbook() -> None:
    assert check(SOUND, "xlsm") == []
    assert check(addin_bytes(), "xlam") == []


@pytest.mark.parametrize(("code", "plant"), PLANTED, ids=[f"{n}-{code}" for n, (code, _) in enumerate(PLANTED)])
def test_a_planted_defect_is_found(code: str, plant: Callable[[Parts], None]) -> None:
    parts = parts_of(SOUND)
    plant(parts)
    assert code in {found for found, _ in check(packed(parts), "xlsm")}


def test_a_member_stored_twice_is_found() -> None:
    assert ("member_twice", SHEET) in check(packed(parts_of(SOUND), SHEET), "xlsm")


def test_a_ribbon_in_the_other_namespace_is_found() -> None:
    parts = parts_of(addin_bytes())
    parts["customUI/customUI.xml"] = parts["customUI/customUI14.xml"]
    assert [code for code, _ in check(packed(parts), "xlam")] == ["ribbon_namespace"]


def test_every_code_was_planted() -> None:
    source = inspect.getsource(package_check)
    codes = set(re.findall(r'yield "(\w+)"|\(\("(\w+)"|\[\("(\w+)"|append\(\("(\w+)"', source))
    flat = {code for group in codes for code in group if code}
    assert flat - {code for code, _ in PLANTED} == {"member_twice", "ribbon_namespace"}
