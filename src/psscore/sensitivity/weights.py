"""What if the weights were others: every node of a level within a band, on the exact scores of a workbook.

This is no reading of the standard: its weights are what they are. It tells how much a total rests on them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from psscore.functions.cells import number_in, number_out
from psscore.model.scorecard import Refused
from psscore.model.standard import Combine, GradeBand, Indicator, Standard
from psscore.model.text import Text
from psscore.scoring import aggregate
from psscore.scoring.aggregate import EXCLUDED, ItemScore
from psscore.scoring.grade import grade
from psscore.scoring.rounding import rounded
from psscore.sensitivity.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Weighed:
    """A total with other weights, rounded as the standard says; `raised` are the nodes that weigh more."""

    total: Fraction
    grade: Text | None
    raised: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A node with its share of the points, and the total with its weight lowered and raised by the band."""

    item: Indicator
    points: Fraction
    share: Fraction
    lowered: Weighed
    raised: Weighed


@dataclass(frozen=True, slots=True)
class WeightBand:
    """The nodes of a level one by one, and the smallest and largest total anywhere within the band."""

    percent: Fraction
    level: int
    nodes: tuple[Node, ...]
    smallest: Weighed
    largest: Weighed


@dataclass(frozen=True, slots=True)
class _Part:
    item: Indicator
    earned: Fraction
    points: Fraction

    @property
    def share(self) -> Fraction:
        return self.earned / self.points


def weights_within(standard: Standard, outcome: Outcome, percent: Fraction, level: int) -> WeightBand | Text:
    """Totals with each weight of a level changed by `percent` of itself, all scaled back to full points.

    A sentence instead when the workbook's total is not the standard's sum of its rows.
    """
    scores: dict[str, ItemScore] = {code: EXCLUDED if row.excluded else row.score for code, row in outcome.rows.items()}
    whole = aggregate.total(standard, scores)
    if isinstance(whole, Refused):
        return whole.reason
    if outcome.total is None or number_in(number_out(whole.score)) != outcome.total:
        return Text(
            "工作簿的总分不是各项得分按标准的合计，不作权重变动分析",
            "the workbook's total is not the standard's sum of its rows: its weights are not varied",
        )
    parts = _parts(standard, scores, level)
    if isinstance(parts, Text):
        return parts
    total = _totals(standard, parts, whole.full, percent / 100, graded=_follows(standard, outcome))
    nodes = tuple(Node(part.item, part.points, part.share, total((), (part,)), total((part,), ())) for part in parts)
    ordered = sorted(parts, key=lambda part: part.share)
    # The extremes of a quotient of sums lie where the weights above some share are raised and the others lowered.
    cuts = range(len(ordered) + 1)
    low = min((total(ordered[:cut], ordered[cut:]) for cut in cuts), key=lambda weighed: weighed.total)
    high = max((total(ordered[cut:], ordered[:cut]) for cut in cuts), key=lambda weighed: weighed.total)
    return WeightBand(percent, level, nodes, low, high)


def _totals(
    standard: Standard, parts: Sequence[_Part], full: Fraction, band: Fraction, *, graded: bool
) -> Callable[[Sequence[_Part], Sequence[_Part]], Weighed]:
    def total(raised: Sequence[_Part], lowered: Sequence[_Part]) -> Weighed:
        up, down = {part.item.code for part in raised}, {part.item.code for part in lowered}
        factors = [1 + band if part.item.code in up else 1 - band if part.item.code in down else 1 for part in parts]
        weights = [part.points * factor for part, factor in zip(parts, factors, strict=True)]
        earned = sum((part.share * weight for part, weight in zip(parts, weights, strict=True)), Fraction(0))
        exact = full * earned / sum(weights, Fraction(0))
        if standard.total_cap is not None:
            exact = min(exact, standard.total_cap)
        kept = rounded(exact, standard.rounding.places, standard.rounding.mode)
        band_of = grade(standard, kept) if graded else None
        codes = tuple(part.item.code for part in parts if part.item.code in up)
        return Weighed(kept, band_of.grade if isinstance(band_of, GradeBand) else None, codes)

    return total


def _follows(standard: Standard, outcome: Outcome) -> bool:
    """Whether the workbook's grade is that of its total alone: a veto caps it whatever the weights are."""
    own = None if outcome.total is None else grade(standard, outcome.total)
    return isinstance(own, GradeBand) and outcome.grade == own.grade(standard.lang)


def _parts(standard: Standard, scores: Mapping[str, ItemScore], level: int) -> list[_Part] | Text:
    """Points earned and available of every node of a level, as they count in the total."""
    found: list[_Part] = []
    for item in _cut(standard, level):
        if all(scores.get(leaf.code) is EXCLUDED for leaf in standard.under(item.code)):
            continue
        result = aggregate.total(standard, scores, item.code)
        if isinstance(result, Refused):
            return result.reason
        weight = Fraction(1)
        for code in standard.path(item)[1:]:
            above = standard.by_code[code]
            if above.combine is Combine.PRODUCT:
                return Text(
                    f"{above.code} {above.name.zh} 由下级相乘得出，下级的权重无从变动",
                    f"{above.code} {above.name.en} is a product: its parts have no weights to vary",
                )
            weight *= above.points / above.scale if above.scale is not None else 1
        found.append(_Part(item, result.earned * weight, result.available * weight))
    return found


def _cut(standard: Standard, level: int) -> list[Indicator]:
    """The nodes of a level, and leaves above it that have no node there."""
    leaves = {item.code for item in standard.leaves}
    return [item for item in standard.indicators if item.level == level or (item.level < level and item.code in leaves)]
