"""Total to grade by declared, contiguous bands."""

from __future__ import annotations

from collections.abc import Sequence
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


def grade(standard: Standard, score: Fraction, vetoes: Sequence[str] = ()) -> GradeBand | Refused:
    """The band a total falls into: [at_least, below), the top band up to full points.

    A veto that occurred caps the grade, whatever the points. Refused for a veto the standard does not have.
    """
    if not 0 <= score <= standard.total_points:
        top = short_text(standard.total_points)
        return Refused(
            Hole.OUT_OF_RANGE,
            Text(f"总分 {short_text(score)} 不在 0 至 {top} 之间", f"total {short_text(score)} is outside 0 to {top}"),
        )
    by_code = {veto.code: veto for veto in standard.vetoes}
    unknown = [code for code in vetoes if code not in by_code]
    if unknown:
        names, known = "、".join(unknown), "、".join(by_code) or "—"
        return Refused(
            Hole.UNREADABLE,
            Text(f"没有否决事项 {names}，可用：{known}", f"no veto {names}; known: {known}"),
        )
    place = next((place for place, band in enumerate(standard.grades) if score >= band.at_least), None)
    if place is None:
        return Refused(Hole.UNDECIDED, NO_GRADES)
    names_of = [band.grade.zh for band in standard.grades]
    return standard.grades[max([place, *(names_of.index(by_code[code].grade.zh) for code in vetoes)])]
