"""The parts of a one-page card: large numbers, bars, the strongest and the weakest, small print."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from psscore.model.text import Text, counted
from psscore.reports.document import Block, Column, Figures, Heading, Paragraph, Role, Section, Table
from psscore.reports.sections.change import differences
from psscore.reports.sections.overview import warnings
from psscore.reports.sections.scores import points_chart
from psscore.reports.shown import NONE, number, rate, signed, standard_name
from psscore.reports.subject import Row, Subject
from psscore.results.wording import missing_text, no_total_text
from psscore.shown.fitting import shortened

BRIEF = 5
_WIDEST, _MOST_NOTES, _REASON = 21, 2, 80
MOST_BARS = 9
"""Bars of level 1 that leave room on the page for the rest."""


def card(subject: Subject, last: Subject | Text | None) -> tuple[Section, ...]:
    """The sections of a card; those without data are left out."""
    count = _count(subject, last)
    found = (
        _figures(subject, last),
        _levels(subject),
        _strongest(subject, count),
        _weakest(subject, count),
        _change(subject, last),
    )
    return (*(section for section in found if section is not None), _small_print(subject))


def _figures(subject: Subject, last: Subject | Text | None) -> Section:
    seen, lang = subject.evaluation, subject.lang
    if subject.standard.unscored is not None:
        told = Text(
            f"不计分：{subject.standard.unscored.reason.zh}。", f"No points: {subject.standard.unscored.reason.en}."
        )
        return Section("result", (Paragraph(told(lang), Role.WARNING),))
    full = seen.max_points or subject.standard.total_points
    total = number(seen.total) if seen.total is not None else Text("未得出", "withheld")(lang)
    items = [(Text(f"总分（满分 {number(full)}）", f"Total of {number(full)}")(lang), total)]
    if seen.grade:
        items.append((Text("等级", "Grade")(lang), seen.grade))
    items.append((Text("得分率", "Attained")(lang), rate(seen.total, full)))
    if isinstance(last, Subject) and last.standard.id == subject.standard.id:
        then = last.evaluation.total
        moved = None if then is None or seen.total is None else seen.total - then
        items.append((Text("较上期", "Against the last")(lang), signed(moved)))
    items.append((Text("进度", "Progress")(lang), seen.progress or NONE))
    blocks: list[Block] = [Figures(tuple(items))]
    if seen.total is None and subject.standard.leaves:
        if subject.holes:
            why: Text | None = missing_text(seen, [row.indicator.code for row in subject.holes], subject.standard)
        else:
            why = no_total_text(seen)
        if why is not None:
            told = Text(f"总分未得出：{why.zh}。", f"The total is withheld: {why.en}.")
            blocks.append(Paragraph(shortened(told(lang), _REASON), Role.WARNING))
    return Section("result", tuple(blocks))


def _levels(subject: Subject) -> Section | None:
    if subject.standard.unscored is not None:
        return None
    lang, branches = subject.lang, subject.branches(1)
    if not branches:
        return None
    chart = points_chart(branches, 1, lang) if len(branches) <= MOST_BARS else None
    title = Heading(Text("一级指标", "Level 1")(lang), 2)
    if chart is not None:
        return Section("scores_by_level", (title, chart))
    rows = tuple(
        (
            f"{b.indicator.code} {b.indicator.name(lang)}",
            number(b.score),
            number(b.available),
            rate(b.score, b.available),
        )
        for b in branches[:MOST_BARS]
    )
    titles = (("指标", "Indicator", 46), ("得分", "Score", 18), ("分值", "Points", 18), ("得分率", "Attained", 18))
    return Section("scores_by_level", (title, Table(_columns(titles, lang), rows, small=True)))


def _strongest(subject: Subject, count: int) -> Section | None:
    """Those with the highest share of their points, of several the ones with most points."""
    lang = subject.lang
    scored = [row for row in subject.rows if row.item and row.item.score is not None and row.indicator.points > 0]
    scored.sort(key=lambda row: (-_share(row), -row.indicator.points))
    if not scored or subject.standard.unscored is not None:
        return None
    return Section(
        "strongest",
        (Heading(Text("得分率最高的指标", "Strongest indicators")(lang), 2), _rows(subject, scored[:count])),
    )


def _weakest(subject: Subject, count: int) -> Section | None:
    lost = subject.losses
    if not lost or subject.standard.unscored is not None:
        return None
    title = Text("失分最多的指标", "Largest losses")
    return Section("weakest", (Heading(title(subject.lang), 2), _rows(subject, lost[:count])))


def _count(subject: Subject, last: Subject | Text | None) -> int:
    """How many are listed: as many as leave room for bars and notes; none is among the strongest and the weakest."""
    bars = min(len(subject.branches(1)), MOST_BARS)
    notes = len(list(warnings(subject)))
    if isinstance(last, Subject):
        notes += min(len(list(differences(subject, last))), _MOST_NOTES + 1)
    room = max(2, (17 - bars - 2 * notes) // 2)
    return max(1, min(BRIEF, room, len(subject.rows) // 2))


def _share(row: Row) -> Fraction:
    assert row.item is not None
    assert row.item.score is not None
    return row.item.score / row.indicator.points


def _rows(subject: Subject, rows: Sequence[Row]) -> Table:
    lang = subject.lang
    body = tuple(
        (
            # On one line: the card has one page.
            shortened(f"{row.indicator.code} {row.indicator.name(lang)}", _WIDEST),
            number(row.item.score if row.item else None),
            number(row.indicator.points),
            rate(row.item.score if row.item else None, row.indicator.points),
        )
        for row in rows
    )
    titles = (("指标", "Indicator", 46), ("得分", "Score", 18), ("分值", "Points", 18), ("得分率", "Attained", 18))
    return Table(_columns(titles, lang), body, small=True)


def _columns(titles: Sequence[tuple[str, str, int]], lang: str) -> tuple[Column, ...]:
    return tuple(
        Column(Text(zh, en)(lang), width, "left" if place == 0 else "right")
        for place, (zh, en, width) in enumerate(titles)
    )


def _change(subject: Subject, last: Subject | Text | None) -> Section | None:
    if last is None:
        return None
    lang = subject.lang
    blocks: list[Block] = [Heading(Text("与上期比较", "Against the last period")(lang), 2)]
    if isinstance(last, Text):
        return Section("year_on_year", (*blocks, Paragraph(last(lang), Role.NOTE)))
    if last.standard.id != subject.standard.id:
        told = Text("上期按另一个标准评价，不作比较。", "The last evaluation was by another standard: not compared.")
        return Section("year_on_year", (*blocks, Paragraph(told(lang), Role.NOTE)))
    now, was = subject.evaluation, last.evaluation
    when_zh, when_en = (f"（{was.period}）", f" ({was.period})") if was.period else ("", "")
    told = Text(
        f"上期{when_zh}总分 {number(was.total)}，本期 {number(now.total)}。",
        f"Total of the last period{when_en} {number(was.total)}, now {number(now.total)}.",
    )
    blocks.append(Paragraph(told(lang)))
    notes = [sentence(lang) for sentence in differences(subject, last)]
    blocks += [Paragraph(sentence, Role.NOTE) for sentence in notes[:_MOST_NOTES]]
    if (rest := len(notes) - _MOST_NOTES) > 0:
        more = Text(f"另有 {rest} 处不同，见评价报告。", f"{counted(rest, 'more difference')}, see the report.")
        blocks.append(Paragraph(more(lang), Role.NOTE))
    return Section("year_on_year", tuple(blocks))


def _small_print(subject: Subject) -> Section:
    seen, lang = subject.evaluation, subject.lang
    blocks: list[Block] = [Paragraph(sentence(lang), Role.WARNING) for sentence in warnings(subject)]
    name = standard_name(subject.standard, lang)
    facts = [seen.mode, seen.evaluator, name, seen.clock.replace("T", " "), f"psscore {seen.psscore}"]
    blocks.append(Paragraph(" · ".join(fact for fact in facts if fact), Role.NOTE))
    told = Text(f"标准摘要 SHA-256：{seen.digest}", f"Digest of the standard, SHA-256: {seen.digest}")
    blocks.append(Paragraph(told(lang), Role.NOTE))
    return Section("small_print", tuple(blocks))
