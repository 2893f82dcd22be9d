"""Printed targets and actual values: what is read, and what is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest

from psscore.model.rules import Operator
from psscore.model.text import Text
from psscore.scoring.printed import Printed, read_printed

AT_LEAST, AT_MOST, ABOVE, BELOW, EQUAL = (
    Operator.AT_LEAST,
    Operator.AT_MOST,
    Operator.ABOVE,
    Operator.BELOW,
    Operator.EQUAL,
)


@pytest.mark.parametrize(
    ("text", "operator", "number", "unit", "places", "why"),
    [
        ("≥9.00(人)", AT_LEAST, "9", "人", 2, "Shanghai form"),
        ("=100(百分比)", EQUAL, "100", "%", 0, "a unit in words"),
        ("=1 (份)", EQUAL, "1", "份", 0, "blank before the bracket"),
        ("≤187.92(万元)", AT_MOST, "187.92", "万元", 2, "money"),
        ("> 12000.00(件)", ABOVE, "12000", "件", 2, "read as printed, not as meant"),
        ("10518.00(件", None, "10518", "件", 2, "an unclosed bracket"),
        ("100.00(百分 比)", None, "100", "%", 2, "a unit broken over two lines"),
        ("187. 6 3", None, "187.63", "", 2, "a number split after the point"),
        ("6. 00", None, "6", "", 2, "scanned"),
        ("≥９０％", AT_LEAST, "90", "%", 0, "full width"),
        ("⩾90%", AT_LEAST, "90", "%", 0, "another sign for the same"),
        ("≯5%", AT_MOST, "5", "%", 0, "not greater"),
        (">=1,200 户", AT_LEAST, "1200", "户", 0, "thousands separator"),
        ("95%以上", AT_LEAST, "95", "%", 0, "以上 includes the number"),
        ("95%(含)以上", AT_LEAST, "95", "%", 0, "said outright"),
        ("95%以上（含）", AT_LEAST, "95", "%", 0, "said afterwards"),
        ("5%及以下", AT_MOST, "5", "%", 0, "downwards"),
        ("控制在5%以内", AT_MOST, "5", "%", 0, "a limit in words"),
        ("控制在≤80万元", AT_MOST, "80", "万元", 0, "a limit twice said"),
        ("3个工作日内", AT_MOST, "3", "个工作日", 0, "a span of time"),
        ("达到98%", AT_LEAST, "98", "%", 0, "达到 includes the number"),
        ("大于或者等于3次", AT_LEAST, "3", "次", 0, "in words"),
        ("<5起;", BELOW, "5", "起", 0, "a mark of punctuation left over"),
        ("1200m²", None, "1200", "m2", 0, "a power of a length is a unit"),
        ("−5%", None, "-5", "%", 0, "a minus sign, not a hyphen"),
    ],
)
def test_reads(text: str, operator: Operator | None, number: str, unit: str, places: int, why: str) -> None:
    read = read_printed(text)
    assert read == Printed(operator, Fraction(number), unit), why
    assert isinstance(read, Printed)
    assert read.places == places, why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "blank"),
        ("有效保障", "no number"),
        ("3 4", "two numbers, or one split"),
        ("1 0.00", "split before the point: 10.00 or 1 and 0.00"),
        ("90%-95%", "a range"),
        ("90至95%", "a range in words"),
        ("≥90%且≤100%", "two limits"),
        ("≥90%以上", "two comparisons"),
        ("控制在5%", "a limit without a direction"),
        ("控制在90%以上", "a limit that is none"),
        ("100余件", "about"),
        ("9人左右", "about"),
        ("2023-09-01", "a date"),
        ("2023年12月底前", "a date"),
        ("1/2", "a fraction or a date"),
        ("1,23", "a decimal comma, or a lost digit"),
        ("2次(室内)", "a bracket inside the unit"),
        ("≥", "nothing to compare with"),
        ("约9人", "about"),
        ("9" * 5000, "no number of a form, and more digits than Python converts"),
        ("1." + "1 " * 60_000, "a long row of digits is refused at once"),
    ],
)
def test_refuses(text: str, why: str) -> None:
    assert isinstance(read_printed(text), Text), why
