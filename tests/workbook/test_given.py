"""The values of many cells are those of each, and what is malformed in one is malformed in many."""

from __future__ import annotations

import pytest

from psscore.engines.engine import Source, SourceSheet
from psscore.engines.formualizer import Formualizer
from psscore.workbook.cells import column, literal
from psscore.workbook.given import give
from psscore.workbook.recalculate import Recalculator
from psscore.workbook.sheet import RawCell
from psscore.workbook.values import Cell
from workbook.books import book, part, rows, run

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


def one(raw: RawCell, strings: list[str] = STRINGS) -> Cell | type[Exception] | None:
    try:
        return literal(raw, strings, False)
    except (ValueError, LookupError):
        return ValueError


def given(cells: list[RawCell], strings: list[str] = STRINGS) -> tuple[SourceSheet, dict[tuple[int, int], Cell]]:
    """What an engine gets, and what that says."""
    sheet = SourceSheet("S")

    def each(name: str, raw: RawCell, known: list[str]) -> Cell:
        assert (name, known) == ("S", strings)
        return literal(raw, known, False)

    texts = give([sheet], [cells], strings, False, each)
    found: dict[tuple[int, int], Cell] = {(row, at): value for row, at, value in sheet.literals}
    for letters, row, text in zip(*sheet.numbers, strict=True):
        found[int(row), column(letters)] = float(text)
    for letters, row, number in zip(*sheet.texts, strict=True):
        found[int(row), column(letters)] = texts[int(number)]
    return sheet, found


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("strings", [STRINGS, ["零", "一_x0041_", "\x07"]], ids=["plain", "odd"])
def test_many_are_as_each(kind: str, text: str, strings: list[str]) -> None:
    raw = cell(kind, text)
    around = [cell("", "7", 1), cell(' t="s"', "1", 2), raw, cell("", "", 4)]
    expected = one(raw, strings)
    if expected is ValueError:
        with pytest.raises((ValueError, LookupError)):
            given(around, strings)
        return
    sheet, found = given(around, strings)
    assert found == {(1, 1): 7.0, (2, 1): strings[1]} | ({} if expected is None else {(3, 1): expected})
    assert type(found.get((3, 1))) is type(expected)
    assert not (strings is not STRINGS and sheet.texts[0]), "odd texts are given one by one"


def test_none_at_all() -> None:
    assert given([])[1] == {}


NUMBERS = ["0", "7.", ".5", "-.5", "+5", "007", "1E+20", "1e5", "1E-400", "4.9E-324", "9007199254740993", "1e23"]


def test_the_engine_reads_numbers_as_python_does() -> None:
    sheet, _ = given([cell("", text, row) for row, text in enumerate(NUMBERS, 1)])
    assert len(sheet.numbers[0]) == len(NUMBERS)
    engine = Formualizer(Source([sheet], [], False, {}))
    found = engine.values("S", [(row, 1) for row in range(1, len(NUMBERS) + 1)])
    assert [repr(value) for value in found] == [repr(float(text)) for text in NUMBERS]


ODD = [
    "",
    " ",
    " lead",
    "trail ",
    "\n",
    "a\nb",
    "a\tb",
    "&lt;",
    "&<>\"'",
    "]]>",
    "字",
    "😀",
    "\u3000全\u3000",
    "\ufeff",
    "=A1",
    "TRUE",
]


@pytest.mark.parametrize("more", [[], ["_x0041_"], ["\x07"], ["\r"]], ids=["plain", "escape", "bell", "return"])
def test_the_engine_reads_texts_as_python_does(more: list[str]) -> None:
    strings = [*ODD, *more]
    sheet, found = given([cell(' t="s"', f"0{row}", row + 1) for row in range(len(strings))], strings)
    assert bool(sheet.texts[0]) is not bool(more)
    engine = Formualizer(Source([sheet], [], False, {}, texts=() if more else strings))
    told = engine.values("S", [(row + 1, 1) for row in range(len(strings))])
    assert told == strings == [found[row + 1, 1] for row in range(len(strings))]


@pytest.mark.parametrize("text", ["-0", "-0.0", "-.0E+3", "-1E-400"])
@pytest.mark.parametrize("others", ["", '<c r="B1" t="str"><v>x</v></c>', '<c r="B1" t="n"><v> 3 </v></c>'])
def test_no_number_is_below_nothing_and_equal_to_it(text: str, others: str) -> None:
    formulas = '<c r="C1"><f>COUNTIF(A1,"&lt;0")&amp;COUNTIF(A1,0)&amp;(A1&lt;0)</f></c>'
    minus, nothing = (book(rows(f'<c r="A1"><v>{zero}</v></c>', others, formulas)) for zero in (text, "0"))
    known = Recalculator()
    found = [part(run(data, known).data or b"") for data in (nothing, minus, nothing)]
    assert all('<f>COUNTIF(A1,"&lt;0")&amp;COUNTIF(A1,0)&amp;(A1&lt;0)</f><v>01FALSE</v>' in each for each in found)
    assert part(run(minus).data or b"") == found[1], text
