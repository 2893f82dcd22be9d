"""The values of many cells are those of each, and what is malformed in one is malformed in many."""

from __future__ import annotations

import pytest

from psscore.engines.engine import Source, SourceSheet
from psscore.engines.formualizer import Formualizer
from psscore.workbook.cells import column, literal
from psscore.workbook.given import give
from psscore.workbook.sheet import RawCell
from psscore.workbook.values import Cell

STRINGS = ["零", "一", "二"]
TYPES = ["", ' t="s"', ' t="n"', ' t="b"', ' t="e"', ' t="str"', ' t="d"', ' s="3"', ' s="3" t="s"', ' t="inlineStr"']
TEXTS = [
    "",
    "1",
    "2",
    "0",
    "-1.5E-7",
    "1E400",
    "inf",
    "nan",
    "1_0",
    " 5 ",
    "9",
    "-1",
    "1.0",
    "#N/A",
    "2026-03-01",
    "x",
    "٣",
]


def cell(kind: str, text: str, row: int = 3) -> RawCell:
    return b"A", b"%d" % row, kind.encode(), b"", text.encode(), b""


def one(raw: RawCell) -> Cell | type[Exception] | None:
    try:
        return literal(raw, STRINGS, False)
    except (ValueError, LookupError):
        return ValueError


def given(cells: list[RawCell]) -> dict[tuple[int, int], Cell] | None:
    sheet = SourceSheet("S")
    if not give(sheet, cells, STRINGS, False):
        return None
    assert sheet.numbers[0] or sheet.literals or not cells
    numbers = {(int(row), column(letters)): float(text) for letters, row, text in zip(*sheet.numbers, strict=True)}
    return numbers | {(r, c): value for r, c, value in sheet.literals}


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("text", TEXTS)
def test_many_are_as_each(kind: str, text: str) -> None:
    raw = cell(kind, text)
    around = [cell("", "7", 1), cell(' t="s"', "1", 2), raw, cell("", "", 4)]
    expected = one(raw)
    found = given(around)
    if expected is ValueError:
        assert found is None
    elif found is None:
        assert text == " 5 ", "what is not written in digits is left to be read one by one"
    else:
        assert found == {(1, 1): 7.0, (2, 1): "一"} | ({} if expected is None else {(3, 1): expected})
        assert type(found.get((3, 1))) is type(expected)


def test_none_at_all() -> None:
    assert given([]) == {}


NUMBERS = ["0", "-0", "7.", ".5", "-.5", "+5", "007", "1E+20", "1e5", "1E-400", "4.9E-324", "9007199254740993", "1e23"]


def test_the_engine_reads_numbers_as_python_does() -> None:
    sheet = SourceSheet("S")
    assert give(sheet, [cell("", text, row) for row, text in enumerate(NUMBERS, 1)], [], False)
    engine = Formualizer(Source([sheet], [], False, {}))
    found = engine.values("S", [(row, 1) for row in range(1, len(NUMBERS) + 1)])
    assert [repr(value) for value in found] == [repr(float(text)) for text in NUMBERS]
