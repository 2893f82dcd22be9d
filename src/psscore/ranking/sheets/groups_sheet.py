"""Groups side by side, and how scores are spread."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from psscore.functions.cells import number_out
from psscore.model.text import Text
from psscore.ranking.sheets.book import KEY, ONE_GROUP, Book, Column, Table
from psscore.ranking.sheets.ranking_row import score_key
from psscore.scoring.numbers import exact_sum, short_text

_HEADER = 2
_BANDS = 12
_STEPS = [Fraction(digit) * Fraction(10) ** power for power in range(-4, 7) for digit in (1, 2, 5)]
_CHARTED = 40
_ONE_PAGE = 12
_TICKS = 8


def write_groups(book: Book, ranking: Table) -> None:
    """Mean, best, last and median of each group; a chart where there are several; a histogram of all scores."""
    facts = book.facts
    titles = (
        ("group", Text("组别", "Group"), 22),
        ("ranked", Text("已排名", "Ranked"), 9),
        ("unranked", Text("未排名", "Not ranked"), 9),
        ("mean", Text("平均", "Mean"), 10),
        ("best", Text("最高", "Highest"), 10),
        ("best_unit", Text("第一名", "First"), 26),
        ("worst", Text("最低", "Lowest"), 10),
        ("worst_unit", Text("最后一名", "Last"), 26),
        ("median", Text("中位数", "Median"), 10),
        ("range", Text("分差", "Range"), 9),
    )
    columns = [Column(key, title(book.lang), width) for key, title, width in titles]
    table = Table(book.tab("groups"), columns, _HEADER, len(facts.ranking.groups))
    sheet = book.sheet("groups", book.say(Text("各组情况与得分分布", "Groups, and how scores are spread")))
    book.head(sheet, table, 24)
    scores, numbers = ranking.all(score_key(facts), abroad=True), ranking.all("group_no", abroad=True)
    for number, group in enumerate(facts.ranking.groups, 1):
        at = table.header + number
        known = [one.score for one in group.standings]
        size = len(known)
        unranked = sum(one.group == group.name for one in facts.ranking.unranked)

        def of(order: str, key: str, number: int = number) -> str:
            match = f"MATCH({number * KEY}+{order},{ranking.all('key', abroad=True)},0)"
            return f"INDEX({ranking.all(key, abroad=True)},{match})"

        count, score = table.here("ranked", at), score_key(facts)
        low, high = group.standings[(size - 1) // 2].score, group.standings[size // 2].score
        cells: tuple[tuple[str, str, Any, object], ...] = (
            ("ranked", f"COUNTIF({numbers},{number})", book.count, size),
            ("mean", f"SUMIF({numbers},{number},{scores})/{count}", book.number, exact_sum(known) / size),
            ("best", of("1", score), book.number, facts.known(known[0])),
            ("best_unit", of("1", "unit"), book.name, group.standings[0].unit),
            ("worst", of(count, score), book.number, facts.known(known[-1])),
            ("worst_unit", of(count, "unit"), book.name, group.standings[-1].unit),
            (
                "median",
                f"({of(f'INT(({count}+1)/2)', score)}+{of(f'INT({count}/2)+1', score)})/2",
                book.number,
                (facts.known(low) + facts.known(high)) / 2,
            ),
            (
                "range",
                f"{table.here('best', at)}-{table.here('worst', at)}",
                book.number,
                facts.known(known[0]) - facts.known(known[-1]),
            ),
        )
        sheet.write_string(at, 0, group.name or ONE_GROUP(book.lang), book.cell)
        sheet.write_number(at, table.at["unranked"], unranked, book.count)
        for key, formula, form, value in cells:
            book.formula(sheet, at, table.at[key], formula, form, value)
    below = _spread(book, sheet, scores, table.last + 2)
    if 1 < len(facts.ranking.groups) <= _CHARTED:
        _chart(book, sheet, table, below)
    sheet.repeat_rows(table.header)
    if len(facts.ranking.groups) <= _ONE_PAGE:
        sheet.fit_to_pages(1, 1)


def _spread(book: Book, sheet: Any, scores: str, top: int) -> int:
    """Bands of one width; a score that leaves them later counts to an outer one. Gives the next free row."""
    facts = book.facts
    known = [one.score for one in facts.ranking.standings]
    step = next((step for step in _STEPS if max(known) // step - min(known) // step < _BANDS), _STEPS[-1])
    start, bands = min(known) // step, int(max(known) // step - min(known) // step) + 1
    title = Text("得分分布（全部单位）", "How scores are spread (all units)")
    sheet.write_string(top, 0, book.say(title), book.style("bold", font_color="#1F4E79", font_size=12))
    head = top + 1
    for place, text in enumerate((Text("得分段", "Band"), Text("单位数", "Units"))):
        sheet.write_string(head, place, book.say(text), book.header)
    for band in range(bands):
        low, high = (start + band) * step, (start + band + 1) * step
        tests, inside = [], known
        if band:
            tests.append(f"({scores}>={number_out(low)!r})")
            inside = [score for score in inside if score >= low]
        if band < bands - 1:
            tests.append(f"({scores}<{number_out(high)!r})")
            inside = [score for score in inside if score < high]
        ends = f"{short_text(low)} – {short_text(high)}"
        row = head + 1 + band
        sheet.write_string(row, 0, ends, book.middle)
        book.formula(
            sheet, row, 1, f"SUMPRODUCT({'*'.join(tests)}*1)" if tests else f"COUNT({scores})", book.count, len(inside)
        )
    chart = book.book.add_chart({"type": "column"})
    tab = book.tab("groups")
    chart.add_series(
        {
            "name": book.say(Text("单位数", "Units")),
            "categories": [tab, head + 1, 0, head + bands, 0],
            "values": [tab, head + 1, 1, head + bands, 1],
            "fill": {"color": "#2E75B6"},
            "gap": 8,
            "data_labels": {"value": True, "num_format": "0;;", "font": {"size": 8}},
        }
    )
    chart.set_title({"name": book.say(title), "name_font": {"size": 11, "name": book.font}, "overlay": False})
    chart.set_legend({"none": True})
    chart.set_x_axis({"num_font": {"size": 8}})
    grid = {"visible": True, "line": {"color": "#E3E8EE"}}
    most = max(sum(start + band == score // step for score in known) for band in range(bands))
    # Half a unit there is not.
    axis = {"num_format": "0", "min": 0, "major_unit": max(1, -(-most // _TICKS)), "major_gridlines": grid}
    chart.set_y_axis({"num_font": {"size": 8}, **axis})
    chart.set_size({"width": 760, "height": 260})
    sheet.insert_chart(top, 3, chart, {"object_position": 2})
    return top + max(bands + 3, 15)


def _chart(book: Book, sheet: Any, table: Table, top: int) -> None:
    tab, facts = book.tab("groups"), book.facts
    chart = book.book.add_chart({"type": "bar"})
    for key, colour in (("best", "#9DC3E6"), ("mean", "#1F4E79"), ("worst", "#E0A030")):
        at = table.at[key]
        chart.add_series(
            {
                "name": [tab, table.header, at],
                "categories": [tab, table.first, 0, table.last, 0],
                "values": [tab, table.first, at, table.last, at],
                "fill": {"color": colour},
                "gap": 60,
            }
        )
    title = book.say(Text("各组最高、平均、最低", "Highest, mean and lowest of each group"))
    chart.set_title({"name": title, "name_font": {"size": 11, "name": book.font}, "overlay": False})
    chart.set_legend({"position": "bottom"})
    chart.set_y_axis({"reverse": True, "label_position": "low", "num_font": {"size": 9, "name": book.font}})
    axis: dict[str, Any] = {"major_gridlines": {"visible": True, "line": {"color": "#E3E8EE"}}}
    negative = any(one.score < Fraction(0) for one in facts.ranking.standings)
    chart.set_x_axis(axis if negative else {**axis, "min": 0})
    chart.set_size({"width": 900, "height": 110 + 44 * len(facts.ranking.groups)})
    sheet.insert_chart(top, 0, chart, {"object_position": 2})
