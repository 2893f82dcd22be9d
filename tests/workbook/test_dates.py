"""A date in a number cell is refused, as Excel's own date would be."""

from __future__ import annotations

import datetime
import io

import openpyxl
import pytest
import xlsxwriter

from psscore.workbook.package import Package
from psscore.workbook.recalculate import Options, recalculate
from workbook.books import pack


def workbook(number_format: str, table: str = "ps_requests", date1904: bool = False) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": date1904}) as book:
        sheet = book.add_worksheet("平台数据")
        sheet.add_table("A1:B2", {"name": table, "columns": [{"header": "编号"}, {"header": "总诉求量"}]})
        sheet.write_string("A2", "T01")
        sheet.write_number("B2", 46037, book.add_format({"num_format": number_format}))
        sheet.write_formula("D2", f'PS_COUNT("T01",{table}[编号],{table}[总诉求量])', None, "")
        sheet.write_formula("E2", "SUM(B2:B2)", None, "")
    return out.getvalue()


@pytest.mark.parametrize(
    ("number_format", "dated"),
    [
        ("yyyy-mm-dd", True),
        ("yyyy年m月d日", True),
        ("h:mm", True),
        ('[$-804]yyyy"年"m"月"', True),
        ("[h]:mm", True),
        ("#,##0", False),
        ("0.00%", False),
        ('0"days"', False),
        ("[Red]0", False),
        ("General", False),
        ("0_d", False),
    ],
)
def test_what_counts_as_a_date_is_the_format(number_format: str, dated: bool) -> None:
    result = recalculate(workbook(number_format), Options())
    assert result.data is not None
    sheet = openpyxl.load_workbook(io.BytesIO(result.data), data_only=True)["平台数据"]
    assert sheet["D2"].value == ("#VALUE!" if dated else 46037)
    messages = [finding["message"] for finding in result.receipt["findings"]]
    assert any("2026-01-15" in message and "日期" in message for message in messages) == dated


def test_other_tables_keep_their_dates() -> None:
    result = recalculate(workbook("yyyy-mm-dd", table="mine"), Options())
    assert result.data is not None
    sheet = openpyxl.load_workbook(io.BytesIO(result.data), data_only=True)["平台数据"]
    assert sheet["D2"].value == 46037
    assert sheet["B2"].value == datetime.datetime(2026, 1, 15)


def test_the_1904_calendar() -> None:
    result = recalculate(workbook("yyyy-mm-dd", date1904=True), Options())
    assert any("2030-01-16" in finding["message"] for finding in result.receipt["findings"])


SPELLINGS = [
    # how the date's cell is written instead of `<c r="B2" s="1"><v>46037</v></c>`, why
    ('<c r="B2" s="1" t="n"><v>46037</v></c>', "openpyxl and LibreOffice name the type of numbers too"),
    ("<c r='B2' t='n' s='1'><v>46037</v></c>", "read by the exact reader"),
    ('<c r="B2" t="d"><v>2026-01-15</v></c>', "a date by its type, without a format"),
]


@pytest.mark.parametrize(("cell", "why"), SPELLINGS, ids=[row[1] for row in SPELLINGS])
def test_a_date_is_one_however_its_cell_is_written(cell: str, why: str) -> None:
    package = Package(workbook("yyyy-mm-dd"))
    parts = {name: package.read(name) for name in package.index}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    before = '<c r="B2" s="1"><v>46037</v></c>'
    assert before in sheet
    result = recalculate(pack({**parts, "xl/worksheets/sheet1.xml": sheet.replace(before, cell)}), Options())
    assert result.data is not None
    assert openpyxl.load_workbook(io.BytesIO(result.data), data_only=True)["平台数据"]["D2"].value == "#VALUE!", why


def test_the_formats_are_those_of_this_workbook() -> None:
    """Workbooks that differ in nothing but their styles, read one after another."""
    packages = [Package(workbook(number_format)) for number_format in ("yyyy-mm-dd", "0.00")]
    styles = [package.pack("xl/styles.xml", package.read("xl/styles.xml")) for package in packages]
    shown = []
    for style in (*styles, styles[0]):
        result = recalculate(packages[0].replace({"xl/styles.xml": style}), Options())
        assert result.data is not None
        shown.append(openpyxl.load_workbook(io.BytesIO(result.data), data_only=True)["平台数据"]["D2"].value)
    assert shown == ["#VALUE!", 46037, "#VALUE!"]
