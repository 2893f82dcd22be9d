"""`PS_SCORE()` without arguments: the cells of its own row, found by the headers of the table around it."""

from __future__ import annotations

from collections.abc import Sequence

from psscore.model.text import Text

STANDARD_NAME = "ps_standard_reference"
"""The defined name whose cell holds the standard; left out where a workbook has no such name."""

NOT_IN_A_ROW = Text(
    "无参数的 PS_SCORE() 不在含“编号”“数值”列的表格行内",
    "PS_SCORE() without arguments outside a table row with the columns Indicator and Value",
)

_INDICATOR, _VALUE, _BASE = {"编号", "indicator"}, {"数值", "value"}, {"基数", "base"}


def row_columns(titles: Sequence[str]) -> tuple[int, int, int | None] | None:
    """Where a table with these titles has indicator, value and base (None: no base); None when it has no scores."""
    plain = [title.casefold() for title in titles]

    def position(known: set[str]) -> int | None:
        return next((at for at, title in enumerate(plain) if title in known), None)

    indicator, value = position(_INDICATOR), position(_VALUE)
    return None if indicator is None or value is None else (indicator, value, position(_BASE))
