"""What a check finds in a workbook: where, how grave, what it was to be and what to do."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass

from psscore.model.text import Text
from psscore.tampering.codes import ADVICE


class Severity(enum.StrEnum):
    """How much a finding weighs. Notes ask for nothing and leave the exit code alone."""

    CRITICAL = "critical"
    WARNING = "warning"
    NOTE = "note"


# As Excel shows it in the table itself.
_THIS_ROW = re.compile(r"\w+\[\[#This Row\],\[([^\[\]]+)\]\]", re.IGNORECASE)
_LONG, _BEFORE = 80, 24
ORDER = {Severity.CRITICAL: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference; `sheet` and `cell` are "" where it has no place, `expected` is "" where nothing was laid down."""

    code: str
    severity: Severity
    sheet: str
    cell: str
    text: Text
    expected: str = ""

    @property
    def advice(self) -> Text:
        """What to do about it."""
        return ADVICE[self.code]


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The gravest first, each once; otherwise in the order in which they were found."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda finding: ORDER[finding.severity]))


def shown(value: object) -> str:
    """A cell's value, a formula or a name, short enough for a sentence."""
    text = "" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)
    text = _THIS_ROW.sub(r"[@\1]", " ".join(text.split()))
    return text if len(text) <= _LONG else text[: _LONG - 1] + "…"


def shown_apart(one: str, other: str) -> tuple[str, str]:
    """Two texts short enough for a sentence, so that one sees where they differ."""
    one, other = (_THIS_ROW.sub(r"[@\1]", " ".join(text.split())) for text in (one, other))
    same = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), 0)
    if max(len(one), len(other)) <= _LONG or same <= _BEFORE:
        return shown(one), shown(other)
    begin = same - _BEFORE
    return tuple("…" + shown(text[begin:]) for text in (one, other))  # type: ignore[return-value]
