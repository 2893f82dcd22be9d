"""Whole columns and rows: cut to what the sheet uses before a cell is read, and all to one length."""

from __future__ import annotations

import pytest

from hosts.xlwings.excel import MISSING, Excel, cells
from hosts.xlwings.filled import returned
from psscore.functions.call import OMITTED, call
from psscore.model.cell_error import CellError

LONG = {f"A{row}": "T01" for row in range(1, 9)} | {f"B{row}": float(row) for row in range(1, 9)}
SHORT = {"A1": "T01", "A2": "T02", "B1": 5.0, "B2": 7.0, "C3": "x"}
BOOK = {
    "name": "书.xlsx",
    "sheets": {
        "长": {"cells": LONG},
        "短": {"cells": SHORT},
        "空": {"cells": {}},
        "下": {"cells": {"A900": "T01", "B900": 4.0}},
    },
}

ROWS = [
    (("长!A:A", "长!B:B"), 36.0, 100, "two columns of one sheet"),
    (("短!A:A", "短!B:B"), 5.0, 100, "blank rows at the end change nothing"),
    (("短!A:A", "长!B:B"), 1.0, 100, "columns of two sheets stay equally long"),
    (("长!A:A", "短!B:B"), CellError.NOT_AVAILABLE, 100, "the shorter one is blank where it ends"),
    (("长!A2:A1048576", "长!B2:B1048576"), 35.0, 100, "from the second row to the end of the sheet"),
    (("下!A:A", "下!B:B"), 4.0, 2000, "a sheet that starts far down"),
    (("空!A:A", "空!B:B"), CellError.NOT_AVAILABLE, 10, "an empty sheet"),
    (("长!F:F", "长!G:G"), CellError.NOT_AVAILABLE, 100, "columns right of everything used"),
    (("长!A1:A50000", "长!B1:B50000"), 36.0, 100, "a long range that ends before the sheet does"),
    (("长!A:A", "长!B1:B8"), 36.0, 100, "the whole column, and the rows of it that are used"),
]


@pytest.mark.parametrize(("columns", "total", "read", "why"), ROWS, ids=[row[-1] for row in ROWS])
def test_counts_over_whole_columns(
    columns: tuple[str, str], total: float | CellError, read: int, why: str, excel: Excel
) -> None:
    excel.open(BOOK)
    answer = excel.timed("PS_COUNT", "T01", *map(cells, columns), caller="空!D1")
    assert answer["result"] == returned(total), why
    assert answer["read"] <= read, why
    assert answer["seconds"] < 1, why


def test_columns_of_different_length_are_refused_as_everywhere(excel: Excel) -> None:
    excel.open(BOOK)
    assert excel.call("PS_COUNT", "T01", cells("长!A:A"), cells("长!B1:B7"), caller="空!D1") == returned(
        CellError.VALUE
    )


def test_scores_of_whole_columns_end_where_the_sheet_ends(excel: Excel) -> None:
    excel.open(
        {"name": "书.xlsx", "sheets": {"表": {"cells": {"A1": "1", "A2": "35", "B1": 0.9, "B2": 20.0, "D4": "x"}}}}
    )
    scores = excel.call("PS_SCORE", cells("表!A:A"), cells("表!B:B"), MISSING, MISSING, caller="表!E1")
    rows = [["1"], ["35"], [None], [None]], [[0.9], [20.0], [None], [None]]
    assert scores == returned(call("PS_SCORE", *rows, OMITTED, OMITTED).value)


def test_whole_rows(excel: Excel) -> None:
    sheet = {f"{letter}1": "T01" for letter in "ABC"} | {"A2": 1.0, "B2": 2.0, "C2": 4.0}
    excel.open({"name": "书.xlsx", "sheets": {"表": {"cells": sheet}}})
    answer = excel.timed("PS_COUNT", "T01", cells("表!1:1"), cells("表!2:2"), caller="表!E4")
    assert (answer["result"], answer["read"]) == (7.0, 6)
    assert len(excel.call("PS_RANK", cells("表!2:2"), cells("表!2:2"), MISSING, MISSING)) == 3


def test_an_xls_sheet_used_to_its_last_row_is_read_to_its_last_row(excel: Excel) -> None:
    sheet = {"A1": "T01", "B1": 1.0, "A65536": "T01", "B65536": 2.0}
    excel.open({"name": "书.xls", "sheets": {"表": {"cells": sheet, "rows": 65536}}})
    answer = excel.timed("PS_COUNT", "T01", cells("表!A:A"), cells("表!B:B"), caller="表!E4")
    assert (answer["result"], answer["read"]) == (3.0, 2 * 65536)


def test_in_an_xls_sheet_whole_columns_are_cut_too(excel: Excel) -> None:
    excel.open({"name": "书.xls", "sheets": {"表": {"cells": {"A1": "T01", "B1": 1.0, "C5": "x"}, "rows": 65536}}})
    answer = excel.timed("PS_RANK", cells("表!B:B"), cells("表!B:B"), MISSING, MISSING, caller="表!E4")
    assert (len(answer["result"]), answer["read"]) == (5, 10)
