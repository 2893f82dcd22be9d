"""Labels of rows that add up others, and what of them they add up."""

from __future__ import annotations

import enum
import re

from psscore.surveys.answers import plain
from psscore.tickets.total_rows import WORDS, is_total

_WHOLE = frozenset(
    ("全部", "全体", "总体", "总数", "总和", "合计数", "全市", "全区", "全县", "全镇", "全街道", "all", "everybody")
)
_MEAN = frozenset(("平均", "平均值", "平均数", "均值", "average", "mean"))
_OF_A_PART = re.compile(rf"小计.*|.+(?:{'|'.join(WORDS)})|sub-?total.*|.+[ -](?:sub-?)?total")


class Kind(enum.Enum):
    """What a row is about."""

    PART = enum.auto()
    SUBTOTAL = enum.auto()
    TOTAL = enum.auto()
    WHOLE = enum.auto()
    """Everybody, which is a group like any other where there are no others."""
    MEAN = enum.auto()


def kind_of(label: str) -> Kind:
    """What a label says its row is about: 小计, 城东小计, 城东合计 are of some of the groups, 合计 is of all."""
    word = plain(label)
    if word in _MEAN:
        return Kind.MEAN
    if word in _WHOLE:
        return Kind.WHOLE
    if word != "grand total" and _OF_A_PART.fullmatch(word):
        return Kind.SUBTOTAL
    return Kind.TOTAL if is_total(label) else Kind.PART
