"""What rests on a cell through a defined name keeps its old value with it."""

from __future__ import annotations

import pytest

from psscore.workbook.recalculate import Options, Recalculator
from workbook.books import NOW, book, part, rows

# The engine does not know MMULT: A1 keeps the 7 it was saved with.
KEPT = '<c r="A1"><f>MMULT(1,1)</f><v>7</v></c>'


@pytest.mark.parametrize(
    ("name", "formula", "rests", "why"),
    [
        ("S!$A$1", "N_1+1", True, "a name for the cell"),
        ("S!$A$1", "n_1+1", True, "in another case"),
        ("S!$A$1:$A$3", "SUM(N_1)", True, "a name for a range with the cell in it"),
        ("S!$A$2:$A$3", "SUM(N_1)", False, "a name for other cells"),
        ("S!$A$2,S!$A$1", "SUM(N_1)", True, "a name for several areas"),
        ("S!$A$1*2", "N_1+1", True, "a name for a calculation with the cell"),
        ("SUM(S!$A:$A)", "N_1+1", True, "a name for what may be any cell"),
        ("S!$A$1", "N_10+1", False, "a longer name"),
        ("S!$A$1", 'LEN("N_1 ")', True, "a name in a text is taken for one: rather too much than too little"),
    ],
)
def test_names(name: str, formula: str, rests: bool, why: str) -> None:
    cells = rows(KEPT, f'<c r="B1"><f>{formula}</f><v>99</v></c>', '<c r="C1"><f>B1*10</f><v>990</v></c>')
    data = book({"S": cells}, names={"N_1": name, "N_10": "S!$D$9"})
    result = Recalculator().recalculate(data, Options(now=NOW, allow_partial=True, inputs_written=True))
    assert result.status == "partial"
    found = part(result.data or b"")
    assert ("</f><v>99</v>" in found, "</f><v>990</v>" in found) == (rests, rests), why
    below = result.receipt["findings"][0].get("dependents", [])
    assert ("S!B1" in below, "S!C1" in below) == (rests, rests)


@pytest.mark.parametrize("name", ["f", "t", "si", "shared", "ref", "amp", "quot"])
def test_a_name_is_looked_for_in_the_formula_only(name: str) -> None:
    cells = rows(KEPT, '<c r="B1"><f t="shared" ref="B1:B1" si="0">D1&amp;&quot;+&quot;</f><v>99</v></c>')
    data = book({"S": cells}, names={name: "S!$A$1"})
    result = Recalculator().recalculate(data, Options(now=NOW, allow_partial=True, inputs_written=True))
    assert result.findings[0].dependents == ()


def test_a_number_of_a_group_used_again_means_the_later_formula() -> None:
    cells = (
        f'<row r="1">{KEPT}<c r="B1"><f t="shared" ref="B1:B2" si="0">D1+1</f><v>1</v></c></row>'
        '<row r="2"><c r="B2"><f t="shared" si="0"/><v>1</v></c></row>'
        '<row r="3"><c r="B3"><f t="shared" ref="B3:B4" si="0">N_1+1</f><v>8</v></c></row>'
        '<row r="4"><c r="B4"><f t="shared" si="0"/><v>8</v></c></row>'
    )
    data = book({"S": cells}, names={"N_1": "S!$A$1"})
    result = Recalculator().recalculate(data, Options(now=NOW, allow_partial=True, inputs_written=True))
    assert sorted(result.findings[0].dependents) == ["S!B3", "S!B4"]


def test_formulas_that_share_one_are_followed_too() -> None:
    cells = (
        f'<row r="1">{KEPT}<c r="B1"><f t="shared" ref="B1:B2" si="0">N_1+C1</f><v>99</v></c></row>'
        '<row r="2"><c r="B2"><f t="shared" si="0"/><v>98</v></c></row>'
    )
    result = Recalculator().recalculate(
        book({"S": cells}, names={"N_1": "S!$A$1"}), Options(now=NOW, allow_partial=True, inputs_written=True)
    )
    assert sorted(result.receipt["findings"][0]["dependents"]) == ["S!B1", "S!B2"]
    assert part(result.data or b"").count("<v>99</v>") + part(result.data or b"").count("<v>98</v>") == 2
