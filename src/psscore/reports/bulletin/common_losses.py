"""突出的失分: the indicators on which the units lost most, and the largest losses of those at the end."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from psscore.model.rounding import RoundingMode
from psscore.model.rules import Bonus
from psscore.model.standard import Indicator
from psscore.model.text import Text
from psscore.ranking import Ranking
from psscore.reports.document import Column, Heading, Paragraph, Role, Section, Table
from psscore.reports.shown import evened, number, rate
from psscore.scoring.rounding import rounded


@dataclass(frozen=True, slots=True)
class _Loss:
    """What the units lost on one indicator."""

    indicator: Indicator
    mean: Fraction
    units: int
    scored: int
    worst: tuple[str, ...]
    most: Fraction


def common_losses(ranking: Ranking, top: int, lang: str) -> Section | None:
    """The `top` indicators by the mean of the points lost; those not scored in a unit do not count there."""
    losses = [loss for item in ranking.standard.leaves if (loss := _loss(ranking, item)) is not None]
    losses.sort(key=lambda loss: -(loss.mean / loss.indicator.points if ranking.standard.weighted else loss.mean))
    if not losses:
        return None
    titles = (
        ("指标", "Indicator", 36, "left"),
        ("分值", "Points", 9, "right"),
        ("平均失分", "Mean loss", 13, "right"),
        ("平均得分率", "Mean attained", 13, "right"),
        ("失分单位数", "Units", 12, "right"),
        ("失分最多的单位", "Largest loss", 27, "left"),
    )
    rows = tuple(
        (
            f"{loss.indicator.code} {loss.indicator.name(lang)}",
            number(loss.indicator.points),
            number(rounded(loss.mean, 2, RoundingMode.HALF_UP)),
            rate(loss.indicator.points - loss.mean, loss.indicator.points),
            f"{loss.units} / {loss.scored}",
            _worst(loss)(lang),
        )
        for loss in losses[:top]
    )
    columns = tuple(Column(Text(zh, en)(lang), wide, align) for zh, en, wide, align in titles)
    note = Text(
        "平均失分、平均得分率四舍五入到两位小数；不计入的单位不参加平均。",
        "Means are rounded half up to two decimals; units where an indicator is left out do not count.",
    )
    return Section(
        "notable_losses",
        (
            Heading(Text("失分突出的指标", "Indicators with most points lost")(lang)),
            Table(columns, evened(rows, (2, 3)), small=True),
            Paragraph(note(lang), Role.NOTE),
        ),
    )


def _worst(loss: _Loss) -> Text:
    count = len(loss.worst)
    more = Text(f" 等 {count} 个", f" and {count - 1} more") if count > 1 else Text("", "")
    most = number(loss.most)
    return Text(f"{loss.worst[0]}{more.zh}（{most}）", f"{loss.worst[0]}{more.en} ({most})")


def _loss(ranking: Ranking, item: Indicator) -> _Loss | None:
    if item.points <= 0 or (item.scoring is not None and isinstance(item.scoring.rule, Bonus)):
        return None
    lost = [
        (item.points - score, one.unit)
        for one in ranking.standings
        if isinstance(score := one.scores.get(item.code), Fraction)
    ]
    if not lost or max(points for points, _ in lost) <= 0:
        return None
    most = max(points for points, _ in lost)
    worst = tuple(unit for points, unit in lost if points == most)
    mean = sum((points for points, _ in lost), Fraction(0)) / len(lost)
    return _Loss(item, mean, sum(points > 0 for points, _ in lost), len(lost), worst, most)
