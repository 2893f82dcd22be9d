"""The functions of plans where a table of cases cannot say it: reasons, ranges, sentences."""

from __future__ import annotations

import datetime

import pytest

from psscore.functions import PS_EXPECTED, PS_LIGHT, PS_OVERDUE
from psscore.functions.call import OMITTED, call
from psscore.functions.dates import date_in, date_out
from psscore.model.cell_error import CellError
from psscore.model.observation import Unobserved

PLAN = "city-services-plan/2024"
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


IMPOSSIBLE = [
    ("K17.1", 80, "占比 80 不在 0 至 1 之间（97.35% 应录入 0.9735 或 97.35%）"),
    ("K17.1", 1.0001, "占比 1.0001 不在 0 至 1 之间（97.35% 应录入 0.9735 或 97.35%）"),
    ("K17.1", -0.01, "占比 -0.01 不在 0 至 1 之间（97.35% 应录入 0.9735 或 97.35%）"),
    ("K20.1", 62, "占比 62 不在 0 至 10 之间（97.35% 应录入 0.9735 或 97.35%）"),
    ("K6.1", -5, "数值 -5 为负"),
    ("K27.1", -1, "数值 -1 为负"),
    ("K23.1", -50, "变化率 -50 不在 -1 至 10 之间（减少 52% 应录入 -0.52 或 -52%）"),
]


@pytest.mark.parametrize(("code", "actual", "says"), IMPOSSIBLE)
def test_an_impossible_value_has_no_attainment_and_no_lag(code: str, actual: float, says: str) -> None:
    lit = "city-services-plan/2024?lights=yinchuan_2025"
    for called in (
        call("PS_ATTAINMENT", code, actual, "2024-06-30", "1"),
        call("PS_LAG", code, actual, "2024-06-30", "1", "", lit),
    ):
        assert called.value is CellError.NUM
        assert called.reason is not None
        assert called.reason.zh == f"实际值：{says}"
    assert call("PS_CHECK", code, actual, "", PLAN).value == f"实际值：{says}"
    own = call("PS_EXPECTED", code, "2024-06-30", "1", actual)
    assert own.value is CellError.NUM
    assert own.reason is not None
    assert own.reason.zh == f"自填基线：{says}"


@pytest.mark.parametrize(
    ("code", "actual", "own", "says", "why"),
    [
        ("K17.1", 0, "", "", "the least share"),
        ("K17.1", 1, "", "", "the whole"),
        ("K20.1", 1.2, "", "", "a share of another quantity may be more"),
        ("K6.1", 0, 0, "", "no hours"),
        ("K23.1", -1, "", "", "nothing left"),
        ("K23.1", 10, "", "", "a thousand percent more"),
        ("K17.1", None, None, "", "a row waits for its figure"),
        ("K17.1", "待统计", "", "实际值：“待统计”是文本，不是数字", "text"),
        ("K17.1", "无", "", "实际值：“无”是文本，不是数字", "text"),
        ("K17.1", "80%", "", "实际值：“80%”是文本格式的数字，请改录为数字 80%", "a number as text"),
        ("K17.1", CellError.DIV0, "", "实际值：所引数据是 #DIV/0!，请先改正它", "an error"),
        ("K18.1", 0.7, "0.55@2024-06-30", "", "a baseline with its day"),
        ("K18.1", 0.7, "55", "自填基线：占比 55 不在 0 至 1 之间（97.35% 应录入 0.9735 或 97.35%）", "baseline"),
        ("K18.1", 0.7, "很低", "自填基线：基线“很低”应为数字，或带日期，如 0.3@2024-03-31", "baseline"),
        ("K18.1", -1, -1, "；自填基线：", "both at once"),
    ],
)
def test_check_of_a_plan(code: str, actual: object, own: object, says: str, why: str) -> None:
    found = call("PS_CHECK", code, actual, own, PLAN).value
    assert isinstance(found, str), why
    assert says in found if says.startswith("；") else found == says, why


def test_check_of_what_the_plan_does_not_have() -> None:
    assert call("PS_CHECK", "K99", 1, "", PLAN).value is CellError.VALUE
    assert call("PS_CHECK", "T01", 1, "", PLAN).value is CellError.VALUE
    assert call("PS_CHECK", "K17.1", 1).value is CellError.VALUE, "the default standard is not the plan"


def test_which_contradiction_is_the_baselines() -> None:
    found = call("PS_KPI", "K10.1", "baseline_conflict").value
    assert isinstance(found, str)
    assert found.startswith("基线借自另一个量")
    assert call("PS_KPI", "K1.1", "baseline_conflict").value == "", "among targets"


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


@pytest.mark.parametrize(
    ("value", "running", "expected"),
    [(0.6, 2, "红"), (0.6, 3, "黑"), (0.4, 2, "紫"), (0.4, 1, "红"), (0.1, 9, "绿")],
)
def test_each_band_escalates_by_its_own_row(value: float, running: int, expected: str) -> None:
    """Two bands of one light, in any order, with limits of their own."""
    bands = [[0.3, "红", 2.0, "紫"], [0.5, "红", 3.0, "黑"], [0.0, "绿", None, None]]
    assert call("PS_LIGHT", value, bands, float(running)).value == expected
    assert call("PS_LIGHT", value, bands[::-1], float(running)).value == expected
