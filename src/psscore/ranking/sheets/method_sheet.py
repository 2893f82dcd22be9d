"""How the ranking was made: everything a reader needs to make it again."""

from __future__ import annotations

import re
from collections.abc import Iterator

import psscore
from psscore.model.text import Text
from psscore.ranking.method import method
from psscore.ranking.sheets.book import Book

_LINE = 104
_UNBROKEN = 72
_LONG = re.compile("[!-~]{60}")


def write_method(book: Book) -> None:
    """Headings with lines below them."""
    sheet = book.sheet("method", book.say(Text("排名方法与来源", "Method and sources")), colour="#7C8896")
    sheet.set_portrait()
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 92)
    at = 2
    for heading, lines in [*method(book.facts.ranking), (Text("本工作簿", "This workbook"), list(_live(book)))]:
        if not lines:
            continue
        sheet.write_string(at, 0, book.say(heading), book.style("heading"))
        sheet.write_blank(at, 1, None, book.style("heading"))
        sheet.set_row(at, 22)
        at += 1
        for label, words in lines:
            said = book.say(words)
            sheet.write_string(at, 0, book.say(label), book.style("label", valign="top", text_wrap=True))
            sheet.write_string(at, 1, said, book.style("cell", "wrap", valign="top"))
            # A reference breaks at its signs only, and leaves much of a line empty.
            line = _UNBROKEN if _LONG.search(said) else _LINE
            wide = max(
                len(said.encode("gb18030", "replace")) / line, len(book.say(label).encode("gb18030", "replace")) / 30
            )
            sheet.set_row(at, 16 + 14 * int(wide))
            at += 1
        at += 1


def _live(book: Book) -> Iterator[tuple[Text, Text]]:
    facts = book.facts
    yield (
        Text("公式", "Formulas"),
        Text(
            "“指标得分”中的得分是数值，小计、总分、名次、前后名次和统计都是公式，只用 Excel 自带的函数；"
            "改动得分后名次随之改变，行的次序不变，可用筛选按钮排序。",
            "The scores on their sheet are values; subtotals, totals, places, first and last and statistics are "
            "formulas with Excel's own functions only. A changed score changes the places; rows stay where they are: "
            "sort with the filter.",
        )
        if facts.leaves
        else Text("总分是数值，名次是公式。", "Totals are values, places are formulas."),
    )
    if facts.digits is None:
        yield (
            Text("注意", "Note"),
            Text(
                "总分之差小于 Excel 的精度，总分和名次写成数值，不是公式。",
                "Totals differ by less than Excel can hold: totals and places are values here, not formulas.",
            ),
        )
    elif facts.rows:
        yield (
            Text("小数", "Decimals"),
            Text(
                f"公式把二进制小数的和还原到 {facts.digits} 位小数再比较。",
                f"Formulas restore binary sums to {facts.digits} decimals before they compare.",
            ),
        )
    yield (
        Text("不随公式变的", "Not recalculated"),
        Text(
            "等级、去年的名次和与全组比较的指标得分是制作时的数值。",
            "Grades, last year's places and scores that compare with the group are values of the time this was made.",
        ),
    )
    yield Text("版本", "Version"), Text(f"psscore {psscore.__version__}", f"psscore {psscore.__version__}")
