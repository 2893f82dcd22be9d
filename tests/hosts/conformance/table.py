"""The table of cases: what a function gives for the cells of a sheet, in every host.

`cases.csv` has a row for each case. The columns A to F are the cells its formula refers to, from row 1 down, separated
by ";": a number, TRUE, an error value, a date, text; `'93` is the text 93, `"  "` the text between the quotation marks,
`""` a formula that shows nothing, `2 x31` 31 times 2, `1..47` the codes 1 to 47. Nothing is a blank cell. A formula in
braces is an array formula, and its result has ";" between rows and "," between columns. In a result `1÷3` is a number
that no decimals hold, and "~" starts words that a text contains. A column of a host says what this host gives instead,
and in brackets the name of the reason, which `differences.csv` explains; "—" where the host cannot be asked.
"""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from psscore.model.cell_error import CellError

FOLDER = Path(__file__).parent
COLUMNS = "ABCDEF"
HOSTS = ("python", "excel", "headless", "formulas", "calc_25_2", "calc_7_4")
NO_FORMULA = "—"
EPOCH = datetime.date(1899, 12, 30)

Content = None | float | str | bool | CellError | datetime.date | type[Ellipsis]  # type: ignore[valid-type]
"""What a cell holds; `...` is a formula that shows nothing."""
Shown = float | str | CellError
Result = tuple[tuple[Shown, ...], ...]

_ERRORS = {error.value: error for error in CellError}
_TIMES = re.compile(r"(.+) x(\d+)", re.ASCII)
_SPAN = re.compile(r"(\d+)\.\.(\d+)", re.ASCII)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:÷\d+)?", re.ASCII)
_NAMED = re.compile(r"(.*) \[(\w+)\]")


@dataclass(frozen=True)
class Case:
    """One row of the table; `others` is what some hosts give instead, `reasons` why."""

    line: int
    function: str
    kind: str
    formula: str
    cells: Mapping[str, tuple[Content, ...]]
    expected: Result
    why: str
    others: Mapping[str, Result]
    reasons: Mapping[str, str]

    @property
    def is_array(self) -> bool:
        return self.formula.startswith("{")

    @property
    def whole_columns(self) -> bool:
        """Whether the formula needs a sheet of its own."""
        return re.search(r"\b[A-F]:[A-F]\b", self.formula) is not None

    @property
    def height(self) -> int:
        return max(1, len(self.expected), *map(len, self.cells.values()))

    def of(self, host: str) -> Result:
        """What the host gives."""
        return self.others.get(host, self.expected)


def read_cases() -> list[Case]:
    with (FOLDER / "cases.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return [_case(rows.line_num, row) for row in rows]


def read_differences() -> dict[str, str]:
    """Why hosts differ, by the name the table uses."""
    with (FOLDER / "differences.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["en"] for row in csv.DictReader(file)}


def _case(line: int, row: Mapping[str, str]) -> Case:
    named = {host: _NAMED.fullmatch(row[host]) for host in HOSTS if row[host]}
    assert all(named.values()), f"line {line}: write what a host gives as: value [reason]"
    return Case(
        line,
        row["function"],
        row["kind"],
        row["formula"],
        {column: _contents(row[column]) for column in COLUMNS},
        _result(row["expected"], row["formula"]),
        row["why"],
        {host: _result(match[1], row["formula"]) for host, match in named.items() if match},
        {host: match[2] for host, match in named.items() if match},
    )


def _contents(text: str) -> tuple[Content, ...]:
    contents: list[Content] = []
    for part in text.split(";") if text else []:
        if span := _SPAN.fullmatch(part):
            contents += map(str, range(int(span[1]), int(span[2]) + 1))
        elif times := _TIMES.fullmatch(part):
            contents += [_content(times[1])] * int(times[2])
        else:
            contents.append(_content(part))
    return tuple(contents)


def _content(text: str) -> Content:
    if not text or text in _ERRORS:
        return _ERRORS.get(text)
    if text == '""':
        return ...
    if text in ("TRUE", "FALSE"):
        return text == "TRUE"
    if text[0] == "'":
        return text[1:]
    if text[0] == text[-1] == '"':
        return text[1:-1]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return datetime.date.fromisoformat(text)
    return float(text) if _NUMBER.fullmatch(text) else text


def _result(text: str, formula: str) -> Result:
    if not formula.startswith("{"):
        return ((_shown(text),),)
    return tuple(tuple(_shown(cell) for cell in _cells(row)) for row in text.split(";"))


def _cells(row: str) -> list[str]:
    """The cells of a row of results; texts there have no comma without a blank after it."""
    return re.split(r",(?! )", row)


def _shown(text: str) -> Shown:
    if text in _ERRORS:
        return _ERRORS[text]
    if text == '""':
        return ""
    return float(Fraction(text.replace("÷", "/"))) if _NUMBER.fullmatch(text) else text


def agrees(found: Result, wanted: Result) -> bool:
    """Whether a result is the one wanted; the same kind of value, not only an equal one."""
    return len(found) == len(wanted) and all(
        len(row) == len(other) and all(map(_agrees, row, other)) for row, other in zip(found, wanted, strict=True)
    )


def _agrees(found: Shown, wanted: Shown) -> bool:
    if isinstance(wanted, str) and wanted.startswith("~"):
        return isinstance(found, str) and wanted[1:] in found
    return type(found) is type(wanted) and found == wanted
