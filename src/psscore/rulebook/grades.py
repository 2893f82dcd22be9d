"""Grade bands and the vetoes that cap a grade."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from psscore.model.standard import Citation, GradeBand, Veto
from psscore.rulebook.table import Table


def read_grades(grades: Table, total: Fraction) -> tuple[GradeBand, ...]:
    """The bands of the chosen scale, best first; () when there is none."""
    scale = grades.text("scale")
    bands: dict[str, list[GradeBand]] = {}
    for item in grades.subs("bands"):
        below = item.number("below") if item.has("below") else None
        bands.setdefault(item.text("scale"), []).append(GradeBand(item.both("grade"), item.number("at_least"), below))
        item.close()
    grades.close()
    for name, row in bands.items():
        if row[0].below is not None or row[-1].at_least != 0 or row[0].at_least >= total:
            grades.fault("bands", f"{name}：等级须覆盖 0 至满分", f"{name}: grades must cover 0 to full points")
        for upper, lower in pairwise(row):
            if lower.below != upper.at_least:
                grades.fault(
                    "bands",
                    f"{name}：{upper.grade.zh} 起于 {upper.at_least}，"
                    f"{lower.grade.zh} 止于 {lower.below}，有空档或重叠",
                    f"{name}: {upper.grade.en} begins at {upper.at_least} "
                    f"but {lower.grade.en} ends below {lower.below}: a gap or overlap",
                )
    if scale != "none" and scale not in bands:
        grades.fault("scale", f"没有等级方案 {scale}", f"there is no grade scale {scale}")
    return tuple(bands.get(scale, ()))


def read_vetoes(table: Table, grades: Sequence[GradeBand]) -> tuple[Veto, ...]:
    """The `[[veto]]` tables: each names the best grade it leaves, one of the chosen scale."""
    by_name = {band.grade.zh: band.grade for band in grades}
    found: list[Veto] = []
    for item in table.subs("veto", least=0):
        code, name = item.text("code"), item.text("grade")
        item.named(f"veto {code}")
        if grades and name not in by_name:
            known = "、".join(by_name)
            item.fault("grade", f"没有等级 {name}，可用：{known}", f"there is no grade {name}; known: {known}")
        if code in {veto.code for veto in found}:
            item.fault("code", "否决事项编号重复", "this code is used twice")
        grade = by_name.get(name)
        title, source = item.both("title"), Citation(item.both("clause"), item.text("quote"))
        if grade is not None:
            found.append(Veto(code, title, grade, source))
        item.close()
    return tuple(found)
