"""Numbers joined to text."""

from __future__ import annotations

import pytest

from psscore.workbook.joining import general, wrap_joined
from psscore.workbook.tokens import tokenize
from workbook.books import book, part, rows, run

JOINED = [
    ('1/3&""', "0.333333333333333", "15 digits, as Excel shows"),
    ('""&0.1+0.2', "0.3", "arithmetic binds tighter"),
    ('1E+20&""', "1E+20", "very large"),
    ('"总分："&B1*3&" 分"', "总分：0.3 分", "on both sides"),
    ('(1/3&"")&"x"', "0.333333333333333x", "in brackets"),
    ('IF(TRUE,1/3)&"%"', "0.333333333333333%", "the result of a function"),
    ('LEFT(1/3&"",4)', "0.33", "inside a function"),
    ('A9&"|"&TRUE&"|"&TEXT(0.5,"0%")', "|TRUE|50%", "blank, boolean, text"),
    ('IF(1/3&""="0.333333333333333","same","not")', "same", "compared"),
    ('-1/3&""', "-0.333333333333333", "a sign"),
    ('"a""&"&"b"', 'a"&amp;b', "no operator inside a text"),
]


@pytest.mark.parametrize(("formula", "expected", "why"), JOINED, ids=[row[2] for row in JOINED])
def test_joined(formula: str, expected: str, why: str) -> None:
    written = formula.replace("&", "&amp;")
    result = run(book(rows(f'<c r="A1"><f>{written}</f></c>', '<c r="B1"><v>0.1</v></c>')))
    assert f"<v>{expected}</v>" in part(result.data), why


def test_an_error_joined_is_an_error() -> None:
    assert "<v>#DIV/0!</v>" in part(run(book(rows('<c r="A1"><f>1/0&amp;"x"</f></c>'))).data)


GENERAL = [(0.0, "0"), (12.5, "12.5"), (100.0, "100"), (1e19, "1" + "0" * 19), (1e-5, "0.00001"), (1.5e21, "1.5E+21")]


@pytest.mark.parametrize(("value", "expected"), GENERAL)
def test_general(value: float, expected: str) -> None:
    assert (general(value), general(-value)) == (expected, "-" + expected if value else "0")


def test_nothing_joined_nothing_changed() -> None:
    tokens = tokenize('SUM(A1,"&")')
    assert wrap_joined(tokens) is tokens
