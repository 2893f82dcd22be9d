"""Arguments and answers without LibreOffice: stand-ins for its range objects."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

import pytest

from case_sheet import placed
from psscore.functions.call import OMITTED, call
from psscore.functions.registry import FUNCTIONS
from psscore.hosts.libreoffice.calc.answer import TEXTS, answer
from psscore.hosts.libreoffice.calc.errors import CODES, error_number, error_of
from psscore.hosts.libreoffice.calc.reading import SHEET_ROWS, read_arguments
from psscore.model.cell_error import CellError
from psscore.rulebook.catalogue import standard_ids


@dataclass
class Address:
    StartColumn: int
    StartRow: int
    EndColumn: int
    EndRow: int


@dataclass
class Error:
    code: int

    def getError(self) -> int:
        return self.code


class Range:
    """One column of a sheet of which `used` rows are used; an error value is its number in Calc, wrapped."""

    def __init__(self, cells: list[Any], rows: int, start: int = 0, used: int | None = None) -> None:
        self.cells, self.rows, self.start, self.used = cells, rows, start, len(cells) if used is None else used
        self.asked = 0

    def getRangeAddress(self) -> Address:
        return Address(0, self.start, 0, self.start + self.rows - 1)

    def getCellRangeByPosition(self, left: int, top: int, right: int, bottom: int) -> Range:
        assert (left, top, right) == (0, 0, 0)
        return Range(self.cells[: bottom + 1], bottom + 1, self.start, self.used)

    def getDataArray(self) -> tuple[tuple[Any, ...], ...]:
        assert self.rows < 10_000, "a million rows read"
        padded = [*self.cells, *[""] * self.rows][: self.rows]
        return tuple((None if isinstance(cell, Error) else cell,) for cell in padded)

    def getCellByPosition(self, right: int, down: int) -> Any:
        assert right == 0
        return self.cells[down]

    def getSpreadsheet(self) -> Range:
        return self

    def createCursor(self) -> Range:
        return Range([], self.used, 0)

    def gotoEndOfUsedArea(self, expand: bool) -> None:
        assert not expand


def test_error_values_go_there_and_back() -> None:
    assert set(CODES) == set(CellError)
    for error, code in CODES.items():
        bits = struct.unpack("<Q", struct.pack("<d", error_number(error)))[0]
        assert bits & 0xFFFF_FFFF == code
        assert error_of(code) is error
    assert error_of(504) is CellError.VALUE


# fmt: off
READ = [
    ([None, 1.0, "x"], [OMITTED, 1.0, "x"], "values as they are"),
    ([((1.0, ""), ("a", 2.0))], [[[1.0, ""], ["a", 2.0]]], "rows"),
    ([(("",),)], [""], "a range of one cell is its cell"),
    ([Range([1.0, "", Error(32767), Error(521), Error(522)], 5)],
     [[[1.0], [""], [CellError.NOT_AVAILABLE], [CellError.NULL], [CellError.VALUE]]], "errors by their number"),
    ([Range([3.0], 1)], [3.0], "a range object of one cell"),
    ([Range([1.0, 2.0], SHEET_ROWS, used=3), Range([5.0, 6.0, 7.0], SHEET_ROWS, used=3)],
     [[[1.0], [2.0], [""]], [[5.0], [6.0], [7.0]]], "whole columns, equally long"),
    ([Range([1.0], SHEET_ROWS - 1, start=1, used=3), Range([1.0], 2)],
     [[[1.0], [""]], [[1.0], [""]]], "from the second row on; a short one stays"),
    ([Range([], SHEET_ROWS, used=0)], [""], "nothing used"),
    ([Range([1.0, 2.0, 3.0], SHEET_ROWS, used=3), (("甲",), ("乙",)) + (("",),) * (SHEET_ROWS - 2)],
     [[[1.0], [2.0], [3.0]], [["甲"], ["乙"], [""]]], "a range object beside values"),
    ([(("甲",), ("乙",)) + (("",),) * (SHEET_ROWS - 2)], [[["甲"], ["乙"]]], "values only"),
]
# fmt: on


@pytest.mark.parametrize(("given", "expected", "why"), READ)
def test_reading(given: list[Any], expected: list[Any], why: str) -> None:
    assert read_arguments(given) == expected, why


@pytest.mark.parametrize("name", standard_ids())
def test_functions_that_give_texts_are_known(name: str) -> None:
    for case in placed(name):
        value = call(case.case.function, *case.plain).value
        if not isinstance(value, CellError):
            gives_texts = case.case.function in TEXTS
            assert isinstance(value, str) == gives_texts or case.case.function == "PS_KPI", case.case.line


EXAMPLES = {
    "PS_STANDARD": ("public-service",),
    "PS_EXPLAIN": ("1", 93.0, 100.0),
    "PS_CHECK": ("1", 93.0, 100.0),
    "PS_NAME": ("1",),
    "PS_RULE": ("1",),
    "PS_PROGRESS": (Range(["1"], 1), Range([1.0], 1)),
    "PS_GRADE": (90.0, "project-self-evaluation/2020"),
    "PS_TIER": ("达成指标", 8.0),
    "PS_REVIEW": ("≥9.00(人)", "9.00(人)", 6.0, 6.0, ""),
    "PS_LIGHT": (1.0, ((0.0, "红"), (0.6, "绿"))),
    "PS_SCORE": ("1", 93.0, 100.0),
    "PS_POINTS": ("1",),
    "PS_RATE": (93.0, 100.0),
    "PS_CHANGE": (9000.0, 100.0, 10000.0, 100.0),
    "PS_COUNT": ("1", Range(["1"], 1), Range([1.0], 1)),
    "PS_EXECUTION": (187.92, 187.63),
    "PS_TARGET": ("≥9.00(人)", "8.00(人)", 6.0),
    "PS_KPI": ("K1.1", "findings"),
    "PS_RANK": (1.0, Range([1.0, 2.0], 2)),
}


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name in EXAMPLES])
def test_an_answer_is_a_text_or_rows_of_numbers(name: str) -> None:
    given = [*EXAMPLES[name], *[None] * (len(FUNCTIONS[name].parameters) - len(EXAMPLES[name]))]
    found = answer(name, given)
    if name in TEXTS:
        assert isinstance(found, str)
    else:
        assert isinstance(found, tuple)
        assert isinstance(found[0][0], float)
    assert set(EXAMPLES) > TEXTS


def test_what_fails_inside_is_an_error_value(caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        def getRangeAddress(self) -> Address:
            raise RuntimeError("no such sheet")

    found = answer("PS_TOTAL", [Broken(), Broken(), None])
    assert isinstance(found, tuple)
    assert found[0][0] != found[0][0], "a number that is none"
    assert "no such sheet" in caplog.text
