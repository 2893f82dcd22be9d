"""Writing values into the input cells of a workbook; every other byte of its other parts stays as it is.

The stored results of formulas are those of the old inputs afterwards: score the workbook then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from psscore.model.text import Text
from psscore.workbook import slow
from psscore.workbook.address import a1, area
from psscore.workbook.cells import formula, literal, place
from psscore.workbook.input_text import Input, InputCell, fault_of, rewritten
from psscore.workbook.package import Limits, Package, Packed
from psscore.workbook.parts import Book, read_book
from psscore.workbook.refusal import Finding, Refused
from psscore.workbook.sheet_layout import Box, Row, layout
from psscore.workbook.strings import shared_strings
from psscore.workbook.values import Cell
from psscore.workbook.xml import MAIN, flag, open_text, parse

Place = tuple[int, int]


class InputsRefused(Refused):
    """Values that cannot be written, all of them at once; nothing was written. `findings` says where and why."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        zh = "；".join(f"{finding.sheet}!{finding.cell} {finding.text.zh}" for finding in findings)
        en = "; ".join(f"{finding.sheet}!{finding.cell} {finding.text.en}" for finding in findings)
        super().__init__(findings[0].code, Text(f"未写入任何内容：{zh}", f"nothing was written: {en}"))

    def __reduce__(self) -> tuple[type[InputsRefused], tuple[tuple[Finding, ...]]]:  # type: ignore[override]
        return InputsRefused, (self.findings,)


def write_inputs(
    package: bytes,
    changes: Mapping[tuple[str, str], Input],
    *,
    even_locked: bool = False,
    limits: Limits | None = None,
) -> bytes:
    """The workbook with new values in some input cells, by sheet and address; the object given when none differs.

    Numbers, logical values and texts; None and "" make a cell blank. A text stays a text, whatever it looks like.
    Cells keep their style; a cell the file does not have gets that of the table column, row or column it stands in.
    Raises `InputsRefused` with every cell that holds a formula, a table's heading or total, the hidden part of merged
    cells or, unless `even_locked`, is locked on a protected sheet; `Refused` for what is no plain workbook.
    """
    opened = Package(package, limits or Limits())
    book = read_book(opened)
    findings: list[Finding] = []
    wanted: dict[str, dict[Place, Input]] = defaultdict(dict)
    names = {sheet.name.casefold(): sheet.name for sheet in book.sheets}
    for (sheet, at), value in changes.items():
        name, box = names.get(sheet.casefold()), area(at)
        fault = fault_of(value)
        if name is None:
            known = "、".join(names.values())
            text = Text(f"没有工作表“{sheet}”，有：{known}", f'no sheet "{sheet}"; there are: {known}')
            findings.append(Finding(sheet, at, "no_such_input", text))
        elif box is None or box[:2] != box[2:]:
            text = Text("不是一个单元格的地址", "is not the address of one cell")
            findings.append(Finding(sheet, at, "no_such_input", text))
        elif fault is not None:
            findings.append(Finding(name, at, "not_a_value", fault))
        else:
            wanted[name][box[:2]] = value
    writer = _Writer(opened, book, even_locked)
    packed: dict[str, Packed] = {}
    for entry in book.sheets:
        if entry.name in wanted:
            new = writer.sheet(entry.name, entry.part, wanted[entry.name])
            if new is not None:
                packed[entry.part] = opened.pack(entry.part, new)
    findings += writer.findings
    if findings:
        raise InputsRefused(tuple(findings))
    return opened.replace(packed)


