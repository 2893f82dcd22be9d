"""Formulas that look alike mean what their own workbook's tables, names and links say, whatever came before."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from psscore.functions.registry import FUNCTIONS
from psscore.workbook.lowering import Lowering
from psscore.workbook.package import Package
from psscore.workbook.parts import read_book
from psscore.workbook.programs import known_programs
from workbook.books import book, codes, part, run, table

FIRST: Mapping[str, object] = {"tables": {"S": [table("t", "A1:B3", ["x", "y"])]}}


def lowered(formula: str, row: int = 2, functions: Mapping[str, object] = FUNCTIONS, **options: object) -> str:
    found = Lowering(read_book(Package(book("", **options))), functions)
    found.forbid_names({})
    return found.lower(formula, "S", row, 4).text


@pytest.mark.parametrize(
    ("formula", "options", "expected", "why"),
    [
        ("SUM(t[x])", {"tables": {"S": [table("t", "A1:B3", ["x", "y"])]}}, "SUM($A$2:$A$3)", "the table of the first"),
        ("SUM(t[x])", {"tables": {"S": [table("t", "A1:B9", ["x", "y"])]}}, "SUM($A$2:$A$9)", "more rows"),
        ("SUM(t[x])", {"tables": {"S": [table("t", "A1:B3", ["y", "x"])]}}, "SUM($B$2:$B$3)", "columns moved"),
        ("SUM(t[x])", {"tables": {"S": [table("t", "A1:B4", ["x", "y"], True)]}}, "SUM($A$2:$A$3)", "a row of totals"),
        ("SUM(t[x])", {"tables": {"S": [table("u", "A1:B3", ["x", "y"])]}}, "", "no such table"),
        ("t[[#This Row],[x]]", {"tables": {"S": [table("t", "A5:B9", ["x", "y"])]}}, "#VALUE!", "not in its rows"),
        ("t[[#This Row],[x]]", {"tables": {"S": [table("t", "A1:B3", ["x", "y"])]}}, "$A$2", "in its rows"),
    ],
)
def test_tables_decide(formula: str, options: dict[str, object], expected: str, why: str) -> None:
    for before in (FIRST, options, {}):
        lowered(formula, **before)
    assert lowered(formula, **options) == expected, why


def test_names_decide() -> None:
    """A name for a whole column is filled up with blanks; the same name for one cell is not."""
    formula = "PS_COUNT(k,k,1)"

    def columns(meaning: str) -> tuple[int, ...]:
        found = Lowering(read_book(Package(book("", names={"k": meaning}))), FUNCTIONS)
        found.forbid_names({})
        found.lower(formula, "S", 1, 4)
        return found.sites.known[0].columns

    assert [columns(meaning) for meaning in ("S!$A:$A", "S!$A$1", "S!$A:$A")] == [(0, 1), (), (0, 1)]


def test_functions_decide() -> None:
    assert lowered("PS_SCORE(A1)") == "PS_SCORE(0,A1)"
    assert lowered("PS_SCORE(A1)", functions={}) == ""
    assert lowered("PS_SCORE(A1)") == "PS_SCORE(0,A1)"


def test_links_decide() -> None:
    rows = '<row r="1"><c r="A1"><f>[1]!PS_RATE(1,2)</f></c></row>'
    results = [run(book(rows, links=[target])) for target in ("psscore.xlam", "other.xlsx", "psscore.xlam")]
    assert [codes(result) for result in results] == [[], [("A1", "external_link")], []]
    assert results[2].data is not None
    assert "<v>0.5</v>" in part(results[2].data)


def test_books_that_differ_share_nothing() -> None:
    one, other = (read_book(Package(book("", names={"n": meaning}))) for meaning in ("S!$A$1", "S!$A$2"))
    assert known_programs(one, FUNCTIONS) is not known_programs(other, FUNCTIONS)
    assert known_programs(one, FUNCTIONS) is known_programs(one, FUNCTIONS)
    assert known_programs(one, FUNCTIONS) is not known_programs(one, ["PS_SCORE"])


def test_no_more_is_kept_than_a_few_books() -> None:
    kept = known_programs(read_book(Package(book("", names={"first": "S!$A$1"}))), FUNCTIONS)
    for number in range(20):
        known_programs(read_book(Package(book("", names={f"n{number}_": "S!$A$1"}))), FUNCTIONS)
    assert known_programs(read_book(Package(book("", names={"first": "S!$A$1"}))), FUNCTIONS) is not kept
