"""The workbook being built: sheets, formulas with their cached values, tables, names, page setup."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell

from psscore.model.text import Text
from psscore.workbook.template.content import Content
from psscore.workbook.template.example import Example
from psscore.workbook.template.style import FAINT, MUTED, Styles
from psscore.workbook.template.tables import Table

SHEETS: dict[str, Text] = {
    "cover": Text("封面", "Cover"),
    "platform": Text("平台数据", "Platform data"),
    "survey": Text("调查数据", "Survey data"),
    "scores": Text("评分表", "Score sheet"),
    "summary": Text("汇总", "Summary"),
    "charts": Text("图表", "Charts"),
    "form": Text("自评表", "Self-evaluation form"),
    "findings": Text("问题清单", "Findings"),
    "provenance": Text("数据来源记录", "Data sources"),
    "guide": Text("使用说明", "Guide"),
    "comprehensive": Text("综合评价", "Comprehensive"),
    "points": Text("积分制", "Points system"),
    "checklist": Text("数字城管清单", "Digital management"),
    "rates": Text("数字城管比率", "Digital rates"),
    "plan": Text("规划目标", "Plan targets"),
}
Value = str | int | float | bool | None
Values = Mapping[tuple[str, str], Value]  # (sheet key, cell) -> the result of the formula there


class Subject(Protocol):
    """What is typed on the cover of a filled workbook."""

    @property
    def unit(self) -> Text: ...
    @property
    def period(self) -> Text: ...
    @property
    def mode(self) -> str: ...
    @property
    def evaluator(self) -> Text: ...
    @property
    def filled_on(self) -> date: ...
    @property
    def readings(self) -> Mapping[str, str]: ...
    @property
    def form_readings(self) -> Mapping[str, str]: ...


class Book:
    """Everything a sheet module writes through; `values` are the results known from an earlier pass."""

    def __init__(
        self,
        workbook: Any,
        lang: str,
        content: Content,
        example: Example | None,
        values: Values | None = None,
        sheets: Mapping[str, Text] = SHEETS,
        subject: Subject | None = None,
    ) -> None:
        self.workbook = workbook
        self.lang = lang
        self.content = content
        self.example = example
        self.subject = subject or example
        self.sheets = sheets
        self.styles = Styles(workbook, lang, content.places)
        self._values = values or {}
        self._sheets = {key: workbook.add_worksheet(title(lang)) for key, title in sheets.items()}
        for number, raw in enumerate(self._sheets.values(), 1):
            raw.set_vba_name(f"Sheet{number}")

    def t(self, text: Text) -> str:
        return text(self.lang)

    def say(self, zh: str, en: str) -> str:
        return en if self.lang == "en" else zh

    def sheet(self, key: str) -> Sheet:
        return Sheet(self, key, self._sheets[key])

    def name(self, name: str, key: str, cell: str) -> None:
        """Name a cell, or a range such as G2:I2."""
        corners = (xl_rowcol_to_cell(*xl_cell_to_rowcol(at), row_abs=True, col_abs=True) for at in cell.split(":"))
        self.workbook.define_name(name, f"='{self.sheets[key](self.lang)}'!{':'.join(corners)}")

    def value(self, key: str, cell: str) -> Value:
        return self._values.get((key, cell), "")


class Sheet:
    """One worksheet, addressed by cell names such as "B7"; rows and columns count from zero elsewhere."""

    def __init__(self, book: Book, key: str, sheet: Any) -> None:
        self.book = book
        self.key = key
        self.raw = sheet
        sheet.hide_gridlines(2)

    def columns(self, widths: Mapping[str, float]) -> None:
        for letters, width in widths.items():
            self.raw.set_column(letters if ":" in letters else f"{letters}:{letters}", width)

    def hide_column(self, letter: str) -> None:
        self.raw.set_column(f"{letter}:{letter}", 6, None, {"hidden": True})

    def height(self, row: int, points: float) -> None:
        """The height of a row, given as on screen (from 1)."""
        self.raw.set_row(row - 1, points)

    def write(self, cell: str, value: object, *roles: str, **properties: Any) -> None:
        fmt = self.book.styles(*roles, **properties)
        row, col = xl_cell_to_rowcol(cell)
        if value is None or value == "":
            self.raw.write_blank(row, col, None, fmt)
        elif isinstance(value, str):
            self.raw.write_string(row, col, value, fmt)
        else:
            self.raw.write(row, col, value, fmt)

    def formula(self, cell: str, formula: str, *roles: str, **properties: Any) -> None:
        row, col = xl_cell_to_rowcol(cell)
        value = self.book.value(self.key, cell)
        self.raw.write_formula(row, col, formula, self.book.styles(*roles, **properties), value)

    def merge(self, area: str, value: object, *roles: str, **properties: Any) -> None:
        fmt = self.book.styles(*roles, **properties)
        self.raw.merge_range(area, "", fmt)
        first = area.split(":")[0]
        if isinstance(value, str) and value.startswith("="):
            self.formula(first, value, *roles, **properties)
        else:
            self.write(first, value, *roles, **properties)

    def table(
        self, table: Table, first: str, rows: int, formulas: Mapping[str, str] | None = None, filter: bool = False
    ) -> None:
        """Lay the table's header at `first` over `rows` rows; `formulas` are its calculated columns."""
        row, col = xl_cell_to_rowcol(first)
        header = self.book.styles("header")
        columns: list[dict[str, Any]] = []
        for key, title in zip(table.columns, table.headers(self.book.lang), strict=True):
            column: dict[str, Any] = {"header": title, "header_format": header}
            if formulas and key in formulas:
                column["formula"] = formulas[key]
            columns.append(column)
        self.raw.add_table(
            row,
            col,
            row + rows,
            col + len(columns) - 1,
            {"name": table.name, "columns": columns, "style": None, "autofilter": filter},
        )

    def validate_count(self, area: str, title: str, message: str) -> None:
        """Whole numbers from 0."""
        self.raw.data_validation(
            area,
            {
                "validate": "integer",
                "criteria": ">=",
                "value": 0,
                "input_title": title,
                "input_message": message,
                "error_title": self.book.say("请核对数字", "Check the number"),
                "error_message": self.book.say("请填写不小于 0 的整数。", "Enter a whole number, 0 or more."),
            },
        )

    def validate_number(self, area: str, title: str = "", message: str = "") -> None:
        """Numbers from 0."""
        self.raw.data_validation(
            area,
            {
                "validate": "decimal",
                "criteria": ">=",
                "value": 0,
                "input_title": title,
                "input_message": message,
                "error_title": self.book.say("请核对数字", "Check the number"),
                "error_message": self.book.say("请填写不小于 0 的数字。", "Enter a number, 0 or more."),
            },
        )

    def validate_list(self, area: str, source: str | Sequence[str], strict: bool = True, message: str = "") -> None:
        self.raw.data_validation(
            area,
            {
                "validate": "list",
                "source": source if isinstance(source, str) else list(source),
                "error_type": "stop" if strict else "information",
                "error_title": self.book.say("请从列表中选择", "Choose from the list"),
                "error_message": self.book.say(
                    "列表之外的内容可能不被识别。", "Text outside the list may not be recognised."
                ),
                "input_message": message,
            },
        )

    def fade_errors(self, area: str) -> None:
        """Errors that only say "not filled yet" stay pale."""
        first = area.split(":")[0]
        self.raw.conditional_format(
            area,
            {"type": "formula", "criteria": f"=ISERROR({first})", "format": self.book.styles.rule(font_color=FAINT)},
        )

    def mark(self, area: str, criteria: str, **properties: Any) -> None:
        self.raw.conditional_format(
            area, {"type": "formula", "criteria": criteria, "format": self.book.styles.rule(**properties)}
        )

    def numbers_as_text(self, *areas: str) -> None:
        """Codes are text on purpose; Excel need not warn about them."""
        self.raw.ignore_errors({"number_stored_as_text": " ".join(areas)})

    def page(self, area: str, landscape: bool = False, repeat: Iterable[int] = (), pages: int = 0) -> None:
        """A4, as wide as the page; `repeat` is the first and last row repeated, counted from 1."""
        sheet, say = self.raw, self.book.say
        sheet.set_paper(9)
        if landscape:
            sheet.set_landscape()
        sheet.print_area(area)
        sheet.fit_to_pages(1, pages)
        sheet.center_horizontally()
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        rows = list(repeat)
        if rows:
            sheet.repeat_rows(rows[0] - 1, rows[-1] - 1)
        colour = f"&K{MUTED[1:]}"
        font = f'&"{self.book.styles.font}"&8{colour}'
        title, numbered = self.book.t(self.book.content.workbook), say("第 &P 页，共 &N 页", "Page &P of &N")
        sheet.set_footer(f"&L{font}{title}&C{font}{numbered}&R{font}&A")

    def protect(self, rows: bool = False) -> None:
        """Formulas are locked without a password; looking, filtering and formatting stay possible."""
        self.raw.protect(
            "",
            {
                "format_cells": True,
                "format_columns": True,
                "format_rows": True,
                "insert_rows": rows,
                "delete_rows": rows,
                "sort": True,
                "autofilter": True,
            },
        )
