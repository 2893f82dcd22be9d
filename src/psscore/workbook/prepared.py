"""A workbook's formulas loaded into an engine, kept for every workbook that has the same ones."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from psscore.engines.engine import Engine, Place, Source, SourceSheet
from psscore.model.cell_error import CellError
from psscore.model.text import Text
from psscore.workbook.allowed import DYNAMIC_REFERENCES, HIDDEN_ROW_FUNCTIONS
from psscore.workbook.cells import Formula, formula, literal, place
from psscore.workbook.lowering import ENGINE_SHEET, OMITTED_MARK, Lowered, Lowering, Problem
from psscore.workbook.parts import Book, Name, Sheet
from psscore.workbook.refusal import Refused
from psscore.workbook.sheet import RawCell, Scan
from psscore.workbook.tokens import shift, tokenize
from psscore.workbook.values import Cell

# A function of ours: cell values in, something with `.value` and `.reason` out.
Function = Callable[..., Any]
Box = tuple[int, int, int, int]

VOLATILE = frozenset({"TODAY", "NOW", "RAND", "RANDBETWEEN"})
_MAYBE_ARRAY = frozenset(
    "FILTER UNIQUE SORT SORTBY SEQUENCE TRANSPOSE FREQUENCY TAKE DROP VSTACK HSTACK CHOOSECOLS CHOOSEROWS INDIRECT OFFSET".split()
)


@dataclass(slots=True)
class SheetState:
    """One sheet in the engine: its formula cells in scan order and the literals it was last fed."""

    sheet: Sheet
    places: list[tuple[int, int]] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    scan: Scan | None = None
    literals: list[RawCell] = field(default_factory=list)
    # What the last run left here, good for as long as scan and values are the same.
    outcome: Any = None
    packed: Any = None

    def inputs(self, scan: Scan) -> list[RawCell]:
        """The cells of a scan that the engine takes as given."""
        cells = scan.literals
        if self.boxes:
            cells = [cell for cell in cells if not self.covered(*place(cell))]
        if self.kept:
            kept = (scan.formulas[index] for index in self.kept)
            cells = [*cells, *((*cell[:3], b"", *cell[4:]) for cell in kept)]
        return cells

    def covered(self, row: int, column: int) -> bool:
        """True when the cell's value comes from an array formula or a data table."""
        return any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in self.boxes)


@dataclass(slots=True)
class _Group:
    """A shared formula: its master, and its lowered form when the engine can share it as it stands."""

    at: tuple[int, int]
    cell: Formula
    plain: Lowered | None
    members: list[tuple[int, int]] = field(default_factory=list)


