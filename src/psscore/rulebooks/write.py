"""Sheets to an Excel workbook an expert likes to work in."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from psscore.rulebooks.cells import READING, Cell
from psscore.rulebooks.columns import (
    COVER,
    COVER_CHOICES,
    INDICATORS,
    OPTIONAL,
    PERCENT_KEYS,
    PROPOSED,
    READINGS,
    RULES,
    Column,
    Holds,
)
from psscore.rulebooks.sheets import HEADER_ROWS, Sheet

_FONT = "微软雅黑"
_A4, _A3 = 9, 8
_WIDE = 12
"""Sheets with more columns are printed on A3."""
_SPARE_ROWS = 500
"""Rows below the data whose cells offer the same choices."""
_FIRST_DAY = datetime(2020, 1, 1)
_FROZEN_COLUMNS = {INDICATORS.name.zh: 4, RULES.name.zh: 1, READINGS.name.zh: 1, COVER.zh: 1}


def workbook_bytes(sheets: Sequence[Sheet], lang: str = "zh") -> bytes:
    """The .xlsx file of a rulebook; the same sheets give the same bytes."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": _FIRST_DAY, "title": _title(sheets)})
        writer = _Writer(book, lang, sheets)
        for sheet in sheets:
            writer.write(sheet)
    return out.getvalue()


def _title(sheets: Sequence[Sheet]) -> str:
    for row in sheets[0].rows:
        if row[1] == "title":
            return str(row[2] or "")
    return ""


