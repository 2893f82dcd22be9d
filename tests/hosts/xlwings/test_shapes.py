"""Every shape an argument can have: through xlwings it gives what plain Python gives for the same cells."""

from __future__ import annotations

from typing import Any

import pytest

from hosts.xlwings import wire
from hosts.xlwings.excel import MISSING, Excel, cells
from hosts.xlwings.filled import returned
from psscore.functions.call import OMITTED, call
from psscore.model.cell_error import CellError

NA, DIV0, VALUE = CellError.NOT_AVAILABLE, CellError.DIV0, CellError.VALUE
REFERENCE = "public-service/2026?no_cases=exclude"

# What a cell holds on the COM side, and as the functions take it.
CELLS = [
    (93.0, 93.0, "a number"),
    (0.1 + 0.2, 0.1 + 0.2, "a number with noise in its last digits"),
    (None, None, "a blank cell"),
    ("", "", "a formula that shows nothing"),
    ("  ", "  ", "blanks"),
    ("97", "97", "a number stored as text"),
    ("约 30", "约 30", "text"),
    (True, True, "a logical value, not the number 1"),
    (False, False, "a logical value, not the number 0"),
    (wire.error(2000), CellError.NULL, "#NULL!"),
    (wire.error(2007), CellError.DIV0, "#DIV/0!"),
    (wire.error(2015), CellError.VALUE, "#VALUE!"),
    (wire.error(2023), CellError.REF, "#REF!"),
    (wire.error(2029), CellError.NAME, "#NAME?"),
    (wire.error(2036), CellError.NUM, "#NUM!"),
    (wire.error(2042), CellError.NOT_AVAILABLE, "#N/A"),
    (wire.error(2043), CellError.VALUE, "#GETTING_DATA"),
    (wire.error(2045), CellError.VALUE, "#SPILL!"),
    (wire.error(2049), CellError.VALUE, "#FIELD!"),
    (wire.error(2050), CellError.VALUE, "#CALC!"),
    (wire.error(2099), CellError.VALUE, "an error value of tomorrow"),
    (wire.date("2026-01-15", 46037.0), 46037.0, "a date outside our tables is its number"),
    (wire.date("2026-01-15T09:30:00", 46037.395833333336), 46037.395833333336, "a date and time"),
    (wire.date("1899-12-31", 1.0), 1.0, "1 January 1900, which COM dates a day earlier"),
    (wire.date("1900-02-28", 60.0), 60.0, "29 February 1900, which only Excel knows"),
    (wire.date("1899-12-30T12:00:00", 0.5), 0.5, "a time without a day"),
    (wire.overflow(3e6), 3e6, "a number of no date in the dress of a date"),
    (wire.currency("0.9735", 0.973512345), 0.973512345, "currency, of which COM shows four decimals"),
    (wire.currency("93.0000", 93.0), 93.0, "currency"),
]


@pytest.mark.parametrize(("cell", "same", "why"), CELLS, ids=[row[-1] for row in CELLS])
@pytest.mark.parametrize("function", ["PS_SCORE", "PS_EXPLAIN", "PS_CHECK"])
def test_a_cell(function: str, cell: Any, same: Any, why: str, excel: Excel) -> None:
    excel.open({"name": "书.xlsx", "sheets": {"表": {"cells": {"A1": cell, "A2": 100.0}}}})
    given = excel.call(function, "1", cells("表!A1"), cells("表!A2"), REFERENCE, caller="表!D1")
    assert given == returned(call(function, "1", same, 100.0, REFERENCE).value), why
    inside = excel.call(function, "1", cells("表!A1:A2"), cells("表!A1:A2"), REFERENCE, caller="表!D1")
    assert inside == returned(call(function, "1", [[same], [100.0]], [[same], [100.0]], REFERENCE).value), why


# As a value in the formula, or passed by VBA code: there is no cell to ask.
VALUES = [
    (93.0, 93.0, "a number typed in the formula"),
    ("93", "93", "a text typed in the formula"),
    (True, True, "TRUE"),
    (None, None, "Empty"),
    (wire.error(2042), NA, "NA()"),
    (wire.error(2045), VALUE, "a #SPILL! passed on"),
    (wire.whole(93), 93, "an Integer of VBA code"),
    (wire.whole(-5), -5, "a negative Integer of VBA code"),
    (wire.date("2026-01-15", 0.0), 46037.0, "a Date of VBA code"),
    (wire.date("2026-01-15T09:30:00.250000", 0.0), 46037 + 34200250 / 86400000, "a Date to the millisecond"),
    (wire.date("1899-12-31", 0.0), 1.0, "the first day"),
    (wire.currency("93.5000", 0.0), 93.5, "a Currency of VBA code"),
    (MISSING, OMITTED, "left out between two commas"),
]


@pytest.mark.parametrize(("value", "same", "why"), VALUES, ids=[row[-1] for row in VALUES])
@pytest.mark.parametrize("function", ["PS_SCORE", "PS_EXPLAIN", "PS_CHECK"])
def test_a_value(function: str, value: Any, same: Any, why: str, excel: Excel) -> None:
    given = excel.call(function, "35", value, MISSING, MISSING)
    assert given == returned(call(function, "35", same).value), why
    with_base = excel.call(function, "1", 93.0, value, REFERENCE)
    assert with_base == returned(call(function, "1", 93.0, same, REFERENCE).value), why


def test_required_arguments_left_out_are_named(excel: Excel) -> None:
    assert excel.call("PS_RATE", MISSING, 100.0) == returned(VALUE)
    assert excel.last_error("en").endswith("PS_RATE lacks: part")
    assert excel.call("PS_RATE", None, 100.0) == returned(NA), "Empty is a blank, not an argument left out"


