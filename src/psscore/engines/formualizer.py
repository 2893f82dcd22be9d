"""The formualizer engine behind the small protocol; pinned, because its results are what the tests vouch for."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from itertools import chain
from typing import Any

import formualizer

from psscore.engines.areas import Areas, areas
from psscore.engines.engine import Callback, Cell, Exhausted, Fault, LoadFailed, Place, Source, Unreadable
from psscore.engines.interrupts import interruptions_wait
from psscore.engines.plain_package import UNSAFE, plain_package
from psscore.model.cell_error import CellError
from psscore.workbook.address import a1, column_number, quoted

_ERRORS = {
    "Null": CellError.NULL,
    "Div": CellError.DIV0,
    "Value": CellError.VALUE,
    "Ref": CellError.REF,
    "Num": CellError.NUM,
    "Na": CellError.NOT_AVAILABLE,
}
_KINDS = {error: kind for kind, error in _ERRORS.items()} | {CellError.NAME: "Name"}
_OUT = {error: {"type": "Error", "kind": kind} for error, kind in _KINDS.items()}
_FAULTS = {"Name": "name", "NImpl": "not_implemented", "Circ": "circular", "Spill": "spill"}
_EXHAUSTED = re.compile(r"exhausted|time limit|timed? ?out|cancelled", re.IGNORECASE)
# From so many cells on, reading rectangles is faster.
_MANY = 8
_CELL = re.compile(r"(?:(?:'((?:[^']|'')*)'|(.*))!)?([A-Z]+)(\d+)")


class Formualizer:
    """One loaded workbook."""

    name = "formualizer"

    def __init__(self, source: Source) -> None:
        self._failures: list[BaseException] = []
        # How cells lie; None for those that have been asked for once, which may be all there is to it.
        self._areas: dict[tuple[tuple[int, int], ...], Areas | None] = {}
        self.version = str(getattr(formualizer, "__version__", "0.13.0"))
        settings = formualizer.EvaluationConfig()
        # One workbook per process at a time: threads would only fight over the callbacks.
        settings.enable_parallel = False
        settings.workbook_seed = 1
        settings.max_eval_time_ms = int(source.seconds * 1000)
        if source.date1904:
            settings.date_system = "1904"
        mode = formualizer.WorkbookMode.Ephemeral
        configuration = formualizer.WorkbookConfig(mode=mode, eval_config=settings)
        try:
            self._book = formualizer.Workbook.from_bytes(plain_package(source), config=configuration)
        except Exception as failure:
            # One formula it cannot read makes it refuse them all.
            if unreadable := _unreadable(source):
                raise Unreadable(unreadable) from None
            raise LoadFailed(str(failure)) from failure
        self._book.set_temporal_egress("serial")
        # Asking for a sheet makes the next calculation longer: once is enough.
        self._sheets = {sheet.name: self._book.sheet(sheet.name) for sheet in source.sheets}
        for sheet in source.sheets:
            texts = [value for _, _, value in sheet.literals if type(value) is str]
            if UNSAFE.search("".join(texts)):
                for row, column, value in sheet.literals:
                    if isinstance(value, str) and UNSAFE.search(value):
                        self._book.set_value(sheet.name, row, column, value)
        for name, callback in source.functions.items():
            self._book.register_function(name, _adapted(callback, self._failures), min_args=0, max_args=255)

    def set_value(self, place: Place, value: Cell) -> None:
        """Put a literal into a cell."""
        self._book.set_value(*place, _out(value))

    def set_block(self, place: Place, rows: Sequence[Sequence[Cell]]) -> None:
        """Put literals into the cells of a rectangle, row by row; the place is its first cell."""
        # One batch marks what depends on it once; cell by cell it would be marked for every cell.
        self._book.set_values_batch(*place, [[_out(value) for value in row] for row in rows])

    def calculate(self, now: datetime.datetime) -> None:
        """Bring every formula up to date; TODAY and NOW read `now` as the wall clock."""
        self._book.set_deterministic_clock(now.replace(tzinfo=datetime.UTC), "utc")
        self._failures.clear()
        try:
            with interruptions_wait():
                self._book.evaluate_all()
        except Exception as failure:
            if _EXHAUSTED.search(str(failure)):
                raise Exhausted(str(failure)) from failure
            raise
        if self._failures:
            raise self._failures[0]

    def values(self, sheet: str, cells: Sequence[tuple[int, int]]) -> list[Cell | Fault]:
        """The values of some cells, in order."""
        known = self._known_areas(cells) if isinstance(cells, tuple) and len(cells) >= _MANY else None
        if known is not None:
            read = self._sheets[sheet].get_values
            found = known.pick([read(formualizer.RangeAddress(sheet, *box)) for box in known.boxes])
        else:
            get = self._book.get_value
            found = [get(sheet, row, column) for row, column in cells]
        return [_in(value) if type(value) is dict else value for value in found]

    def _known_areas(self, cells: tuple[tuple[int, int], ...]) -> Areas | None:
        if cells not in self._areas:
            self._areas[cells] = None
            return None
        known = self._areas[cells]
        if known is None:
            known = self._areas[cells] = areas(cells)
        return known

    def spill(self, place: Place) -> tuple[int, int]:
        """Rows and columns that the cell's formula fills; (1, 1) unless it spills."""
        cell = self._book.inspect_cell(_address(place), include_values=False).to_dict()["cell"]
        spill = cell["spill"]
        if not spill or spill["kind"] != "Anchor":
            return 1, 1
        first, _, last = spill["extent"].rpartition(":")
        _, top, left = _place(first)
        _, bottom, right = _place(last)
        return bottom - top + 1, right - left + 1

    def dependents(self, places: Sequence[Place]) -> set[Place]:
        """Every formula cell that depends on one of these, near or far; not the places themselves unless they do."""
        found: set[Place] = set()
        waiting = list(places)
        while waiting:
            place = waiting.pop()
            report = self._book.dependents(_address(place), max_results=1 << 20, max_work=1 << 30)
            for dependent in report.dependents:
                # A cell on the place's own sheet may come without the sheet's name.
                sheet, row, column = _place(dependent.cell)
                following = (sheet or place[0], row, column)
                if following not in found:
                    found.add(following)
                    waiting.append(following)
        return found


