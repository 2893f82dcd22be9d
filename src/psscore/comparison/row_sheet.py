"""The sheet of indicators: both sides of every row, the difference as a formula, filters for what has changed."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell as at

from psscore.comparison.book import EXCLUDED, NONE, Book, colours, high
from psscore.comparison.comparison import Comparison
from psscore.comparison.rows import CAUSES, Entry, Row
from psscore.scoring.numbers import exact_sum

_HEAD = 3
_SIDE = ("value", "base", "rate", "score")
_BASE, _OTHER, _DIFFERENCE, _BY_RULES, _CHANGED, _CAUSE, _WHY = 6, 10, 14, 15, 16, 17, 18
_COLUMNS = 20
_TOLD = 110


def indicators(made: Book, comparisons: Sequence[Comparison], names: Sequence[str]) -> None:
    """Every row of every comparison."""
    widths = [18, 7, 13, 15, 30, 7, *[9, 9, 9, 8] * 2, 10, 10, 7, 12, _TOLD, _TOLD]
    sheet = made.sheet("逐项差异", "By indicator", widths)
    made.entitle(sheet, made.say("逐项差异", "Differences by indicator"))
    counts = any(one.base.standard_id and _weighted(one) for one in comparisons)
    hint = made.say(
        "用“有变”列的筛选只看差异；上方合计随筛选而变。",
        'Filter the column "Changed" to see differences only; the sum above follows the filter.',
    )
    if counts:
        hint += made.say(
            "差按计入总分的分数计算（子表有权重）。", " Differences are in points of the total (weighted)."
        )
    made.spread(sheet, 1, 13, hint)
    _heads(made, sheet, names)
    row = _HEAD
    parts: list[Fraction] = []
    for comparison in comparisons:
        for one in comparison.rows:
            row += 1
            _line(made, sheet, row, comparison, one)
            parts.append(one.difference or Fraction(0))
    if row == _HEAD:
        return
    made.text(sheet, 2, _DIFFERENCE - 2, made.say("合计", "Sum"), made.bold)
    made.text(sheet, 2, _DIFFERENCE - 1, "", made.bold)
    area = f"{at(_HEAD + 1, _DIFFERENCE)}:{at(row, _DIFFERENCE)}"
    made.formula(sheet, 2, _DIFFERENCE, f"=SUBTOTAL(109,{area})", exact_sum(parts), made.bold_change)
    scale = colours(parts)
    sheet.conditional_format(_HEAD + 1, _DIFFERENCE, row, _DIFFERENCE, scale)
    sheet.autofilter(_HEAD, 0, row, _COLUMNS - 1)
    sheet.freeze_panes(_HEAD + 1, 5)
    sheet.repeat_rows(_HEAD)
    # The explanations are for the screen: with them nothing could be read on A4.
    sheet.print_area(0, 0, row, _WHY - 1)


def _heads(made: Book, sheet: Any, names: Sequence[str]) -> None:
    words = {
        "value": made.say("数值", "value"),
        "base": made.say("基数", "base"),
        "rate": made.say("比率", "rate"),
        "score": made.say("得分", "score"),
    }
    gap = "" if made.lang == "zh" else " "
    made.heads(
        sheet,
        _HEAD,
        [
            made.say("单位", "Unit"),
            made.say("编号", "Code"),
            made.say("一级指标", "Level 1"),
            made.say("二级指标", "Level 2"),
            made.say("指标", "Indicator"),
            made.say("分值", "Points"),
            *(f"{name}{gap}{words[key]}" for name in names for key in _SIDE),
            made.say("差", "Difference"),
            made.say("其中规则或读法", "of it by rules or readings"),
            made.say("有变", "Changed"),
            made.say("变的是", "What"),
            *(made.say(f"{name}得分说明", f"{name} explanation") for name in names),
        ],
        44,
    )


def _line(made: Book, sheet: Any, row: int, comparison: Comparison, one: Row) -> None:
    lang = made.lang
    made.text(sheet, row, 0, comparison.name, made.wrap)
    made.text(sheet, row, 1, one.code, made.center)
    for place in range(2):
        above = one.path[place][1](lang) if place < len(one.path) else ""
        made.text(sheet, row, 2 + place, above, made.small)
    made.text(sheet, row, 4, one.name(lang), made.wrap)
    entry = one.base or one.other
    made.amount(sheet, row, 5, entry.item.points if entry else None)
    for column, side in ((_BASE, one.base), (_OTHER, one.other)):
        _side(made, sheet, row, column, side)
    _difference(made, sheet, row, one)
    if one.by_rules:
        made.amount(sheet, row, _BY_RULES, one.by_rules, made.change)
    else:
        made.text(sheet, row, _BY_RULES, "", made.cell)
    made.text(sheet, row, _CHANGED, made.say("是", "yes") if one.differs else made.say("否", "no"), made.center)
    causes = made.say("、", ", ").join(CAUSES[cause](lang) for cause in one.changed)
    made.text(sheet, row, _CAUSE, causes, made.small)
    said = [side.item.explanation if side else "" for side in (one.base, one.other)]
    made.texts(sheet, row, _WHY, said, made.small)
    sheet.set_row(
        row,
        max(
            high(one.name(lang), 30),
            high(comparison.name, 17),
            *(high(text, _TOLD - 5 if lang == "zh" else _TOLD, 12.5) for text in said),
        ),
    )


def _side(made: Book, sheet: Any, row: int, column: int, entry: Entry | None) -> None:
    if entry is None:
        made.texts(sheet, row, column, ["—"] * len(_SIDE), made.center)
        return
    item = entry.item
    made.amount(sheet, row, column, item.value, made.rate if _is_share(entry) else made.count)
    made.amount(sheet, row, column + 1, item.base, made.count)
    made.amount(sheet, row, column + 2, entry.rate, made.rate)
    made.amount(sheet, row, column + 3, item.score, none=(EXCLUDED if item.hole == "excluded" else NONE)(made.lang))


def _difference(made: Book, sheet: Any, row: int, one: Row) -> None:
    """The difference of the two scores; where they count otherwise in the total, the number itself."""
    sides = [side for side in (one.base, one.other) if side is not None]
    if one.difference is None:
        made.text(sheet, row, _DIFFERENCE, "—", made.center)
    elif all(side.counted == side.item.score for side in sides):
        before, after = at(row, _BASE + 3), at(row, _OTHER + 3)
        made.formula(sheet, row, _DIFFERENCE, f"=N({after})-N({before})", one.difference)
    else:
        made.amount(sheet, row, _DIFFERENCE, one.difference, made.change)


def _is_share(entry: Entry) -> bool:
    """A ready rate is shown as one."""
    return entry.item.base is None and entry.rate is not None and entry.rate == entry.item.value


def _weighted(comparison: Comparison) -> bool:
    return any(
        side is not None and side.counted != side.item.score
        for row in comparison.rows
        for side in (row.base, row.other)
    )