SHAPES = [
    ("表!A1:A3", [["1"], ["2"], ["1"]], "a column"),
    ("表!A1:C1", [["1", 93.0, 100.0]], "a row"),
    ("表!A1:C3", [["1", 93.0, 100.0], ["2", None, 100.0], ["1", DIV0, 100.0]], "a block"),
    ("表!B2", None, "a blank cell"),
    ("表!B4:B5", [[None], [None]], "cells below everything used"),
]
BOOK = {
    "name": "书.xlsx",
    "sheets": {
        "表": {
            "cells": {
                "A1": "1",
                "A2": "2",
                "A3": "1",
                "B1": 93.0,
                "B3": wire.error(2007),
                "C1": 100.0,
                "C2": 100.0,
                "C3": 100.0,
            }
        }
    },
}


@pytest.mark.parametrize(("reference", "same", "why"), SHAPES, ids=[row[-1] for row in SHAPES])
@pytest.mark.parametrize("function", ["PS_SCORE", "PS_NAME", "PS_PROGRESS", "PS_TOTAL", "PS_RANK"])
def test_a_range(function: str, reference: str, same: Any, why: str, excel: Excel) -> None:
    excel.open(BOOK)
    given = excel.call(function, cells(reference), cells(reference), MISSING, caller="表!E1")
    assert given == returned(call(function, same, same, OMITTED).value), why


def test_columns_in_a_column_out(excel: Excel) -> None:
    excel.open(BOOK)
    columns = [cells(f"表!{letter}1:{letter}3") for letter in "ABC"]
    assert excel.call("PS_SCORE", *columns, MISSING, caller="表!E1") == [[0.6], ["\x01PS!2042"], ["\x01PS!2007"]]


def test_constants_in_braces(excel: Excel) -> None:
    row = excel.call("PS_SCORE", "1", [93.0, 90.0], [100.0, 100.0], MISSING)
    assert row == returned(call("PS_SCORE", "1", [[93.0, 90.0]], [[100.0, 100.0]]).value)
    column = excel.call("PS_SCORE", "1", [[93.0], [90.0]], [[100.0], [100.0]], MISSING)
    assert column == returned(call("PS_SCORE", "1", [[93.0], [90.0]], [[100.0], [100.0]]).value)
    assert len(row) == len(column) == 2


def test_one_cell_is_one_value_where_columns_are_not_lifted(excel: Excel) -> None:
    sheet = {"A1": "public-service", "B1": 2026.0, "C1": "public-service/2026", "A2": "1", "B2": 0.6}
    excel.open({"name": "书.xlsx", "sheets": {"表": {"cells": sheet}}})
    assert excel.call("PS_STANDARD", cells("表!A1"), cells("表!B1")) == "public-service/2026"
    arguments = cells("表!A2"), cells("表!B2"), cells("表!C1")
    assert excel.call("PS_TOTAL", *arguments) == returned(call("PS_TOTAL", "1", 0.6, "public-service/2026").value)
    assert "缺" in excel.last_error("zh"), excel.last_error("zh")


def test_a_table_of_one_row_is_one_cell(excel: Excel) -> None:
    excel.open(BOOK)
    assert excel.call("PS_COUNT", "1", cells("表!A1:A1"), cells("表!B1:B1"), caller="表!E1") == 93.0


def test_readings_may_be_many(excel: Excel) -> None:
    texts = ["2026", "no_cases=full", "step=whole", "rounding=truncate"]
    expected = call("PS_STANDARD", "public-service", *texts).value
    assert excel.call("PS_STANDARD", "public-service", *texts) == expected
    assert excel.call("PS_STANDARD", "public-service", MISSING, texts[1]) == "public-service/2026?no_cases=full"
    assert excel.call("PS_STANDARD", "public-service") == "public-service/2026"
    sheet = {"A1": "no_cases", "A2": "step", "B1": "full", "B2": None}
    excel.open({"name": "书.xlsx", "sheets": {"表": {"cells": sheet}}})
    pairs = cells("表!A1:A2"), cells("表!B1:B2")
    assert excel.call("PS_STANDARD", "public-service", 2026.0, *pairs) == "public-service/2026?no_cases=full"
    many = excel.call("PS_STANDARD", "public-service", "2026", *["step=whole"] * 21)
    assert many == returned(VALUE)
    assert "22" in excel.last_error("en")


ONE = ("public-service", "2026")


@pytest.mark.parametrize("wrap", [lambda one: [one], lambda one: [[one]]], ids=["a row of one", "a table of one"])
def test_an_array_of_one_value_is_that_value(wrap: Any, excel: Excel) -> None:
    assert excel.call("PS_STANDARD", *map(wrap, ONE)) == returned(call("PS_STANDARD", *ONE).value)
    assert excel.call("PS_RANK", wrap(5.0), [5.0, 7.0], MISSING, wrap("dense")) == 2.0
    assert excel.call("PS_SCORE", wrap("1"), wrap(93.0), wrap(100.0), wrap(REFERENCE)) == 0.6


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("PS_STANDARD", (cells("表!A1:A2"), "2026")),
        ("PS_STANDARD", ("public-service", cells("表!A1:B1"))),
        ("PS_RANK", (5.0, cells("表!A1:A2"), MISSING, cells("表!A1:B1"))),
    ],
    ids=["standard", "edition", "tie rule"],
)
def test_a_range_where_one_cell_belongs(function: str, arguments: tuple[Any, ...], excel: Excel) -> None:
    excel.open({"name": "书.xlsx", "sheets": {"表": {"cells": {"A1": "a", "A2": 5.0, "B1": "b"}}}})
    assert excel.call(function, *arguments, caller="表!D1") == returned(VALUE)
    said = excel.last_error("zh")
    assert "一个单元格" in said
    assert "[" not in said.partition("D1")[2], "no lists of Python"