class _Writer:
    """Writes into one workbook's sheets, and gathers what cannot be written."""

    def __init__(self, package: Package, book: Book, even_locked: bool) -> None:
        self.package, self.book, self.even_locked = package, book, even_locked
        self.findings: list[Finding] = []

    def sheet(self, name: str, part: str, wanted: Mapping[Place, Input]) -> bytes | None:
        """The part with new values, None when it holds them already or some cannot be written."""
        text, coding = open_text(self.package.read(part), part)
        cells = {place(cell.raw): cell for cell in slow.cells(text, part)}
        found = layout(text, part)
        boxes = [
            box
            for cell in cells.values()
            if cell.raw[3] and (box := formula(cell.raw).box) and formula(cell.raw).kind in ("array", "dataTable")
        ]
        known = len(self.findings)
        inputs: dict[Place, InputCell] = {}
        for at, value in sorted(wanted.items()):
            cell = cells.get(at)
            style = self.style(name, at, cells) or _row_style(found.rows, at[0]) or found.column_style(at[1])
            if cell is not None:
                style = _style(cell)
            why = self.obstacle(name, at, cell, boxes, found.merged, style if found.protected else None)
            if why is not None:
                self.findings.append(Finding(name, a1(*at), "not_an_input", why))
            elif not self.holds(cell, value):
                inputs[at] = InputCell(value, style, cell)
        if len(self.findings) > known or not inputs:
            return None
        return coding.encode(rewritten(text, found, cells, inputs))

    def obstacle(
        self,
        sheet: str,
        at: Place,
        cell: slow.SlowCell | None,
        arrays: list[Box],
        merged: list[Box],
        style: str | None,
    ) -> Text | None:
        """Why a cell is no input cell; `style` is its style where the sheet is protected."""
        if cell is not None and cell.raw[3]:
            return Text("是公式，不能覆盖", "holds a formula, which is not overwritten")
        if any(_inside(at, box) for box in arrays):
            return Text("是数组公式结果的一部分", "is part of an array formula's result")
        for box in merged:
            if _inside(at, box) and at != box[:2]:
                first = a1(*box[:2])
                return Text(
                    f"在合并单元格内，值须写在 {first}", f"is inside merged cells: the value belongs in {first}"
                )
        for table in self.book.tables.values():
            if table.sheet == sheet and _inside(at, (table.top, table.left, table.bottom, table.right)):
                if at[0] < table.first_row:
                    return Text(f"是表 {table.name} 的标题", f"is a heading of the table {table.name}")
                if at[0] > table.last_row:
                    return Text(f"是表 {table.name} 的汇总行", f"is in the totals row of the table {table.name}")
        if style is not None and not self.even_locked and self.locked(style):
            return Text("已锁定，工作表受保护", "is locked and its sheet is protected")
        return None

    def holds(self, cell: slow.SlowCell | None, value: Input) -> bool:
        """True when the cell says so already."""
        if cell is None:
            return value is None or value == ""
        raw = cell.raw
        if b't="s"' in raw[2] and not isinstance(value, str):
            return False
        try:
            old: Cell = literal(raw, self.strings if b't="s"' in raw[2] else [], self.book.date1904)
        except (ValueError, LookupError):
            return False
        if isinstance(old, bool) or isinstance(value, bool):
            return old is value
        if isinstance(old, str) or isinstance(value, str):
            return (old or None) == (value or None)
        return old == value

    def style(self, sheet: str, at: Place, cells: Mapping[Place, slow.SlowCell]) -> str:
        """The style of the cell above in the same table column, or else of the one below."""
        for table in self.book.tables.values():
            if table.sheet == sheet and _inside(at, (table.first_row, table.left, table.last_row, table.right)):
                rows = [*range(at[0] - 1, table.first_row - 1, -1), *range(at[0] + 1, table.last_row + 1)]
                beside = (cells.get((row, at[1])) for row in rows)
                return next((_style(cell) for cell in beside if cell is not None), "")
        return ""

    def locked(self, style: str) -> bool:
        number = int(style) if style.isdigit() else 0
        return number >= len(self.locks) or self.locks[number]

    @cached_property
    def locks(self) -> list[bool]:
        """Whether cells of each style are locked."""
        if self.book.styles is None:
            return []
        formats = parse(self.package.read(self.book.styles), self.book.styles).find(MAIN + "cellXfs")
        found = []
        for item in formats if formats is not None else ():
            protection = item.find(MAIN + "protection")
            found.append(protection is None or flag(protection.get("locked"), True))
        return found

    @cached_property
    def strings(self) -> list[str]:
        part = self.book.strings
        return shared_strings(self.package.read(part), part) if part else []


def _style(cell: slow.SlowCell) -> str:
    _, found, rest = cell.raw[2].partition(b' s="')
    return rest[: rest.find(b'"')].decode() if found else ""


def _row_style(rows: list[Row], number: int) -> str:
    return next((row.style for row in rows if row.number == number), "")


def _inside(at: Place, box: Box) -> bool:
    return box[0] <= at[0] <= box[2] and box[1] <= at[1] <= box[3]
