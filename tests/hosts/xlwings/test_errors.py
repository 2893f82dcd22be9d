"""What goes wrong: a true error value for the cell, a sentence for the "last error" button, never a traceback."""

from __future__ import annotations

from typing import Any

import pytest

import psscore
from hosts.xlwings import wire
from hosts.xlwings.excel import MISSING, Excel, cells
from hosts.xlwings.filled import returned
from psscore.model.cell_error import CellError

BOOK: dict[str, Any] = {
    "name": "评价.xlsm",
    "sheets": {"评分表": {"cells": {"A1": "1", "B1": None, "B2": wire.error(2045), "B3": wire.error(2099), "B4": 1.0}}},
}


def test_the_sentence_names_cell_function_value_and_reason(excel: Excel) -> None:
    excel.open(BOOK)
    given = excel.call("PS_SCORE", cells("评分表!A1"), cells("评分表!B1"), 100.0, MISSING, caller="评分表!I7")
    assert given == returned(CellError.NOT_AVAILABLE)
    assert excel.last_error("zh") == "[评价.xlsm]评分表!I7 的 PS_SCORE：#N/A，数值未填"
    assert excel.last_error("en") == "PS_SCORE in [评价.xlsm]评分表!I7: #N/A, the value is blank"


def test_the_version_is_told_the_same_way(excel: Excel) -> None:
    assert excel.tell("version") == psscore.__version__


def test_it_is_the_last_one_and_success_does_not_hide_it(excel: Excel) -> None:
    excel.open(BOOK)
    excel.call("PS_NAME", "999", MISSING, caller="评分表!B1")
    assert excel.call("PS_SCORE", "1", 93.0, 100.0, MISSING, caller="评分表!C1") == 0.6
    assert "PS_NAME" in excel.last_error("zh")
    excel.call("PS_GRADE", wire.error(2042), MISSING, caller="评分表!D1")
    assert excel.last_error("en") == "PS_GRADE in [评价.xlsm]评分表!D1: #N/A, there is no total yet"


def test_a_result_in_the_same_cell_settles_it(excel: Excel) -> None:
    excel.open(BOOK | {"sheets": BOOK["sheets"] | {"汇总": {"cells": {}}}})
    for settling, left in (
        (("PS_NAME", "1", MISSING), True),
        (("PS_POINTS", "999", MISSING), True),
        (("PS_POINTS", "1", MISSING), False),
    ):
        excel.call("PS_POINTS", "998", MISSING, caller="评分表!B1")
        excel.call(*settling, caller="评分表!B1")
        assert bool(excel.last_error("zh")) is left, settling
    for elsewhere in ("评分表!B2", "评分表!C1", "汇总!B1", None):
        excel.call("PS_POINTS", "998", MISSING, caller="评分表!B1")
        excel.call("PS_POINTS", "1", MISSING, caller=elsewhere)
        assert "[评价.xlsm]评分表!B1" in excel.last_error("en"), elsewhere


def test_the_first_error_of_a_column(excel: Excel) -> None:
    excel.open(BOOK)
    column = excel.call("PS_RATE", cells("评分表!B3:B4"), cells("评分表!B3:B4"), caller="评分表!E1")
    assert column == [["\x01PS!2015"], [1.0]]
    assert excel.last_error("zh").startswith("[评价.xlsm]评分表!E1 的 PS_RATE：#VALUE!，")


@pytest.mark.parametrize(("at", "name"), [("B2", "#SPILL!"), ("B3", "#-2146826189")], ids=["#SPILL!", "unknown"])
def test_newer_error_values_are_named(at: str, name: str, excel: Excel) -> None:
    excel.open(BOOK)
    given = excel.call("PS_SCORE", "1", cells(f"评分表!{at}"), 100.0, MISSING, caller="评分表!F1")
    assert given == returned(CellError.VALUE)
    assert excel.last_error("zh").endswith(f"（引用的单元格含 {name}）")
    assert excel.last_error("en").endswith(f"(a cell it refers to is {name})")


def test_several_areas_are_refused(excel: Excel) -> None:
    excel.open(BOOK)
    given = excel.call("PS_COUNT", "1", cells("评分表!A1:A2", areas=2), cells("评分表!B1:B2"), caller="评分表!G1")
    assert given == returned(CellError.VALUE)
    assert "一个连续的区域" in excel.last_error("zh")
    one = excel.call("PS_SCORE", "1", cells("评分表!B4", areas=2), MISSING, MISSING, caller="评分表!G1")
    assert one == returned(CellError.VALUE), "two single cells are two areas too"


def test_an_object_that_is_no_range_is_refused(excel: Excel) -> None:
    excel.open(BOOK)
    assert excel.call("PS_SCORE", "1", {"object": "workbook"}, MISSING, MISSING) == returned(CellError.VALUE)
    assert excel.last_error("en") == "PS_SCORE: #VALUE!, an argument is a Workbook: give cells or values"


def test_what_nobody_foresaw_is_an_error_value_too(excel: Excel) -> None:
    excel.open(BOOK)
    excel.ask("break_down", message="no such luck")
    try:
        given = excel.call("PS_SCORE", "1", 93.0, 100.0, MISSING, caller="评分表!H1")
    finally:
        excel.ask("repair")
    assert given == returned(CellError.VALUE)
    told = excel.last_error("zh")
    assert "RuntimeError: no such luck" in told
    assert "请报告此问题" in told
    assert "Traceback" not in told
    assert excel.call("PS_SCORE", "1", 93.0, 100.0, MISSING, caller="评分表!H1") == 0.6
