"""同比: the unit against its own past."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from psscore.model.text import Text
from psscore.reports.document import Block, Column, Heading, Paragraph, Role, Section, Table
from psscore.reports.shown import number, signed
from psscore.reports.subject import Subject

NAME = "year_on_year"
_LISTED = 5


def change(subject: Subject, last: Subject | Text | None) -> Section | None:
    """This evaluation against the last one; a `Text` says why there is none, None leaves the section out."""
    if last is None:
        return None
    lang = subject.lang
    blocks: list[Block] = [Heading(Text("与上期比较", "Against the last period")(lang))]
    if isinstance(last, Text):
        blocks.append(Paragraph(last(lang)))
        return Section(NAME, tuple(blocks))
    if last.standard.id != subject.standard.id:
        told = Text(
            f"上期按另一个标准（{last.standard.id}）评价，不作比较。",
            f"The last evaluation was by another standard ({last.standard.id}): not compared.",
        )
        blocks.append(Paragraph(told(lang)))
        return Section(NAME, tuple(blocks))
    blocks += [Paragraph(sentence(lang), Role.WARNING) for sentence in differences(subject, last)]
    blocks.append(_table(subject, last))
    moved = moves(subject, last)
    for sign, title in (
        (1, Text("得分上升最多的指标", "Largest gains")),
        (-1, Text("得分下降最多的指标", "Largest falls")),
    ):
        rows = [row for row in moved if row[2] * sign > 0]
        rows.sort(key=lambda row: -row[2] * sign)
        if rows:
            blocks.append(Heading(title(lang), 2))
            blocks.append(_moves(rows[:_LISTED], lang))
    return Section(NAME, tuple(blocks))


def differences(subject: Subject, last: Subject) -> Iterator[Text]:
    """What else is not the same, and must be known before the figures are compared."""
    now, was = subject.standard, last.standard
    if now.edition != was.edition:
        yield Text(
            f"注意：两期的标准版本不同：上期 {was.edition}，本期 {now.edition}。",
            f"Note: the editions differ: {was.edition} last time, {now.edition} now.",
        )
    elif subject.evaluation.digest != last.evaluation.digest:
        yield Text(
            "注意：两期之间标准有修订（摘要不同）。", "Note: the standard was revised in between (other digest)."
        )
    for name in sorted(now.chosen.keys() | was.chosen.keys()):
        here, there = now.chosen.get(name), was.chosen.get(name)
        if here != there:
            title = now.reading_title(name)
            zh, en = (there or "未选定", here or "未选定"), (there or "not chosen", here or "not chosen")
            yield Text(
                f"注意：读法“{title.zh}”不同：上期 {zh[0]}，本期 {zh[1]}。",
                f'Note: the reading "{title.en}" differs: {en[0]} last time, {en[1]} now.',
            )


def moves(subject: Subject, last: Subject) -> list[tuple[str, tuple[Fraction, Fraction], Fraction]]:
    """Indicators with a score in both, the same by code and name: (name, (last, now), difference)."""
    found = []
    was = last.evaluation.by_indicator
    for row in subject.rows:
        code = row.indicator.code
        other = last.standard.by_code.get(code)
        if other is None or other.name != row.indicator.name or code not in was or row.item is None:
            continue
        now, then = row.item.score, was[code].score
        if now is not None and then is not None and now != then:
            found.append((f"{code} {row.indicator.name(subject.lang)}", (then, now), now - then))
    return found


def _table(subject: Subject, last: Subject) -> Table:
    lang = subject.lang
    now, was = subject.evaluation, last.evaluation
    rows = [_compared(Text("总分", "Total")(lang), was.total, now.total)]
    if now.grade or was.grade:
        rows.append((Text("等级", "Grade")(lang), was.grade or "—", now.grade or "—", ""))
    before = {branch.indicator.code: branch for branch in last.branches(1)}
    for branch in subject.branches(1):
        other = before.get(branch.indicator.code)
        then = other.score if other and other.indicator.name == branch.indicator.name else None
        rows.append(_compared(f"{branch.indicator.code} {branch.indicator.name(lang)}", then, branch.score))
    titles = (
        Column("　" if lang == "zh" else " ", 40),
        Column(_period(Text("上期", "Last"), was.period, lang), 20, "right"),
        Column(_period(Text("本期", "Now"), now.period, lang), 20, "right"),
        Column(Text("增减", "Change")(lang), 20, "right"),
    )
    return Table(titles, tuple(rows), frozenset({0}))


def _period(title: Text, period: str, lang: str) -> str:
    return f"{title(lang)}\n{period}" if period else title(lang)


def _compared(name: str, then: Fraction | None, now: Fraction | None) -> tuple[str, ...]:
    difference = now - then if now is not None and then is not None else None
    return name, number(then), number(now), signed(difference)


def _moves(rows: list[tuple[str, tuple[Fraction, Fraction], Fraction]], lang: str) -> Table:
    titles = (
        Column(Text("指标", "Indicator")(lang), 40),
        Column(Text("上期得分", "Last")(lang), 20, "right"),
        Column(Text("本期得分", "Now")(lang), 20, "right"),
        Column(Text("增减", "Change")(lang), 20, "right"),
    )
    return Table(titles, tuple((name, number(a), number(b), signed(moved)) for name, (a, b), moved in rows), small=True)
