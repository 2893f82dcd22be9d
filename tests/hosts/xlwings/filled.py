"""The standard evaluation workbook filled at random, and its PS_ calls as Excel would make them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from hosts.xlwings import wire
from hosts.xlwings.excel import cells
from psscore.functions.registry import FUNCTIONS
from psscore.hosts.xlwings.errors import NUMBERS, error_text
from psscore.model.cell_error import CellError
from psscore.rulebook import load_standard
from psscore.workbook.address import a1
from psscore.workbook.cells import formula, literal, place, stored
from psscore.workbook.lowering import Lowering
from psscore.workbook.package import Package
from psscore.workbook.parts import read_book
from psscore.workbook.recalculate import Options, Recalculation, Recalculator
from psscore.workbook.sheet import patch, scan
from psscore.workbook.strings import shared_strings
from psscore.workbook.template.build import build
from psscore.workbook.template.example import EXAMPLE
from psscore.workbook.tokens import Token, tokenize
from psscore.workbook.values import Cell, encode

# Table, first and last column of the numbers an evaluator types, counted in the table.
INPUTS = {
    "ps_requests": (3, 5),
    "ps_proactive": (3, 3),
    "ps_population": (3, 4),
    "ps_survey": (3, 6),
    "ps_budget": (1, 4),
    "ps_form": (5, 7),
}
WEIGHTS = "不同群体的合并"
ODD: tuple[Cell, ...] = (None, "97", "约 30", True, 0.5, -1.0, CellError.NOT_AVAILABLE, CellError.DIV0, "")


# A blank cell, or one that is #N/A, handed over as an empty text.
_GUARD = re.compile(r'IF\((.+)="","",\1\)|IF\((?:PSSCORE__)?ISNA\((.+)\),"",\2\)')

# New values by address, as `patch` takes them.
Changes = dict[bytes, tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Call:
    """One call in a formula: its arguments for the xlwings process and for plain Python."""

    function: str
    cell: tuple[str, str]
    alone: bool
    arguments: tuple[Any, ...]


class Filled:
    """The workbook, its inputs, and the calls its formulas make."""

    def __init__(self) -> None:
        self.package = Package(build("zh", EXAMPLE))
        self.book = read_book(self.package)
        self.scans = {sheet.name: scan(self.package.read(sheet.part), sheet.part) for sheet in self.book.sheets}
        assert self.book.strings
        self.strings = shared_strings(self.package.read(self.book.strings), self.book.strings)
        self.parts = {sheet.name: sheet.part for sheet in self.book.sheets}
        self.literals = {
            name: {a1(*place(raw)): literal(raw, self.strings, False) for raw in found.literals}
            for name, found in self.scans.items()
        }
        self.choices = {
            reading.title.zh: [value.title.zh for value in reading.values] for reading in load_standard().readings
        }
        self.calls = list(self._calls())
        self._engine = Recalculator()

    def random(self, seed: int) -> tuple[Recalculation, dict[str, dict[str, Cell]]]:
        """The workbook scored headless after random inputs were typed into it, and every cell it then holds.

        Even seeds give sound evaluations, odd ones numbers without sense and, in some, cells of other kinds.
        """
        source = random.Random(seed)
        sound = seed % 2 == 0
        changes: dict[str, Changes] = {}
        for name in SOUND if sound else INPUTS:
            changes.setdefault(self.book.tables[name].sheet, {}).update(self._typed(name, source, sound))
        changes.setdefault(self.book.tables["ps_readings"].sheet, {}).update(self._chosen(source, sound))
        packed = {
            self.parts[name]: self.package.pack(
                self.parts[name], patch(self.package.read(self.parts[name]), self.parts[name], self.scans[name], new)
            )
            for name, new in changes.items()
        }
        result = self._engine.recalculate(self.package.replace(packed), Options())
        assert result.status in ("written", "unchanged"), result.findings
        assert result.data is not None
        return result, self.values(result.data)

    def _typed(self, name: str, source: random.Random, sound: bool) -> Changes:
        """New numbers for the inputs of a table."""
        table, (first, last) = self.book.tables[name], INPUTS[name]
        odd = 0.0 if sound else source.choice((0.0, 0.02, 0.1))
        changes: Changes = {}
        rows: dict[int, list[float]] = {}
        for raw in self.scans[table.sheet].literals:
            row, column = place(raw)
            if table.first_row <= row <= table.last_row and first <= column - table.left <= last:
                numbers = rows.setdefault(row, SOUND[name](source)) if sound else [_number(source)]
                value = source.choice(ODD) if source.random() < odd else numbers.pop(0)
                changes[raw[0] + raw[1]] = (b"", b"") if value is None else encode(value)
        return changes

    def _chosen(self, source: random.Random, sound: bool) -> Changes:
        """Other choices for some readings; the weights are blank, so a sound evaluation does not ask for them."""
        table = self.book.tables["ps_readings"]
        known = {place(raw): literal(raw, self.strings, False) for raw in self.scans[table.sheet].literals}
        changes: Changes = {}
        for row in range(table.first_row, table.last_row + 1):
            title = str(known[row, table.left])
            if (row, table.left + 1) in known and source.random() < 0.4 and not (sound and title == WEIGHTS):
                changes[a1(row, table.left + 1).encode()] = encode(source.choice(self.choices[title]))
        return changes

    def values(self, data: bytes) -> dict[str, dict[str, Cell]]:
        """Every cell of the workbook, by sheet and address."""
        package = Package(data)
        found: dict[str, dict[str, Cell]] = {}
        for name, part in self.parts.items():
            cells_of = scan(package.read(part), part)
            values = found[name] = {}
            for raw in cells_of.literals:
                values[(raw[0] + raw[1]).decode()] = literal(raw, self.strings, False)
            for raw in cells_of.formulas:
                values[(raw[0] + raw[1]).decode()] = stored(raw, self.strings)
        return found

    def excel_book(self, values: Mapping[str, Mapping[str, Cell]]) -> dict[str, Any]:
        """The workbook for the fake Excel."""
        sheets = {
            name: {"cells": {at: on_wire(value) for at, value in cells_.items()}} for name, cells_ in values.items()
        }
        names = {name.name: name.formula.replace("'", "") for name in self.book.names if name.name.startswith("ps_")}
        return {"name": "评价.xlsm", "sheets": sheets, "names": names}

    def _calls(self) -> Iterator[Call]:
        lowering = Lowering(self.book, FUNCTIONS)
        # The calls with their ranges, not with what stands for them.
        lowering.lending.direct = True
        count = 0
        for name, found in self.scans.items():
            for raw in found.formulas:
                at = raw[0] + raw[1]
                lowered = lowering.lower(formula(raw).text, name, *place(raw))
                assert lowered.problem is None
                if not lowered.program.calls:
                    continue
                tokens = [token for token in tokenize(lowered.text) if token.kind != "space"]
                for call in self._parsed(tokens, name, at.decode(), count):
                    yield call
                    count += 1

    def _parsed(self, tokens: list[Token], sheet: str, at: str, count: int) -> list[Call]:
        """The calls among some tokens, those inside others first."""
        found: list[Call] = []
        position = 0
        while position < len(tokens):
            token = tokens[position]
            if token.kind == "call" and token.text[:-1] in FUNCTIONS:
                end, pieces = _pieces(tokens, position)
                arguments = []
                for piece in pieces[1:]:
                    inner = self._parsed(piece, sheet, at, count + len(found))
                    found += (replace(one, alone=False) for one in inner)
                    argument = {"result": count + len(found) - 1} if inner else self._argument(piece, sheet)
                    arguments.append(argument)
                alone = position == 0 and end == len(tokens) - 1
                found.append(Call(token.text[:-1], (sheet, at), alone, tuple(arguments)))
                position = end
            position += 1
        return found

    def _argument(self, piece: list[Token], sheet: str) -> Any:
        kinds = [token.kind for token in piece]
        if kinds == ["string"]:
            return piece[0].text[1:-1]
        if kinds == ["name"]:
            name = self.book.name(piece[0].text)
            assert name
            return cells(name.formula.replace("'", "").replace("$", ""))
        text = "".join(token.text for token in piece)
        if guard := _GUARD.fullmatch(text):
            return self._argument(tokenize(guard[1] or guard[2]), sheet) | {
                "unless": "blank" if guard[1] else "missing"
            }
        assert set(kinds) <= {"prefix", "cell", "mark"}, text
        return cells((text if "!" in text else f"{sheet}!{text}").replace("'", "").replace("$", ""))


def given(argument: Mapping[str, Any], value: Any) -> Any:
    """What a function gets for a cell: an empty text where the formula puts one for a blank or for #N/A."""
    kept_back = {"blank": (None,), "missing": (CellError.NOT_AVAILABLE,)}.get(argument.get("unless", ""), ())
    return "" if value in kept_back else value


