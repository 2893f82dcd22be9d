"""What a workbook prints: number formats, stored formulas, long decimals."""

from __future__ import annotations

import datetime
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from audit.forms import codes, filled, row, write_xlsx
from psscore.audit import audit_file
from psscore.audit.excel import workbook_grids


@pytest.mark.parametrize(
    ("value", "number_format", "text", "why"),
    [
        (9.98, "General", "9.98", "as typed"),
        (5, "0.00", "5.00", "zeros of the format"),
        (9.984567, "0.00", "9.984567", "what lies behind a rounded display is not dropped"),
        (0.1 + 0.2, "General", "0.3", "15 digits, as Excel shows"),
        (0.9984, "0.00%", "99.84%", "a percentage"),
        (0.9, "0%", "90%", "a whole percentage"),
        (187.92, '#,##0.00"万元"', "187.92万元", "a unit in the format"),
        (9, '"≥"0.00"(人)"', "≥9.00(人)", "a comparison in the format"),
        (187.92, '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ', "187.92", "accounting: no part of the number"),
        (187.5, "[$¥-804]#,##0.00", "187.50", "a currency"),
        (1e15, "General", "1000000000000000", "no exponent"),
        (1e-7, "General", "0.0000001", "no exponent"),
        (-3, "0.0;[Red]-0.0", "-3.0", "negative"),
        ("  9. 00 ", "@", "9. 00", "text stays text"),
        ("=6.00(人)", "General", "=6.00(人)", "a target stored as if it were a formula"),
    ],
)
def test_prints(tmp_path: Path, value: Any, number_format: str, text: str, why: str) -> None:
    path = write_xlsx(tmp_path / "one.xlsx", [[value]], formats={"A1": number_format})
    (grid,) = workbook_grids(path.read_bytes())
    assert grid.lines[0].at(0).text == text, why


@pytest.mark.parametrize(
    ("value", "number_format", "scaled", "why"),
    [
        (50000, '0\\.0,"万元"', True, "5.0万元"),
        (50000, '0\\.0000"万元"', True, "5.0000万元"),
        (50000, '0"."0000"万元"', True, "the same point in quotation marks"),
        (50000, "#,##0,", True, "thousands"),
        (5e6, "0.0,,", True, "millions"),
        (0, "0.0,", False, "nothing scaled is nothing"),
        (50000, "#,##0.00", False, "separators scale nothing"),
        (50000, '#,##0"."', False, "a full stop after the number"),
    ],
)
def test_a_format_that_scales_prints_another_number(
    tmp_path: Path, value: float, number_format: str, scaled: bool, why: str
) -> None:
    path = write_xlsx(tmp_path / "one.xlsx", [[value]], formats={"A1": number_format})
    (grid,) = workbook_grids(path.read_bytes())
    assert (grid.lines[0].at(0).fault is not None) == scaled, why


def test_scores_that_were_never_rounded(tmp_path: Path) -> None:
    """Stored thirds re-add to their stored sum, although their 15 digits do not."""
    thirds = [row("≥3(次)", "2(次)", 5, 10 / 3, "人手不足") for _ in range(3)]
    path = write_xlsx(tmp_path / "form.xlsx", filled(*thirds, total=95.0, budget=[50, 50, 50, 10, 1, 10]))
    audit = audit_file(path)
    assert audit.clean
    assert audit.to_json()["recomputed_total"] == "95"
    assert audit.rows[0].rounding == ()


def test_a_stored_five_in_a_table_of_two_decimals_means_five(tmp_path: Path) -> None:
    cells = filled(row("≥9(人)", "8(人)", 6, 5, "缺员"), total=98.98, budget=[60, 60, 59.88, 10, 99.8, 9.98])
    audit = audit_file(write_xlsx(tmp_path / "form.xlsx", cells))
    assert codes(audit) == ["below_rule"]


def patched(path: Path, cell: str, xml: str) -> Path:
    """The workbook with one cell of its first sheet replaced."""
    with zipfile.ZipFile(path) as source:
        members = {name: source.read(name) for name in source.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    text, count = re.subn(f'<c r="{cell}".*?</c>', xml, members[sheet].decode())
    assert count == 1
    members[sheet] = text.encode()
    with zipfile.ZipFile(path, "w") as target:
        for name, data in members.items():
            target.writestr(name, data)
    return path


@pytest.mark.parametrize(
    ("cell", "xml", "expected", "why"),
    [
        ("G5", "<f>SUM(G2:G4)</f><v>100</v></c>", [], "a formula with its stored result is its result"),
        ("G5", "<f>SUM(G2:G4)</f></c>", ["unreadable"], "never calculated"),
        ("G5", "<f>SUM(G2:G4)</f><v></v></c>", ["unreadable"], "an empty number is no result"),
    ],
)
def test_stored_results(tmp_path: Path, cell: str, xml: str, expected: list[str], why: str) -> None:
    path = write_xlsx(tmp_path / "form.xlsx", filled(total=100))
    assert codes(audit_file(patched(path, cell, f'<c r="{cell}">{xml}'))) == expected, why


def test_a_target_stored_as_a_failed_formula(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "form.xlsx", filled(row("≥24(小时)", "24(小时)", 5, 5), total=100))
    patched(path, "D4", '<c r="D4" t="e"><f>24(小时)</f><v>#VALUE!</v></c>')
    assert audit_file(path).clean
    patched(path, "D4", '<c r="D4" t="e"><f>1/0</f><v>#DIV/0!</v></c>')
    assert codes(audit_file(path)) == ["unreadable"]


def test_a_deadline_that_became_a_date(tmp_path: Path) -> None:
    due, early = datetime.datetime(2025, 12, 31), datetime.datetime(2025, 12, 1)
    for actual, expected in ((due, []), (early, ["unreadable", "unreadable"])):
        path = write_xlsx(tmp_path / "form.xlsx", filled(row(due, actual, 5, 5), total=100))
        assert codes(audit_file(path)) == expected


def test_a_formula_that_shows_nothing_is_blank(tmp_path: Path) -> None:
    """Spare rows of a form hold formulas that show "" until the row is filled."""
    spare = ["", "", "", "", "", "", 7, ""]
    cells = filled(total=100)
    path = write_xlsx(tmp_path / "form.xlsx", [*cells[:4], spare, *cells[4:]])
    assert audit_file(patched(path, "G5", '<c r="G5" t="str"><f>IF(F5="","",F5)</f><v></v></c>')).clean
