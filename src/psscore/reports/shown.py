"""Numbers and names as a report prints them."""

from __future__ import annotations

from fractions import Fraction

from psscore.model.rounding import RoundingMode
from psscore.model.standard import Standard
from psscore.scoring.numbers import short_text
from psscore.scoring.rounding import rounded

NONE = "—"


def number(value: Fraction | None) -> str:
    """A number as it is, "≈" before one that has more than four decimals, a dash for none."""
    return NONE if value is None else short_text(value)


def rate(part: Fraction | None, whole: Fraction | None) -> str:
    """A share as a percentage, half up to two decimals; a dash when there is none."""
    if part is None or not whole:
        return NONE
    return f"{short_text(rounded(part / whole * 100, 2, RoundingMode.HALF_UP))}%"


def signed(value: Fraction | None) -> str:
    """A difference with its sign."""
    if value is None:
        return NONE
    return f"+{short_text(value)}" if value > 0 else short_text(value).replace("-", "−")


def standard_name(standard: Standard, lang: str) -> str:
    """《title》（id/edition）."""
    title, which = standard.title(lang), f"{standard.id}/{standard.edition}"
    return f"{title} ({which})" if lang == "en" else f"《{title}》（{which}）"