def _pieces(tokens: list[Token], at: int) -> tuple[int, list[list[Token]]]:
    """Where a call ends, and the tokens of each of its arguments."""
    pieces: list[list[Token]] = [[]]
    depth = 0
    for position in range(at, len(tokens)):
        token = tokens[position]
        if token.kind in ("call", "wrap") or token.text in ("(", "{"):
            depth += 1
            if depth == 1:
                continue
        elif token.text in (")", "}"):
            depth -= 1
            if not depth:
                return position, pieces
        elif token.text == "," and depth == 1:
            pieces.append([])
            continue
        pieces[-1].append(token)
    raise AssertionError(tokens)


def _number(source: random.Random) -> float:
    return float(
        source.choice((0, 1, source.randint(0, 30), source.randint(0, 5000), 900_000 + source.randint(0, 999)))
    )


def _requests(source: random.Random) -> list[float]:
    """All requests, signed for, resolved; now and then none."""
    total = source.choice((0, source.randint(1, 300), source.randint(1, 50_000)))
    return [float(total), *(float(source.randint(total - total // 8, total)) for _ in range(2))]


def _answers(source: random.Random) -> list[float]:
    """Satisfied, basically satisfied, surveyed."""
    happy, fairly, others = (source.randint(0, 300) for _ in range(3))
    return [float(happy), float(fairly), float(happy + fairly + others + 1)]


SOUND: dict[str, Callable[[random.Random], list[float]]] = {
    "ps_requests": _requests,
    "ps_proactive": lambda source: [float(source.randint(0, 400))],
    "ps_population": lambda source: [float(source.randint(1, 90_000)), float(source.randint(1, 3_000_000))],
    "ps_survey": _answers,
}


def on_wire(value: Cell) -> Any:
    """A cell as the fake Excel takes it."""
    return wire.error(NUMBERS[value]) if isinstance(value, CellError) else value


def returned(value: Cell | list[list[Cell]]) -> Any:
    """What VBA gets for a value of a function; xlwings gives a single row as a plain list."""
    if isinstance(value, list):
        rows = [[returned(cell) for cell in row] for row in value]
        return rows[0] if len(rows) == 1 else rows
    return error_text(value) if isinstance(value, CellError) else value
