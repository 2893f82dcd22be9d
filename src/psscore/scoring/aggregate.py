"""Items to subtotals and a total. A total with a hole in it is withheld, and the hole is named."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from psscore.model.observation import Hole
from psscore.model.rounding import RoundingMode, Stage
from psscore.model.scorecard import Refused, Total
from psscore.model.standard import Standard
from psscore.model.text import Text
from psscore.scoring.numbers import exact_sum, short_text
from psscore.scoring.rounding import rounded


class Excluded:
    """Marks a row left out under the no-cases reading."""


EXCLUDED = Excluded()
ItemScore = Fraction | Excluded | None
"""Points of a row, `EXCLUDED`, or None while the row has no score."""


def total(
    standard: Standard, scores: Mapping[str, ItemScore], node: str | None = None, *, noise_places: int | None = None
) -> Total | Refused:
    """The total of a standard, or the plain subtotal of a branch.

    Excluded rows leave a subtotal with fewer points available; only the total is scaled back to full points
    (earned × full / available). Rounding is the declared one. Refused while any row has no score, when a score lies
    outside 0..points, or when every row is excluded. `noise_places`: the decimals up to which unrounded scores that
    came through cells as binary numbers can be believed; their sum is restored to them before it is rounded.
    """
    leaves = standard.leaves if node is None else standard.under(node)
    missing = [item.code for item in leaves if scores.get(item.code) is None]
    if missing:
        names = "、".join(missing)
        return Refused(
            Hole.MISSING,
            Text(f"尚缺 {len(missing)} 项得分：{names}", f"{len(missing)} scores missing: {', '.join(missing)}"),
        )
    earned: list[Fraction] = []
    counted: list[Fraction] = []
    excluded: list[str] = []
    for item in leaves:
        score = scores[item.code]
        if isinstance(score, Excluded) or score is None:
            excluded.append(item.code)
            continue
        if score.numerator < 0 or score > item.points:
            top = short_text(item.points)
            return Refused(
                Hole.OUT_OF_RANGE,
                Text(
                    f"指标 {item.code} 得分 {short_text(score)} 不在 0 至 {top} 之间",
                    f"indicator {item.code}: score {short_text(score)} is outside 0 to {top}",
                ),
            )
        earned.append(score)
        counted.append(item.points)
    available, full = exact_sum(counted), exact_sum([item.points for item in leaves])
    if available == 0:
        return Refused(Hole.NO_CASES, Text("全部指标均不计入，无总分", "every indicator is excluded: no total"))
    plain = exact_sum(earned)
    exact = plain if node is not None else plain * full / available
    keep = standard.rounding
    if noise_places is not None:
        exact = rounded(exact, noise_places, RoundingMode.HALF_UP)
    rounds = keep.stage is Stage.TOTAL or exact != plain
    return Total(
        plain, available, full, tuple(excluded), exact, rounded(exact, keep.places, keep.mode) if rounds else exact
    )
