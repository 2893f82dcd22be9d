"""The call pipeline: what every host gets back."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from psscore.functions.call import OMITTED, call
from psscore.functions.registry import FUNCTIONS
from psscore.model.cell_error import CellError

NA, VALUE, NUM, NULL = CellError.NOT_AVAILABLE, CellError.VALUE, CellError.NUM, CellError.NULL


def test_the_example_of_every_function_is_a_real_call() -> None:
    for function in FUNCTIONS.values():
        assert function.example.startswith(f"{function.name}("), function.name
        assert function.summary.zh
        assert function.summary.en
        assert function.min_args <= function.max_args


@pytest.mark.parametrize(
    ("arguments", "expected", "words"),
    [
        (("1", "93", 100), VALUE, "请改录为数字 93"),
        (("1", "９３", 100), VALUE, "文本格式的数字"),
        (("1", "97.35%", OMITTED), VALUE, "97.35%"),
        (("1", "abc", 100), VALUE, "不是数字"),
        (("1", True, 100), VALUE, "TRUE"),
        (("1", datetime.date(2026, 3, 1), 100), VALUE, "日期"),
        (("1", datetime.datetime(2026, 3, 1), 100), VALUE, "日期"),
        (("1", float("nan"), 100), VALUE, "有限"),
        (("1", float("inf"), 100), VALUE, "有限"),
        (("1", CellError.DIV0, 100), CellError.DIV0, "#DIV/0!"),
        (("1", 93, CellError.REF), CellError.REF, "#REF!"),
        (("1", NA, 100), NA, "#N/A"),
        (("1", "", 100), NA, "未填"),
        (("1", " ", 100), NA, "未填"),
        (("1", 93, None), NA, "基数"),
        (("1", 1e300, 1e300), None, ""),
        ((1.5, 1, 1), VALUE, "文本"),
        ((None, 1, 1), NA, "编号"),
        ((CellError.NAME, 1, 1), CellError.NAME, ""),
        (("1", 93, 100, None), NA, "标准"),
        (("1", 93, 100, "public-service/2026?step=half"), VALUE, "proportional"),
        (("1", 93, 100, CellError.VALUE), VALUE, ""),
        (("1", 93, 100, "project-self-evaluation/2020"), VALUE, "PS_TARGET"),
        (("1", 93, 100, OMITTED, 5), VALUE, "最多 4 个参数"),
        (("1",), VALUE, "缺少参数：value"),
        ((), VALUE, "indicator"),
    ],
)
def test_bad_input_is_a_true_error_with_a_sentence(arguments: tuple[object, ...], expected: object, words: str) -> None:
    called = call("PS_SCORE", *arguments)
    if expected is None:
        assert called.value == 2.0
    else:
        assert called.value is expected
        assert words in (called.reason.zh if called.reason else "")


def test_unknown_function() -> None:
    assert call("PS_NOPE").value is CellError.NAME


@pytest.mark.parametrize(
    ("value", "base", "score"),
    [(93, 100, 0.6), (93.0, 100.0, 0.6), (Decimal(93), Decimal(100), 0.6), (0.1 + 0.2, OMITTED, 0.0)],
)
def test_numbers_of_every_kind_come_in(value: object, base: object, score: float) -> None:
    assert call("PS_SCORE", "1", value, base).value == score


def test_numbers_enter_as_excel_shows_them() -> None:
    # 0.285 * 100 is 28.499999999999996 in binary; Excel shows 28.5
    assert call("PS_SCORE", "1", 1 - 0.285 * 100 / 1000, OMITTED).value == call("PS_SCORE", "1", 0.9715, OMITTED).value


def test_columns_in_columns_out() -> None:
    called = call("PS_SCORE", [["1"], ["2"], ["33"]], [[93], [100], [1000]], [[100], [100], [None]])
    assert called.value == [[0.6], [2.0], [1.0]]
    assert called.detail is not None
    assert [row.indicator for row in called.detail.rows()] == ["1", "2", "33"]
    assert call("PS_SCORE", "1", [[93, 100]], 100).value == [[0.6, 2.0]]
    assert call("PS_SCORE", "1", [[93], [100]], [[100], [100], [1]]).value is VALUE
    assert call("PS_SCORE", [["1"]], [[93]], [[100]]).value == 0.6


def test_a_bad_row_does_not_spoil_the_column() -> None:
    called = call("PS_SCORE", "1", [[93], [101], [None]], [[100], [100], [100]])
    assert called.value == [[0.6], [NUM], [NA]]
    assert called.reason is not None
    assert "101" in called.reason.zh


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("public-service",), "public-service/2026"),
        (("public-service", 2026.0), "public-service/2026"),
        (("public-service", None), "public-service/2026"),
        (("public-service", "2026", "step=whole"), "public-service/2026?step=whole"),
        (
            ("public-service", "2026", [["step", "whole"], ["no_cases", None], [None, None]]),
            "public-service/2026?step=whole",
        ),
        (("public-service", "2026", [["step=whole"], [None]], "lang=en"), "public-service/2026?step=whole&lang=en"),
        (("public-service", "2026", [["step"], ["no_cases"]], [["ceil"], [None]]), "public-service/2026?step=ceil"),
        (
            ("public-service", "2026", [["step=ceil"]], [["no_cases=full"]]),
            "public-service/2026?step=ceil&no_cases=full",
        ),
        (("public-service", "2026", [["gate", 60.0]]), VALUE),
        (("project-self-evaluation", "2020", [["gate", 60.0]]), "project-self-evaluation/2020?gate=60"),
        ((None,), NA),
        (("nothing",), VALUE),
        (("public-service", "2026", CellError.REF), CellError.REF),
    ],
)
def test_standard(arguments: tuple[object, ...], expected: object) -> None:
    assert call("PS_STANDARD", *arguments).value == expected


def scores(**changed: object) -> tuple[list[list[object]], list[list[object]]]:
    codes: list[list[object]] = [[str(n)] for n in range(1, 48)]
    full: list[list[object]] = [[2.0 if n <= 32 or 37 <= n <= 45 else 3.0] for n in range(1, 48)]
    for code, score in changed.items():
        full[int(code.removeprefix("i")) - 1] = [score]
    return codes, full


@pytest.mark.parametrize(
    ("changed", "total", "words"),
    [
        ({}, 100.0, ""),
        ({"i1": 1.47}, 99.47, ""),
        ({"i1": NA, "i2": None}, NA, "2 项得分：1、2"),
        ({"i1": VALUE}, NA, "1 项"),
        ({"i1": "2"}, VALUE, "文本"),
        ({"i1": 2.01}, NUM, "2.01"),
        ({"i1": -0.01}, NUM, "0 至 2"),
        ({"i1": NULL}, 100.0, ""),
        ({"i1": NULL, "i2": 1.0}, 98.98, ""),  # 97 of 98, scaled to 100: 98.9795…
    ],
)
def test_total(changed: dict[str, object], total: object, words: str) -> None:
    called = call("PS_TOTAL", *scores(**changed))
    assert called.value == total
    assert words in (called.reason.zh if called.reason else "")


def test_total_refuses_rows_that_do_not_belong() -> None:
    codes, full = scores()
    assert call("PS_TOTAL", [*codes, ["1"]], [*full, [2.0]]).value is VALUE
    assert call("PS_TOTAL", [*codes, ["A1"]], [*full, [2.0]]).value is VALUE
    assert call("PS_TOTAL", [*codes, [None]], [*full, [2.0]]).value is VALUE
    assert call("PS_TOTAL", [*codes, [None]], [*full, [None]]).value == 100.0
    assert call("PS_TOTAL", codes, full[1:]).value is VALUE
    assert call("PS_TOTAL", codes[1:], full[1:]).value is NA


def test_subtotals_add_to_the_total() -> None:
    codes, full = scores(i1=1.47, i33=1.0, i45=0.3)
    level_2 = [call("PS_SUBTOTAL", f"A{n}", codes, full).value for n in range(1, 9)]
    assert level_2[0] == 7.47
    assert call("PS_SUBTOTAL", "A", codes, full).value == 63.47
    assert call("PS_SUBTOTAL", "B", codes, full).value == 10.0
    assert call("PS_SUBTOTAL", "C11", codes, full).value == 16.3
    codes, full = scores(i1=NA)
    assert call("PS_SUBTOTAL", "A1", codes, full).value is NA
    assert call("PS_SUBTOTAL", "A2", codes, full).value == 8.0


def test_progress_counts_excluded_rows_as_done() -> None:
    assert call("PS_PROGRESS", *scores(i1=NA, i2=None, i3=NULL)).value == "45/47"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("T01", [["T01"], ["T02"]], [[5], [7]]), 5.0),
        (("T01", [["T01"], ["T01"]], [[5], [7]]), 12.0),
        (("T01", [["T01"], ["T01"]], [[5], [None]]), NA),
        (("T01", [["T01"], ["T01"]], [[5], ["7"]]), VALUE),
        (("T01", [["T01"]], [[0]]), 0.0),
        (("T01", [["T01"]], [[-1]]), NUM),
        (("T01", [["T01"]], [[1.5]]), NUM),
        (("T09", [["T01"]], [[1]]), NA),
        (("T01", [["T01"], ["T02"]], [[1]]), VALUE),
        ((33, [[33.0]], [[1]]), 1.0),
    ],
)
def test_count(arguments: tuple[object, ...], expected: object) -> None:
    assert call("PS_COUNT", *arguments).value == expected


ITEMS = [["37"], ["37"], ["38"]]


@pytest.mark.parametrize(
    ("columns", "readings", "expected"),
    [
        (([[80], [90], [1]], [[5], [5], [0]], [[100], [100], [1]], [[None], [None], [None]]), "", 0.85),
        (
            ([[80], [90], [1]], [[5], [5], [0]], [[100], [100], [1]], [[None], [None], [None]]),
            "satisfied=with_basically",
            0.9,
        ),
        (
            ([[80], [90], [1]], [[5], [5], [0]], [[100], [100], [1]], [[None], [None], [None]]),
            "satisfied=weighted_basically",
            0.895,
        ),
        (([[80], [90], [1]], [[None], [None], [0]], [[100], [100], [1]], [[None], [None], [None]]), "", 0.85),
        (
            ([[80], [90], [1]], [[None], [5], [0]], [[100], [100], [1]], [[None], [None], [None]]),
            "satisfied=with_basically",
            NA,
        ),
        (
            ([[80], [90], [1]], [[5], [5], [0]], [[100], [300], [1]], [[3], [1], [None]]),
            "group_weights=weighted",
            0.675,
        ),
        (
            ([[80], [90], [1]], [[5], [5], [0]], [[100], [100], [1]], [[3], [None], [None]]),
            "group_weights=weighted",
            NA,
        ),
        (([[80], [90], [1]], [[5], [5], [0]], [[100], [100], [1]], [[3], [1], [None]]), "", VALUE),
        (([[80], [None], [1]], [[5], [5], [0]], [[100], [100], [1]], [[None], [None], [None]]), "", NA),
        (([[80], [96], [1]], [[5], [5], [0]], [[100], [100], [1]], [[None], [None], [None]]), "", NUM),
        (([[0], [0], [1]], [[0], [0], [0]], [[0], [0], [1]], [[None], [None], [None]]), "", NA),
        (([[80], [90.5], [1]], [[5], [5], [0]], [[100], [100], [1]], [[None], [None], [None]]), "", NUM),
        (([[80], [90], [1]], [[5], [5], [0]], [[100], [100], [1]], [[0], [0], [None]]), "group_weights=weighted", NUM),
    ],
)
def test_satisfaction(columns: tuple[object, ...], readings: str, expected: object) -> None:
    reference = "public-service/2026" + (f"?{readings}" if readings else "")
    assert call("PS_SATISFACTION", "37", ITEMS, *columns, reference).value == expected


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((9000, 100, 10000, 100), -0.1),
        ((9000, 90, 10000, 100), 0.0),
        ((0, 100, 10000, 100), -1.0),
        ((1, 100, 0, 100), NA),
        ((1, 0, 1, 100), NUM),
        ((1.5, 1, 1, 1), NUM),
        ((-1, 1, 1, 1), NUM),
        ((None, 1, 1, 1), NA),
        (("1", 1, 1, 1), VALUE),
    ],
)
def test_change(arguments: tuple[object, ...], expected: object) -> None:
    assert call("PS_CHANGE", *arguments).value == expected


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((1, 3), 1 / 3),
        ((0, 5), 0.0),
        ((0, 0), NA),
        ((6, 5), NUM),
        ((-1, 5), NUM),
        ((None, 5), NA),
        ((1, CellError.DIV0), CellError.DIV0),
    ],
)
def test_rate(arguments: tuple[object, ...], expected: object) -> None:
    assert call("PS_RATE", *arguments).value == expected


FIELD = [[90.5], [88.0], [88.0], [70.0], [None]]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((90.5, FIELD), 1.0),
        ((88.0, FIELD), 2.0),
        ((70.0, FIELD), 4.0),
        ((70.0, FIELD, OMITTED, "dense"), 3.0),
        ((None, FIELD), NA),
        ((NA, FIELD), NA),
        ((1.0, FIELD), NA),
        ((70.0, FIELD, OMITTED, "best"), VALUE),
        ((70.0, FIELD, [["a"]] * 5), VALUE),
        ((FIELD, FIELD, [["a"], ["a"], ["b"], ["b"], ["b"]]), [[1.0], [2.0], [1.0], [2.0], [NA]]),
    ],
)
def test_rank(arguments: tuple[object, ...], expected: object) -> None:
    assert call("PS_RANK", *arguments).value == expected


BANDS = [[0, "red"], [0.6, "amber"], [0.8, "green"]]


@pytest.mark.parametrize(
    ("value", "bands", "expected"),
    [
        (0.8, BANDS, "green"),
        (0.79, BANDS, "amber"),
        (0.6, BANDS, "amber"),
        (0.59, BANDS, "red"),
        (-0.1, BANDS, NA),
        (None, BANDS, NA),
        (0.5, [*BANDS, [0.6, "blue"]], VALUE),
        (0.5, [[0, ""]], VALUE),
        (0.5, "red", VALUE),
    ],
)
def test_light(value: object, bands: object, expected: object) -> None:
    assert call("PS_LIGHT", value, bands).value == expected


def test_texts_in_both_languages() -> None:
    assert call("PS_NAME", "1").value == "停车秩序问题响应率"
    assert call("PS_NAME", "A8", "public-service/2026?lang=en").value == "Business services"
    assert call("PS_POINTS", "A").value == 64.0
    assert "每降低 1 个百分点扣 0.2 分" in call("PS_RULE", 1).value
    assert "in proportion" in call("PS_RULE", 1, "public-service/2026?lang=en").value
    assert call("PS_RULE", "A").value is NA
    assert call("PS_EXPLAIN", 2, 0.9735, OMITTED).value.startswith("2 停车秩序问题解决率 1.47 / 2：97.35 %")
    assert "the value is blank" in call("PS_EXPLAIN", 2, None, 5, "public-service/2026?lang=en").value
    assert call("PS_CHECK", 2, 93, 100).value == ""
    assert call("PS_CHECK", 2, 101, 100).value == "数值 101 大于基数 100"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("≥9.00(人)", "9.00(人)", 6, 6, None), ""),
        (("≥9.00(人)", "8.00(人)", 6, 5, "补充人员"), "得分 5 低于按规则计算的 5.33"),
        (("≥9.00(人)", "8.00(人)", 6, 5.33, ""), "得分低于满分，须填写偏差原因"),
        (("≥9.00(人)", "8.00(人)", 6, 5.33, 0.0), "得分低于满分，须填写偏差原因"),
        (("≥9.00(人)", "8.00(人)", 6, 6, ""), "得分 6 高于按规则计算的 5.33"),
        (("有效保障", "达成指标", 8, 6.4, "x"), ""),
        (("有效保障", "达成指标", 8, 6.39, "x"), "得分 6.39 不在该等次的区间 [6.4, 8] 内"),
        (("有效保障", "部分达成指标并具有一定效果", 8, 6.4, "x"), "得分 6.4 不在该等次的区间 [4.8, 6.4) 内"),
        (("≥9", "9", 6, 6.01, ""), "得分 6.01 不在 0 至 6 分之间；得分 6.01 高于按规则计算的 6"),
        (("≤2", "3", 6, 4, "x"), "实际值超过上限目标，须先选定读法 reverse（ratio 或 linear）"),
        (("≥9", "很多", 6, 6, ""), "“很多”无法读成一个数值，请写成如 ≥9.00(人) 的形式"),
        (("≥9", "9", 6, None, ""), "得分：未填"),
        (("≥9", "9", 6, "6", ""), "得分：“6”是文本格式的数字，请改录为数字 6"),
        (("≥9", "9", None, None, ""), "分值：未填；得分：未填"),
        (("≥9", "9", None, 6, ""), "分值：未填"),
        (("≥9", CellError.REF, 6, 6, ""), CellError.REF),
    ],
)
def test_review(arguments: tuple[object, ...], expected: object) -> None:
    assert call("PS_REVIEW", *arguments).value == expected


@pytest.mark.parametrize(
    ("readings", "code", "part", "whole", "rows", "expected"),
    [
        ("rounding=truncate", "37", 118, 120, ("37", "38", "39"), 99.0),
        ("rounding=half_up", "37", 11995, 12000, ("37", "38", "39"), 99.98),
        ("rounding=half_up", "1", 11993, 12000, ("1", "3", "5"), 99.97),
        ("rounding=half_up", "1", 11987, 12000, ("1", "3", "5"), 99.94),
        ("rounding=truncate", "1", 11993, 12000, ("1", "3", "5"), 99.96),
    ],
)
def test_a_total_of_unrounded_scores_is_exact(
    readings: str, code: str, part: int, whole: int, rows: tuple[str, ...], expected: float
) -> None:
    reference = f"public-service/2026?rounding_stage=total&{readings}"
    score = call("PS_SCORE", code, part, whole, reference).value
    codes, full = scores(**{f"i{row}": score for row in rows})
    assert call("PS_TOTAL", codes, full, reference).value == expected


def test_columns_and_cells_agree_on_long_numbers() -> None:
    reference = "public-service/2026?rounding=truncate"
    long = (1000000000000001.0, 1000000000000002.0)
    scalar = call("PS_SCORE", "1", *long, reference).value
    assert call("PS_SCORE", "1", [[long[0]], [93.0]], [[long[1]], [100.0]], reference).value == [[scalar], [0.6]]


@pytest.mark.parametrize(
    ("arguments", "words", "why"),
    [
        (("1", [["1"]], [[-1.0]]), "-1 is not a whole number", "no decimals that nobody typed"),
        (("1", [["1"]], [[0.1 + 0.2]]), "0.3 is not a whole number", "the digits a cell shows"),
        ((0.1 + 0.2, [["1"]], [[1.0]]), "code 0.3 must be text", "in a code, too"),
        ((True, [["1"]], [[1.0]]), "code TRUE must be text", "as Excel writes it"),
    ],
)
def test_reasons_show_numbers_as_cells_do(arguments: tuple[object, ...], words: str, why: str) -> None:
    reason = call("PS_COUNT", *arguments).reason
    assert reason is not None, why
    assert words in reason.en, why