class Prepared:
    """The formulas of one template, and the engine that calculates them for workbook after workbook."""

    def __init__(
        self,
        book: Book,
        scans: Mapping[str, Scan],
        strings: list[str],
        functions: Mapping[str, Function],
        omitted: object,
        load: Callable[[Source], Engine],
        replay: bool = False,
    ) -> None:
        self.book = book
        self.functions = functions
        self.strings = strings
        self._omitted = omitted
        self._load = load
        # Replaying, our own cells are given too: what they were saved with.
        self._replay = replay
        self.problems: dict[Place, Problem] = {}
        self.arrays: dict[Place, tuple[Box, bool]] = {}
        self.own: set[Place] = set()
        self.volatile: set[Place] = set()
        self.dynamic: set[Place] = set()
        self._maybe_arrays: list[Place] = []
        self.lowering = Lowering(book, functions)
        self.called: dict[int, Any] = {}
        self._closures: dict[frozenset[Place], set[Place]] = {}
        self._runs = 0
        self._hidden_rows = any(scan.hidden_rows for scan in scans.values())
        names = self._names()
        self.states = {sheet.name: SheetState(sheet) for sheet in book.sheets}
        sources = [self._sheet(self.states[sheet.name], scans[sheet.part]) for sheet in book.sheets]
        sources.append(SourceSheet(ENGINE_SHEET, [(1, 1, 0.0)]))
        callbacks = {name: self._callback(function) for name, function in functions.items()}
        self.engine = load(Source(sources, names, book.date1904, callbacks))
        self._lazy = {number for number, site in enumerate(self.lowering.sites) if site.lazy}
        self._first = True

    def feed(self, scans: Mapping[str, Scan], strings: list[str]) -> None:
        """Bring the engine's literals up to another workbook's, touching only the cells that differ."""
        for state in self.states.values():
            scan = scans[state.sheet.part]
            if scan is state.scan and strings is self.strings:
                continue
            new = state.literals if scan is state.scan else state.inputs(scan)
            self._feed(state.sheet.name, state.literals, new, strings)
            state.scan, state.literals = scan, new
        self.strings = strings

    def calculate(self, now: datetime.datetime) -> None:
        """Bring every formula up to date."""
        if self._lazy:
            self._runs += 1
            for site in self._lazy:
                self.called.pop(site, None)
            self.engine.set_value((ENGINE_SHEET, 1, 1), float(self._runs))
        self.engine.calculate(now)
        if self._first:
            self._first = False
            for where in self._maybe_arrays:
                if self.engine.spill(where) != (1, 1):
                    self.problems[where] = Problem(
                        "unsupported_construct",
                        Text(
                            "普通公式返回了多个值（隐式交集）",
                            "a plain formula gives several values (implicit intersection)",
                        ),
                    )

    def spilled(self) -> dict[Place, Problem]:
        """Array formulas whose result does not fill exactly the cells it filled when it was saved."""
        found = {}
        for where, (box, _) in self.arrays.items():
            rows, columns = self.engine.spill(where)
            top, left, bottom, right = box
            if (rows, columns) != (bottom - top + 1, right - left + 1):
                found[where] = Problem(
                    "spill_size_changed",
                    Text(
                        f"数组结果变为 {rows}×{columns}，与原区域不符",
                        f"the array now fills {rows}×{columns} cells, not its old area",
                    ),
                )
        return found

    def closure(self, roots: frozenset[Place]) -> set[Place]:
        """Every formula cell whose value may rest on one of these."""
        if roots not in self._closures:
            # What INDIRECT and OFFSET point at is only known while they run, so they may point at a root.
            start = [*roots, *self.dynamic, *self._members(roots)]
            self._closures[roots] = self.engine.dependents(start) | self.dynamic
        return self._closures[roots]

    def replay(self) -> Prepared:
        """The same formulas for checking the engine, our own cells given as they were saved."""
        scans = {state.sheet.part: state.scan for state in self.states.values() if state.scan}
        return Prepared(self.book, scans, self.strings, self.functions, self._omitted, self._load, replay=True)

    def _members(self, roots: frozenset[Place]) -> list[Place]:
        boxes = [(where[0], self.arrays[where][0]) for where in roots if where in self.arrays]
        return [(s, r, c) for s, b in boxes for r in range(b[0], b[2] + 1) for c in range(b[1], b[3] + 1)]

    def _feed(self, sheet: str, old: list[RawCell], new: list[RawCell], strings: list[str]) -> None:
        same_strings = strings is self.strings
        if same_strings and old == new:
            return
        before = {(cell[0], cell[1]): cell for cell in old}
        for cell in new:
            known = before.pop((cell[0], cell[1]), None)
            if known is not None and cell == known and (same_strings or b't="s"' not in cell[2]):
                continue
            value = self._literal(sheet, cell, strings)
            if (
                known is None
                or value != (past := self._literal(sheet, known, self.strings))
                or type(value) is not type(past)
            ):
                self.engine.set_value((sheet, *place(cell)), value)
        for gone in before.values():
            self.engine.set_value((sheet, *place(gone)), None)

    def _literal(self, sheet: str, cell: RawCell, strings: list[str]) -> Cell:
        try:
            return literal(cell, strings, self.book.date1904)
        except (ValueError, IndexError):
            at = (cell[0] + cell[1]).decode()
            raise Refused(
                "package_refused",
                Text(
                    f"单元格 {sheet}!{at} 的内容已损坏",
                    f"the cell {sheet}!{at} holds something that is not a cell value",
                ),
            ) from None

    def _names(self) -> list[tuple[str, str, str]]:
        lowered = [
            (name, self._name(name)) for name in self.book.names if not name.name.casefold().startswith("_xlnm.")
        ]
        self.lowering.forbid_names({name.name: low.problem for name, low in lowered if low.problem})
        return [(name.name, name.sheet, low.formula) for name, low in lowered if not low.problem]

    def _name(self, name: Name) -> Lowered:
        try:
            tokens = tokenize(name.formula)
        except ValueError:
            tokens = []
        if any(token.kind == "cell" and token.text.count("$") < 2 for token in tokens):
            return Lowered("", problem=_construct(f"相对引用的名称 {name.name}", f"the relative name {name.name}"))
        return self.lowering.lower(name.formula, name.sheet, 0, 0)

    def _sheet(self, state: SheetState, scan: Scan) -> SourceSheet:
        source = SourceSheet(state.sheet.name)
        groups: dict[str, _Group] = {}
        for index, raw in enumerate(scan.formulas):
            where = place(raw)
            state.places.append(where)
            cell = formula(raw)
            group = None
            if cell.kind == "shared":
                if cell.text and cell.reference:
                    groups[cell.group] = self._group(state, where, cell)
                group = groups.get(cell.group)
                low = self._shared(state, where, cell, group)
            else:
                low = self._single(state, where, cell)
            if not self._admit(state, index, where, low):
                continue
            if group is None or group.plain is None:
                source.formulas.append((*where, low.formula))
            elif where != group.at:
                group.members.append(where)
        for group in groups.values():
            if group.plain and group.plain.problem is None:
                source.shared.append((*group.at, group.cell.text, group.cell.reference, group.members))
        state.scan, state.literals = scan, state.inputs(scan)
        values = ((*place(cell), self._literal(state.sheet.name, cell, self.strings)) for cell in state.literals)
        source.literals = [(row, column, value) for row, column, value in values if value is not None]
        return source

    def _group(self, state: SheetState, where: tuple[int, int], cell: Formula) -> _Group:
        plain = None
        if not self.lowering.needs_tokens(cell.text):
            plain = self.lowering.lower(cell.text, state.sheet.name, *where)
        return _Group(where, cell, plain)

    def _shared(self, state: SheetState, where: tuple[int, int], cell: Formula, group: _Group | None) -> Lowered:
        if group is None:
            if cell.text:
                return self.lowering.lower(cell.text, state.sheet.name, *where)
            return Lowered("", problem=_construct("缺少主公式的共享公式", "a shared formula without its master"))
        if group.plain is not None:
            return group.plain
        try:
            tokens = shift(tokenize(group.cell.text), where[0] - group.at[0], where[1] - group.at[1])
        except ValueError:
            tokens = None
        return self.lowering.lower(group.cell.text, state.sheet.name, *where, tokens)

    def _single(self, state: SheetState, where: tuple[int, int], cell: Formula) -> Lowered:
        sheet = state.sheet.name
        if cell.kind == "dataTable" or (cell.kind == "array" and cell.box is None):
            if cell.box:
                state.boxes.append(cell.box)
            return Lowered("", problem=_construct("模拟运算表", "a data table"))
        if not cell.text:
            return Lowered("", problem=_construct("空公式", "an empty formula"))
        low = self.lowering.lower(cell.text, sheet, *where)
        if cell.kind == "array" and cell.box is not None:
            single = cell.box[:2] == cell.box[2:]
            if not single:
                state.boxes.append(cell.box)
            if not single or cell.dynamic:
                self.arrays[(sheet, *where)] = cell.box, cell.dynamic
            elif low.problem is None and not low.own:
                # An array formula in one cell shows the first of its values.
                low.formula = f"INDEX({low.formula.removeprefix('@')},1,1)"
        return low

    def _admit(self, state: SheetState, index: int, where: tuple[int, int], low: Lowered) -> bool:
        """Note what kind of formula it is; False when the engine gets its stored result instead."""
        at = (state.sheet.name, *where)
        problem = low.problem
        if problem is None and self._hidden_rows and low.functions & HIDDEN_ROW_FUNCTIONS:
            name = min(low.functions & HIDDEN_ROW_FUNCTIONS)
            problem = _construct(f"有隐藏行时的 {name}", f"{name} while rows are hidden")
        if problem is not None:
            self.problems[at] = problem
            state.kept.append(index)
            return False
        if low.own:
            self.own.add(at)
            if self._replay:
                state.kept.append(index)
                return False
        if low.functions & VOLATILE:
            self.volatile.add(at)
        if low.functions & DYNAMIC_REFERENCES:
            self.dynamic.add(at)
        if at not in self.arrays and (low.own or low.functions & _MAYBE_ARRAY or ":" in low.formula):
            self._maybe_arrays.append(at)
        return True

    def _callback(self, function: Function) -> Callable[..., Cell | list[list[Cell]]]:
        called, omitted = self.called, self._omitted

        def call(site: float, *arguments: Any) -> Cell | list[list[Cell]]:
            given = [omitted if value == OMITTED_MARK else value for value in arguments]
            result = called[int(site)] = function(*given)
            return _finite(result.value)

        return call


def _finite(value: Any) -> Any:
    # A NaN would pass through every comparison that follows.
    if type(value) is float and (value != value or value in (float("inf"), float("-inf"))):
        return CellError.NUM
    return 0.0 if value is None else value


def _construct(zh: str, en: str) -> Problem:
    return Problem("unsupported_construct", Text(f"含有不支持的写法：{zh}", f"has {en}, which is not supported"))
