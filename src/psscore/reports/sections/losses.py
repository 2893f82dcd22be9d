"""失分情况: where points were lost and why, the largest losses first."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from psscore.model.text import Text, counted
from psscore.reports.document import Block, Chart, Column, Heading, Paragraph, Role, Section, Series, Table, Tone
from psscore.reports.shown import evened, number, rate
from psscore.reports.subject import Row, Subject

NAME = "losses"


def losses(subject: Subject, top: int) -> Section | None:
    """The `top` largest losses with the explanation of each, and what cannot be scored yet."""
    if subject.standard.unscored is not None or not subject.rows:
        return None
    lang, lost = subject.lang, subject.losses
    blocks: list[Block] = [Heading(Text("失分情况及原因", "Points lost and why")(lang))]
    if not lost:
        blocks.append(Paragraph(Text("没有失分的指标。", "No indicator lost points.")(lang)))
    else:
        blocks.append(Paragraph(_sum(subject, top)(lang)))
        blocks.append(_table(subject, lost[:top]))
        if chart := losses_chart(subject, lost[:top]):
            blocks.append(chart)
        if subject.standard.weighted:
            blocks.append(Paragraph(_EFFECT(lang), Role.NOTE))
    if subject.holes:
        told = Text("下列指标尚无得分：", "These indicators have no score yet:")
        blocks.append(Paragraph(told(lang)))
        blocks.append(_holes(subject))
    return Section(NAME, tuple(blocks))


_EFFECT = Text(
    "“影响”是只把该项补到满分时总分的增加；各项影响不能相加。",
    '"Effect" is what the total would gain if this indicator alone had full points; effects do not add up.',
)


def _sum(subject: Subject, top: int) -> Text:
    lost = subject.losses
    lose = f"{counted(len(lost), 'indicator')} lost"
    if subject.standard.weighted:
        return Text(
            f"共 {len(lost)} 项失分，按对总分的影响列出前 {min(top, len(lost))} 项。",
            f"{lose} points; the first {min(top, len(lost))} by their effect on the total:",
        )
    whole = sum((row.lost for row in lost if row.lost is not None), Fraction(0))
    if len(lost) <= top:
        return Text(
            f"共 {len(lost)} 项失分，合计 {number(whole)} 分，按失分多少列出：",
            f"{lose} {counted(number(whole), 'point')} in all, the largest losses first:",
        )
    first = sum((row.lost for row in lost[:top] if row.lost is not None), Fraction(0))
    return Text(
        f"共 {len(lost)} 项失分，合计 {number(whole)} 分。失分最多的 {top} 项合计失 {number(first)} 分，占 "
        f"{rate(first, whole)}；其余见“整改清单”。",
        f"{lose} {counted(number(whole), 'point')} in all. "
        f"The {counted(top, 'largest loss makes', 'largest losses make')} {number(first)}, "
        f"{rate(first, whole)} of them; the others are in the improvement list.",
    )


def _table(subject: Subject, rows: Sequence[Row]) -> Table:
    lang = subject.lang
    effect = subject.standard.weighted
    titles = [
        ("序号", "No.", 7, "center"),
        ("指标", "Indicator", 27, "left"),
        ("分值", "Points", 9, "right"),
        ("得分", "Score", 11, "right"),
        ("失分", "Lost", 11, "right"),
        *([("影响", "Effect", 11, "right")] if effect else []),
        ("得分说明", "How the score came about", 46, "left"),
    ]
    body = []
    for place, row in enumerate(rows, start=1):
        score = row.item.score if row.item else None
        body.append(
            (
                str(place),
                named(subject, row),
                number(row.indicator.points),
                number(score),
                number(row.lost),
                *([number(row.effect)] if effect else []),
                row.why,
            )
        )
    columns = tuple(Column(Text(zh, en)(lang), width, align) for zh, en, width, align in titles)
    return Table(columns, evened(body, range(3, 6 if effect else 5)), small=True)


def named(subject: Subject, row: Row) -> str:
    """Code and name, and below it where the indicator belongs."""
    place = subject.place_of(row.indicator)
    name = f"{row.indicator.code} {row.indicator.name(subject.lang)}"
    return f"{name}\n{place}" if place else name


def losses_chart(subject: Subject, rows: Sequence[Row]) -> Chart | None:
    """A bar for each loss, in points of the total."""
    values = tuple(row.weight for row in rows)
    if len(rows) < 2 or not max(values):
        return None
    lang = subject.lang
    return Chart(
        Text("失分最多的指标", "Largest losses")(lang),
        tuple(f"{row.indicator.code} {row.indicator.name(lang)}" for row in rows),
        (Series(Text("失分", "Points lost")(lang), values, Tone.LOST),),
        tuple(number(value) for value in values),
        max(values),
    )


def _holes(subject: Subject) -> Table:
    lang = subject.lang
    columns = (
        Column(Text("指标", "Indicator")(lang), 34),
        Column(Text("分值", "Points")(lang), 9, "right"),
        Column(Text("原因", "Reason")(lang), 57),
    )
    rows = tuple((named(subject, row), number(row.indicator.points), row.why) for row in subject.holes)
    return Table(columns, rows, small=True)
