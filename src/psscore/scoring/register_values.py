"""What an indicator of a plan can be: a share typed as 80 is a slip, not eighty times the whole."""

from __future__ import annotations

from fractions import Fraction

from psscore.model.observation import Hole, Unobserved
from psscore.model.register import Kpi, Quantity
from psscore.model.text import Text
from psscore.scoring.numbers import short_text

_LARGEST = 10  # a thousand percent: beyond it a percentage was typed as a number


def possible(kpi: Kpi, value: Fraction) -> Fraction | Unobserved:
    """The value itself, or why an indicator of this kind cannot have it.

    Shares lie between 0 and 1, those measured against another quantity between 0 and 10; changes between -1 and 10;
    counts, amounts and ratios from 0 up.
    """
    shown = short_text(value)
    match kpi.quantity:
        case Quantity.SHARE:
            most = _LARGEST if kpi.beyond_whole else 1
            if 0 <= value <= most:
                return value
            return _out(
                f"占比 {shown} 不在 0 至 {most} 之间（97.35% 应录入 0.9735 或 97.35%）",
                f"the share {shown} is outside 0 to {most} (97.35 % is typed 0.9735 or 97.35%)",
            )
        case Quantity.CHANGE:
            if -1 <= value <= _LARGEST:
                return value
            return _out(
                f"变化率 {shown} 不在 -1 至 {_LARGEST} 之间（减少 52% 应录入 -0.52 或 -52%）",
                f"the change {shown} is outside -1 to {_LARGEST} (52 % less is typed -0.52 or -52%)",
            )
        case Quantity.COUNT | Quantity.AMOUNT | Quantity.RATIO:
            return value if value >= 0 else _out(f"数值 {shown} 为负", f"the value {shown} is negative")


def _out(zh: str, en: str) -> Unobserved:
    return Unobserved(Hole.OUT_OF_RANGE, Text(zh, en))
