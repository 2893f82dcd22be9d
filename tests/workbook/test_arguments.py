"""Numbers as texts, functions on 15 digits, and what is reported because the engine would get it wrong."""

from __future__ import annotations

import pytest

from psscore.workbook.arguments import powers, wrap_arguments
from psscore.workbook.exact import EXACT
from psscore.workbook.tokens import tokenize
from workbook.books import book, codes, part, run

# A: 2.5, 3, 1; D: 0.1, 0.2; E is blank.
CELLS = (
    '<row r="1"><c r="A1"><v>2.5</v></c><c r="D1"><v>0.1</v></c><c r="F1"><f>{}</f></c></row>'
    '<row r="2"><c r="A2"><v>3</v></c><c r="D2"><v>0.2</v></c></row><row r="3"><c r="A3"><v>1</v></c></row>'
)
EXCEL = [
    ('CONCATENATE("a",D1+D2)', "a0.3"),
    ("CONCAT(A1:A3,D1+D2)", "2.5310.3"),
    ('TEXTJOIN(",",TRUE,A1:A4,D1+D2)', "2.5,3,1,0.3"),
    ("UPPER(D1+D2)", "0.3"),
    ("REPT(D1+D2,2)", "0.30.3"),
    ('SUBSTITUTE(D1+D2,".","-")', "0-3"),
    ("REPLACE(D1+D2,1,1,D1+D2)", "0.3.3"),
    ("LEFT(D1+D2,9)", "0.3"),
    ("RIGHT(D1+D2,2)", ".3"),
    ("LEN(D1+D2)", "3"),
    ('LEN("\U00020bb7a")', "3"),
    ("LEN(E1)", "0"),
    ("LEN(1/0)", "#DIV/0!"),
    ("SUMPRODUCT(LEN(A1:A3))", "5"),
    ("EXACT(D1+D2,D1*3)", "1"),
    ('FIND("3",D1+D2)', "3"),
    ('TEXT(D1+D2,"General")', "0.3"),
    ('TEXT(46000,"yyyy/m/d")', "2025/12/9"),
    ('TEXT(5,"0""?""")', "5?"),
    ('VALUE("1,234.5")', "1234.5"),
    ('VALUE("￥1,234")', "1234"),
    ('VALUE("-12.5 %")', "-0.125"),
    ('VALUE("(5)")', "-5"),
    ('VALUE("1,23")', "#VALUE!"),
    ('VALUE("2026-1-1")', "46023"),
    ("CEILING(-2.5,-2)", "-4"),
    ("CEILING(-2.5,2)", "-2"),
    ("CEILING(2.5,-2)", "#NUM!"),
    ("CEILING(2.5,0)", "0"),
    ("CEILING.MATH(-5.5,2,-1)", "-6"),
    ("CEILING.MATH(-5.5,2)", "-4"),
    ("CEILING.MATH(-5.5)", "-5"),
    ("FLOOR(2.5,-2)", "#NUM!"),
    ("FLOOR(2.5,0)", "#DIV/0!"),
    ("FLOOR(0.3,0.1)", "0.3"),
    ("FLOOR(0.7,0.1)", "0.7"),
    ("FLOOR.MATH(-5.5,2)", "-6"),
    ("FLOOR.MATH(-5.5,2,-1)", "-4"),
    ("INT(4.35*100)", "435"),
    ("INT(-1.5)", "-2"),
    ('INT("4.5")', "4"),
    ('INT("x")', "#VALUE!"),
    ("INT(1/0)", "#DIV/0!"),
    ("INT(E1)", "0"),
    ("SUMPRODUCT(INT(A1:A3))", "6"),
    ("TRUNC(-8.19,1)", "-8.1"),
    ("ROUNDUP(1.1*1.1,2)", "1.21"),
    ("ROUNDDOWN(1299,-2)", "1200"),
    ("ROUNDDOWN(4.35*100,)", "435"),
    ("MOD(5.1,0.1)", "0"),
    ("MOD(-3,2)", "1"),
    ("MOD(3,-2)", "-1"),
    ("MOD(5,0)", "#DIV/0!"),
    ("QUOTIENT(0.3,0.1)", "3"),
    ("POWER(0,0)", "#NUM!"),
    ("POWER(-8,1/3)", "#NUM!"),
    ("0^0", "#NUM!"),
    ("E1^-1", "#DIV/0!"),
    ("-A2^(1+1)*2+1", "19"),
    ("A2^E1^E1", "1"),
    ("(A2/A3)^(1/1)-1", "2"),
    ("EVEN((D1+D2)*10-1)", "2"),
]


@pytest.mark.parametrize(("formula", "expected"), EXCEL)
def test_as_excel_has_it(formula: str, expected: str) -> None:
    result = run(book(CELLS.format(formula)))
    cell = part(result.data).partition('r="F1"')[2].partition("</c>")[0]
    assert f"<v>{expected}</v>" in cell


REPORTED = [
    'TEXT(12345,"0.00E+00")',
    'TEXT(1.5,"# ?/?")',
    'TEXT(1.5,"#/8")',
    'TEXT(TRUE,"0")',
    'TEXT(46000,"aaaa")',
    "TEXT(1,E1)",
    'IF("TRUE",1,2)',
    "A1^2^A2",
]


@pytest.mark.parametrize("formula", REPORTED)
def test_reported_rather_than_wrong(formula: str) -> None:
    assert codes(run(book(CELLS.format(formula)))) == [("F1", "unsupported_construct")]


@pytest.mark.parametrize("formula", ['LEFT("a",1)', 'LEFT(A1&"",1)', 'LEN(TRIM("a"))', 'FIND("a",REPT("a",2),B1)'])
def test_texts_need_no_help(formula: str) -> None:
    tokens = tokenize(formula)
    assert wrap_arguments(tokens) is tokens


@pytest.mark.parametrize("formula", ["A1^2", "10^A1", "A1*2^0.5", "1+A1"])
def test_powers_that_cannot_be_0_to_0(formula: str) -> None:
    tokens = tokenize(formula)
    assert powers(tokens) is tokens


def test_cell_by_cell_with_the_nearest_row_or_column() -> None:
    assert EXACT["MOD"]([[5.0, 7.0], [9.0, 1.0]], [[2.0], [4.0]]) == [[1.0, 1.0], [1.0, 1.0]]
    assert EXACT["INT"]([[1.5, None, True]]) == [[1.0, 0.0, 1.0]]
