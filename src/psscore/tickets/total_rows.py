"""Rows of totals, which count again what the rows above them count."""

from __future__ import annotations

import re

WORDS = ("合计", "总计", "小计", "共计", "汇总")
PATTERN = f"({'|'.join(WORDS)})([:：0-9 （(].*)?"
"""A cell in the column of numbers or names that makes its row one of totals; understood by Python and by SQL."""
_TOTAL = re.compile(PATTERN)
_ENGLISH = frozenset({"total", "totals", "subtotal", "sub-total", "grand total", "sum", "overall"})


def is_total(label: str) -> bool:
    """Whether a label names a total: 合计, 总 计, 小计：3, Total."""
    plain = label.strip()
    return bool(_TOTAL.fullmatch(plain) or _TOTAL.fullmatch("".join(plain.split()))) or plain.casefold() in _ENGLISH
