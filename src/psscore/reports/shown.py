"""Numbers and names as a report prints them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from psscore.model.rounding import RoundingMode
from psscore.model.standard import Standard
from psscore.scoring.numbers import short_text
from psscore.scoring.rounding import rounded
from psscore.shown.decimals import even

NONE = "—"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


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


def evened(rows: Sequence[tuple[str, ...]], columns: Sequence[int]) -> tuple[tuple[str, ...], ...]:
    """The rows of a table, the numbers of these columns with the same number of decimals."""
    body = [list(row) for row in rows]
    for place in columns:
        for row, text in zip(body, even([row[place] for row in body]), strict=True):
            row[place] = text
    return tuple(map(tuple, body))


def standard_name(standard: Standard, lang: str) -> str:
    """《title》（id/edition）."""
    title, which = standard.title(lang), f"{standard.id}/{standard.edition}"
    return f"{title} ({which})" if lang == "en" else f"《{title}》（{which}）"


def clean(text: str) -> str:
    """A text of any origin without what neither a page nor a Word document can hold."""
    return _CONTROL.sub("\ufffd", text)
