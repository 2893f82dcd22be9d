"""A workbook's formulas loaded into an engine, kept for every workbook that has the same ones."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from itertools import compress
from operator import is_not
from typing import Any

from psscore.engines.engine import Engine, Place, Source, Unreadable
from psscore.model.cell_error import CellError
from psscore.model.text import Text
from psscore.workbook.blocks import blocks
from psscore.workbook.call_values import equally_long, finite
from psscore.workbook.cells import literal, place, type_of
from psscore.workbook.formulas import Formulas, SheetState
from psscore.workbook.given import give
from psscore.workbook.helpers import HELPERS
from psscore.workbook.lending import ENGINE_SHEET, LEND_FUNCTION
from psscore.workbook.named import NamedCells
from psscore.workbook.parts import Book
from psscore.workbook.problems import Problem, construct
from psscore.workbook.refusal import Refused
from psscore.workbook.rewriting import OMITTED_MARK
from psscore.workbook.sheet import PLACE, RawCell, Scan
from psscore.workbook.sites import Site
from psscore.workbook.values import Cell

CHECKS = ("PS_CHECK", "PS_REVIEW")
"""The functions that say in a sentence what is wrong."""

# A function of ours: cell values in, something with `.value`, `.reason` and `.detail` out.
Function = Callable[..., Any]


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
        self._replay = replay
        self.called: dict[int, Any] = {}
        # The call sites whose calls gave an error, or a check's sentence.
        self.speaking: set[int] = set()
        # The call sites whose calls gave several values.
        self._several: set[int] = set()
        # What a receipt has made of a call, for as long as the call stands.
        self.memo: dict[Site, tuple[Any, str, list[tuple[str, dict[str, Any]]]]] = {}
        self._closures: dict[frozenset[Place], set[Place]] = {}
        self._runs = 0
        # Sheets on which a formula has filled cells beside its own, or was kept from it.
        self.spilling: set[str] = set()
        self.fed = False  # True once it has held another workbook
        self.touched: set[str] = set()  # Sheets that the last workbook has brought other cells for
        self.formulas = Formulas(book, scans, functions, replay)
        try:
            self.engine = self._loaded(functions)
        except Unreadable as refusal:
            self.formulas = Formulas(book, scans, functions, replay, refusal.places)
            self.engine = self._loaded(functions)
        self.states = self.formulas.states
        # The texts live on in the engine only.
        self.formulas.sources = []
        self.sites = self.formulas.lowering.sites.known
        self._alone = {(site.sheet, site.row, site.column) for site in self.sites.values() if site.alone}
        # In the order of sheets, rows and columns.
        self.sites_of: dict[str, list[int]] = {}
        order = {sheet: number for number, sheet in enumerate(self.states)}
        places = {number: (order.get(site.sheet, -1), *site[1:3], number) for number, site in self.sites.items()}
        for number in sorted(places, key=places.__getitem__):
            self.sites_of.setdefault(self.sites[number].function, []).append(number)
        scores = map(self.sites.__getitem__, self.sites_of.get("PS_SCORE", ()))
        self.score_cells = {(site.sheet, site.row, site.column) for site in scores}
        maybe = [place for place in self.formulas.maybe_arrays if place not in self._alone]
        self._probes = {name: self._probes_of(name, maybe) for name in self.states}
        self._named = NamedCells(self.book.names, self.states)
        self._lazy = [number for number, site in self.sites.items() if site.lazy]

    def _loaded(self, functions: Mapping[str, Function]) -> Engine:
        sources = self.formulas.sources
        cells = [self.formulas.states[source.name].literals for source in sources]
        texts = give(sources, cells, self.strings, self.book.date1904, self._literal)
        callbacks = {name: self._callback(function, name in CHECKS) for name, function in functions.items()}
        lending = self.formulas.lowering.lending
        callbacks |= {**HELPERS, LEND_FUNCTION: lending.lend}
        extra = lending.sheet(self.formulas.lowering.sites.rows, lent=not self._replay)
        return self._load(Source([*sources, extra], self.formulas.names, self.book.date1904, callbacks, texts=texts))

    def can_take(self, scans: Mapping[str, Scan]) -> bool:
        """False for a workbook with blank cells elsewhere on a sheet where formulas fill cells beside their own.

        The engine would not tell what the workbook holds there from what the formula has put there before.
        """
        states = [self.states[sheet] for sheet in self.spilling]
        return all(_filled(state.literals) == _filled(state.inputs(scans[state.sheet.part])) for state in states)

    def feed(self, scans: Mapping[str, Scan], strings: list[str]) -> None:
        """Bring the engine's literals up to another workbook's, touching only the cells that differ."""
        self.fed = True
        self.touched.clear()
        for state in self.states.values():
            scan = scans[state.sheet.part]
            if scan is state.scan and strings is self.strings:
                continue
            self.touched.add(state.sheet.name)
            new = state.literals if scan is state.scan else state.inputs(scan)
            self._feed(state, new, strings)
            state.scan, state.literals = scan, new
        self.strings = strings

    def calculate(self, now: datetime.datetime) -> None:
        """Bring every formula up to date."""
        if self._lazy:
            self._runs += 1
            for site in self._lazy:
                self.called.pop(site, None)
                self._several.discard(site)
                self.speaking.discard(site)
            self.engine.set_value((ENGINE_SHEET, 1, 1), float(self._runs))
        self.engine.calculate(now)
        if self.formulas.dynamic:
            # Only now does the engine know where INDIRECT and OFFSET point: at themselves, perhaps.
            self.engine.calculate(now)

    def spilled(self) -> dict[Place, Problem]:
        """Array formulas whose result does not fill exactly the cells it filled when it was saved."""
        found = {}
        for where, box in self.formulas.arrays.items():
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

    def plain_arrays(self) -> dict[Place, Problem]:
        """Plain formulas that gave several values, which then lie in the cells beside them."""
        found = {}
        # A call of ours that is the whole formula fills as many cells as it has given values.
        several = {(s.sheet, s.row, s.column) for s in map(self.sites.__getitem__, self._several)} & self._alone
        # A set of texts has another order in every process, and findings come in the order of this.
        grown = sorted(several.difference(self.formulas.arrays))
        asked = [(sheet, *self._probes_of(sheet, grown)) for sheet in dict.fromkeys(place[0] for place in grown)]
        for sheet, probes, owners in [*((sheet, *both) for sheet, both in self._probes.items()), *asked]:
            state = self.states[sheet]
            for value, beside, owner in zip(self.engine.values(sheet, probes), probes, owners, strict=True):
                if value is None:
                    continue
                typed = state.at(*beside)
                # Nothing spills over what the file holds there.
                if typed is not None and self._literal(sheet, typed, self.strings) is not None:
                    continue
                if self.engine.spill((sheet, *owner)) != (1, 1):
                    found[sheet, *owner] = construct(
                        "普通公式返回了多个值（隐式交集）",
                        "a plain formula with several values (implicit intersection)",
                    )
        return found

    def closure(self, roots: frozenset[Place]) -> set[Place]:
        """Every formula cell whose value may rest on one of these."""
        if roots not in self._closures:
            # What INDIRECT and OFFSET point at is only known while they run, so they may point at a root.
            start = [*roots, *self.formulas.dynamic, *self._members(roots)]
            found = self.engine.dependents(start) | self.formulas.dynamic
            while more := self._named.users(found.union(start)) - found:
                found |= more | self.engine.dependents([*more])
            self._closures[roots] = {place for place in found if place[0] != ENGINE_SHEET}
        return self._closures[roots]

    def replay(self) -> Prepared:
        """The same formulas for checking the engine, our own cells given as they were saved."""
        scans = {state.sheet.part: state.scan for state in self.states.values() if state.scan}
        return Prepared(self.book, scans, self.strings, self.functions, self._omitted, self._load, replay=True)

    def _probes_of(
        self, sheet: str, places: Iterable[Place]
    ) -> tuple[tuple[tuple[int, int], ...], list[tuple[int, int]]]:
        """The cells right of and below formulas that may spill, without those that have a formula; and the formulas."""
        state = self.states[sheet]
        taken = set(state.places)
        wanted = [(row, column) for name, row, column in places if name == sheet]
        pairs = [
            (beside, (row, column))
            for row, column in wanted
            for beside in ((row, column + 1), (row + 1, column))
            if beside not in taken and not state.covered(*beside)
        ]
        return tuple(beside for beside, _ in pairs), [owner for _, owner in pairs]

    def _members(self, roots: frozenset[Place]) -> list[Place]:
        boxes = [(where[0], self.formulas.arrays[where]) for where in roots if where in self.formulas.arrays]
        return [(s, r, c) for s, b in boxes for r in range(b[0], b[2] + 1) for c in range(b[1], b[3] + 1)]

    def _feed(self, state: SheetState, new: list[RawCell], strings: list[str]) -> None:
        sheet, old, same_strings = state.sheet.name, state.literals, strings is self.strings
        # Workbooks of one template share the cells that nobody has changed.
        unlike = list(compress(zip(old, new, strict=False), map(is_not, old, new)))
        moved = len(old) != len(new) or any(PLACE(one) != PLACE(other) for one, other in unlike)
        changed: dict[tuple[int, int], Cell] = {}
        pairs: Iterable[tuple[RawCell | None, RawCell]] = unlike
        if moved:
            state.index.clear()
            gone = set(map(PLACE, old)).difference(map(PLACE, new))
            changed |= dict.fromkeys((place(cell)[::-1] for cell in old if PLACE(cell) in gone), None)
            before = {PLACE(cell): cell for cell in old}
            pairs = ((before.get(PLACE(cell)), cell) for cell in new)
        elif not same_strings:
            pairs = zip(old, new, strict=True)
        for known, cell in pairs:
            if known == cell and (same_strings or b't="s"' not in cell[2]):
                continue
            value = self._literal(sheet, cell, strings)
            # Another number is another value; the same one may be a text, or the same text another one.
            if known is None or known[4] == cell[4] or b"t=" in cell[2]:
                past = None if known is None else self._literal(sheet, known, self.strings)
                if value == past and type(value) is type(past):
                    continue
            changed[place(cell)[::-1]] = value
        if not changed:
            return
        state.literals = new

        def unchanged(column: int, row: int) -> Cell:
            cell = state.at(row, column)
            return None if cell is None else self._literal(sheet, cell, strings)

        for block in blocks(changed, unchanged):
            self.engine.set_block((sheet, block.row, block.column), block.rows())

    def _literal(self, sheet: str, cell: RawCell, strings: list[str]) -> Cell:
        try:
            return literal(cell, strings, self.book.date1904)
        except (ValueError, LookupError):
            at = (cell[0] + cell[1]).decode()
            raise Refused(
                "package_refused",
                Text(
                    f"单元格 {sheet}!{at} 的内容已损坏",
                    f"the cell {sheet}!{at} holds something that is not a cell value",
                ),
            ) from None

    def _callback(self, function: Function, checks: bool) -> Callable[..., Cell | list[list[Cell]]]:
        called, several, speaking = self.called, self._several, self.speaking
        omitted, sites, fetched = (
            self._omitted,
            self.formulas.lowering.sites.known,
            self.formulas.lowering.lending.fetched,
        )

        def call(site: float, *arguments: Any) -> Cell | list[list[Cell]]:
            number = int(site)
            made = sites[number]
            if made.lent:
                arguments = fetched(arguments, made.lent)
            if made.columns:
                arguments = equally_long(arguments, made.columns)
            if OMITTED_MARK in arguments:
                arguments = tuple([omitted if value == OMITTED_MARK else value for value in arguments])
            result = called[number] = function(*arguments)
            value: Cell | list[list[Cell]] = result.value
            kind = type(value)
            if kind is CellError or (checks and kind is str and value):
                speaking.add(number)
            elif number in speaking:
                speaking.discard(number)
            if kind is str:
                return value
            if kind is list:
                several.add(number)
            held: Cell | list[list[Cell]] = finite(value)
            return held

        return call


def _filled(cells: Iterable[RawCell]) -> set[tuple[bytes, bytes, bytes, bool]]:
    """Where cells hold something; of those that are typed and blank it is left open."""
    return {(cell[0], cell[1], type_of(cell[2]), bool(cell[4] or cell[5])) for cell in cells}
