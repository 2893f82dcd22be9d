"""The sheet that says what was compared, by which rules, and how to read the numbers."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from psscore.comparison.book import Book, high
from psscore.comparison.comparison import Comparison
from psscore.comparison.counted import BRIDGES
from psscore.comparison.rows import CAUSES
from psscore.model.text import Text
from psscore.results import Evaluation
from psscore.scoring.numbers import exact_text

_RULES = (
    Text(
        "差 = 对照 − 基准，按精确数计算。各项之差与下列“其间”各行之和恰为总分之差。",
        "Difference = other − base, in exact numbers. The rows and the steps below add up to the difference of totals.",
    ),
    Text(
        "指标按编号和名称对应；只有一边有的列为“仅基准有”“仅对照有”，按全部得分计差。不计入总分的行计 0，折算另列。",
        "Indicators are matched by code and name; one that only one side has counts with all its points. A row left "
        "out of the total counts 0; scaling up for it is a step of its own.",
    ),
    Text(
        "“其中规则或读法”：对照的数据按对照的规则所得，减去按基准的规则所得；其余的差来自数据。",
        '"Of it by rules or readings": what the data of the other side earn by its own rules, less what they earn by '
        "those of the base; the rest comes from the data.",
    ),
    Text(
        "“仅得分”：数据和规则都说明不了的差，例如得分被改写或按全体计算的得分。",
        '"Score alone": a difference neither data nor rules explain, such as points typed over or scored on the group.',
    ),
)


def method(made: Book, comparisons: Sequence[Comparison], names: Sequence[str], clock: datetime.datetime) -> None:
    """Sources, digests and readings of both sides, and what the columns mean."""
    sheet = made.sheet("说明", "Method", [24, 24, 62, 62])
    made.entitle(sheet, made.say("方法与来源", "Method and sources"))
    row = 2
    for rule in _RULES:
        made.spread(
            sheet,
            row,
            3,
            rule(made.lang).replace("对照", names[1]).replace("基准", names[0])
            if made.lang == "zh"
            else rule(made.lang),
            made.wrap,
        )
        sheet.set_row(row, high(rule(made.lang), 165))
        row += 1
    kinds = made.say("、", ", ").join(text(made.lang) for text in CAUSES.values())
    made.spread(sheet, row, 3, made.say(f"“变的是”的取值：{kinds}", f'Values of "What": {kinds}'), made.wrap)
    row += 2
    row = _readings(made, sheet, comparisons, names, row)
    row = _bridges(made, sheet, comparisons, names, row)
    if len(comparisons) == 1:
        row = _sources(made, sheet, comparisons[0], names, row) + 1
    else:
        _list(made, comparisons, names)
    made.text(sheet, row, 0, f"psscore · {clock.isoformat(sep=' ', timespec='seconds')}", made.plain)


def _readings(made: Book, sheet: Any, comparisons: Sequence[Comparison], names: Sequence[str], row: int) -> int:
    found = list(
        dict.fromkeys(
            (r.title(made.lang), r.name, r.base(made.lang), r.other(made.lang))
            for one in comparisons
            for r in one.readings
        )
    )
    if not found:
        made.text(sheet, row, 0, made.say("两边的读法相同。", "Both sides have the same readings."), made.plain)
        return row + 2
    made.text(sheet, row, 0, made.say("不同的读法", "Readings that differ"), made.heading)
    made.heads(sheet, row + 1, [made.say("读法", "Reading"), made.say("名称", "Name"), *names], 20)
    for line, (title, name, base, other) in enumerate(found, row + 2):
        made.texts(sheet, line, 0, (title, name, base, other), made.wrap)
        sheet.set_row(line, max(high(title, 24), high(base, 62), high(other, 62)))
    return row + 3 + len(found)


def _bridges(made: Book, sheet: Any, comparisons: Sequence[Comparison], names: Sequence[str], row: int) -> int:
    found = [(one.name, bridge) for one in comparisons for bridge in one.bridges]
    if not found:
        return row
    made.text(sheet, row, 0, made.say("各项之和与总分之间", "Between the sum of the rows and the total"), made.heading)
    made.heads(sheet, row + 1, [made.say("单位", "Unit"), made.say("其间", "Step"), *names], 20)
    for line, (unit, bridge) in enumerate(found, row + 2):
        made.text(sheet, line, 0, unit, made.wrap)
        made.text(sheet, line, 1, BRIDGES[bridge.code](made.lang), made.wrap)
        made.amount(sheet, line, 2, bridge.base, made.change)
        made.amount(sheet, line, 3, bridge.other, made.change)
    return row + 3 + len(found)


def _sources(made: Book, sheet: Any, comparison: Comparison, names: Sequence[str], row: int) -> int:
    made.text(sheet, row, 0, comparison.name, made.heading)
    row += 1
    made.heads(sheet, row, [made.say("项目", "Item"), "", *names], 20)
    sheet.merge_range(row, 0, row, 1, made.say("项目", "Item"), made.header)
    for title, key in _LINES:
        row += 1
        sheet.merge_range(row, 0, row, 1, "", made.label)
        made.text(sheet, row, 0, title(made.lang), made.label)
        said = [_told(one, key) for one in (comparison.base, comparison.other)]
        made.texts(sheet, row, 2, said, made.small)
        sheet.set_row(row, max(high(text, 66, 12.5) for text in said))
    return row + 1


def _list(made: Book, comparisons: Sequence[Comparison], names: Sequence[str]) -> None:
    """Of many units a line for each side, in a sheet of their own."""
    widths = {"file": 26, "period": 12, "evaluator": 20, "mode": 12, "reference": 52, "digest": 34, "input_digest": 34}
    keys = [(title, key) for title, key in _LINES if key not in ("unit", "total", "grade", "progress")]
    sheet = made.sheet("来源", "Sources", [20, 12, *(widths.get(key, 18) for _, key in keys)])
    sheet.set_paper(8)
    made.entitle(sheet, made.say("来源", "Sources"))
    heads = [made.say("单位", "Unit"), made.say("来自", "Side"), *(title(made.lang) for title, _ in keys)]
    made.heads(sheet, 2, heads, 20)
    row = 2
    for comparison in comparisons:
        for side, one in zip(names, (comparison.base, comparison.other), strict=True):
            row += 1
            said = [_told(one, key) for _, key in keys]
            made.texts(sheet, row, 0, (comparison.name, side, *said), made.small)
            sheet.set_row(
                row, max(high(text, widths.get(key, 18), 12.5) for text, (_, key) in zip(said, keys, strict=True))
            )
    sheet.autofilter(2, 0, row, 1 + len(keys))
    sheet.freeze_panes(3, 2)
    sheet.repeat_rows(2)


_LINES = (
    (Text("文件", "File"), "file"),
    (Text("单位", "Unit"), "unit"),
    (Text("评价周期", "Period"), "period"),
    (Text("评价机构", "Evaluator"), "evaluator"),
    (Text("评价方式", "Mode"), "mode"),
    (Text("评价标准", "Standard"), "reference"),
    (Text("标准摘要", "Digest of the standard"), "digest"),
    (Text("总分", "Total"), "total"),
    (Text("等级", "Grade"), "grade"),
    (Text("完成进度", "Progress"), "progress"),
    (Text("输入摘要", "Digest of the workbook"), "input_digest"),
    (Text("计分时钟", "Clock"), "clock"),
    (Text("psscore 版本", "Version of psscore"), "psscore"),
)


def _told(one: Evaluation, key: str) -> str:
    if key == "total":
        return exact_text(one.total) if one.total is not None else "—"
    return str(getattr(one, key)) or "—"
