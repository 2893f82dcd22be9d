"""`psscore tickets count --into`: from an export to the workbook's input cells."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from psscore.workbook.template import build
from tickets.test_filling import MAP, TICKETS

NOW = "2026-01-15T09:00:00"
TABLES = ("ps_requests", "ps_proactive", "ps_monthly")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "2025.csv").write_text(TICKETS, encoding="utf-8")
    (tmp_path / "ITEMS.csv").write_text(MAP, encoding="utf-8")
    (tmp_path / "city.xlsm").write_bytes(build("zh"))
    return tmp_path


def words(folder: Path, *more: object) -> list[object]:
    return ["tickets", "count", folder / "2025.csv", "--items", folder / "ITEMS.csv", "--period", "2025", *more]


def test_counts_reach_the_workbook(psscore: Any, folder: Path) -> None:
    city = folder / "city.xlsm"
    run = psscore(*words(folder, "--signed-within", 30, "--into", city, "--now", NOW, "--json", "-"))
    assert run.code == 0, run.err
    found = json.loads(run.out)["into"]
    assert (found["status"], found["recorded"]) == ("written", 1)
    scored = [one for one in found["changes"] if one["table"] != "ps_monthly"]
    written = {(one["row"], one["column"]): one["new"] for one in scored}
    assert written == {
        ("T01", "总诉求量"): 3, ("T01", "立即签收数"): 2, ("T01", "已解决数"): 2,
        ("T02", "总诉求量"): 1, ("T02", "立即签收数"): 0, ("T02", "已解决数"): 0,
        ("T05", "总诉求量"): 0, ("T05", "立即签收数"): 0, ("T05", "已解决数"): 0,
        ("33", "数量"): 2, ("THIS", "诉求总量"): 8, ("LAST", "诉求总量"): 3,
    }  # fmt: skip
    book = openpyxl.load_workbook(city, data_only=True)
    assert [book["图表"][cell].value for cell in ("F7", "G7", "H7", "I7", "G5")] == ["2025-03", 2, 1, 2, 0]
    sheet = book["平台数据"]
    assert [sheet[cell].value for cell in ("D5", "E5", "F5", "D7")] == [3, 2, 2, None]
    assert any("signed_within=unstated" in note for note in found["notes"]), "the cover states no limit"
    before = city.read_bytes()
    assert psscore(*words(folder, "--signed-within", 30, "--into", city)).code == 0
    assert city.read_bytes() == before


def test_other_values_need_force(psscore: Any, folder: Path, filled: Path) -> None:
    before = filled.read_bytes()
    run = psscore(*words(folder, "--into", filled))
    assert run.code == 2
    assert "4826" in run.err
    assert filled.read_bytes() == before
    assert psscore(*words(folder, "--into", filled, "--force")).code == 0


def test_check_writes_nothing(psscore: Any, folder: Path) -> None:
    before = (folder / "city.xlsm").read_bytes()
    run = psscore(*words(folder, "--into", folder / "city.xlsm", "--check"))
    assert run.code == 0
    assert "将写入" in run.out
    assert (folder / "city.xlsm").read_bytes() == before


@pytest.mark.parametrize(
    ("more", "code", "said", "why"),
    [
        (["--by", "city,item", "--into", "{city}"], 2, "只评价一个单位", "several places"),
        (["--into", "gone.xlsm"], 1, "gone.xlsm", "no such workbook"),
        (["--into", "{map}"], 2, "ITEMS.csv", "no workbook"),
        (["--into", "{city}", "--now", "today"], 64, "--now", "no time"),
    ],
)
def test_what_goes_wrong(psscore: Any, folder: Path, more: list[str], code: int, said: str, why: str) -> None:
    run = psscore(*words(folder, *(one.format(city=folder / "city.xlsm", map=folder / "ITEMS.csv") for one in more)))
    assert (run.code, said in run.err) == (code, True), f"{why}: {run.err}"


def test_counting_is_what_exports_are_for(psscore: Any, folder: Path) -> None:
    given = words(folder, "--json", "-")
    named, unnamed = (json.loads(psscore(*line).out) for line in (given, [given[0], *given[2:]]))
    assert named["totals"] == unnamed["totals"]
    assert "count" in psscore("tickets").out


def test_a_period_without_tickets_is_refused(psscore: Any, folder: Path) -> None:
    before = (folder / "city.xlsm").read_bytes()
    given = words(folder, "--into", folder / "city.xlsm")
    given[given.index("2025")] = "2026"
    run = psscore(*given)
    assert (run.code, "2024-01-04 至 2025-12-04" in run.err) == (2, True), run.err
    assert (folder / "city.xlsm").read_bytes() == before


DISTRICTS = """工单编号,区县,诉求类别,受理时间,更新时间,是否解决
A1,城东区,停车秩序,2025-01-01 08:00:00,2025-01-02 08:00:00,是
A2,城西区,停车秩序,2025-12-01 08:00:00,2025-12-02 08:00:00,是
A3,城西区,停车秩序,2025-12-01 08:00:00,2025-12-02 08:00:00,否
A3,城东区,停车秩序,2025-12-01 08:00:00,2025-12-03 08:00:00,否
"""


@pytest.mark.parametrize(
    ("more", "total", "warned", "why"),
    [
        ([], 3, True, "both districts, and none chosen"),
        (["--district", " 城东区"], 2, False, "one chosen, with a blank of no account; A3 has moved there"),
        (["--district", "城西区"], 1, False, "A3 has left"),
    ],
)
def test_one_district_of_a_city(
    psscore: Any, folder: Path, more: list[str], total: int, warned: bool, why: str
) -> None:
    (folder / "2025.csv").write_text(DISTRICTS, encoding="utf-8")
    run = psscore(*words(folder, *more, "--into", folder / "city.xlsm", "--json", "-"))
    assert run.code == 0, run.err
    found = json.loads(run.out)
    assert found["totals"]["total"] == total, why
    assert found["versions"]["elsewhere"] == (len(more) and 3 - total), why
    assert any("--district" in note and "城东区 2、城西区 1" in note for note in found["into"]["notes"]) == warned, why
    sheets = openpyxl.load_workbook(folder / "city.xlsm").worksheets
    recorded = str(next(sheet for sheet in sheets if "ps_provenance" in sheet.tables)["M5"].value)
    assert ("several places" in recorded) == warned, why
    assert ("district" in recorded) != warned, why


@pytest.mark.parametrize(("option", "said"), [("--district", "城东区、城西区"), ("--city", "[columns]")])
def test_a_place_the_data_do_not_know(psscore: Any, folder: Path, option: str, said: str) -> None:
    (folder / "2025.csv").write_text(DISTRICTS, encoding="utf-8")
    run = psscore(*words(folder, option, "城北区"))
    assert (run.code, said in run.err) == (2, True), run.err


def test_a_quarter_leaves_the_years_alone(psscore: Any, folder: Path) -> None:
    given = words(folder, "--into", folder / "city.xlsm", "--json", "-")
    given[given.index("2025")] = "2025-Q1"
    found = json.loads(psscore(*given).out)["into"]
    rows = {table: {one["row"] for one in found["changes"] if one["table"] == table} for table in TABLES}
    assert rows == {"ps_requests": {"T01", "T02", "T05"}, "ps_proactive": {"33"}, "ps_monthly": {"#1", "#2", "#3"}}
    assert len(found["changes"]) == sum(1 for one in found["changes"] if one["table"] in TABLES)
    assert any("上年度" in note for note in found["notes"])


@pytest.mark.parametrize(
    ("kept", "code", "why"),
    [("B", 2, "two years"), ("A", 0, "the tickets of one year need no period")],
)
def test_tickets_of_several_years_need_a_period(psscore: Any, folder: Path, kept: str, code: int, why: str) -> None:
    lines = TICKETS.splitlines()
    (folder / "2025.csv").write_text("\n".join([line for line in lines if line[0] in f"工A{kept}"]) + "\n", "utf-8")
    city = folder / "city.xlsm"
    before = city.read_bytes()
    run = psscore("tickets", "count", folder / "2025.csv", "--items", folder / "ITEMS.csv", "--into", city)
    assert run.code == code, f"{why}: {run.err}"
    assert ("--period" in run.err and "不止一年" in run.err) is bool(code), why
    assert (city.read_bytes() == before) is bool(code), why
    assert code or "没有给出 --period，计入的是全部工单（自 2025-03-01 至 2025-12-04）" in run.out
