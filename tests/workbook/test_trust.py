"""The engine against the results a workbook was saved with; what is merely old is not taken for wrong."""

from __future__ import annotations

import pytest

from workbook.books import book, codes, part, rows, run
from workbook.test_own_functions import Probe, recalculator

# The probe gives 7. A1 is ordinary, B1 ours, C1 rests on ours.
ORDINARY = '<c r="A1"><f>1+1</f><v>{a}</v></c>'
OURS = '<c r="B1"{t}><f>PS_SCORE(1)</f><v>{b}</v></c>'
ABOVE = '<c r="C1"{t}><f>B1*10</f><v>{c}</v></c>'
NAME = ' t="e"'

CASES = [
    # A1, B1, C1, calc, status, codes, why
    ("2", "7", "70", "", "unchanged", [], "everything agrees"),
    ("3", "7", "70", "", "partial", [("A1", "trust_mismatch")], "a fresh file that disagrees with the engine"),
    ("2", "7", "71", "", "partial", [("C1", "trust_mismatch")], "ours agrees, so what rests on it is fresh too"),
    ("2", "5", "50", "", "written", [], "ours has changed, so the file is older than its inputs"),
    ("3", "5", "50", "", "written", [], "then nothing can be said about A1 either"),
    ("2", "#NAME?", "#NAME?", "", "written", [], "saved without our add-in, all of it consistent"),
    ("3", "#NAME?", "#NAME?", "", "partial", [("A1", "trust_mismatch")], "A1 does not rest on ours: it must agree"),
    ("2", "#NAME?", "70", "", "written", [], "C1 already says what it should"),
    ("2", "#NAME?", "71", "", "partial", [("C1", "trust_mismatch")], "C1 was not made from #NAME?"),
    ("3", "7", "70", ' fullCalcOnLoad="1"', "written", [], "the writer says that it has not calculated"),
    ("3", "7", "70", ' calcMode="manual"', "written", [], "manual calculation may have been skipped"),
    ("2.00000000000001", "7", "70", "", "written", [], "one unit of the 15th digit"),
]


@pytest.mark.parametrize(("a", "b", "c", "calc", "status", "expected", "why"), CASES, ids=[row[-1] for row in CASES])
def test_trust(a: str, b: str, c: str, calc: str, status: str, expected: list[tuple[str, str]], why: str) -> None:
    cells = (
        ORDINARY.format(a=a),
        OURS.format(b=b, t=NAME * (b[0] == "#")),
        ABOVE.format(c=c, t=NAME * (c[0] == "#")),
    )
    result = run(book(rows(*cells), calc=f"<calcPr{calc}/>"), recalculator(Probe(7.0)))
    assert (result.status, codes(result)) == (status, expected), why


NUMBERED = [
    # A1, status, findings, why
    ("2", "unchanged", [], "a type that is spelled out is the same type"),
    ("3", "partial", [("A1", "trust_mismatch")], "so our own result counts as fresh, and A1 is checked"),
]


@pytest.mark.parametrize(("a", "status", "expected", "why"), NUMBERED, ids=[row[-1] for row in NUMBERED])
def test_numbers_with_their_type_named(a: str, status: str, expected: list[tuple[str, str]], why: str) -> None:
    cells = (ORDINARY.format(a=a), OURS.format(b="7", t=' t="n"'), ABOVE.format(c="70", t=' t="n"'))
    data = book(rows(*cells))
    result = run(data, recalculator(Probe(7.0)))
    assert (result.status, codes(result)) == (status, expected), why
    assert status != "unchanged" or result.data is data


def test_unchecked_is_said_never_passed_over() -> None:
    result = run(book(rows('<c r="A1"><f>1+1</f><v>5</v></c>'), calc='<calcPr fullCalcOnLoad="1"/>'))
    assert [finding["code"] for finding in result.receipt["findings"]] == ["not_checked"]
    assert result.receipt["counters"]["not_checked"] == 1


def test_a_formula_that_was_never_calculated_is_not_checked() -> None:
    result = run(book(rows('<c r="A1"><f>1+1</f></c>')))
    assert [finding["code"] for finding in result.receipt["findings"]] == ["not_checked"]
    assert result.status == "written"


def test_the_clock_is_no_disagreement() -> None:
    cells = rows('<c r="A1"><f>TODAY()</f><v>40000</v></c>', '<c r="B1"><f>YEAR(A1)</f><v>2009</v></c>')
    result = run(book(cells))
    assert (result.status, codes(result)) == ("written", [])
    assert "<v>2026</v>" in part(result.data)


def test_a_mismatch_is_named_at_its_root_with_all_that_rests_on_it() -> None:
    cells = rows(
        '<c r="A1"><f>(0.5-0.4-0.1)</f><v>0</v></c>',
        '<c r="B1"><f>A1*2</f><v>0</v></c>',
        '<c r="C1"><f>IF(B1=0,"a","b")</f><v>a</v></c>',
    ).replace('<c r="C1">', '<c r="C1" t="str">')
    result = run(book(cells))
    assert codes(result) == [("A1", "trust_mismatch")]
    assert result.findings[0].dependents == ("S!B1", "S!C1")
