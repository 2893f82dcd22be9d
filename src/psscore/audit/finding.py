"""One thing found in a published table."""

from __future__ import annotations

from dataclasses import dataclass

from psscore.audit.labels import one_line
from psscore.model.text import Text

CODES = (
    "points_total_mismatch",
    "score_total_mismatch",
    "subtotal_mismatch",
    "total_missing",
    "budget_mismatch",
    "below_rule",
    "above_rule",
    "outside_tier",
    "outside_points",
    "undecidable",
    "unreadable",
    "reason_missing",
    "grade_mismatch",
    "grade_missing",
    "damaged",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Its code (one of `CODES`), the cell and the row's name, and one sentence."""

    code: str
    where: Text
    message: Text

    def __post_init__(self) -> None:
        # Cells hold line breaks, some a break after every character; a sentence is one line.
        for name in ("where", "message"):
            text = getattr(self, name)
            object.__setattr__(self, name, Text(one_line(text.zh), one_line(text.en)))


def at(where: Text, name: str | Text) -> Text:
    """A place with the name of the row it belongs to."""
    label = Text(name, name) if isinstance(name, str) else name
    return Text(f"{where.zh} {label.zh}".strip(), f"{where.en} {label.en}".strip())
