"""Which formulas with INDIRECT and OFFSET may point at other cells in another run."""

from __future__ import annotations

import pytest

from psscore.functions.registry import FUNCTIONS
from psscore.workbook.lowering import Lowering
from psscore.workbook.package import Package
from psscore.workbook.parts import read_book
from workbook.books import book

FORMULAS = [
    ('INDIRECT("A1")', False, "a fixed text"),
    ("INDIRECT(\"'甲 乙'!$A$1:B9\")", False, "on another sheet"),
    ('INDIRECT("A"&1)', True, "a text put together"),
    ("INDIRECT(B1)", True, "a cell"),
    ('INDIRECT("k")', True, "a name, which may move"),
    ('INDIRECT("A1",B1)', True, "a second argument"),
    ('INDIRECT("R1C1",FALSE)', True, "the other notation"),
    ("SUM(OFFSET(A1,0,-1,5,1))", False, "fixed numbers, first of all"),
    ("SUM(OFFSET(S!A1:B2,0,1))", False, "a range"),
    ("OFFSET(A1,B1,0)", True, "a row from a cell"),
    ("OFFSET(k,1,0)", True, "from a name"),
    ("OFFSET(INDEX(A1:A9,B1),1,0)", True, "from a function"),
    ('IF(B1>0,INDIRECT("A1"),0)', True, "not always calculated"),
    ('SUM(B1,INDIRECT("A1"))', True, "behind what may be an error"),
    ('B1+INDIRECT("A1")', True, "the same without a function"),
    ('SUM(INDIRECT("A1"),INDIRECT(B1))', True, "one of two"),
    ("A1+1", False, "none"),
]


@pytest.mark.parametrize(("formula", "moving", "why"), FORMULAS, ids=[row[2] for row in FORMULAS])
def test_which_may_move(formula: str, moving: bool, why: str) -> None:
    lowering = Lowering(read_book(Package(book("", names={"k": "S!$A$1"}))), FUNCTIONS)
    lowering.forbid_names({})
    assert lowering.lower(formula, "S", 5, 5).program.moving is moving, why
