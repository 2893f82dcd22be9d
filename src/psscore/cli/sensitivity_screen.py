"""What the readings change, as tables on a screen."""

from __future__ import annotations

from collections.abc import Iterator

from rich.markup import escape
from rich.table import Table

from psscore.cli.lang import say
from psscore.scoring.numbers import short_text
from psscore.sensitivity.files import FileReport
from psscore.sensitivity.page import HEADERS, OWN
from psscore.sensitivity.ranking import Ranking
from psscore.sensitivity.report import Report
from psscore.sensitivity.view import WITHHELD, lines, signed, summary
from psscore.sensitivity.weights import WeightBand

Part = str | Table
STATUS = {
    "withheld": ("总分未得出", "total withheld"),
    "partial": ("有公式无法计算", "formulas that cannot be calculated"),
    "refused": ("已拒绝", "refused"),
    "error": ("出错", "error"),
}


def file_parts(file: FileReport, lang: str) -> Iterator[Part]:
    """The tables and sentences about one workbook."""
    status = f"  [yellow]{say(lang, *STATUS[file.status])}[/]" if file.status in STATUS else ""
    yield f"[bold]{escape(file.name)}[/]  [dim]{escape(file.path)}[/]{status}"
    if rows := lines(file, lang):
        table = Table()
        for place, header in enumerate(HEADERS):
            table.add_column(header(lang), justify="right" if place in (2, 3) else "left", overflow="fold")
        last = ""
        for line in rows:
            total = WITHHELD(lang) if line.total is None else short_text(line.total)
            moved = f"+{short_text(line.gained, 2)} / -{short_text(line.lost, 2)}" if line.gained or line.lost else ""
            own = f" ({OWN(lang)})" if line.own else ""
            cells = (
                "" if line.reading == last else line.reading,
                line.value + own,
                total,
                signed(line.change),
                line.grade,
                moved,
                "；".join(filter(None, (line.codes, line.note))),
            )
            table.add_row(*map(escape, cells), style="bold" if line.own else "", end_section=False)
            last = line.reading
        yield table
    if isinstance(file.weights, WeightBand):
        yield _weights(file.weights, lang)
    for sentence in summary(file, lang):
        yield escape(sentence)


def files_table(found: Report, lang: str) -> Table:
    """One line a workbook, for several of them; what each reading does to each is in the files written."""
    table = Table()
    heads = (("单位", "Unit"), ("总分", "Total"), ("等级", "Grade"), ("最低", "Lowest"), ("最高", "Highest"))
    for words in (*heads, ("影响最大的口径", "Reading that matters most"), ("说明", "Note")):
        table.add_column(say(lang, *words), overflow="fold")
    for file in found.files:
        known, base = file.totals, file.base
        total = WITHHELD(lang) if base is None or base.total is None else short_text(base.total)
        ends = (short_text(min(known)), short_text(max(known))) if known else ("", "")
        widest = max((one for one in file.effects if one.spread), key=lambda one: one.spread or 0, default=None)
        what = f"{widest.reading.title(lang)} {short_text(widest.spread)}" if widest and widest.spread else ""
        note = "；".join(filter(None, (say(lang, *STATUS[file.status]) if file.status in STATUS else "", file.reason)))
        grade = (base.grade if base else None) or "—"
        table.add_row(*map(escape, (file.name, total, grade, *ends, what, note)))
    return table


def _weights(found: WeightBand, lang: str) -> Table:
    percent = short_text(found.percent)
    title = say(lang, f"权重各变动 ±{percent}%（假设）", f"Weights varied by ±{percent} % (what if)")
    table = Table(title=title, title_justify="left")
    heads = (("编号", "Code"), ("指标", "Indicator"), ("分值", "Points"), ("得分率", "Attained"))
    for words in (*heads, (f"−{percent}%", f"−{percent} %"), (f"+{percent}%", f"+{percent} %")):
        table.add_column(say(lang, *words), overflow="fold")
    for node in found.nodes:
        share = f"{short_text(node.share * 100, 2)}%"
        totals = short_text(node.lowered.total), short_text(node.raised.total)
        table.add_row(node.item.code, escape(node.item.name(lang)), short_text(node.points), share, *totals)
    return table


def ranking_parts(found: Report, lang: str) -> Iterator[Part]:
    """The order of the units and what changes it."""
    order = found.ranking
    if order is None:
        return
    if not isinstance(order, Ranking):
        yield escape(order(lang))
        return
    names = {file.path: file.name for file in found.files}
    table = Table(title=say(lang, "排名", "Ranking"), title_justify="left")
    heads = (("名次", "Place"), ("单位", "Unit"), ("总分", "Total"), ("等级", "Grade"))
    for words in (*heads, *((("各种组合下的名次", "Places over all combinations"),) if order.ranges else ())):
        table.add_column(say(lang, *words), overflow="fold")
    for path, one in sorted(order.base.items(), key=lambda item: item[1].rank):
        span = order.ranges.get(path)
        cells = [str(one.rank), escape(names[path]), short_text(one.total), one.grade or "—"]
        table.add_row(*cells, *([f"{span[0]}–{span[1]}"] if span else []))
    yield table
    yield from _shifts(order, names, lang)
    if order.mixed:
        listed = "、".join(order.mixed)
        yield say(
            lang,
            f"[yellow]各工作簿选定的口径不同（{listed}）：现名次混有口径的差别。[/]",
            f"[yellow]The workbooks do not agree in their readings ({listed}): the present order mixes them.[/]",
        )


def _shifts(order: Ranking, names: dict[str, str], lang: str) -> Iterator[Part]:
    table = Table(title=say(lang, "名次、等级有变的", "Changes of place or grade"), title_justify="left")
    for words in (("改变", "Change"), ("名次", "Place"), ("等级", "Grade")):
        table.add_column(say(lang, *words), overflow="fold")
    for scenario in order.scenarios:
        moved = [f"{names[path]} {old}→{new}" for path, old, new in scenario.moved(order.base)]
        graded = [f"{names[path]} {old}→{new}" for path, old, new in scenario.regraded(order.base)]
        if moved or graded:
            table.add_row(*map(escape, (scenario.title(lang), "；".join(moved), "；".join(graded))))
    if table.row_count:
        yield table
    else:
        yield say(lang, "没有一种改变会影响名次或等级。", "No change affects any place or grade.")
