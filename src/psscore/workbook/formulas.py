"""The formulas of a workbook made ready for an engine: lowered, sorted by kind, the uncalculable ones set aside."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from psscore.engines.engine import Place, SourceSheet
from psscore.workbook.address import a1, quoted
from psscore.workbook.allowed import HIDDEN_ROW_FUNCTIONS
from psscore.workbook.cells import Formula, column, formula, place
from psscore.workbook.lowering import Lowered, Lowering
from psscore.workbook.parts import Book, Name, Sheet
from psscore.workbook.problems import Problem, construct
from psscore.workbook.programs import Program
from psscore.workbook.sheet import RawCell, Scan
from psscore.workbook.tokens import tokenize

Box = tuple[int, int, int, int]
# Found where they are not called too: then nothing is lent, which is only slower.
_POINTING = (b"INDIRECT", b"OFFSET")
_WORD = re.compile(r"[\w.\\?]+")


@dataclass(slots=True)
class SheetState:
    """One sheet in the engine: its formula cells in scan order and the literals it was last fed."""

    sheet: Sheet
    places: Sequence[tuple[int, int]] = ()
    kept: list[int] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    scan: Scan | None = None
    literals: list[RawCell] = field(default_factory=list)
    # Where among the literals a row and column are; made when asked for, for as long as the places are the same.
    index: dict[tuple[int, int], int] = field(default_factory=dict)
    # What the last run left here, good for as long as scan and values are the same.
    outcome: Any = None
    own: set[int] = field(default_factory=set)
    # True when nothing but the sheet's own cells decides what its formulas give.
    closed: bool = False

    def inputs(self, scan: Scan) -> list[RawCell]:
        """The cells of a scan that the engine takes as given."""
        cells = scan.literals
        if self.boxes:
            cells = [cell for cell in cells if not self.covered(*place(cell))]
        if self.kept:
            kept = (scan.formulas[index] for index in self.kept)
            cells = [*cells, *((*cell[:3], b"", *cell[4:]) for cell in kept)]
        return cells

    def at(self, row: int, column: int) -> RawCell | None:
        """The literal in a row and column; None when there is none."""
        if not self.index:
            self.index = {place(cell): at for at, cell in enumerate(self.literals)}
        found = self.index.get((row, column))
        return None if found is None else self.literals[found]

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

    def covers(self, where: tuple[int, int]) -> bool:
        """True in the area that the master says is shared."""
        box = self.cell.box
        return box is not None and box[0] <= where[0] <= box[2] and box[1] <= where[1] <= box[3]


@dataclass(slots=True)
class _Alike:
    """Cells of one column of a table with one formula, in the first row's words."""

    # Held, so that no other program can get the identity by which its cells are known.
    program: Program
    at: tuple[int, int]
    low: Lowered
    members: list[tuple[int, int]] = field(default_factory=list)

    def into(self, source: SourceSheet) -> None:
        if len(self.members) == 1:
            source.formulas.append((*self.at, self.low.text))
        else:
            (top, column), bottom = self.at, max(row for row, _ in self.members)
            area = f"{a1(top, column)}:{a1(bottom, column)}"
            source.shared.append((*self.at, self.low.relative_text, area, self.members[1:]))