class _Writer:
    """One workbook being written; formats are made once each."""

    def __init__(self, book: xlsxwriter.Workbook, lang: str, sheets: Sequence[Sheet]) -> None:
        self.book, self.lang = book, lang
        self.formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        readings = next((sheet for sheet in sheets if sheet.name == READINGS.name), None)
        self.readings = list(dict.fromkeys(f"{READING}{row[0]}" for row in readings.rows if row[0])) if readings else []
        self.label = self._format(bold=True, bg_color="#1F4E79", font_color="#FFFFFF", align="center", valign="vcenter")
        self.key = self._format(font_size=8, font_color="#7F7F7F", bg_color="#F2F2F2", align="center")

    def write(self, sheet: Sheet) -> None:
        page: Worksheet = self.book.add_worksheet(sheet.name.zh)
        page.set_landscape()
        page.set_paper(_A3 if len(sheet.columns) > _WIDE else _A4)
        page.fit_to_pages(1, 0)
        page.set_margins(0.4, 0.4, 0.5, 0.6)
        page.set_footer("&C&P / &N")
        page.repeat_rows(0)
        page.hide_gridlines(1)
        page.freeze_panes(HEADER_ROWS, _FROZEN_COLUMNS.get(sheet.name.zh, 0))
        page.set_row(0, 30)
        # Keys are for the machine: small, and not printed in anyone's way.
        page.set_row(1, 11)
        folded = {index for index, column in enumerate(sheet.columns) if self._folds(sheet, index, column)}
        for index, column in enumerate(sheet.columns):
            options: dict[str, Any] = {"level": 1, "hidden": True} if index in folded else {}
            if index - 1 in folded and index not in folded:
                options = {"collapsed": True}
            page.set_column(index, index, column.width, self._cell_format(column, None, percent=False), options)
            page.write_string(0, index, column.label(self.lang), self.label)
            page.write_string(1, index, column.key, self.key)
        headings = self._headings(sheet)
        for number, row in enumerate(sheet.rows):
            for index, (column, cell) in enumerate(zip(sheet.columns, row, strict=False)):
                if self.lang == "zh" and column.names:
                    cell = column.shown(cell)
                percent = number in sheet.percent_rows and column.key in PERCENT_KEYS
                form = self._cell_format(column, cell, percent=percent, heading=number in headings)
                self._write(page, number + HEADER_ROWS, index, cell, form)
        self._choices(page, sheet)
        if sheet.rows and sheet.name != COVER:
            page.autofilter(1, 0, HEADER_ROWS + len(sheet.rows) - 1, len(sheet.columns) - 1)

    def _folds(self, sheet: Sheet, index: int, column: Column) -> bool:
        """Whether a column is folded away: nobody fills it, or it is the English beside Chinese."""
        if self.lang == "zh" and sheet.name != COVER and column.key.endswith(".en"):
            return True
        return column.key in OPTIONAL and all(row[index] is None for row in sheet.rows) and bool(sheet.rows)

    def _headings(self, sheet: Sheet) -> set[int]:
        """Rows of indicators that are not scored themselves."""
        at = {column.key: index for index, column in enumerate(sheet.columns)}
        if sheet.name != INDICATORS.name or "rule" not in at:
            return set()
        return {
            number for number, row in enumerate(sheet.rows) if row[at["rule"]] is None and row[at["code"]] is not None
        }

    def _write(self, page: Worksheet, row: int, index: int, cell: Cell, form: Format) -> None:
        if cell is None:
            page.write_blank(row, index, None, form)
        elif isinstance(cell, bool):
            page.write_boolean(row, index, cell, form)
        elif isinstance(cell, str):
            page.write_string(row, index, cell, form)
        else:
            page.write_number(row, index, cell, form)

    def _cell_format(self, column: Column, cell: Cell, *, percent: bool, heading: bool = False) -> Format:
        look: dict[str, Any] = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#BFBFBF"}
        if column.holds in (Holds.CODE, Holds.TEXTS, Holds.NUMBERS):
            look["num_format"] = "@"
        elif percent and isinstance(cell, int | float):
            places = len(f"{cell * 100:.10f}".rstrip("0").partition(".")[2])
            look["num_format"] = f"0.{'0' * places}%" if places else "0%"
        if column.holds is Holds.SHOWN:
            look |= (
                {"bg_color": "#FFF2CC"} if column.key in PROPOSED else {"font_color": "#595959", "bg_color": "#F7F7F7"}
            )
        if column.key in ("(level)", "points"):
            look["align"] = "center"
        if heading:
            look |= {"bold": True, "bg_color": "#DDEBF7"}
        if column.key == "(confirmed)":
            look |= {"bg_color": "#FFE699", "align": "center", "bold": True}
        return self._format(**look)

    def _choices(self, page: Worksheet, sheet: Sheet) -> None:
        last = HEADER_ROWS + len(sheet.rows) + _SPARE_ROWS
        for index, column in enumerate(sheet.columns):
            offered = column.names if self.lang == "zh" and column.names else column.choices
            if column.choices and not column.key.startswith("(c"):
                self._validate(page, HEADER_ROWS, last, index, [*offered, *self.readings])
            elif column.choices:
                self._validate(page, HEADER_ROWS, last, index, list(column.choices))
            if column.key == "rule" and sheet.name == INDICATORS.name:
                source = f"='{RULES.name.zh}'!$A${HEADER_ROWS + 1}:$A${HEADER_ROWS + _SPARE_ROWS}"
                page.data_validation(HEADER_ROWS, index, last, index, self._rule(source))
        if sheet.name == COVER:
            for number, row in enumerate(sheet.rows):
                if choices := COVER_CHOICES.get(str(row[1])):
                    at = number + HEADER_ROWS
                    self._validate(page, at, at, 2, [*choices, *self.readings])

    def _validate(self, page: Worksheet, first: int, last: int, index: int, choices: list[str]) -> None:
        # Excel takes 255 characters of choices in place.
        while len(",".join(choices)) > 255:
            choices = choices[:-1]
        page.data_validation(first, index, last, index, self._rule(choices))

    def _rule(self, source: str | list[str]) -> dict[str, Any]:
        return {
            "validate": "list",
            "source": source,
            "error_type": "warning",
            "error_title": "psscore",
            "error_message": "不在可选值中，仍要保留吗？ Not one of the listed values: keep it?",
        }

    def _format(self, **look: Any) -> Format:
        key = tuple(sorted(look.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"font_name": _FONT, "font_size": 10} | look)
        return self.formats[key]
