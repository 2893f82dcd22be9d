"""各级指标得分: subtotals of level 1 and 2, as tables and as bars."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from psscore.model.text import Text
from psscore.reports.document import Block, Chart, Column, Heading, Paragraph, Role, Section, Series, Table, Tone
from psscore.reports.shown import NONE, evened, number, rate
from psscore.reports.subject import Branch, Row, Subject
from psscore.shown.decimals import even

NAME = "scores_by_level"
MOST_BARS = 36
"""Bars that fit a page."""
ATTAINED, FULL = Text("得分", "Score"), Text("满分", "Full marks")
_LEVELS = {1: Text("一级指标得分", "Scores of level 1"), 2: Text("二级指标得分", "Scores of level 2")}
_RATES = {1: Text("一级指标得分率", "Attainment by level 1"), 2: Text("二级指标得分率", "Attainment by level 2")}


def scores(subject: Subject) -> Section | None:
    """Tables and charts of both levels; nothing where the standard has no points or no rows of its own."""
    if subject.standard.unscored is not None or not subject.rows:
        return None
    lang = subject.lang
    blocks: list[Block] = [Heading(Text("各级指标得分", "Scores by level")(lang))]
    made = False
    for level in (1, 2):
        if branches := subject.branches(level):
            made = True
            blocks.append(Heading(_LEVELS[level](lang), 2))
            blocks.append(_table(subject, branches, level))
            if chart := (points_chart if level == 1 else rates_chart)(branches, level, lang):
                blocks.append(chart)
    if not made:
        blocks += _leaves(subject)
    elif subject.standard.weighted:
        blocks.append(Paragraph(_WEIGHTED(lang), Role.NOTE))
    if subject.excluded:
        blocks.append(Paragraph(_EXCLUDED(lang), Role.NOTE))
    blocks.append(Paragraph(_RATE(lang), Role.NOTE))
    return Section(NAME, tuple(blocks))


_WEIGHTED = Text(
    "分值为标准所列；有子表的，下级按权重折算后计入上级。",
    "Points are those of the standard; those below a sub-table are weighted before they count above it.",
)
_EXCLUDED = Text(
    "不计入的指标不占分值；总分按满分折算。",
    "Indicators that are left out have no points here; the total is scaled to full marks.",
)
_RATE = Text("得分率 = 得分 ÷ 分值，四舍五入到两位小数。", "Attainment = score / points, half up to two decimals.")


def points_chart(branches: Sequence[Branch], level: int, lang: str) -> Chart | None:
    """Points within full marks."""
    if not 1 < len(branches) <= MOST_BARS:
        return None
    scores = even([number(branch.score) for branch in branches])
    return Chart(
        _LEVELS[level](lang),
        tuple(branch.indicator.name(lang) for branch in branches),
        (
            Series(FULL(lang), tuple(branch.available for branch in branches), Tone.PALE),
            Series(ATTAINED(lang), tuple(branch.score for branch in branches)),
        ),
        tuple(f"{score} / {number(branch.available)}" for score, branch in zip(scores, branches, strict=True)),
        max(branch.available for branch in branches),
        layered=True,
    )


def rates_chart(branches: Sequence[Branch], level: int, lang: str) -> Chart | None:
    """Shares of full marks: branches of any size beside each other."""
    if not 1 < len(branches) <= MOST_BARS:
        return None
    full = Fraction(100)
    rates = [b.score / b.available * 100 if b.score is not None and b.available else None for b in branches]
    return Chart(
        _RATES[level](lang),
        tuple(branch.indicator.name(lang) for branch in branches),
        (
            Series(FULL(lang), (full,) * len(branches), Tone.PALE),
            Series(ATTAINED(lang), tuple(rates)),
        ),
        tuple(even([rate(branch.score, branch.available) for branch in branches])),
        full,
        layered=True,
    )


def _table(subject: Subject, branches: Sequence[Branch], level: int) -> Table:
    lang = subject.lang
    rows = []
    for branch in branches:
        lost = None if branch.score is None else branch.available - branch.score
        name = f"{branch.indicator.code} {branch.indicator.name(lang)}"
        cells = [
            name,
            number(branch.available),
            number(branch.score),
            number(lost),
            rate(branch.score, branch.available),
        ]
        if level > 1:
            cells.insert(0, subject.place_of(branch.indicator))
        rows.append(tuple(cells))
    scores = range(len(_COLUMNS) - 3 + (level > 1), len(_COLUMNS) + (level > 1))
    columns = [*_COLUMNS]
    if level > 1:
        columns.insert(0, ("一级指标", "Level 1", 26, "left"))
    columns[level - 1] = (f"{'一二'[level - 1]}级指标", f"Level {level}", 34, "left")
    return Table(
        tuple(Column(Text(zh, en)(lang), width, align) for zh, en, width, align in columns), evened(rows, scores)
    )


_COLUMNS = (
    ("指标", "Indicator", 34, "left"),
    ("分值", "Points", 12, "right"),
    ("得分", "Score", 14, "right"),
    ("失分", "Lost", 14, "right"),
    ("得分率", "Attained", 16, "right"),
)


def _leaves(subject: Subject) -> list[Block]:
    """A standard of one level: its indicators themselves."""
    lang = subject.lang
    rows = tuple(
        (
            f"{row.indicator.code} {row.indicator.name(lang)}",
            number(row.indicator.points),
            _score(row, lang),
            number(row.lost),
            rate(row.item.score, row.indicator.points) if row.item else NONE,
        )
        for row in subject.rows
    )
    columns = tuple(Column(Text(zh, en)(lang), width, align) for zh, en, width, align in _COLUMNS)
    return [Table(columns, evened(rows, range(2, 5)))]


def _score(row: Row, lang: str) -> str:
    if row.hole == "excluded":
        return Text("不计入", "left out")(lang)
    return number(row.item.score) if row.item else NONE
