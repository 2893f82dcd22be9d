"""What the rows of one evaluation bring into its total, and what lies between their sum and the total."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from psscore.comparison.rules import Side
from psscore.model.scorecard import Total
from psscore.model.standard import Combine, Standard
from psscore.model.text import Text
from psscore.scoring.aggregate import total
from psscore.scoring.numbers import exact_sum

BRIDGES = {
    "product": Text("相乘的分项", "parts that are multiplied"),
    "scaling": Text("不计入项的折算", "scaled up for rows left out"),
    "cap": Text("总分封顶", "cap of the total"),
    "rounding": Text("总分取舍", "rounding of the total"),
    "beside": Text("总分与各项合计之差", "total beside the sum of its rows"),
}


def counted_points(side: Side) -> Mapping[str, Fraction | None]:
    """The points each row brings into the total, by indicator; None where it has none of its own."""
    return {
        code: None if item.score is None or (weight := weight_of(side.standard, code)) is None else item.score * weight
        for code, item in side.evaluation.by_indicator.items()
    }


def bridges(side: Side) -> Mapping[str, Fraction]:
    """The steps from the sum of the rows to the total, by the keys of `BRIDGES`; empty without a total.

    Together with the counted points they add up to the total exactly.
    """
    evaluation = side.evaluation
    if evaluation.total is None:
        return {}
    known = exact_sum([points for points in counted_points(side).values() if points is not None])
    found = total(side.standard, evaluation.scores) if side.standard is not None else None
    if not isinstance(found, Total):
        return {"beside": evaluation.total - known}
    scaled = found.earned * found.full / found.available
    return {
        "product": found.earned - known,
        "scaling": scaled - found.earned,
        "cap": found.exact - scaled,
        "rounding": found.score - found.exact,
        "beside": evaluation.total - found.score,
    }


def weight_of(standard: Standard | None, code: str) -> Fraction | None:
    """What a point of a row is worth in the total; None where a product makes the points."""
    weight = Fraction(1)
    if standard is None or not standard.weighted or code not in standard.by_code:
        return weight
    for above in standard.path(standard.by_code[code])[1:]:
        node = standard.by_code[above]
        if node.combine is Combine.PRODUCT:
            return None
        weight *= node.points / (node.points if node.scale is None else node.scale)
    return weight
