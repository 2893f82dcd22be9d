"""What a store holds, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from psscore.cli.lang import say
from psscore.cli.screen import evened
from psscore.comparison.book import EXCLUDED, WITHHELD
from psscore.comparison.sheets import signed
from psscore.model.faults import ReferenceFault, StandardFaults
from psscore.model.text import Text as MessageText
from psscore.results.wording import grade_text, known_standard, mode_text, standard_of
from psscore.scoring.numbers import short_text

if TYPE_CHECKING:
    from psscore.history import Entry
    from psscore.results import Evaluation, Item

_MOST_COLUMNS = 6


def entries_table(entries: Sequence[Entry], lang: str, *, every: bool) -> Table:
    """A line for every evaluation."""
    table = Table()
    for title in (
        say(lang, "单位", "Unit"),
        say(lang, "周期", "Period"),
        say(lang, "评价机构", "Evaluator"),
        say(lang, "方式", "Mode"),
        say(lang, "标准", "Standard"),
    ):
        table.add_column(title, overflow="fold")
    table.add_column(say(lang, "总分", "Total"), justify="right")
    table.add_column(say(lang, "等级", "Grade"))
    table.add_column(say(lang, "计分时间", "Scored"), no_wrap=True)
    if every:
        table.add_column("")
    body: list[list[str | Text]] = []
    for entry in entries:
        mode, standard = mode_text(entry.mode)(lang), entry.reference.partition("?")[0]
        cells = (entry.unit or entry.file, entry.period, entry.evaluator, mode, standard)
        grade = grade_text(entry.grade, known_standard(entry.reference))(lang)
        total = WITHHELD(lang) if entry.total is None else short_text(entry.total)
        now = () if not every else (say(lang, "现行", "current") if entry.current else say(lang, "已更正", "replaced"),)
        body.append([*map(Text, (*cells, total, grade, entry.clock[:16].replace("T", " "), *now))])
    for entry, row in zip(entries, evened(body, (5,)), strict=True):
        table.add_row(*row, style="dim" if every and not entry.current else "")
    return table


def totals_table(evaluations: Sequence[Evaluation], lang: str) -> Table:
    """The totals of one unit over time; the change is against the line above by the same evaluator and standard."""
    table = Table(title=Text(evaluations[0].name), title_justify="left")
    for title in (say(lang, "周期", "Period"), say(lang, "评价机构", "Evaluator"), say(lang, "方式", "Mode")):
        table.add_column(title, overflow="fold")
    for title in (say(lang, "总分", "Total"), say(lang, "变化", "Change")):
        table.add_column(title, justify="right")
    table.add_column(say(lang, "等级", "Grade"))
    table.add_column(say(lang, "标准", "Standard"), overflow="fold")
    before: dict[tuple[str, MessageText, str], Fraction] = {}
    body: list[list[str | Text]] = []
    for one in evaluations:
        mode = mode_text(one.mode)
        line = one.evaluator, mode, one.standard_id
        change = one.total - before[line] if one.total is not None and line in before else None
        if one.total is not None:
            before[line] = one.total
        total = WITHHELD(lang) if one.total is None else short_text(one.total)
        shown = "" if change is None else signed(change)
        grade = grade_text(one.grade, standard_of(one))(lang)
        standard = f"{one.standard_id}/{one.edition} {one.digest[:8]}"
        body.append([*map(Text, (one.period, one.evaluator, mode(lang), total, shown, grade, standard))])
    for row in evened(body, (3, 4)):
        table.add_row(*row)
    return table


def indicators_table(evaluations: Sequence[Evaluation], lang: str) -> Table:
    """The points of every indicator, a column for each of the last evaluations."""
    shown = evaluations[-_MOST_COLUMNS:]
    table = Table()
    table.add_column(say(lang, "编号", "Code"), justify="right")
    table.add_column(say(lang, "指标", "Indicator"), overflow="fold")
    for one in shown:
        table.add_column(
            "\n".join(part for part in (one.period, mode_text(one.mode)(lang) or one.evaluator) if part),
            justify="right",
        )
    codes = dict.fromkeys(item.indicator for one in reversed(shown) for item in one.items)
    names = _names(shown, lang)
    for code in codes:
        cells = [_score(one.by_indicator.get(code), lang) for one in shown]
        table.add_row(Text(code), Text(names.get(code, "")), *cells)
    return table


def _score(item: Item | None, lang: str) -> str:
    if item is None:
        return ""
    if item.score is None:
        return EXCLUDED(lang) if item.hole == "excluded" else "—"
    return short_text(item.score)


def _names(evaluations: Sequence[Evaluation], lang: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in evaluations:
        try:
            found |= {item.code: item.name(lang) for item in one.standard.indicators}
        except (ReferenceFault, StandardFaults):
            continue
    return found
