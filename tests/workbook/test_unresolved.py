"""What cannot be calculated keeps its value, names what rests on it, and holds the file back."""

from __future__ import annotations

from datetime import datetime

import pytest

from psscore.engines.formualizer import Formualizer
from psscore.workbook.full_calculation import full_calculation
from psscore.workbook.package import Package
from psscore.workbook.recalculate import Recalculator
from workbook.books import book, codes, part, rows, run, table

PROBLEMS = [
    ("<f>MMULT({1,2},{3;4})</f>", "unsupported_function", "not on the tested list"),
    ('<f>WEBSERVICE("http://x")</f>', "unsupported_function", "never reaches out"),
    ('<f>CUBEVALUE("c","m")</f>', "unsupported_function", "cube functions"),
    ('<f>RTD("a",,"b")</f>', "unsupported_function", "real-time data"),
    ('<f>CELL("filename")</f>', "unsupported_function", "depends on the program"),
    ("<f>我的函数(1)</f>", "unsupported_function", "a user's own VBA function"),
    ("<f>_xlfn.LAMBDA(_xlpm.a,_xlpm.a*2)(1)</f>", "unsupported_construct", "LAMBDA"),
    ("<f>SUM('一月:三月'!A1)</f>", "unsupported_construct", "3D reference, quoted"),
    ("<f>SUM(Jan:Mar!A1)</f>", "unsupported_construct", "3D reference"),
    ("<f>[1]Sheet1!$A$1</f>", "external_link", "another workbook's cell"),
    ("<f>'[1]Sheet 1'!A1+1</f>", "external_link", "quoted"),
    ("<f>'C:\\x\\[b.xlsx]S'!A1</f>", "external_link", "by path"),
    ("<f>[1]!rate</f>", "external_link", "another workbook's name"),
    ('<f t="dataTable" ref="A1:A2" dt2D="0" dtr="0" r1="B1"/>', "unsupported_construct", "a data table"),
    ("<f>SUM(A5:A7 C5:D5)</f>", "unsupported_construct", "the intersection operator, which the engine cannot read"),
    ('<f t="shared" ref="A1:A1" si="1">SUM(D5 E5)</f>', "unsupported_construct", "the same, shared"),
    ('<f>TEXT(E9,"[DBNum1]")</f>', "unsupported_construct", "a format the engine silently ignores"),
    ('<f>TEXT(E9,"@@")</f>', "unsupported_construct", "a text format"),
    ("<f>SUM(LARGE(E1:E9,{1,2}))</f>", "unsupported_construct", "several ranks at once"),
    ("<f>SUM(1,</f>", "unsupported_construct", "no formula at all"),
    ("<f>B1+1</f>", "circular", "a circle of two cells"),
    ("<f>undefined_name+1</f>", "unsupported_function", "an unknown name"),
    ("<f>SUM(相对)</f>", "unsupported_construct", "a name that moves with its cell"),
    ("<f>SUM(没有的表[列])</f>", "unsupported_construct", "a table that is not there"),
    ("<f>SUM(表[[#This Row],[a]</f>", "unsupported_construct", "a broken formula"),
    ('<f t="shared" si="4"/>', "unsupported_construct", "a shared formula without a master"),
]


@pytest.mark.parametrize(("formula", "code", "why"), PROBLEMS, ids=[row[2] for row in PROBLEMS])
def test_a_formula_that_cannot_be_calculated(formula: str, code: str, why: str) -> None:
    data = book(
        rows(
            f'<c r="A1" s="2">{formula}<v>3</v></c>',
            '<c r="B1"><f>A1*2</f><v>6</v></c>',
            '<c r="C1"><f>IFERROR(B1,0)&amp;""</f></c>',
            '<c r="D1"><f>1+1</f></c>',
        ),
        names={"相对": "S!A1"},
        calc='<calcPr calcId="1" fullCalcOnLoad="0"/>',
    )
    result = run(data)
    found = next(finding for finding in result.findings if finding.cell in ("A1", "B1"))
    assert (result.status, result.data, found.code) == ("partial", None, code), why
    assert set(found.dependents) | {f"S!{found.cell}"} >= {"S!B1", "S!C1"}, why
    assert result.receipt["counters"]["kept"] == 3


