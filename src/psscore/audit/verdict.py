"""How a row was judged."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from psscore.audit.figures import json_number
from psscore.audit.table import FormRow
from psscore.model.text import Text


class Classification(enum.StrEnum):
    """How a printed score stands to its rule."""

    FOLLOWS = "follows"
    BELOW_RULE = "below_rule"
    ABOVE_RULE = "above_rule"
    INSIDE_TIER = "inside_tier"
    OUTSIDE_TIER = "outside_tier"
    UNDECIDABLE = "undecidable"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class AuditedRow:
    """A row as printed, what its rule gives, and how the two compare.

    `rule_points` are rounded as the standard declares; `rounding` names what turns the exact points into the printed
    ones, when something has to; `note` is worth knowing but no fault.
    """

    row: FormRow
    points: Fraction | None
    score: Fraction | None
    classification: Classification
    rule_points: Fraction | None = None
    interval: str | None = None
    rounding: tuple[str, ...] = ()
    note: Text | None = None

    def to_json(self, lang: str) -> dict[str, Any]:
        row = self.row
        return {
            "row": row.line,
            "name": row.name,
            "level1": row.level1,
            "level2": row.level2,
            "target": row.target.text,
            "actual": row.actual.text,
            "points": json_number(self.points),
            "score": json_number(self.score),
            "rule_points": json_number(self.rule_points),
            "interval": self.interval,
            "classification": self.classification.value,
            "rounding": list(self.rounding),
            "note": self.note(lang) if self.note else None,
        }
