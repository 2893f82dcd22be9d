"""Differences on a screen: what to know first, then totals, branches and the rows that differ."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from psscore.cli.lang import say
from psscore.cli.screen import console, evened
from psscore.comparison.book import EXCLUDED, NONE, WITHHELD
from psscore.comparison.rows import CAUSES, Entry
from psscore.comparison.sheets import signed
from psscore.scoring.numbers import short_text

if TYPE_CHECKING:
    from psscore.comparison import Comparison, Unpaired

_SHOWN = 60


def show(
    compared: Sequence[Comparison], unpaired: Sequence[Unpaired], labels: tuple[str, str] | None, lang: str
) -> None:
    """One unit in detail, many as a table."""
    screen = console()
    names = labels or (say(lang, "基准", "Base"), say(lang, "对照", "Other"))
    notices = list(dict.fromkeys(notice.text(lang) for one in compared for notice in one.notices))
    for text in notices[:_SHOWN]:
        screen.print(Text(f"⚠ {text}", style="yellow"), soft_wrap=True)
    screen.print(_totals(compared, names, lang))
    if len(compared) == 1:
        one = compared[0]
        if one.nodes:
            screen.print(_branches(one, names, lang))
        if one.rows:
            screen.print(_rows(one, names, lang))
    if unpaired:
        screen.print(say(lang, f"未配对 {len(unpaired)} 份：", f"Unpaired ({len(unpaired)}):"), style="bold")
    for left in unpaired[:_SHOWN]:
        side = names[left.side == "other"]
        screen.print(Text(f"  {side}  {left.evaluation.name}  {left.why(lang)}"), soft_wrap=True)


def _totals(compared: Sequence[Comparison], names: Sequence[str], lang: str) -> Table:
    table = Table()
    table.add_column(say(lang, "单位", "Unit"), overflow="fold")
    for title in (*names, say(lang, "差", "Difference")):
        table.add_column(title, justify="right")
    ruled = any(one.by_rules for one in compared)
    if ruled:
        table.add_column(say(lang, "其中规则或读法", "by rules or readings"), justify="right")
    table.add_column(say(lang, "等级", "Grade"))
    table.add_column(say(lang, "有变的指标", "Rows that differ"), justify="right")
    body: list[list[str | Text]] = []
    for one in compared[:_SHOWN]:
        totals = [WITHHELD(lang) if side.total is None else short_text(side.total) for side in (one.base, one.other)]
        grades = f"{one.base.grade or '—'} → {one.other.grade or '—'}"
        effect = [_signed(one.by_rules)] if ruled else []
        body.append([Text(one.name), *totals, _signed(one.difference), *effect, Text(grades), str(len(one.changed))])
    for row in evened(body, (1, 2, 3)):
        table.add_row(*row)
    if (more := len(compared) - _SHOWN) > 0:
        table.add_row(say(lang, f"… 其余 {more} 个见 -o 或 --json", f"… {more} more with -o or --json"))
    return table


def _branches(one: Comparison, names: Sequence[str], lang: str) -> Table:
    table = Table()
    table.add_column(say(lang, "编号", "Code"))
    table.add_column(say(lang, "指标", "Branch"), overflow="fold")
    for title in (*names, say(lang, "差", "Difference")):
        table.add_column(title, justify="right")
    body: list[list[str | Text]] = []
    for node in one.nodes:
        name = "  " * (node.level - 1) + node.name(lang)
        sides = ["—" if number is None else short_text(number) for number in (node.base, node.other)]
        body.append([node.code, Text(name), *sides, _signed(node.difference)])
    for row in evened(body, (2, 3, 4)):
        table.add_row(*row)
    return table


def _rows(one: Comparison, names: Sequence[str], lang: str) -> Table | str:
    changed = one.changed
    if not changed:
        return say(lang, "各项数据和得分都相同。", "Every row has the same data and the same score.")
    table = Table()
    table.add_column(say(lang, "编号", "Code"), justify="right")
    table.add_column(say(lang, "指标", "Indicator"), overflow="fold")
    for title in (*names, say(lang, "差", "Difference")):
        table.add_column(title, justify="right")
    table.add_column(say(lang, "变的是", "What"), overflow="fold")
    body: list[list[str | Text]] = []
    for row in changed[:_SHOWN]:
        causes = say(lang, "、", ", ").join(CAUSES[cause](lang) for cause in row.changed)
        sides = (_score(row.base, lang), _score(row.other, lang))
        body.append([row.code, Text(row.name(lang)), *sides, _signed(row.difference), causes])
    for cells in evened(body, (2, 3, 4)):
        table.add_row(*cells)
    return table


def _score(entry: Entry | None, lang: str) -> str:
    if entry is None:
        return "—"
    if entry.item.score is None:
        return (EXCLUDED if entry.item.hole == "excluded" else NONE)(lang)
    return short_text(entry.item.score)


def _signed(number: Fraction | None) -> Text:
    style = "" if not number else "blue" if number > 0 else "red"
    return Text(signed(number), style=style)