def test_partial_is_written_only_when_allowed_and_asks_for_a_full_calculation() -> None:
    cells = rows(
        '<c r="A1"><f>MMULT(1,1)</f><v>3</v></c>', '<c r="B1"><f>A1*2</f><v>6</v></c>', '<c r="C1"><f>1+1</f></c>'
    )
    data = book(cells, calc='<calcPr calcId="191029" calcMode="auto"/>')
    result = run(data, allow_partial=True)
    assert result.status == "partial"
    assert part(result.data) == part(data).replace("<f>1+1</f>", "<f>1+1</f><v>2</v>")
    workbook = Package(result.data).read("xl/workbook.xml").decode()
    assert '<calcPr calcId="191029" calcMode="auto" fullCalcOnLoad="1"/>' in workbook


def test_a_workbook_without_calculation_settings_gets_them() -> None:
    assert full_calculation(b"<workbook><sheets/><sheets></sheets><pivotCaches/></workbook>") == (
        b'<workbook><sheets/><sheets></sheets><calcPr fullCalcOnLoad="1"/><pivotCaches/></workbook>'
    )


def test_what_is_read_through_indirect_is_not_trusted_beside_a_problem() -> None:
    cells = rows('<c r="A1"><f>MMULT(1,1)</f><v>3</v></c>', '<c r="B1"><f>INDIRECT("A"&amp;1)</f><v>9</v></c>')
    result = run(book(cells), allow_partial=True)
    assert "S!B1" in result.findings[0].dependents


def test_a_problem_that_came_from_above_is_told_once() -> None:
    cells = rows('<c r="A1"><f>undefined_name</f></c>', '<c r="B1"><f>A1+1</f></c>', '<c r="C1"><f>B1+1</f></c>')
    assert codes(run(book(cells))) == [("A1", "unsupported_function")]


def test_an_unknown_name_that_the_file_knows_as_one_is_no_problem() -> None:
    cells = rows('<c r="A1" t="e"><f>undefined_name</f><v>#NAME?</v></c>', '<c r="B1"><f>IFERROR(A1,5)</f><v>5</v></c>')
    assert run(book(cells)).status == "unchanged"


SPILLS = [
    ('<f t="array" ref="B1:B3">A1:A2*2</f>', "fewer than it filled"),
    ('<f t="array" ref="B1:B2">A1:A3*2</f>', "more than it filled"),
    ('<f t="array" ref="B1:C1">A1:A2*2</f>', "another shape"),
]


@pytest.mark.parametrize(("formula", "why"), SPILLS)
@pytest.mark.parametrize("dynamic", ["", ' cm="1"'])
def test_an_array_that_changes_its_size_is_not_published(formula: str, why: str, dynamic: str) -> None:
    data = book(
        f'<row r="1"><c r="A1"><v>1</v></c><c r="B1"{dynamic}>{formula}<v>1</v></c><c r="C1"><v>1</v></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><v>2</v></c></row>'
        '<row r="3"><c r="A3"><v>3</v></c><c r="B3"><v>3</v></c></row>'
    )
    result = run(data)
    assert (result.status, [code for _, code in codes(result)]) == ("partial", ["spill_size_changed"]), why


def test_an_array_whose_cells_are_not_in_the_file() -> None:
    data = book(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="array" ref="B1:B2">A1:A2*2</f></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c></row>'
    )
    assert codes(run(data)) == [("B1", "spill_size_changed")]


def test_a_dynamic_array_of_one_cell_that_grows() -> None:
    data = book('<row r="1"><c r="A1" cm="1"><f t="array" ref="A1">_xlfn.SEQUENCE(3)</f><v>1</v></c></row>')
    assert codes(run(data)) == [("A1", "spill_size_changed")]


def test_an_old_array_formula_in_one_cell_shows_its_first_value() -> None:
    data = book(rows('<c r="A1"><f t="array" ref="A1">{5;6}*2</f></c>'))
    assert "<v>10</v>" in part(run(data).data)


def test_a_plain_formula_that_names_a_range_means_the_cell_beside_it() -> None:
    data = book(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c><c r="B2"><f>A1:A9</f></c></row>'
    )
    assert "<f>A1:A9</f><v>2</v>" in part(run(data).data)


