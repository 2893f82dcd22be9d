"""Every function on the tested list, with the result Excel gives."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from psscore.engines.engine import Fault, Source, SourceSheet
from psscore.engines.formualizer import Formualizer
from psscore.model.cell_error import CellError
from psscore.workbook.allowed import ALLOWED
from psscore.workbook.tokens import called_names

# A: 1..7, B: names, C: 10..70, D: points, row 10 blank.
A = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]
B = ["甲", "乙", "甲", "丙", "乙", "甲", "丙"]
C = [10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0]
D = [95.5, 60.0, 75.25, 88.0, 59.995, 75.25, 100.0]

RESULTS: list[tuple[str, object]] = [
    ("ABS(-2.5)", 2.5), ("ADDRESS(2,3)", "$C$2"), ("AGGREGATE(9,6,D1:D7)", 553.995), ("AND(1,TRUE)", True),
    ("AVERAGE(C1:C7)", 40), ("AVERAGEA(C1,TRUE)", 5.5), ('AVERAGEIF(B1:B7,"丙",D1:D7)', 94),
    ('AVERAGEIFS(D1:D7,B1:B7,"丙")', 94), ("AVERAGE(A10:A12)", CellError.DIV0),
    ("CEILING(2.1,0.5)", 2.5), ("CEILING.MATH(2.1)", 3), ("CHAR(65)", "A"), ('CHOOSE(2,"a","b")', "b"),
    ("SUM(CHOOSECOLS(A1:D7,3))", 280), ("SUM(CHOOSEROWS(C1:C7,1,2))", 30), ("CLEAN(\"a\"&CHAR(7))", "a"),
    ('CODE("A")', 65), ("COLUMN(C1)", 3), ("COLUMNS(A1:D1)", 4), ("CONCAT(B1:B3)", "甲乙甲"),
    ('CONCATENATE("a",1)', "a1"), ("CORREL(A1:A7,C1:C7)", 1), ("COUNT(A1:B7)", 7), ("COUNTA(A1:B7)", 14),
    ("COUNTBLANK(A9:A12)", 4), ('COUNTIF(D1:D7,">="&60)', 6), ('COUNTIF(B1:B7,"?")', 7),
    ('COUNTIFS(B1:B7,"甲",D1:D7,">=80")', 1),
    ("DATE(2026,11,21)", 46347), ('DATEDIF(DATE(2025,1,31),DATE(2026,3,1),"m")', 13),
    ('DATEVALUE("2026-11-21")', 46347), ("DAY(46347)", 21), ("DAYS(DATE(2026,3,1),DATE(2026,2,1))", 28),
    ("SUM(DROP(C1:C7,5))", 130), ("EDATE(DATE(2026,1,31),1)", 46081), ("EOMONTH(DATE(2026,1,31),1)", 46081),
    ("ERROR.TYPE(1/0)", 2), ("EVEN(1.5)", 2), ('EXACT("a","A")', False), ("EXP(0)", 1),
    ("FALSE()", False), ('SUM(FILTER(D1:D7,B1:B7="甲"))', 246), ('FIND("c","abc")', 3),
    ("FIXED(1234.567,1)", "1,234.6"),
    ("FLOOR(2.9,0.5)", 2.5), ("FLOOR.MATH(-1.5)", -2), ("SUM(FREQUENCY(C1:C7,{25,45}))", 7),
    ("HLOOKUP(10,C1:D7,3,FALSE)", 30), ("HOUR(0.5)", 12), ("COLUMNS(HSTACK(A1:B2,C1:C2))", 3),
    ("IF(FALSE,1)", False), ('IFERROR(1/0,"x")', "x"), ("IFNA(NA(),-1)", -1), ('IFS(FALSE,1,TRUE,"b")', "b"),
    ("INDEX(D1:D7,4)", 88), ('INDIRECT("D1")', 95.5), ("INT(-1.5)", -2),
    ("ISBLANK(A10)", True), ("ISERR(NA())", False), ("ISERROR(1/0)", True),
    ("ISEVEN(4)", True), ("ISFORMULA(A1)", False),
    ("ISLOGICAL(TRUE)", True), ("ISNA(NA())", True), ("ISNONTEXT(1)", True), ("ISNUMBER(D1)", True), ("ISODD(3)", True),
    ('ISTEXT("a")', True), ("LARGE(D1:D7,2)", 95.5), ('LEFT("指标评价",2)', "指标"), ('LEN("指标")', 2),
    ("LET(x,D1,y,2,x*y)", 191), ("LN(1)", 0), ("LOG(100)", 2), ("LOG10(1000)", 3),
    ('LOOKUP(75,{0,60,75,90},{"D","C","B","A"})', "B"), ('LOWER("AbC")', "abc"), ("MATCH(35,C1:C7,1)", 3),
    ("MAX(C1:C7)", 70), ('MAXIFS(D1:D7,B1:B7,"乙")', 60), ("MEDIAN(D1:D7)", 75.25), ('MID("指标评价",3,1)', "评"),
    ("MIN(C1:C7)", 10), ('MINIFS(D1:D7,B1:B7,"甲")', 75.25), ("MINUTE(0.51)", 14), ("MOD(-3,2)", 1),
    ("MODE(D1:D7)", 75.25), ("MODE.SNGL(D1:D7)", 75.25), ("MONTH(46347)", 11), ("MROUND(7,5)", 5),
    ('N("a")', 0), ("NA()", CellError.NOT_AVAILABLE), ("NETWORKDAYS(DATE(2026,11,1),DATE(2026,11,30))", 21),
    ("NOT(FALSE)", True), ("NOW()", 46082.25), ("ODD(1.5)", 3), ("SUM(OFFSET(D1,0,0,3,1))", 230.75), ("OR(0,1)", True),
    ("PERCENTILE(C1:C7,0.9)", 64), ("PERCENTILE.INC(C1:C7,0.9)", 64), ("PERCENTRANK(C1:C7,40)", 0.5),
    ("PERCENTRANK.INC(C1:C7,40)", 0.5), ("ROUND(PI(),4)", 3.1416), ("POWER(2,10)", 1024), ("PRODUCT(2,3,4)", 24),
    ('PROPER("ab cd")', "Ab Cd"), ("QUARTILE(C1:C7,1)", 25), ("QUARTILE.INC(C1:C7,3)", 55), ("QUOTIENT(7,2)", 3),
    ("AND(RAND()>=0,RAND()<1)", True), ("RANDBETWEEN(5,5)", 5), ("RANK(D5,D1:D7)", 7), ("RANK.AVG(75.25,D1:D7)", 4.5),
    ("RANK.EQ(75.25,D1:D7)", 4), ("RANK.EQ(1,D1:D7)", CellError.NOT_AVAILABLE), ('REPLACE("abcd",2,2,"X")', "aXd"),
    ('REPT("★",3)', "★★★"), ('RIGHT("指标",1)', "标"),
    ("ROUND(1.005,2)", 1.01), ("ROUND(39.285,2)", 39.29), ("ROUND(-2.5,0)", -3), ("ROUND(1234.5,-2)", 1200),
    ("ROUND(2.345,2)", 2.35), ("ROUNDDOWN(-1.999,2)", -1.99), ("ROUNDUP(1.00001,2)", 1.01),
    ("ROW(A5)", 5), ("ROWS(A1:A7)", 7), ('SEARCH("B","abc")', 2), ("SECOND(0.5001)", 9), ("SUM(SEQUENCE(4))", 10),
    ("SIGN(-3)", -1), ("SLOPE(C1:C7,A1:A7)", 10), ("SMALL(D1:D7,1)", 59.995), ("INDEX(SORT(D1:D7,1,-1),2)", 95.5),
    ("INDEX(SORTBY(B1:B7,D1:D7,-1),1)", "丙"), ("SQRT(9)", 3), ("ROUND(STDEV(C1:C7),6)", 21.602469),
    ("ROUND(STDEV.S(C1:C7),6)", 21.602469), ("STDEV.P(C1:C7)", 20), ("STDEVP(C1:C7)", 20),
    ('SUBSTITUTE("a-b-c","-","/",2)', "a-b/c"), ("SUBTOTAL(109,D1:D7)", 553.995), ("SUBTOTAL(9,D1:D7)", 553.995),
    ('SUM(D1:D2,1,"2",TRUE)', 159.5), ('SUMIF(B1:B7,"甲*",D1:D7)', 246), ('SUMIF(B1:B7,"甲",D1)', 246),
    ('SUMIFS(D1:D7,B1:B7,"甲",C1:C7,">10")', 150.5), ('SUMPRODUCT((B1:B7="甲")*D1:D7)', 246),
    ("SUMPRODUCT(A1:A7,C1:C7)", 1400), ("SUMSQ(3,4)", 25), ('SWITCH(2,1,"一",2,"二")', "二"),
    ("SUM(TAKE(D1:D7,2))", 155.5), ('TEXT(1234.5,"#,##0.00")', "1,234.50"), ('TEXT(0.256,"0.0%")', "25.6%"),
    ('TEXT(46347,"yyyy年m月d日")', "2026年11月21日"), ('TEXT(59.995,"0.00")', "60.00"), ('TEXT(5,"000")', "005"),
    ('TEXTJOIN("、",TRUE,B1:B3)', "甲、乙、甲"), ("TIME(12,0,0)", 0.5), ("TODAY()", 46082),
    ("SUM(TRANSPOSE(C1:C7))", 280), ('TRIM("  a  b ")', "a b"), ("TRIMMEAN(D1:D7,0.3)", 78.8), ("TRUE()", True),
    ("TRUNC(-1.9)", -1), ('TYPE("a")', 2), ("ROWS(UNIQUE(B1:B7))", 3), ('UPPER("aB")', "AB"), ('VALUE("12%")', 0.12),
    ("ROUND(VAR(C1:C7),4)", 466.6667), ("ROUND(VAR.S(C1:C7),4)", 466.6667), ("VAR.P(C1:C7)", 400), ("VARP(C1:C7)", 400),
    ("VLOOKUP(3,A1:D7,4,FALSE)", 75.25), ("VLOOKUP(3.9,A1:D7,2,TRUE)", "甲"), ("ROWS(VSTACK(D1:D7,D1:D7))", 14),
    ("WEEKDAY(46347,2)", 6), ("WEEKNUM(46347)", 47), ("WORKDAY(46347,1)", 46349),
    ('XLOOKUP(9,A1:A7,D1:D7,"无")', "无"), ("XLOOKUP(35,C1:C7,B1:B7,,-1)", "甲"), ('XMATCH("丙",B1:B7,0,-1)', 7),
    ("XOR(TRUE,FALSE)", True), ("YEAR(46347)", 2026), ("YEARFRAC(DATE(2026,1,1),DATE(2026,7,1))", 0.5),
    ("-2^2", 4), ("2^-1", 0.5), ("50%", 0.5), ('"a"="A"', True), ("TRUE+1", 2), ('"5"*2', 10), ("A10=0", True),
    ('A10=""', True), ('"a">1', True), ('TRUE>"z"', True), ("A10", 0), ('1&""', "1"), ('"x"+1', CellError.VALUE),
    ("0.1+0.2", 0.3), ("COUNTIF(D1:D7,75.25)", 2), ("@(C1:C7)", CellError.VALUE),
]  # fmt: skip


def calculated(*formulas: str) -> list[object]:
    sheet = SourceSheet("数据")
    for column, values in enumerate((A, B, C, D), 1):
        sheet.literals += [(row, column, value) for row, value in enumerate(values, 1)]
    sheet.formulas = [(1 + 40 * index, 9, formula) for index, formula in enumerate(formulas)]
    engine = Formualizer(Source([sheet], [], False, {}))
    engine.calculate(datetime(2026, 3, 1, 6))
    return list(engine.values("数据", [place[:2] for place in sheet.formulas]))


@pytest.fixture(scope="module")
def results() -> dict[str, object]:
    formulas = [formula for formula, _ in RESULTS]
    return dict(zip(formulas, calculated(*formulas), strict=True))


@pytest.mark.parametrize(("formula", "expected"), RESULTS)
def test_result(results: dict[str, object], formula: str, expected: object) -> None:
    value = results[formula]
    if isinstance(expected, int | float) and not isinstance(expected, bool):
        assert value == pytest.approx(expected, rel=1e-13), formula
    else:
        assert value == expected, formula


def test_every_allowed_function_is_tested_and_the_other_way_round() -> None:
    tested = set().union(*(called_names(formula) for formula, _ in RESULTS)) | {"SINGLE"}
    assert tested == ALLOWED


WRONG = ["MMULT({1,2},{3;4})", "LAMBDA(a,a*2)(1)", "SUM(A1:A2 A1:B1)"]


@pytest.mark.parametrize("formula", WRONG)
def test_what_it_cannot_do_is_a_fault_not_a_value(formula: str) -> None:
    assert isinstance(calculated(formula)[0], Fault)


def test_the_version_is_the_pinned_one() -> None:
    from importlib.metadata import requires, version

    pinned = next(line for line in requires("psscore") or [] if line.startswith("formualizer"))
    assert re.sub(r"^formualizer==", "", pinned) == version("formualizer")
