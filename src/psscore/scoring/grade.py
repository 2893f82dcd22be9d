"""Total to grade by declared, contiguous bands."""

from __future__ import annotations

from fractions import Fraction

from psscore.model.observation import Hole
from psscore.model.scorecard import Refused
from psscore.model.standard import GradeBand, Standard
from psscore.model.text import Text
from psscore.scoring.numbers import short_text

NO_GRADES = Text(
    "该标准未规定等级，或读法 grades 未选定",
    "the standard declares no grades, or reading `grades` is not chosen",
)
"""Why a total has no grade where none is wanted; nothing is wrong then."""


def grade(standard: Standard, score: Fraction) -> GradeBand | Refused:
    """The band a total falls into: [at_least, below), the top band up to full points."""
    if not 0 <= score <= standard.total_points:
        top = short_text(standard.total_points)
        return Refused(
            Hole.OUT_OF_RANGE,
            Text(f"总分 {short_text(score)} 不在 0 至 {top} 之间", f"total {short_text(score)} is outside 0 to {top}"),
        )
    for band in standard.grades:
        if score >= band.at_least:
            return band
    return Refused(Hole.UNDECIDED, NO_GRADES)
