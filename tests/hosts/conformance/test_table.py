"""The table itself: it leaves nothing out, and every difference has a name and a reason."""

from __future__ import annotations

from collections import Counter
from itertools import product

from hosts.conformance.table import HOSTS, Case, read_cases, read_differences
from psscore.functions.registry import FUNCTIONS

KINDS = {
    "normal": "as meant",
    "on": "on a limit",
    "below": "just below a limit",
    "above": "just above a limit",
    "blank": "a blank cell",
    "guard": "a blank cell as the standard workbook hands it over",
    "text": "text where a number or a code belongs",
    "number_text": "a number stored as text",
    "fullwidth": "full-width digits",
    "error": "an error value",
    "logical": "TRUE or FALSE",
    "range": "a range",
    "array": "a constant in braces",
    "omitted": "an argument left out",
    "few": "too few arguments",
    "many": "too many arguments",
}
SOMETIMES = {"date": "a date outside our tables"}


def test_every_function_meets_every_kind_of_argument(cases: list[Case]) -> None:
    found = {(case.function, case.kind) for case in cases}
    missing = set(product(FUNCTIONS, KINDS)) - found
    assert missing == set(), "add these rows to cases.csv"
    assert found - missing <= set(product(FUNCTIONS, {**KINDS, **SOMETIMES}))


def test_a_formula_asks_for_its_function(cases: list[Case]) -> None:
    assert [case.line for case in cases if f"{case.function}(" not in case.formula.upper()] == []


def test_no_case_is_there_twice(cases: list[Case]) -> None:
    asked = Counter((case.formula, tuple(case.cells.items())) for case in cases)
    assert [question for question, times in asked.items() if times > 1] == []


def test_every_difference_is_named_and_explained(cases: list[Case]) -> None:
    named = {reason for case in cases for reason in case.reasons.values()}
    assert named == set(read_differences())
    assert all(read_differences().values())


def test_a_difference_differs(cases: list[Case]) -> None:
    same = [(case.line, host) for case in cases for host in case.others if case.of(host) == case.expected]
    assert same == []


def test_no_function_differs_in_what_is_normal(cases: list[Case]) -> None:
    """What people write every day is the same everywhere, apart from what some engine has no answer to."""
    asked = [case for case in cases if case.kind in ("normal", "on", "below", "above", "guard", "text", "number_text")]
    differs = {reason for case in asked for reason in case.reasons.values()}
    assert differs <= {"formula_around", "whole_column", "omitted_is_0"}
    assert len(asked) > 200


def test_hosts_are_columns() -> None:
    assert HOSTS == ("python", "excel", "headless", "formulas", "calc_25_2", "calc_7_4")
    assert len(read_cases()) > 500
