"""The functions of plans where a table of cases cannot say it: reasons, ranges, sentences."""

from __future__ import annotations

import datetime

import pytest

from psscore.functions import PS_EXPECTED, PS_LIGHT, PS_OVERDUE
from psscore.functions.call import OMITTED, call
from psscore.functions.dates import date_in, date_out
from psscore.model.cell_error import CellError
from psscore.model.observation import Unobserved

OWN = [["其余", "绿", None, None], [">0", "黄", 3, "红"], [0.3, "红", None, None]]


@pytest.mark.parametrize(
    ("value", "running", "light", "why"),
    [
        (-1, OMITTED, "绿", "the lowest band has no limit"),
        (0, OMITTED, "绿", ">0 leaves 0 out"),
        (0.0001, OMITTED, "黄", "just above"),
        (0.2999, OMITTED, "黄", "just below"),
        (0.3, OMITTED, "红", "a number belongs to its band"),
        (0.1, 2, "黄", "not long enough"),
        (0.1, 3, "红", "three running"),
        (-1, 3, "绿", "green does not escalate"),
    ],
)
def test_own_bands(value: float, running: object, light: str, why: str) -> None:
    assert call("PS_LIGHT", value, OWN, running).value == light, why
    assert call("PS_LIGHT", value, OWN[::-1], running).value == light, "order does not matter"


@pytest.mark.parametrize(
    ("bands", "says"),
    [
        ([["其余", "绿"], ["rest", "红"]], "出现两次"),
        ([[0, "绿", 3]], "两列"),
        ([[0, "黄", 3, None]], "升级"),
        ([[0, "黄", 1, "红"]], "升级"),
        ([["大约 3", "黄"]], "不完整"),
        ([], "两列"),
    ],
)
def test_faulty_bands(bands: list[list[object]], says: str) -> None:
    called = call("PS_LIGHT", 0.5, bands)
    assert called.value is CellError.VALUE
    assert called.reason is not None
    assert says in called.reason.zh


def test_percent_limits() -> None:
    assert PS_LIGHT(0.31, [["其余", "绿"], [">30%", "红"]]) == "红"
    assert PS_LIGHT(0.30, [["其余", "绿"], [">30%", "红"]]) == "绿"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("K1.1", "2024-12-31"), "请选定目标并写明由谁、为何"),
        (("K18.1", "2024-12-31"), "界限"),
        (("K17.1", None), "日期：未填"),
        (("K17.1", "2024-12-31", "9"), "1 至 1 的编号"),
    ],
)
def test_an_error_says_what_to_do(arguments: tuple[object, ...], says: str) -> None:
    called = call("PS_EXPECTED", *arguments)
    assert isinstance(called.value, CellError)
    assert called.reason is not None
    assert says in called.reason.zh


def test_a_standard_without_a_register() -> None:
    called = call("PS_EXPECTED", "K1.1", "2024-12-31", "", "", "public-service/2026")
    assert called.value is CellError.VALUE
    assert called.reason is not None
    assert "city-services-plan/2024" in called.reason.en


def test_python_callers() -> None:
    assert PS_EXPECTED("K17.1", datetime.date(2026, 12, 31)) == 0.9
    assert PS_EXPECTED(["K17.1", "K10.1"], "2026-12-31") == [0.9, 2.0]
    assert PS_OVERDUE(datetime.datetime(2024, 12, 31, 23, 59), "2025-01-01") == 1.0


@pytest.mark.parametrize("cell", ["2024-12-31", "2024-12-31 09:30", 45657, 45657.9, datetime.date(2024, 12, 31)])
def test_days_in(cell: object) -> None:
    assert date_in(cell) == datetime.date(2024, 12, 31)


@pytest.mark.parametrize("cell", ["2024-13-01", "20241231", "2024/12/31", 2024, -5, 1e9, True, "2024-12-31x"])
def test_no_days(cell: object) -> None:
    assert isinstance(date_in(cell), Unobserved)


def test_days_out() -> None:
    assert date_out(datetime.date(2024, 12, 31)) == 45657.0
