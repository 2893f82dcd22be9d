"""Which columns of a table `PS_SCORE()` without arguments reads."""

from __future__ import annotations

import pytest

from psscore.functions.row_form import row_columns

ROWS = [
    (["编号", "数值", "基数", "得分"], (0, 1, 2), "in Chinese"),
    (["Score", "BASE", "value", "Indicator"], (3, 2, 1), "in English, any order, any case"),
    (["编号", "Value"], (0, 1, None), "both languages, no base"),
    (["编号", "数值", "数值2"], (0, 1, None), "the whole title counts"),
    (["编号", "编号", "数值"], (0, 2, None), "the first of two"),
    (["数值", "基数"], None, "no indicator"),
    (["编号", "基数"], None, "no value"),
    ([], None, "no columns"),
]


@pytest.mark.parametrize(("titles", "columns", "why"), ROWS, ids=[row[-1] for row in ROWS])
def test_columns_by_their_titles(titles: list[str], columns: tuple[int, int, int | None] | None, why: str) -> None:
    assert row_columns(titles) == columns, why
