"""Items to subtotals and a total. A total with a hole in it is withheld, and the hole is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from psscore.model.observation import Hole
from psscore.model.rounding import RoundingMode, Stage
from psscore.model.scorecard import Refused, Total
from psscore.model.standard import Combine, Indicator, Standard
from psscore.model.text import Text
from psscore.scoring import rule
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
    """The total of a standard, or the plain subtotal of a branch, in the points the branch counts.

    Excluded rows leave a subtotal with fewer points available; only the total is scaled back to full points
    (earned × full / available). Rounding is the declared one. Refused while any row has no score, when a score lies
    outside 0..points, or when every row is excluded. `noise_places`: the decimals up to which unrounded scores that
    came through cells as binary numbers can be believed; their sum is restored to them before it is rounded.
    """
    if standard.unscored is not None:
        return Refused(Hole.UNDECIDED, standard.unscored.reason)
    if standard.undecided:
        return Refused(Hole.UNDECIDED, undecided_reason(standard))
    leaves = standard.leaves if node is None else standard.under(node)
    missing = [item.code for item in leaves if scores.get(item.code) is None]
    if missing:
        names = "、".join(missing)
        return Refused(
            Hole.MISSING,
            Text(f"尚缺 {len(missing)} 项得分：{names}", f"{len(missing)} scores missing: {', '.join(missing)}"),
        )
    earned: dict[str, Fraction] = {}
    excluded: list[str] = []
    for item in leaves:
        score = scores[item.code]
        if isinstance(score, Excluded) or score is None:
            excluded.append(item.code)
            continue
        if noise_places is not None:
            score = _without_noise(score, item.points, noise_places)
        if (score.numerator < 0 and _bounded_below(item)) or (_above(score, item.points) and _bounded_above(item)):
            top = short_text(item.points)
            return Refused(
                Hole.OUT_OF_RANGE,
                Text(
                    f"指标 {item.code} 得分 {short_text(score)} 不在 0 至 {top} 之间",
                    f"indicator {item.code}: score {short_text(score)} is outside 0 to {top}",
                ),
            )
        earned[item.code] = score
    sums = _weighted(standard, earned, node) if standard.weighted else _plain(leaves, earned)
    if isinstance(sums, Refused):
        return sums
    plain, available, full = sums
    if available == 0:
        return Refused(Hole.NO_CASES, Text("全部指标均不计入，无总分", "every indicator is excluded: no total"))
    exact = plain if node is not None else plain * full / available
    capped = node is None and standard.total_cap is not None and exact > standard.total_cap
    if capped and standard.total_cap is not None:
        exact = standard.total_cap
    keep = standard.rounding
    if noise_places is not None:
        exact = rounded(exact, noise_places, RoundingMode.HALF_UP)
    # A branch keeps every digit: it is not among the stages that are declared.
    rounds = node is None and (keep.stage is Stage.TOTAL or standard.weighted or exact != plain)
    return Total(
        plain, available, full, tuple(excluded), exact, rounded(exact, keep.places, keep.mode) if rounds else exact
    )


def _without_noise(score: Fraction, points: Fraction, places: int) -> Fraction:
    """A score that came as a binary number, its bound itself where it lies no further off than its noise."""
    for bound in (points, Fraction(0)):
        if abs(score - bound) * 10**places < 1:
            return bound
    return score


def undecided_reason(standard: Standard) -> Text:
    """Which readings must be chosen before it is known which indicators there are."""
    names = "、".join(f"“{standard.reading_title(name).zh}”（{name}）" for name in standard.undecided)
    names_en = ", ".join(f'"{standard.reading_title(name).en}" ({name})' for name in standard.undecided)
    return Text(f"须先选定读法{names}", f"choose the reading {names_en} first")


_Sums = tuple[Fraction, Fraction, Fraction]
"""Points earned, points available, full points."""


def _plain(leaves: Sequence[Indicator], earned: Mapping[str, Fraction]) -> _Sums:
    full = exact_sum([item.points for item in leaves])
    left_out = len(earned) < len(leaves)
    available = exact_sum([item.points for item in leaves if item.code in earned]) if left_out else full
    return exact_sum(list(earned.values())), available, full


def _weighted(standard: Standard, earned: Mapping[str, Fraction], node: str | None) -> _Sums | Refused:
    """The sums of a tree with sub-tables and products, in the points of the node (of level 1 for the total)."""
    tops = standard.tree.get("", ()) if node is None else (standard.by_code[node],)
    sums = [_branch(standard, item, earned) for item in tops]
    refused = next((item for item in sums if isinstance(item, Refused)), None)
    if refused is not None:
        return refused
    kept = [item for item in sums if not isinstance(item, Refused)]
    return exact_sum([s[0] for s in kept]), exact_sum([s[1] for s in kept]), exact_sum([s[2] for s in kept])


def _branch(standard: Standard, item: Indicator, earned: Mapping[str, Fraction]) -> _Sums | Refused:
    children = standard.tree.get(item.code, ())
    if not children:
        score = earned.get(item.code)
        return (Fraction(0), Fraction(0), item.points) if score is None else (score, item.points, item.points)
    sums: list[_Sums] = []
    for child in children:
        found = _branch(standard, child, earned)
        if isinstance(found, Refused):
            return found
        sums.append(found)
    scale = item.points if item.scale is None else item.scale
    weight = item.points / scale
    if item.combine is Combine.SUM:
        got, available, full = (exact_sum([row[place] for row in sums]) for place in range(3))
        return got * weight, available * weight, full * weight
    if any(row[1] != row[2] for row in sums):
        return Refused(
            Hole.NO_CASES,
            Text(
                f"{item.code} {item.name.zh} 由下级相乘得出，下级不计入时无法计算",
                f"{item.code} {item.name.en} is a product: it cannot be had with a part left out",
            ),
        )
    if sum(got < 0 for got, _, _ in sums) > 1:
        # Two negative parts would make points again.
        return Refused(
            Hole.OUT_OF_RANGE,
            Text(
                f"{item.code} {item.name.zh} 由下级相乘得出，不能有两个下级同时为负",
                f"{item.code} {item.name.en} is a product: not more than one part can be negative",
            ),
        )
    share = Fraction(1)
    for got, _, full in sums:
        share *= got / full
    return scale * share * weight, item.points, item.points


def _above(one: Fraction, other: Fraction) -> bool:
    """The comparison of fractions, without what it does for other numbers."""
    return one.numerator * other.denominator > other.numerator * one.denominator


def _bounded_below(item: Indicator) -> bool:
    return item.scoring is None or rule.bounded_below(item.scoring.rule)


def _bounded_above(item: Indicator) -> bool:
    return item.scoring is None or rule.bounded_above(item.scoring.rule)
