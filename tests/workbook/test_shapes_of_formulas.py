"""Formulas cut into shapes: the references come back, and nothing that only looks like one is taken."""

from __future__ import annotations

import pytest

from psscore.workbook.shapes import cut, filled, is_shape_of, shifted
from psscore.workbook.tokens import Token, shift, tokenize

FORMULAS = [
    ("A1+B2", ("A1", "B2"), "two cells"),
    ("A1+A1*a1", ("A1", "a1"), "one cell, written twice alike"),
    ("SUM($A$5:A5)", ("$A$5", "A5"), "a growing range"),
    ('IF(A1="A1",B$2,"")', ("A1", "B$2"), "a text that looks like a cell"),
    ("LOG10(A1)+T1", ("A1", "T1"), "a function that looks like a cell"),
    ("'Q1'!A1+'A1''s'!B2", ("A1", "B2"), "quoted sheets"),
    ("Q1!A1", ("A1",), "a sheet that looks like a cell"),
    ("T1[[#This Row],[A1]]+[@[B2]]+C3", ("C3",), "tables and columns that look like cells"),
    ("1E5+2.5E10+A1", ("A1",), "numbers with an exponent"),
    ("A1_rate+A1.x+名A1+A1", ("A1",), "names that begin or end like cells"),
    ("[1]Sheet1!A1", ("A1",), "another workbook"),
    ("#REF!A1+#N/A", ("A1",), "errors"),
    ("A:A+$B:C+1:5+D4", ("D4",), "whole columns and rows stay"),
    ("评价表!$G$5:$G$51", ("$G$5", "$G$51"), "a sheet without quotes"),
]


@pytest.mark.parametrize(("formula", "references", "why"), FORMULAS)
def test_cut_and_fill(formula: str, references: tuple[str, ...], why: str) -> None:
    shape, found = cut(formula)
    assert found == references, why
    assert filled(shape, found) == formula
    assert is_shape_of(tokenize(shape), found), why


def test_formulas_of_one_shape_in_two_rows() -> None:
    assert cut('IF(G5>=60,ROUND(G5*$D5,2),"G5")')[0] == cut('IF(G6>=60,ROUND(G6*$D6,2),"G5")')[0]
    assert cut("A1+B1")[0] != cut("A1+A1")[0]


def test_shifting_the_references_is_shifting_the_formula() -> None:
    for formula in ("ROUND(G5*$D$5,2)+Q1!A$1", "IF($A1>XFD1048576,B2,A1)"):
        shape, references = cut(formula)
        expected = "".join(token.text for token in shift(tokenize(formula), 3, 2))
        assert filled(shape, shifted(references, 3, 2)) == expected


def test_a_mark_in_the_formula_itself_is_left_alone() -> None:
    formula = 'A1&"XFD9000000"'
    shape, references = cut(formula)
    assert (shape, references) == (formula, ())
    assert not is_shape_of(tokenize(shape), references)


def test_sheets_from_one_to_another_are_no_shape() -> None:
    shape, references = cut("SUM(Q1:Q4!A1)")
    assert not is_shape_of(tokenize(shape), references)
    assert Token("cell", "A1") in tokenize(filled(shape, references))


def test_a_name_beyond_the_last_column_is_no_reference() -> None:
    assert cut("YTD2024+XFD1+XFE1+A1")[1] == ("XFD1", "A1")
