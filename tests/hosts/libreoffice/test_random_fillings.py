"""The workbook filled at random, blanks among the numbers: every formula in Calc gives what headless gives."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from hosts.libreoffice.office import Calc
from hosts.libreoffice.test_template import shown
from hosts.xlwings.filled import SOUND, Filled
from psscore.model.cell_error import CellError
from psscore.workbook.address import a1, area
from psscore.workbook.cells import place, stored
from psscore.workbook.package import Package
from psscore.workbook.recalculate import Options, Recalculator
from psscore.workbook.sheet import patch, scan
from psscore.workbook.values import Cell, encode

FILLINGS = 200
# How much of a workbook is blank: nothing, a cell here and there, half of it, all of it.
BLANK = (0.0, 0.0, 0.02, 0.02, 0.1, 0.5, 0.9, 1.0)
# Columns of numbers and of texts, counted in the table.
NUMBERS = {"ps_requests": (3, 5), "ps_proactive": (3, 3), "ps_population": (3, 4), "ps_survey": (3, 5)}
MONEY = {"ps_budget": (1, 4)}
FORM_TEXTS, FORM_POINTS, FORM_SCORE = (2, 3, 4, 8), 5, 7
SURVEY_GROUP, CHOICE = 2, 1

Filling = dict[str, dict[str, Cell]]


@dataclass(frozen=True)
class Inputs:
    """The cells of the standard workbook that an evaluator fills in, and the fillings to try."""

    book: Filled

    def of(self, name: str) -> Iterator[tuple[int, int, str, Cell]]:
        """The cells of a table: row, column counted in the table, address, what the example holds."""
        table = self.book.book.tables[name]
        for raw in self.book.scans[table.sheet].literals:
            row, column = place(raw)
            if table.first_row <= row <= table.last_row and table.left <= column <= table.right:
                value = self.book.literals[table.sheet][a1(row, column)]
                yield row, column - table.left, a1(row, column), value

    def filling(self, source: random.Random) -> Filling:
        """New contents by sheet and address: sound numbers, some that contradict each other, every reading, blanks."""
        blank = source.choice(BLANK)
        found: Filling = {}

        def put(table: str, address: str, value: Cell) -> None:
            sheet = self.book.book.tables[table].sheet
            found.setdefault(sheet, {})[address] = None if source.random() < blank else value

        for name, (first, last) in NUMBERS.items():
            rows: dict[int, list[float]] = {}
            for row, column, address, value in self.of(name):
                if first <= column <= last:
                    numbers = rows.setdefault(row, SOUND[name](source))
                    put(name, address, numbers.pop(0) + 3 * (name == "ps_requests" and source.random() < 0.02))
                elif name == "ps_survey" and column == SURVEY_GROUP:
                    put(name, address, value)
        for name, (first, last) in MONEY.items():
            for _, column, address, value in self.of(name):
                if first <= column <= last and isinstance(value, float):
                    put(name, address, source.choice([0.0, value, value + 1, float(source.randrange(1, 500))]))
        for _, column, address, value in self.of("ps_form"):
            if column in FORM_TEXTS:
                put("ps_form", address, source.choice([value, value, value, "3.00(席)", "达成指标"]))
            elif column == FORM_POINTS:
                put("ps_form", address, value)
            elif column == FORM_SCORE:
                assert isinstance(value, float)
                put("ps_form", address, source.choice([value, value, 0.0, value / 2, value + 1]))
        titles = {row: value for row, column, _, value in self.of("ps_readings") if column == 0}
        for row, column, address, value in self.of("ps_readings"):
            if column == CHOICE and str(titles[row]) in self.book.choices:
                put("ps_readings", address, source.choice([value, *self.book.choices[str(titles[row])]]))
        return found


def test_every_formula_equals_headless(calc: Calc) -> None:
    filled = Filled()
    inputs = Inputs(filled)
    source = random.Random(20261122)
    fillings = [inputs.filling(source) for _ in range(FILLINGS)]
    headless = Recalculator()
    compared: Counter[str] = Counter()
    with ThreadPoolExecutor(1) as beside:
        # Calc works in a process of its own meanwhile.
        waiting = beside.submit(calc.fill, filled.package.data, "book.xlsm", [ranges(filling) for filling in fillings])
        scored = [score(filled, filling, headless) for filling in fillings]
        found = waiting.result()
    for number, (expected, calculated) in enumerate(zip(scored, found, strict=True)):
        differs = {}
        for (sheet, row, column), value in expected.items():
            compared["error" if isinstance(value, CellError) else type(value).__name__] += 1
            shows = _at(calculated[sheet], row, column)
            if shown(value) != shown(shows):
                differs[sheet, a1(row, column)] = value, shows
        assert differs == {}, f"filling {number}"
    assert sum(compared.values()) > 1100 * FILLINGS
    # Blanks must be among them, or this shows little.
    assert min(compared["error"], compared["float"], compared["str"]) > 100 * FILLINGS, compared


def score(filled: Filled, filling: Filling, headless: Recalculator) -> dict[tuple[str, int, int], Cell]:
    """The results of all formulas headless, by sheet, row and column."""
    result = headless.recalculate(typed(filled, filling), Options())
    assert result.status in ("written", "unchanged"), result.findings[:3]
    assert result.data is not None
    package = Package(result.data)
    return {
        (sheet, *place(raw)): stored(raw, filled.strings)
        for sheet, part in filled.parts.items()
        for raw in scan(package.read(part), part).formulas
    }


def _at(rows: list[list[Any]], row: int, column: int) -> Any:
    return rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[0]) else None


def typed(filled: Filled, filling: Filling) -> bytes:
    """The workbook with the filling in its input cells."""
    packed = {}
    for name, cells in filling.items():
        part = filled.parts[name]
        new = {at.encode(): (b"", b"") if value is None else encode(value) for at, value in cells.items()}
        packed[part] = filled.package.pack(part, patch(filled.package.read(part), part, filled.scans[name], new))
    return filled.package.replace(packed)


def ranges(filling: Filling) -> dict[str, dict[str, list[list[Any]]]]:
    """The filling as ranges of a column with their rows, for few calls to Calc."""
    return {name: dict(_columns(cells)) for name, cells in filling.items()}


def _columns(cells: Mapping[str, Cell]) -> Iterator[tuple[str, list[list[Any]]]]:
    places = {}
    for address, value in cells.items():
        box = area(address)
        assert box
        places[box[1], box[0]] = value
    run: list[tuple[int, int]] = []
    for at in [*sorted(places), (0, 0)]:
        if run and at != (run[-1][0], run[-1][1] + 1):
            (column, first), (_, last) = run[0], run[-1]
            rows = [["" if places[one] is None else places[one]] for one in run]
            yield f"{a1(first, column)}:{a1(last, column)}", rows
            run = []
        run.append(at)