def _unreadable(source: Source) -> set[Place]:
    places: set[Place] = set()
    for sheet in source.sheets:
        for row, column, formula in sheet.formulas:
            if not _parses(formula):
                places.add((sheet.name, row, column))
        for row, column, formula, _, members in sheet.shared:
            if not _parses(formula):
                places |= {(sheet.name, *at) for at in ((row, column), *members)}
    return places


def _parses(formula: str) -> bool:
    try:
        formualizer.parse("=" + formula)
    except Exception:
        return False
    return True


def _in(value: Any) -> Cell | Fault:
    if type(value) is dict:
        kind = value.get("kind", "")
        return _ERRORS.get(kind) or Fault(_FAULTS.get(kind, "other"))
    if type(value) is list:
        return Fault("other")
    found: Cell = value
    return found


def _argument(value: Any) -> Any:
    if type(value) is dict:
        kind = value.get("kind", "")
        return _ERRORS.get(kind, CellError.NAME if kind == "Name" else CellError.VALUE)
    if type(value) is list and dict in set(map(type, chain.from_iterable(value))):
        if len(value[0]) == 1:
            return [[_argument(row[0])] if type(row[0]) is dict else row for row in value]
        return [[_argument(cell) if type(cell) is dict else cell for cell in row] for row in value]
    return value


def _out(value: Any) -> Any:
    if type(value) is CellError:
        return _OUT[value]
    if type(value) is list:
        return [[_out(cell) for cell in row] for row in value]
    return value


_AS_IT_IS = {float, str, bool, type(None)}


def _adapted(callback: Callback, failures: list[BaseException]) -> Any:
    as_it_is = _AS_IT_IS

    def call(*arguments: Any) -> Any:
        try:
            if not as_it_is.issuperset(map(type, arguments)):
                arguments = tuple([a if type(a) in as_it_is else _argument(a) for a in arguments])
            value = callback(*arguments)
            return value if type(value) in as_it_is else _out(value)
        except BaseException as failure:
            # The engine would make a #VALUE! of it, and an interruption would end up in a cell.
            failures.append(failure)
            raise

    return call


def _address(place: Place) -> str:
    sheet, row, column = place
    return f"{quoted(sheet)}!{a1(row, column)}"


def _place(text: str) -> Place:
    match = _CELL.fullmatch(text)
    assert match is not None, text
    sheet = match[1].replace("''", "'") if match[1] is not None else match[2] or ""
    return sheet, int(match[4]), column_number(match[3])
