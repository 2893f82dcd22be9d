"""Points as tables print them: "10分", "10（含加分2）", "10%"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from psscore.rulebooks.draft.grid import folded

_NUM = r"\d+(?:\.\d+)?"
_POINTS = re.compile(rf"({_NUM})(?:分)?(%)?(?:\((?:其中)?(?:含|包含|另)?(?:加分|附加分|奖励分)项?({_NUM})分?\))?")
_PLUS = re.compile(rf"({_NUM})分?\+({_NUM})分?")
_IN_NAME = re.compile(rf"[(【\[]?(?:共|计|满分)?({_NUM})分(?:,?(?:其中)?含?加分({_NUM})分?)?[)】\]]?$")


@dataclass(frozen=True, slots=True)
class Points:
    """Points as printed: all of them, and those that are a bonus."""

    all: Fraction
    bonus: Fraction = Fraction(0)
    percent: bool = False


def read_points(text: str) -> Points | None:
    """The points a cell prints; None when it prints none."""
    bare = folded(text)
    if match := _PLUS.fullmatch(bare):
        return Points(Fraction(match[1]) + Fraction(match[2]), Fraction(match[2]))
    match = _POINTS.fullmatch(bare)
    if match is None:
        return None
    bonus = Fraction(match[3]) if match[3] else Fraction(0)
    # "另加分" stands beside the points, "含加分" inside them.
    extra = bonus if "(另" in bare else Fraction(0)
    return Points(Fraction(match[1]) + extra, bonus, bool(match[2]))


def points_in_name(name: str) -> tuple[str, Points | None]:
    """A heading without the points it carries, as in 基础管理（40分）, and those points."""
    bare = folded(name)
    match = _IN_NAME.search(bare)
    if match is None or match.start() == 0:
        return name.strip(), None
    bonus = Fraction(match[2]) if match[2] else Fraction(0)
    return bare[: match.start()].rstrip("(【[:"), Points(Fraction(match[1]), bonus)
