"""排名: the table of places, and those without one."""

from __future__ import annotations

from fractions import Fraction

from psscore.model.rounding import RoundingMode
from psscore.model.text import Text, counted
from psscore.ranking import Group, Ranking, Standing
from psscore.ranking.result import KINDS
from psscore.reports.document import Block, Chart, Column, Heading, Paragraph, Role, Section, Series, Table
from psscore.reports.sections.scores import MOST_BARS
from psscore.reports.shown import NONE, evened, number, signed
from psscore.scoring.rounding import rounded
from psscore.shown.decimals import even


def summary(ranking: Ranking, lang: str) -> Section:
    """How many there are, and how they did."""
    standings = ranking.standings
    scores = [one.shown for one in standings]
    mean = rounded(sum(scores, Fraction(0)) / len(scores), 2, RoundingMode.HALF_UP)
    high, low = number(max(scores)), number(min(scores))
    groups = len(ranking.groups)
    in_groups = Text(f"，分 {groups} 组", f" in {groups} groups") if groups > 1 else Text("", "")
    title, count = ranking.standard.title, len(standings)
    sentences = [
        Text(
            f"按《{title.zh}》评价，{count} 个单位列入排名{in_groups.zh}。",
            f"By {title.en}, {counted(count, 'unit is', 'units are')} ranked{in_groups.en}.",
        ),
        Text(
            f"最高 {high} 分，最低 {low} 分，平均 {number(mean)} 分（四舍五入到两位小数）。",
            f"Highest {high}, lowest {low}, mean {number(mean)} (half up to two decimals).",
        ),
    ]
    if ranking.unranked:
        away = len(ranking.unranked)
        sentences.append(Text(f"另有 {away} 个未列入排名，见后。", f"Not ranked: {away}, see below."))
    blocks: list[Block] = [Heading(Text("总体情况", "Summary")(lang))]
    blocks += [Paragraph(sentence(lang)) for sentence in sentences]
    blocks += [Paragraph(note(lang), Role.WARNING) for note in ranking.notes]
    for difference in ranking.year.differences if ranking.year else ():
        blocks.append(Paragraph(difference(lang), Role.WARNING))
    return Section("summary", tuple(blocks))


def places(ranking: Ranking, lang: str) -> Section:
    """A table, and bars where they fit a page, for each group."""
    blocks: list[Block] = [Heading(Text("排名", "Ranking")(lang))]
    for group in ranking.groups:
        if group.name:
            blocks.append(Heading(group.name, 2))
        blocks.append(_table(ranking, group, lang))
        if chart := _chart(group, lang):
            blocks.append(chart)
    settings = ranking.settings
    ties, basis = settings.ties.sentence, settings.basis.sentence
    rules = Text(f"{ties.zh}。{basis.zh}。", f"Ties: {ties.en}. Basis: {basis.en}.")
    blocks.append(Paragraph(rules(lang), Role.NOTE))
    if any(one.small for one in ranking.standings) and settings.small is not None:
        told = Text(
            f"* 件数少于 {number(settings.small)}。", f"* fewer than {counted(number(settings.small), 'case')}."
        )
        blocks.append(Paragraph(told(lang), Role.NOTE))
    if settings.adjustments:
        blocks += _adjustments(ranking, lang)
    return Section("ranking", tuple(blocks))


def _table(ranking: Ranking, group: Group, lang: str) -> Table:
    year = ranking.year is not None
    volume = ranking.settings.has_volume
    changed = ranking.settings.changed
    grades = any(one.grade for one in ranking.standings)
    titles = [("名次", "Place", 10, "center"), ("单位", "Unit", 34, "left"), ("得分", "Score", 14, "right")]
    titles += [("其中总分", "Total", 14, "right")] if changed else []
    titles += [("等级", "Grade", 10, "center")] if grades else []
    titles += [("件数", "Cases", 12, "right")] if volume else []
    titles += [("总分较上期", "Total, change", 15, "right"), ("名次升降", "Places", 12, "right")] if year else []
    body = []
    for one in group.standings:
        cells = [_place(one, lang), one.unit, number(one.shown)]
        cells += [number(one.total)] if changed else []
        cells += [one.graded(lang) or NONE] if grades else []
        cells += [number(one.volume) + ("*" if one.small else "")] if volume else []
        cells += _shift(ranking, one, lang) if year else []
        body.append(tuple(cells))
    return Table(
        tuple(Column(Text(zh, en)(lang), wide, align) for zh, en, wide, align in titles),
        evened(body, (2, 3) if changed else (2,)),
    )


def _place(one: Standing, lang: str) -> str:
    if one.sharers < 2:
        return str(one.place)
    return Text(f"{one.place}（{one.sharers} 个并列）", f"{one.place} ({one.sharers} equal)")(lang)


def _shift(ranking: Ranking, one: Standing, lang: str) -> list[str]:
    shift = one.shift
    if shift is None or shift.total is None:
        return [NONE, Text("新", "new")(lang)]
    comparable = ranking.year is not None and ranking.year.comparable
    moved = signed(one.total - shift.total) if comparable else NONE
    rise = shift.rise
    places = NONE if rise is None else "↑" + str(rise) if rise > 0 else "↓" + str(-rise) if rise < 0 else "0"
    return [moved, places]


def _chart(group: Group, lang: str) -> Chart | None:
    rows = group.standings
    values = tuple(max(one.shown, Fraction(0)) for one in rows)
    if not 1 < len(rows) <= MOST_BARS or not max(values):
        return None
    title = Text("得分", "Score")(lang)
    return Chart(
        f"{group.name} {title}".strip(),
        tuple(one.unit for one in rows),
        (Series(title, values),),
        tuple(even([number(one.shown) for one in rows])),
        max(values),
    )


def _adjustments(ranking: Ranking, lang: str) -> list[Block]:
    columns = (
        Column(Text("单位", "Unit")(lang), 30),
        Column(Text("加减分", "Points")(lang), 15, "right"),
        Column(Text("原因", "Reason")(lang), 55),
    )
    rows = [(one.unit, signed(made.points), made.reason) for one in ranking.standings for made in one.adjustments]
    if not rows:
        return []
    told = Text("公布的加减分：", "Points announced:")
    return [Paragraph(told(lang)), Table(columns, tuple(rows), small=True)]


def unranked(ranking: Ranking, lang: str) -> Section | None:
    """Units without a place, each with the reason."""
    if not ranking.unranked:
        return None
    columns = (
        Column(Text("单位", "Unit")(lang), 30),
        Column(Text("情况", "Kind")(lang), 18),
        Column(Text("原因", "Reason")(lang), 52),
    )
    rows = tuple((one.unit or one.file, KINDS[one.kind](lang), one.reason(lang)) for one in ranking.unranked)
    title = Heading(Text("未列入排名的单位", "Units without a place")(lang))
    return Section("no_data", (title, Table(columns, rows, small=True)))
