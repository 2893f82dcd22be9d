"""What goes wrong in a file, in the engine or in the program becomes a refusal with a sentence of our own."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from psscore.engines.engine import LoadFailed, Source
from psscore.engines.formualizer import Formualizer
from psscore.workbook.recalculate import Recalculator
from workbook.books import book, codes, pack, part, parts, rows, run

PLAIN = rows('<c r="A1"><v>93</v></c>', '<c r="B1"><f>A1*2</f></c>')


@pytest.mark.parametrize(
    ("attributes", "stored"), [("", "abc"), ("", "1_86"), (' t="s"', "-1"), (' t="str"', "_xD800_"), (' t="b"', "2")]
)
def test_a_stored_result_that_is_no_value_is_refused_at_its_cell(attributes: str, stored: str) -> None:
    result = run(book(rows('<c r="A1"><v>93</v></c>', f'<c r="B1"{attributes}><f>A1*2</f><v>{stored}</v></c>')))
    assert [finding.code for finding in result.findings] == ["package_refused"]
    assert "S!B1" in result.findings[0].text("en")


def test_a_name_of_a_sheet_that_is_not_there_is_left_out() -> None:
    for number in ("²", "7", "-1", ""):
        found = parts({"S": PLAIN}, names={"X": "S!$A$1"})
        found["xl/workbook.xml"] = str(found["xl/workbook.xml"]).replace(
            'name="X"', f'name="X" localSheetId="{number}"'
        )
        assert "<v>186</v>" in part(run(pack(found)).data)
        found["xl/worksheets/sheet1.xml"] = str(found["xl/worksheets/sheet1.xml"]).replace("A1*2", "X*2")
        assert codes(run(pack(found))) == [("B1", "unsupported_function")]


class Panic(BaseException):
    """What a panic in native code looks like."""


class Hurt(Formualizer):
    """An engine that fails when it hands out results."""

    failure: BaseException = ValueError("raw words of the engine")

    def values(self, sheet: str, cells: Any) -> Any:
        if type(self).failure.args:
            raise type(self).failure
        return super().values(sheet, cells)


@pytest.mark.parametrize("failure", [ValueError("raw"), Panic("raw")])
def test_a_fault_of_the_program_is_a_receipt_and_is_forgotten(failure: BaseException) -> None:
    recalculator = Recalculator(load=Hurt)
    Hurt.failure = failure
    result = run(book(PLAIN), recalculator)
    assert (result.status, result.data, [f.code for f in result.findings]) == ("refused", None, ["internal_error"])
    assert "raw" not in result.findings[0].text("en")
    Hurt.failure = ValueError()
    assert "<v>186</v>" in part(run(book(PLAIN), recalculator).data), "the next workbook is none the worse"


def test_an_interruption_is_no_fault() -> None:
    Hurt.failure = KeyboardInterrupt("stop")
    with pytest.raises(KeyboardInterrupt):
        run(book(PLAIN), Recalculator(load=Hurt))


def exhausted(source: Source) -> Formualizer:
    """The engine without any time."""
    source.seconds = 0.0
    return Formualizer(source)


def unloadable(_: Source) -> Formualizer:
    """An engine that cannot load the workbook."""
    raise LoadFailed("Calamine error: I/O error: #REF!")


class Broken(Formualizer):
    """An engine that fails while calculating."""

    def calculate(self, _: datetime.datetime) -> None:
        raise RuntimeError("Calamine error: #N/IMPL!")


ENGINES = [
    (exhausted, "more time or memory"),
    (unloadable, "cannot take in"),
    (Broken, "failed while calculating"),
]


@pytest.mark.parametrize(("load", "expected"), ENGINES)
def test_the_engine_never_speaks_to_the_user(load: Callable[[Source], Formualizer], expected: str) -> None:
    result = run(book(PLAIN), Recalculator(load=load))
    assert (result.status, [finding.code for finding in result.findings]) == ("refused", ["engine_failed"])
    for language in ("zh", "en"):
        text = result.findings[0].text(language)
        assert not any(word in text for word in ("Calamine", "#N/IMPL", "error:", "exhausted")), text
    assert expected in result.findings[0].text("en")


LENGTHS = [
    # the formula, its findings, why
    ('REPT("a",30000)&amp;REPT("b",2767)', [], "just as much as a cell holds"),
    ('REPT("a",30000)&amp;REPT("b",2768)', [("A1", "unsupported_construct")], "one character more"),
    ('REPT("😀",10000)&amp;REPT("😀",6384)', [("A1", "unsupported_construct")], "Excel counts these twice: 32,768"),
    ('REPT("😀",10000)&amp;REPT("😀",6383)', [], "32,766"),
]


@pytest.mark.parametrize(("formula", "expected", "why"), LENGTHS, ids=[row[-1] for row in LENGTHS])
def test_a_text_that_no_cell_holds_is_not_written(formula: str, expected: list[tuple[str, str]], why: str) -> None:
    result = run(book(rows(f'<c r="A1"><f>{formula}</f></c>', '<c r="B1"><f>LEN(A1)</f></c>')))
    assert codes(result) == expected, why
    assert (result.data is None) == bool(expected)
