"""A published case table on a sheet: where its cells stand, and the arguments of its calls, the same in every host."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from psscore.functions.call import OMITTED
from psscore.functions.cells import Argument, number_out
from psscore.functions.registry import FUNCTIONS
from psscore.model.cell_error import CellError
from psscore.rulebook.cases import LEFT_OUT, Case, Content, read_cases
from psscore.workbook.address import column_letters

Shown = float | str | CellError | None
Given = Shown | tuple[Shown, ...]
RESULTS = ("H", "I", "J")
"""Where the formulas stand: beside single arguments, before columns of cells."""
_FIRST_COLUMN = 13


@dataclass(frozen=True)
class Placed:
    """A case with its row, from 1, and where its columns of cells stand."""

    case: Case
    row: int
    first_column: int

    @property
    def given(self) -> list[Given]:
        """The arguments in the order of the function, the standard in its place."""
        names = [parameter.name for parameter in FUNCTIONS[self.case.function].parameters]
        if "standard" not in names:
            return [_given(argument) for argument in self.case.arguments[: len(names)]]
        cells = [_given(argument) for argument in self.case.arguments[: len(names) - 1]]
        at = names.index("standard")
        after = cells[at:]
        while after and after[-1] is None:
            after.pop()
        return [*cells[:at], self.case.reference, *after]

    @property
    def addresses(self) -> list[str]:
        """Where each argument stands: a cell, or a range."""
        found, column = [], self.first_column
        for at, argument in enumerate(self.given):
            if isinstance(argument, tuple):
                letters = column_letters(column)
                found.append(f"{letters}1:{letters}{len(argument)}")
                column += 1
            else:
                found.append(f"{column_letters(at + 1)}{self.row}")
        return found

    @property
    def plain(self) -> list[Argument]:
        """The arguments of a plain call."""
        return [
            [[cell] for cell in argument]
            if isinstance(argument, tuple)
            else OMITTED
            if argument == LEFT_OUT
            else argument
            for argument in self.given
        ]

    def cells(self) -> Iterator[tuple[str, Shown]]:
        """The cells that are not blank, by address."""
        for address, argument in zip(self.addresses, self.given, strict=True):
            if isinstance(argument, tuple):
                letters = address.partition(":")[0].rstrip("0123456789")
                stand = [(f"{letters}{row}", cell) for row, cell in enumerate(argument, 1)]
            else:
                stand = [(address, argument)] if argument != LEFT_OUT else []
            yield from ((at, cell) for at, cell in stand if cell is not None)


def placed(name: str) -> list[Placed]:
    """Every case of a standard in a row of its own."""
    found: list[Placed] = []
    column = _FIRST_COLUMN
    for row, case in enumerate(read_cases(name), 1):
        found.append(Placed(case, row, column))
        column += sum(isinstance(argument, tuple) for argument in case.arguments)
    return found


def expected_of(case: Case, shown: object) -> object:
    """What the table says, as a number where the cell holds one."""
    return float(Fraction(case.expected)) if isinstance(shown, int | float) else case.expected


def _given(argument: Content | tuple[Content, ...]) -> Given:
    return tuple(map(_shown, argument)) if isinstance(argument, tuple) else _shown(argument)


def _shown(cell: Content) -> Shown:
    return number_out(cell) if isinstance(cell, Fraction) else cell