def test_a_plain_formula_with_several_values_is_reported() -> None:
    data = book('<row r="1"><c r="A1"><v>1</v></c><c r="C1"><f>A1:A2*2</f><v>2</v></c></row>')
    assert codes(run(data)) == [("C1", "unsupported_construct")]


HIDDEN = [
    ('hidden="1"', "SUBTOTAL(109,A1:A2)", "partial", "a hidden row is left out by Excel, which the engine cannot see"),
    ("", "SUBTOTAL(109,A1:A2)", "written", "no row is hidden"),
    ('hidden="1"', "SUM(A1:A2)", "written", "SUM does not care"),
]


@pytest.mark.parametrize(("hidden", "formula", "status", "why"), HIDDEN)
def test_hidden_rows(hidden: str, formula: str, status: str, why: str) -> None:
    data = book(
        f'<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>{formula}</f></c></row>'
        f'<row r="2" {hidden}><c r="A2"><v>2</v></c></row>'
    )
    assert run(data).status == status, why


def test_hidden_rows_of_a_sheet_the_formula_does_not_use() -> None:
    hidden = '<row r="1" hidden="1"><c r="A1"><v>1</v></c></row>'
    used = table("t", "A1:A2", ["x"])
    data = book({"S": rows('<c r="B1"><f>SUBTOTAL(9,t[x])</f></c>'), "H": hidden}, tables={"S": [used]})
    assert run(data).status == "written"


HIDDEN_ELSEWHERE = [
    ("H", "'H'!A1:A2", {}, "partial", "by its address"),
    ("it's", "'it''s'!A1:A2", {}, "partial", "an apostrophe, which formulas double"),
    ("H", "k", {"k": "'H'!$A$1:$A$2"}, "partial", "by a name"),
    ("H", "K", {"k": "'H'!$A$1"}, "partial", "by the name of one cell"),
    ("H", "zq", {"zq": "qz", "qz": "'H'!$A$1:$A$2"}, "partial", "by a name for a name"),
    ("H", "l", {"m": "l", "l": "'S'!$A$1:$A$2", "ll": "'H'!$A$1"}, "written", "by no name"),
]


@pytest.mark.parametrize(("sheet", "area", "names", "status", "why"), HIDDEN_ELSEWHERE)
def test_hidden_rows_of_another_sheet(sheet: str, area: str, names: dict[str, str], status: str, why: str) -> None:
    hidden = '<row r="1" hidden="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'
    data = book({"S": rows(f'<c r="B1"><f>SUBTOTAL(109,{area})</f></c>'), sheet: hidden}, names=names)
    assert run(data, allow_partial=True).status == status, why


def test_an_engine_that_gives_up_costs_the_workbook_and_not_the_next_one() -> None:
    class Tired(Formualizer):
        def calculate(self, now: datetime) -> None:
            if self._book.get_value("S", 1, 1) == 13:
                raise RuntimeError("time limit")
            super().calculate(now)

    shared = Recalculator(load=Tired)
    cells = '<c r="A1"><v>{}</v></c>', '<c r="B1"><f>A1*2</f></c>'
    results = [run(book(rows(*cells).format(value)), shared) for value in (1, 13, 2)]
    assert [result.status for result in results] == ["written", "refused", "written"]
    assert results[1].receipt["findings"][0]["code"] == "engine_failed"
    assert "<v>4</v>" in part(results[2].data)


@pytest.mark.parametrize(
    ("formula", "status"),
    [
        ("SUM(IF(A1:A3&gt;2,B1:B3,0))", "partial"),
        ("MAX(A1:A3*B1:B3)", "partial"),
        ("SUMPRODUCT(A1:A3*B1:B3)", "written"),
        ("SUM(A1:A3)", "written"),
    ],
)
def test_plain_formulas_that_need_implicit_intersection_are_reported(formula: str, status: str) -> None:
    cells = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}"><v>{n}</v></c></row>' for n in (1, 2, 3))
    data = book(cells + f'<row r="5"><c r="A5"><f>{formula}</f></c></row>')
    assert run(data).status == status
