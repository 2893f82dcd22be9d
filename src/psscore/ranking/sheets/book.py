"""The workbook the sheets are written into: formats, names, print settings, where columns lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from psscore.functions.cells import number_out
from psscore.model.text import Text
from psscore.ranking.sheets.facts import Facts
from psscore.workbook.template.style import FONTS, Styles

TABS = {
    "ranking": Text("排名", "Ranking"),
    "ends": Text("前后名次", "First and last"),
    "groups": Text("分组", "Groups"),
    "subtotals": Text("分级小计", "Subtotals"),
    "scores": Text("指标得分", "Scores"),
    "indicators": Text("指标统计", "Indicators"),
    "years": Text("与上年比较", "Year on year"),
    "movers": Text("名次升降", "Movers"),
    "unranked": Text("未排名", "Not ranked"),
    "method": Text("说明", "Method"),
}
UNIT, GROUP, SERIAL = Text("单位", "Unit"), Text("组别", "Group"), Text("序号", "No.")
EXCLUDED_WORD = Text("不计入", "left out")
ONE_GROUP = Text("全部", "All")
KEY = 1_000_000
"""The key of a unit is its group times this, plus its order in the group."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    key: str
    title: str
    width: float


class Table:
    """Where the columns and rows of a table lie: addresses for formulas."""

    def __init__(self, tab: str, columns: Sequence[Column], header: int, count: int) -> None:
        self.tab, self.columns, self.header, self.count = tab, list(columns), header, count
        self.at = {column.key: place for place, column in enumerate(self.columns)}

    @property
    def first(self) -> int:
        """The first row of data, from 0."""
        return self.header + 1

    @property
    def last(self) -> int:
        return self.header + max(self.count, 1)

    def here(self, key: str, row: int) -> str:
        """A cell as the formulas of its own row say it: `$C7`."""
        return f"${xl_col_to_name(self.at[key])}{row + 1}"

    def all(self, key: str, *, abroad: bool = False) -> str:
        """The whole column: `$C$6:$C$90`, with the sheet's name from another sheet."""
        return self.block(key, key, abroad=abroad)

    def block(self, left: str, right: str, *, abroad: bool = True) -> str:
        """Several columns side by side."""
        area = f"${xl_col_to_name(self.at[left])}${self.first + 1}:${xl_col_to_name(self.at[right])}${self.last + 1}"
        return f"'{self.tab}'!{area}" if abroad else area


class Book:
    """The workbook, its language and formats."""

    def __init__(self, book: Any, facts: Facts, lang: str) -> None:
        self.book, self.facts, self.lang = book, facts, lang
        self.style = Styles(book, lang, facts.places)
        self.font = FONTS[lang]
        places = facts.places
        self.number = self.style("cell", "score")
        spare = "#" * (facts.item_places - places)
        self.fine = self.style("cell", num_format=f"0.{'0' * places}{spare}" if facts.item_places else "0")
        self.change = self.style("cell", num_format=_signed(places))
        self.rise = self.style("cell", "center", num_format='"▲"0;"▼"0;"–"')
        self.full = self.style("cell", "muted", num_format="0.00########")
        self.helper = self.style("tiny", num_format="0")
        self.cell = self.style("cell")
        self.name = self.style("cell", "indent", shrink=True)
        self.group = [self.style("cell", "indent", bg_color=fill) for fill in ("#DCE6F1", "#F3F6FA")]
        self.wrap = self.style("cell", "wrap")
        self.middle = self.style("cell", "center")
        self.strong = self.style("cell", "center", "bold")
        self.count = self.style("cell", "count")
        self.header = self.style("header")
        self.tiny = self.style("tiny", text_wrap=True, align="center")

    def say(self, text: Text) -> str:
        """The sentence in the language of the workbook."""
        return text(self.lang)

    def tab(self, name: str) -> str:
        """The name of a sheet."""
        return TABS[name](self.lang)

    def sheet(self, name: str, title: str, note: str = "", colour: str = "#1F4E79") -> Any:
        """A sheet with its title in the first row, a note in the second, ready for A4 landscape."""
        sheet = self.book.add_worksheet(self.tab(name))
        sheet.hide_gridlines(2)
        sheet.set_tab_color(colour)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer(f'&L&"{self.font}"&8{self.tab(name)}&R&"{self.font}"&8&P / &N')
        sheet.set_row(0, 30)
        sheet.write_string(0, 0, title, self.style("title", align="left"))
        if note:
            sheet.write_string(1, 0, note, self.style("note", text_wrap=False))
        return sheet

    def head(self, sheet: Any, table: Table, height: float = 32, helpers: Sequence[str] = ()) -> None:
        """The heading of a table, repeated on every page; helper columns in small grey letters."""
        sheet.set_row(table.header, height)
        for place, column in enumerate(table.columns):
            sheet.set_column(place, place, column.width)
            look = self.tiny if column.key in helpers else self.header
            sheet.write_string(table.header, place, column.title, look)

    def formula(self, sheet: Any, row: int, column: int, formula: str, form: Any, value: object) -> None:
        """A formula with the value it has now."""
        if isinstance(value, Fraction):
            value = number_out(value)
        sheet.write_formula(row, column, f"={formula}", form, value)

    def risen(self, sheet: Any, table: Table) -> None:
        """Green for units that rose, red for those that fell."""
        at = table.at["rise"]
        for criteria, colour in ((">", "#2F6B3C"), ("<", "#B3261E")):
            look = self.style.rule(font_color=colour)
            rule = {"type": "cell", "criteria": criteria, "value": 0, "format": look}
            sheet.conditional_format(table.first, at, table.last, at, rule)

    def bar(self) -> dict[str, object]:
        """A data bar from 0 to full points."""
        full = number_out(self.facts.standard.total_points)
        ends = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": full}
        return {"type": "data_bar", "bar_color": "#CFE0F1", "bar_solid": True, "bar_border_color": "#CFE0F1", **ends}

    def amount(self, sheet: Any, row: int, column: int, number: Fraction, form: Any) -> None:
        """A number that is no formula."""
        sheet.write_number(row, column, number_out(number), form)


def _signed(places: int) -> str:
    form = f"0.{'0' * places}" if places else "0"
    return f"+{form};-{form};{form}"
