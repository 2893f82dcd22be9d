"""Comparisons by 15 digits, as Excel makes them."""

from __future__ import annotations

import pytest

from psscore.workbook.comparing import compared, difference, wrap_compared
from psscore.workbook.joining import wrap_joined
from psscore.workbook.tokens import tokenize
from workbook.books import book, part, run

# A: 64.3, 12.6, 13.1, whose bits add up to less than 90; B: a computed 90, a blank, a text, TRUE.
CELLS = (
    '<row r="1"><c r="A1"><v>64.3</v></c><c r="B1"><f>A1+A2+A3</f></c><c r="D1"><f>{}</f></c></row>'
    '<row r="2"><c r="A2"><v>12.6</v></c><c r="C2"><v>0.1</v></c></row>'
    '<row r="3"><c r="A3"><v>13.1</v></c><c r="B3" t="str"><v>x</v></c><c r="C3"><v>0.2</v></c></row>'
    '<row r="4"><c r="A4"><v>90</v></c><c r="B4" t="b"><v>1</v></c><c r="C4"><v>0.3</v></c></row>'
)
COMPARED = [
    ('IF(SUM(A1:A3)>=90,"a","b")', "a", "a grade's limit"),
    ('IF(SUM(A1:A3)=90,"a","b")', "a", "equal"),
    ('IF(90<=SUM(A1:A3),"a","b")', "a", "the other way round"),
    ('IF(SUM(A1:A3)<>A4,"a","b")', "b", "unequal"),
    ('IF(A4>B1,"a","b")', "b", "a cell that was calculated"),
    ('IF(A1+A2+A3<90,"a","b")', "b", "arithmetic binds tighter"),
    ('IF(SUM(A1:A3)-A4=0,"a","b")', "a", "a difference and 0"),
    ('IF(0=SUM(A1:A3)-A4,"a","b")', "a", "0 and a difference"),
    ('IF(C2+C3-C4<=0,"a","b")', "a", "three terms"),
    ('IF(C4-C2=C3,"a","b")', "a", "a difference and a cell"),
    ('IF(C4-0.1&lt;0.2,"a","b")', "b", "a difference and a limit"),
    ('IFS(C2+C3>0.3,"a",TRUE,"b")', "b", "in IFS"),
    ('IF(OR(C2+C3>C4,FALSE),"a","b")', "b", "in OR"),
    ("SUMPRODUCT((A1:A4=B1)*1)", "1", "a range cell by cell"),
    ("SUMPRODUCT((A1:A4-B1=0)*1)", "1", "differences of a range"),
    ("SUMPRODUCT((B1:B5=A4)*(A1:A5>60))", "1", "two of them"),
    ('IF(B2=0,"a","b")&amp;IF(B2="","a","b")&amp;IF(B2=B5,"a","b")', "aaa", "blanks are 0 and nothing"),
    ('IF(B3>A1,"a","b")&amp;IF(B4>B3,"a","b")', "aa", "texts above numbers, booleans above texts"),
    ("A1=1/0", "#DIV/0!", "an error stays"),
    ('IF(-A1=-64.3,"a","b")', "a", "a sign is no difference"),
    ('IF(A1-1E-10=A1,"a","b")', "b", "no noise"),
    ("1=1=1", "0", "one after the other: TRUE is not 1"),
    ("C2+C3-C4", "0", "a formula that is a difference"),
    ("0.5-0.4-0.1", "0", "of literals"),
    ("(C2+C3-C4)", "5.551115123125783E-17", "Excel leaves it in brackets"),
    ("C2+C3", "0.30000000000000004", "a sum keeps its digits"),
    ("A4-A1", "25.700000000000003", "so does a difference"),
    ('IF("x"&amp;A1="x64.3","a","b")', "a", "texts"),
    ('IF(PS_SCORE("1",93,100)-PS_SCORE("1",93,100)=0,"a","b")', "a", "our own"),
]


@pytest.mark.parametrize(("formula", "expected", "why"), COMPARED, ids=[row[2] for row in COMPARED])
def test_compared(formula: str, expected: str, why: str) -> None:
    result = run(book(CELLS.format(formula.replace("<", "&lt;") if "&lt;" not in formula else formula)))
    assert result.status == "written", result.findings
    cell = part(result.data).partition('r="D1"')[2].partition("</c>")[0]
    assert f"<v>{expected}</v>" in cell, why


UNTOUCHED = [
    ('A1=""', "a text"),
    ('"x"<>A1', "a text first"),
    ("N(A1)=0", "nothing but 0 is 0 to 15 digits"),
    ("COUNT(A1:A3)<3", "counts"),
    ("ROW()-ROW(A1)+1<=9", "positions"),
    ("A1=TRUE", "a boolean"),
    ('A1&"x"=B1', "joined text"),
    ("IF(A1,-1,+2)", "signs"),
    ("-A1", "a sign alone"),
    ("SUM(A1-B1)*2", "a difference inside"),
    ("ROW()-1", "integers"),
]


@pytest.mark.parametrize(("formula", "why"), UNTOUCHED, ids=[row[1] for row in UNTOUCHED])
def test_what_needs_no_help_gets_none(formula: str, why: str) -> None:
    tokens = tokenize(formula)
    assert wrap_compared(tokens) is tokens, why


def test_helpers_stand_around_whole_operands() -> None:
    def written(formula: str) -> str:
        return "".join(token.text for token in wrap_compared(wrap_joined(tokenize(formula))))

    assert written("IF(A1 + B1 >= C1*2,1,0)") == "IF(PSSCORE__15(A1 + B1,B1) >= PSSCORE__15(C1*2),1,0)"
    assert written("A1-B1*2") == "PSSCORE__DIFFERENCE(A1-B1*2,B1*2)"
    tokens = tokenize("A1-B1")
    assert wrap_compared(tokens, whole=False) is tokens


def test_each_cell_beside_its_own_scale() -> None:
    noise = 1e-16
    assert difference([[noise, noise], [1.0, noise]], [[1.0, 0.001]]) == [[0.0, noise], [1.0, noise]]
    assert difference([[noise], [noise], [noise]], [[1.0], [0.001]]) == [[0.0], [noise], [noise]]
    assert difference("x", 1.0) == "x"
    assert compared([[0.1 + 0.2, "x", None, True]]) == [[0.3, "x", None, True]]
