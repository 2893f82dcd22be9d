"""Writing values into the input cells of a workbook; every other byte of its other parts stays as it is.

The stored results of formulas are those of the old inputs afterwards: score the workbook then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from psscore.model.text import Text
from psscore.workbook import slow
from psscore.workbook.address import a1, area
from psscore.workbook.cells import formula, literal, place
from psscore.workbook.input_text import Input, InputCell, fault_of, rewritten
from psscore.workbook.package import Limits, Package, Packed
from psscore.workbook.parts import read_book
from psscore.workbook.refusal import Finding, Refused
from psscore.workbook.sheet_layout import Box, Layout, layout
from psscore.workbook.strings import shared_strings
from psscore.workbook.values import Cell
from psscore.workbook.xml import MAIN, Coding, flag, open_text, parse

Place = tuple[int, int]


class InputsRefused(Refused):
    """Values that cannot be written, all of them at once; nothing was written. `findings` says where and why."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        places = [f"{finding.sheet}!{finding.cell} " if finding.sheet else "" for finding in findings]
        zh = "；".join(place + finding.text.zh for place, finding in zip(places, findings, strict=True))
        en = "; ".join(place + finding.text.en for place, finding in zip(places, findings, strict=True))
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
    return InputWriter(package, even_locked=even_locked, limits=limits).write(changes)


@dataclass(slots=True)
class _Sheet:
    """A worksheet part, read once."""

    name: str
    part: str
    text: bytes
    coding: Coding
    cells: Mapping[Place, slow.SlowCell]
    layout: Layout
    arrays: list[Box]


class InputWriter:
    """Writes into one workbook again and again, each time from what it was; see `write_inputs`."""

    def __init__(self, package: bytes, *, even_locked: bool = False, limits: Limits | None = None) -> None:
        self.package = Package(package, limits or Limits())
        self.book = read_book(self.package)
        self.even_locked = even_locked
        self._names = {sheet.name.casefold(): sheet.name for sheet in self.book.sheets}
        self._sheets: dict[str, _Sheet] = {}

    def write(self, changes: Mapping[tuple[str, str], Input]) -> bytes:
        """The workbook with these values."""
        findings: list[Finding] = []
        wanted: dict[str, dict[Place, Input]] = defaultdict(dict)
        for (sheet, at), value in changes.items():
            name, box, fault = self._names.get(sheet.casefold()), area(at), fault_of(value)
            if name is None:
                known = "、".join(self._names.values())
                text = Text(f"没有工作表“{sheet}”，有：{known}", f'no sheet "{sheet}"; there are: {known}')
                findings.append(Finding(sheet, at, "no_such_input", text))
            elif box is None or box[:2] != box[2:]:
                text = Text("不是一个单元格的地址", "is not the address of one cell")
                findings.append(Finding(sheet, at, "no_such_input", text))
            elif fault is not None:
                findings.append(Finding(name, at, "not_a_value", fault))
            else:
                wanted[name][box[:2]] = value
        packed: dict[str, Packed] = {}
        for name, values in wanted.items():
            opened = self.opened(name)
            new = self.sheet(opened, values, findings)
            if new is not None:
                packed[opened.part] = self.package.pack(opened.part, new)
        if findings:
            raise InputsRefused(tuple(findings))
        return self.package.replace(packed)

    def opened(self, name: str) -> _Sheet:
        """A sheet of the workbook."""
        known = self._sheets.get(name)
        if known is None:
            part = next(sheet.part for sheet in self.book.sheets if sheet.name == name)
            text, coding = open_text(self.package.read(part), part)
            cells = {place(cell.raw): cell for cell in slow.cells(text, part)}
            formulas = [formula(cell.raw) for cell in cells.values() if cell.raw[3]]
            arrays = [found.box for found in formulas if found.box and found.kind in ("array", "dataTable")]
            known = self._sheets[name] = _Sheet(name, part, text, coding, cells, layout(text, part), arrays)
        return known

    def sheet(self, opened: _Sheet, wanted: Mapping[Place, Input], findings: list[Finding]) -> bytes | None:
        """The part with new values, None when it holds them already; what cannot be written goes to the findings."""
        inputs: dict[Place, InputCell] = {}
        for at, value in sorted(wanted.items()):
            cell = opened.cells.get(at)
            style = _style(cell) if cell is not None else self.style(opened, at)
            why = self.obstacle(opened, at, cell, style)
            if why is not None:
                findings.append(Finding(opened.name, a1(*at), "not_an_input", why))
            elif not self.holds(cell, value):
                inputs[at] = InputCell(value, style, cell)
        if not inputs:
            return None
        return opened.coding.encode(rewritten(opened.text, opened.layout, opened.cells, inputs))

    def obstacle(self, opened: _Sheet, at: Place, cell: slow.SlowCell | None, style: str) -> Text | None:
        """Why a cell is no input cell."""
        if cell is not None and cell.raw[3]:
            return Text("是公式，不能覆盖", "holds a formula, which is not overwritten")
        if any(_inside(at, box) for box in opened.arrays):
            return Text("是数组公式结果的一部分", "is part of an array formula's result")
        for box in opened.layout.merged:
            if _inside(at, box) and at != box[:2]:
                first = a1(*box[:2])
                return Text(
                    f"在合并单元格内，值须写在 {first}", f"is inside merged cells: the value belongs in {first}"
                )
        for table in self.book.tables.values():
            if table.sheet == opened.name and _inside(at, (table.top, table.left, table.bottom, table.right)):
                if at[0] < table.first_row:
                    return Text(f"是表 {table.name} 的标题", f"is a heading of the table {table.name}")
                if at[0] > table.last_row:
                    return Text(f"是表 {table.name} 的汇总行", f"is in the totals row of the table {table.name}")
        if opened.layout.protected and not self.even_locked and self.locked(style):
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
        # An empty text is a blank cell; 0 is neither.
        return (None if old == "" else old) == (None if value == "" else value)

    def style(self, opened: _Sheet, at: Place) -> str:
        """The style of a new cell: of the cell above in its table column or the one below, its row's or column's."""
        for table in self.book.tables.values():
            box = (table.first_row, table.left, table.last_row, table.right)
            if table.sheet == opened.name and _inside(at, box):
                rows = [*range(at[0] - 1, table.first_row - 1, -1), *range(at[0] + 1, table.last_row + 1)]
                beside = (opened.cells.get((row, at[1])) for row in rows)
                found = next((_style(cell) for cell in beside if cell is not None), "")
                if found:
                    return found
        row = next((row.style for row in opened.layout.rows if row.number == at[0]), "")
        return row or opened.layout.column_style(at[1])

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


def _inside(at: Place, box: Box) -> bool:
    return box[0] <= at[0] <= box[2] and box[1] <= at[1] <= box[3]