class Formulas:
    """Every formula of a workbook: the problems among them, the arrays, the cells of special kinds.

    With `replay`, cells with our own functions are set aside too: the engine gets what they were saved with.
    `unreadable` are cells whose formulas the engine has refused to load.
    """

    def __init__(
        self,
        book: Book,
        scans: Mapping[str, Scan],
        functions: Mapping[str, object],
        replay: bool = False,
        unreadable: Collection[Place] = (),
    ) -> None:
        self.book = book
        self.problems: dict[Place, Problem] = {}
        self.arrays: dict[Place, Box] = {}
        self.own: set[Place] = set()
        self.volatile: set[Place] = set()
        self.dynamic: set[Place] = set()
        self.maybe_arrays: list[Place] = []
        self.lowering = Lowering(book, functions)
        texts = [raw[3] for scan in scans.values() for raw in scan.formulas]
        texts += [name.formula.encode("utf-8", "surrogatepass") for name in book.names]
        joined = b"\0".join(texts).upper()
        self.lowering.lending.direct = any(name in joined for name in _POINTING)
        self._replay = replay
        self._unreadable = unreadable
        self._hidden = [sheet.name for sheet in book.sheets if scans[sheet.part].hidden_rows]
        self.names = self._names()
        self.states = {sheet.name: SheetState(sheet) for sheet in book.sheets}
        self.sources = [self._sheet(self.states[sheet.name], scans[sheet.part]) for sheet in book.sheets]

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
            return Lowered("", problem=construct(f"相对引用的名称 {name.name}", f"the relative name {name.name}"))
        low = self.lowering.lower(name.formula, name.sheet, 0, 0)
        if low.program.calls:
            # The engine calls no functions of ours from names.
            return Lowered(
                "",
                problem=construct(
                    f"名称 {name.name} 中的 PS_ 函数（请把该公式直接写进单元格）",
                    f"the name {name.name} with a PS_ function in it (put its formula into a cell instead)",
                ),
            )
        return low

    def _sheet(self, state: SheetState, scan: Scan) -> SourceSheet:
        source = SourceSheet(state.sheet.name)
        places = [(int(raw[1]), column(raw[0])) for raw in scan.formulas]
        # A number that is used again starts another group; the cells that have it belong to the last one before them.
        groups: dict[str, _Group] = {}
        started: list[_Group] = []
        # The engine reads a formula once for all the rows of a table that have it.
        tables: dict[tuple[int, int], _Alike] = {}
        for index, (raw, where) in enumerate(zip(scan.formulas, places, strict=True)):
            cell = formula(raw)
            group = None
            if cell.kind == "shared":
                if cell.text and cell.reference:
                    groups[cell.group] = self._group(state, where, cell)
                    started.append(groups[cell.group])
                group = groups.get(cell.group)
                low = self._shared(state, where, cell, group)
            else:
                low = self._single(state, where, cell)
            if not self._admit(state, index, where, low, cell.kind == "array" or cell.dynamic):
                continue
            if group is None or low is not group.plain:
                program = low.alike
                if program is not None and cell.kind == "normal" and not cell.dynamic:
                    alike = tables.get((id(program), where[1]))
                    if alike is None:
                        alike = tables[id(program), where[1]] = _Alike(program, where, low)
                    alike.members.append(where)
                else:
                    source.formulas.append((*where, low.formula if low.program.plain else low.text))
            elif where != group.at:
                group.members.append(where)
        for alike in tables.values():
            alike.into(source)
        for group in started:
            if group.plain and (state.sheet.name, *group.at) not in self.problems:
                source.shared.append((*group.at, group.plain.text, group.cell.reference, group.members))
        state.places = tuple(places)
        state.scan, state.literals = scan, state.inputs(scan)
        state.closed = self._is_closed(state, source)
        return source

    def _is_closed(self, state: SheetState, source: SourceSheet) -> bool:
        moving = any(sheet == state.sheet.name for sheet, _, _ in self.volatile | self.dynamic)
        text = "\0".join([*(cell[2] for cell in source.formulas), *(group[2] for group in source.shared)]).casefold()
        if state.own or moving or "!" in text:
            return False
        return {name.name.casefold() for name in self.book.names}.isdisjoint(_WORD.findall(text))

    def _group(self, state: SheetState, where: tuple[int, int], cell: Formula) -> _Group:
        plain = None
        if cell.box is not None and cell.box[:2] == where:
            down, right = cell.box[2] - where[0], cell.box[3] - where[1]
            plain = self.lowering.lower_group(cell.text, state.sheet.name, *where, down, right)
        return _Group(where, cell, plain)

    def _shared(self, state: SheetState, where: tuple[int, int], cell: Formula, group: _Group | None) -> Lowered:
        if group is None:
            if cell.text:
                return self.lowering.lower(cell.text, state.sheet.name, *where)
            return Lowered("", problem=construct("缺少主公式的共享公式", "a shared formula without its master"))
        if group.plain is not None and group.covers(where):
            return group.plain
        down, right = where[0] - group.at[0], where[1] - group.at[1]
        return self.lowering.lower_shared(group.cell.text, state.sheet.name, *where, down, right)

    def _single(self, state: SheetState, where: tuple[int, int], cell: Formula) -> Lowered:
        sheet = state.sheet.name
        if cell.kind == "dataTable" or (cell.kind == "array" and cell.box is None):
            if cell.box:
                state.boxes.append(cell.box)
            return Lowered("", problem=construct("模拟运算表", "a data table"))
        if not cell.text:
            return Lowered("", problem=construct("空公式", "an empty formula"))
        low = self.lowering.lower(cell.text, sheet, *where)
        if cell.kind == "array" and cell.box is not None:
            single = cell.box[:2] == cell.box[2:]
            if not single:
                state.boxes.append(cell.box)
            if not single or cell.dynamic:
                self.arrays[(sheet, *where)] = cell.box
            elif low.problem is None and not low.program.calls:
                # An array formula in one cell shows the first of its values.
                low.formula = f"INDEX({low.formula.removeprefix('@')},1,1)"
        return low

    def _admit(self, state: SheetState, index: int, where: tuple[int, int], low: Lowered, array: bool) -> bool:
        """Note what kind of formula it is; False when the engine gets its stored result instead."""
        program = low.program
        if program.ordinary and low.problem is None and not self._unreadable:
            return True
        at = (state.sheet.name, *where)
        problem = low.problem
        if at in self._unreadable:
            problem = construct("引擎无法解析的公式", "a formula that the engine cannot parse")
        if problem is None and program.intersects and not array:
            problem = construct("需要隐式交集的普通公式", "a plain formula that needs implicit intersection")
        if problem is None and self._hidden and program.functions & HIDDEN_ROW_FUNCTIONS:
            problem = self._over_hidden_rows(state.sheet.name, low)
        if problem is not None:
            self.problems[at] = problem
            state.kept.append(index)
            return False
        if program.calls:
            self.own.add(at)
            state.own.add(index)
            if self._replay:
                state.kept.append(index)
                return False
        if program.volatile:
            self.volatile.add(at)
        if program.dynamic:
            self.dynamic.add(at)
        if program.several and at not in self.arrays:
            self.maybe_arrays.append(at)
        return True

    def _over_hidden_rows(self, sheet: str, low: Lowered) -> Problem | None:
        """SUBTOTAL and AGGREGATE leave out rows that are hidden, which the engine cannot see."""
        texts = [low.formula.casefold()]
        names = [(name.name.casefold(), name.formula.casefold()) for name in self.book.names]
        # Names may stand for other names: the list grows while it is read.
        for text in texts:
            texts += [formula for name, formula in names if name in text]
            names = [known for known in names if known[0] not in text]
        hidden = [quoted(name)[1:-1].casefold() for name in self._hidden]
        if sheet in self._hidden or any(name in text for name in hidden for text in texts):
            function = min(low.program.functions & HIDDEN_ROW_FUNCTIONS)
            return construct(f"有隐藏行时的 {function}", f"{function} while rows are hidden")
        return None
