"""The look that the sheets of a comparison share, and writing what other people typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from psscore.functions.cells import number_out
from psscore.model.text import Text
from psscore.shown.paper import on_a4
from psscore.workbook.template.style import AMBER, AMBER_FILL, BAND, FONTS, GRID, MUTED, NAVY, PALE

WITHHELD = Text("未得出", "withheld")
EXCLUDED = Text("不计入", "left out")
NONE = Text("无得分", "no score")
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "default_date_format": "yyyy-mm-dd",
}
_LONGEST = 32_000


class Book:
    """A workbook in the making, with its formats."""

    def __init__(self, book: Any, lang: str) -> None:
        self.book, self.lang = book, lang
        font = {"font_name": FONTS[lang], "font_size": 10, "valign": "vcenter"}
        boxed = {**font, "border": 1, "border_color": GRID}
        signed = {"num_format": "+0.00##;-0.00##;0.00"}

        def form(base: dict[str, Any], **more: Any) -> Any:
            return book.add_format({**base, **more})

        self.plain = form(font)
        self.note = form(font, font_size=9, font_color=MUTED, text_wrap=True)
        self.title = form(font, font_size=16, bold=True, font_color=NAVY)
        self.heading = form(font, font_size=12, bold=True, font_color=NAVY)
        self.warning = form(boxed, font_color=AMBER, bg_color=AMBER_FILL, text_wrap=True)
        self.header = form(boxed, bold=True, font_color=NAVY, bg_color=BAND, align="center", text_wrap=True)
        self.cell = form(boxed)
        self.wrap = form(boxed, text_wrap=True)
        self.small = form(boxed, font_size=9, text_wrap=True)
        self.center = form(boxed, align="center")
        self.label = form(boxed, bg_color=PALE, font_color=NAVY)
        self.bold = form(boxed, bold=True, bg_color=PALE)
        self.count = form(boxed, num_format="#,##0.####")
        self.rate = form(boxed, num_format="0.00%")
        self.points = form(boxed, num_format="0.00##")
        self.change = form(boxed, **signed)
        self.bold_points = form(boxed, num_format="0.00##", bold=True, bg_color=PALE)
        self.bold_change = form(boxed, bold=True, bg_color=PALE, **signed)
        self.indent = form(boxed, indent=1, text_wrap=True)

    def say(self, zh: str, en: str) -> str:
        return Text(zh, en)(self.lang)

    def sheet(self, zh: str, en: str, widths: Sequence[float], *, landscape: bool = True) -> Any:
        """A sheet that prints on A4, fitted to the width, with its page numbers."""
        sheet = on_a4(self.book.add_worksheet(self.say(zh, en)), widths, landscape=landscape)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&8psscore&C&8&A&R&8&P / &N")
        return sheet

    def heads(self, sheet: Any, row: int, titles: Sequence[str], height: float = 32) -> None:
        """A row of column titles."""
        sheet.set_row(row, height)
        for column, title in enumerate(titles):
            sheet.write_string(row, column, title, self.header)

    def entitle(self, sheet: Any, title: str) -> None:
        """The title on top of a sheet."""
        self.text(sheet, 0, 0, title, self.title)
        sheet.set_row(0, 26)

    def texts(self, sheet: Any, row: int, column: int, texts: Iterable[str], form: Any = None) -> None:
        """Texts in cells side by side."""
        for at, text in enumerate(texts, column):
            self.text(sheet, row, at, text, form)

    def text(self, sheet: Any, row: int, column: int, text: str, form: Any = None) -> None:
        """A text as it is: never a formula, a number or a link."""
        sheet.write_string(row, column, text[:_LONGEST], form or self.cell)

    def amount(
        self, sheet: Any, row: int, column: int, number: Fraction | None, form: Any = None, none: str = ""
    ) -> None:
        """A number, or what stands in its place."""
        if number is None:
            sheet.write_string(row, column, none, self.center)
        else:
            sheet.write_number(row, column, number_out(number), form or self.points)

    def formula(
        self,
        sheet: Any,
        row: int,
        column: int,
        formula: str,
        number: Fraction | None,
        form: Any = None,
        *,
        shown: str = "",
    ) -> None:
        """A formula with the value it has now; `shown` is that value where it is no number."""
        sheet.write_formula(row, column, formula, form or self.change, shown if number is None else number_out(number))

    def spread(self, sheet: Any, row: int, last: int, text: str, form: Any = None) -> None:
        """A text over several columns, its row as high as the text needs."""
        sheet.merge_range(row, 0, row, last, "", form or self.note)
        sheet.write_string(row, 0, text[:_LONGEST], form or self.note)


def colours(differences: Iterable[Fraction | None]) -> dict[str, Any]:
    """A colour scale that is white at 0 and as strong on either side."""
    most = max((abs(one) for one in differences if one is not None), default=Fraction(0)) or Fraction(1)
    ends = {"min_type": "num", "min_value": number_out(-most), "max_type": "num", "max_value": number_out(most)}
    shades = {"min_color": "#F4B183", "mid_color": "#FFFFFF", "max_color": "#9DC3E6"}
    return {"type": "3_color_scale", **shades, **ends, "mid_type": "num", "mid_value": 0}


def high(text: str, width: float, line: float = 14.5, least: float = 18) -> float:
    """Points of height for a text in a column of that width."""
    lines = sum(1 + len(part.encode("gb18030", "replace")) // max(1, int(width)) for part in text.splitlines() or [""])
    return min(400.0, max(least, line * lines + 4))
