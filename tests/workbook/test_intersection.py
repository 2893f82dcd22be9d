"""Which plain formulas need implicit intersection."""

from __future__ import annotations

import pytest

from psscore.workbook.intersection import intersects
from psscore.workbook.tokens import tokenize

NEEDED = [
    "SUM(IF(A1:A5>2,B1:B5,0))",
    "MAX(A1:A5*B1:B5)",
    "COUNT(IF(A1:A5>1,1))",
    "SUM(--(A1:A5>2))",
    "SUM(-A1:A5)",
    "SUM(ABS(A1:A5))",
    "SUM(LEN(S!A1:A5))",
    "SUM((A1:A5)*2)",
    "SUM(2*'a b'!A:A)",
    "OR($A$1:$A$5=3)",
    "MAX(t[数值]*2)",
    "SUM(SUMIF(A1:A5,B1:B5,C1:C5))",
    "A1:A5&B1",
]
NOT_NEEDED = [
    "SUM(A1:A5)*2",
    "SUM(A1:A5,B1)+1",
    "SUMPRODUCT((A1:A5>2)*B1:B5)",
    "SUMPRODUCT(--ISERROR(t[核查]))",
    "LOOKUP(2,1/(A1:A5>2),B1:B5)",
    "INDEX(A1:A5*2,1)",
    "MATCH(1,(A1:A5>2)*1,0)",
    "AGGREGATE(15,6,A1:A5/(B1:B5>1),1)",
    'SUMIFS(A1:A5,B1:B5,">"&C1)',
    'COUNTIF(A1:A5,"<"&C1)',
    "IF(A1>2,SUM(B1:B5),0)",
    "SUM(IF(A1>2,A1:A5,B1:B5))",
    "VLOOKUP(A1,B1:C5,2,FALSE)",
    "t[[#This Row],[数值]]*2",
    "ROW()-ROW(t[[#Headers],[编号]])",
    "ISERROR(A2:A2)",
    "SUM((A1:A5))",
    "PS_COUNT(A1,t[编号],t[数量])+1",
]


@pytest.mark.parametrize("formula", NEEDED)
def test_needed(formula: str) -> None:
    assert intersects(tokenize(formula))


@pytest.mark.parametrize("formula", NOT_NEEDED)
def test_not_needed(formula: str) -> None:
    assert not intersects(tokenize(formula))
