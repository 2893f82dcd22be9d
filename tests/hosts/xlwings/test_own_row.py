"""`PS_SCORE()` without arguments scores the table row it stands in, as headless does."""

from __future__ import annotations

import pytest

from hosts.xlwings.excel import MISSING, Excel
from hosts.xlwings.filled import returned
from hosts.xlwings.sheets import SHEET, Dated, Formula, Sheet
from psscore.model.cell_error import CellError

NOTHING = [MISSING] * 4
STANDARD = "public-service/2026?no_cases=zero&step=whole"
ROW = {"B5": "1", "C5": 93, "D5": 100}

SHEETS = [
    (
        Sheet(ROW, [("t", "B4:E6", ["编号", "数值", "基数", "得分"], False)]),
        "without the name the default standard holds",
    ),
    (
        Sheet(
            ROW | {"A1": STANDARD},
            [("t", "B4:E6", ["编号", "数值", "基数", "得分"], False)],
            {"ps_standard_reference": "$A$1"},
        ),
        "the standard of the workbook",
    ),
    (
        Sheet(
            ROW | {"D5": 0, "A1": STANDARD},
            [("t", "B4:E6", ["Indicator", "Value", "Base", "Score"], False)],
            {"ps_standard_reference": "$A$1"},
        ),
        "English titles, no cases",
    ),
    (Sheet(ROW, [("t", "B4:E6", ["INDICATOR", "value", "BASE", "x"], False)]), "titles in any case"),
    (
        Sheet({"B5": "35", "C5": 47}, [("t", "B4:E6", ["编号", "数值", "备注", "得分"], False)]),
        "no column for the base",
    ),
    (
        Sheet({"D5": "1", "B5": 93, "C5": 100}, [("t", "B4:E6", ["数值", "基数", "编号", "得分"], False)]),
        "in another order",
    ),
    (Sheet(ROW | {"C5": None}, [("t", "B4:E6", ["编号", "数值", "基数", "得分"], False)]), "a blank value"),
    (
        Sheet(
            ROW | {"C5": Formula("=NA()", CellError.NOT_AVAILABLE)},
            [("t", "B4:E6", ["编号", "数值", "基数", "得分"], False)],
        ),
        "an error",
    ),
    (
        Sheet(ROW | {"C5": Dated(46037.0, "2026-01-15")}, [("ps_t", "B4:E6", ["编号", "数值", "基数", "得分"], False)]),
        "a date",
    ),
    (
        Sheet(
            ROW | {"A1": Formula("=NA()", CellError.NOT_AVAILABLE)},
            [("t", "B4:E6", ["编号", "数值", "基数", "得分"], False)],
            {"ps_standard_reference": "$A$1"},
        ),
        "the standard is not ready",
    ),
]


@pytest.mark.parametrize(("sheet", "why"), SHEETS, ids=[row[-1] for row in SHEETS])
def test_the_rows_own_score(sheet: Sheet, why: str, excel: Excel) -> None:
    sheet.calls = {"E5": "=PS_SCORE()"}
    result, shown = sheet.headless()
    assert result.status == "written", result.findings
    excel.open(sheet.excel())
    assert excel.call("PS_SCORE", *NOTHING, caller=f"{SHEET}!E5") == returned(shown["E5"]), why


OUTSIDE = [
    ("E8", "B4:E6", ["编号", "数值", "基数", "得分"], False, "below the table"),
    ("E4", "B4:D6", ["编号", "数值", "基数"], False, "beside the table"),
    ("E5", "B4:E6", ["编号", "件数", "基数", "得分"], False, "no column for the value"),
    ("E5", "B4:E6", ["代码", "数值", "基数", "得分"], False, "no column for the indicator"),
    ("E6", "B4:E6", ["编号", "数值", "基数", "得分"], True, "in the total row"),
]


@pytest.mark.parametrize(("at", "ref", "titles", "totals", "why"), OUTSIDE, ids=[row[-1] for row in OUTSIDE])
def test_elsewhere_it_is_refused(at: str, ref: str, titles: list[str], totals: bool, why: str, excel: Excel) -> None:
    sheet = Sheet(ROW, [("t", ref, titles, totals)], calls={at: "=PS_SCORE()"})
    result, _ = sheet.headless()
    sentence = "无参数的 PS_SCORE() 不在含“编号”“数值”列的表格行内"
    assert sentence in result.findings[0].text.zh
    excel.open(sheet.excel())
    assert excel.call("PS_SCORE", *NOTHING, caller=f"{SHEET}!{at}") == returned(CellError.VALUE), why
    assert sentence in excel.last_error("zh")


def test_from_vba_code_it_is_refused(excel: Excel) -> None:
    excel.open(SHEETS[0][0].excel())
    assert excel.call("PS_SCORE", *NOTHING) == returned(CellError.VALUE)
    assert excel.last_error("en").startswith("PS_SCORE: #VALUE!, PS_SCORE() without arguments outside a table row")
