"""The case tables beside each standard: rows a domain expert can check, run in every host."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from psscore.rulebook.catalogue import standard_folder

_NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Case:
    """One row: the call, what the cell must show, and why. Arguments are cells; None is blank, `LEFT_OUT` omitted."""

    line: int
    function: str
    arguments: tuple[str | Fraction | None, ...]
    reference: str
    expected: str
    why: str


LEFT_OUT = "-"


def read_cases(name: str) -> Iterator[Case]:
    """The cases of a shipped standard, such as `public-service/2026`.

    In the file an empty argument is a blank cell, "-" an argument left out, and a number after an apostrophe a text,
    as in Excel. Targets and levels are texts anyway.
    """
    text = standard_folder(name).joinpath("cases.csv").read_text("utf-8")
    for line, row in enumerate(csv.DictReader(io.StringIO(text)), start=2):
        function = f"PS_{row['function']}"
        printed = ("argument_1", "argument_2") if function == "PS_TARGET" else ()
        cells = [_cell(row[key], text=key in printed) for key in row if key.startswith("argument_")]
        query = f"?{row['readings']}" if row["readings"] else ""
        yield Case(line, function, tuple(cells), f"{name}{query}", row["expected"], row["why"])


def _cell(cell: str, *, text: bool) -> str | Fraction | None:
    if not cell:
        return None
    if cell.startswith("'"):
        return cell[1:]
    return cell if text or not _NUMBER.fullmatch(cell) else Fraction(cell)
