"""The case tables beside each standard: rows a domain expert can check, run in every host."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from psscore.model.cell_error import CellError
from psscore.rulebook.catalogue import standard_folder

_NUMBER = re.compile(r"-?\d+(\.\d+)?")


Content = str | Fraction | CellError | None
"""What a cell holds; None is blank."""
_ERRORS = {error.value: error for error in CellError}


@dataclass(frozen=True, slots=True)
class Case:
    """One row: the call, what the cell must show, and why.

    Arguments are cells, or a column of them as a tuple, without the standard, which is `reference`; `LEFT_OUT` is an
    argument left out.
    """

    line: int
    function: str
    arguments: tuple[Content | tuple[Content, ...], ...]
    reference: str
    expected: str
    why: str


LEFT_OUT = "-"


def read_cases(name: str) -> Iterator[Case]:
    """The cases of a shipped standard, such as `public-service/2026`.

    In the file an empty argument is a blank cell, "-" an argument left out, "1;2;3" a column of three cells, "#N/A" an
    error value, and a number after an apostrophe a text, as in Excel. Targets and levels are texts anyway.
    """
    text = standard_folder(name).joinpath("cases.csv").read_text("utf-8")
    for line, row in enumerate(csv.DictReader(io.StringIO(text)), start=2):
        function = f"PS_{row['function']}"
        printed = ("argument_1", "argument_2") if function == "PS_TARGET" else ()
        given = [_argument(row[key], text=key in printed) for key in row if key.startswith("argument_")]
        query = f"?{row['readings']}" if row["readings"] else ""
        yield Case(line, function, tuple(given), f"{name}{query}", row["expected"], row["why"])


def _argument(text_of: str, *, text: bool) -> Content | tuple[Content, ...]:
    if text or ";" not in text_of:
        return _cell(text_of, text=text)
    return tuple(_cell(part, text=False) for part in text_of.split(";"))


def _cell(cell: str, *, text: bool) -> Content:
    if not cell or cell in _ERRORS:
        return _ERRORS.get(cell)
    if cell.startswith("'"):
        return cell[1:]
    return cell if text or not _NUMBER.fullmatch(cell) else Fraction(cell)
