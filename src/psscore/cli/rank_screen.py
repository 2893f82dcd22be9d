"""A ranking as tables on a screen."""

from __future__ import annotations

from pathlib import Path

from rich.markup import escape
from rich.table import Table

from psscore.cli.lang import say
from psscore.cli.screen import console, evened
from psscore.ranking.result import KINDS, Group, Ranking
from psscore.scoring.numbers import short_text

_SHOWN = 40


def show(found: Ranking, output: Path | None, lang: str) -> None:
    """The order of each group, who is left out, and what to know."""
    screen = console()
    for group in found.groups:
        screen.print(_table(found, group, lang))
    settings = found.settings
    rules = f"{settings.basis.sentence(lang)}{say(lang, '；', '; ')}{settings.ties.sentence(lang)}"
    screen.print(rules, style="dim", soft_wrap=True)
    if found.moved:
        moved = "、".join(f"{one.unit} {one.exact}→{one.rounded}" for one in found.moved[:_SHOWN])
        words = f"取舍后名次不同（未取舍→取舍后）：{moved}", f"Rounding moves (unrounded→rounded): {moved}"
        screen.print(escape(say(lang, *words)), style="yellow", soft_wrap=True)
    if found.unranked:
        screen.print(_unranked(found, lang))
    year = found.year
    for sentence in (*found.notes, *(() if year is None else year.differences)):
        screen.print(escape(sentence(lang)), style="yellow", soft_wrap=True)
    if output is not None:
        screen.print(say(lang, f"已写入 {output}", f"written: {output}"), soft_wrap=True, markup=False)


def _table(found: Ranking, group: Group, lang: str) -> Table:
    changed, year = found.settings.changed, found.year
    title = escape(group.name) if group.name else say(lang, "排名", "Ranking")
    table = Table(title=title, title_justify="left")
    heads = [("名次", "Place"), ("单位", "Unit")]
    heads += [("综合得分", "Score")] if changed else []
    heads += [("总分", "Total"), ("等级", "Grade")]
    heads += [("去年名次", "Last year"), ("升降", "Up or down")] if year else []
    for place, words in enumerate(heads):
        table.add_column(say(lang, *words), justify="left" if place in (1,) else "right", overflow="fold")
    shown = group.standings
    if len(shown) > _SHOWN:
        shown = (*group.standings[: _SHOWN // 2], *group.standings[-_SHOWN // 2 :])
    body: list[list[str]] = []
    for one in shown:
        tied = f" ({one.sharers})" if one.sharers > 1 else ""
        cells = [f"{one.place}{tied}", escape(one.unit) + (" *" if one.small else "")]
        cells += [short_text(one.shown)] if changed else []
        cells += [short_text(one.total), one.graded(lang) or "—"]
        if year is not None and one.shift is not None:
            rise = one.shift.rise
            new = say(lang, "新", "new") if one.shift.new else "—"
            cells += [str(one.shift.place or new), "" if rise is None else f"{rise:+d}" if rise else "–"]
        body.append(cells)
    for number, row in enumerate(evened(body, (2, 3) if changed else (2,))):
        table.add_row(*row, end_section=len(group.standings) > _SHOWN and number == _SHOWN // 2 - 1)
    return table


def _unranked(found: Ranking, lang: str) -> Table:
    count = len(found.unranked)
    table = Table(title=say(lang, f"未排名 {count} 个", f"{count} not ranked"), title_justify="left")
    for words in (("单位", "Unit"), ("类别", "Kind"), ("原因", "Reason")):
        table.add_column(say(lang, *words), overflow="fold")
    for one in found.unranked[:_SHOWN]:
        table.add_row(escape(one.unit), KINDS[one.kind](lang), escape(one.reason(lang)))
    if count > _SHOWN:
        table.add_row("…", "", say(lang, f"其余 {count - _SHOWN} 个见工作簿", f"{count - _SHOWN} more in the workbook"))
    return table
