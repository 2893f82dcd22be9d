"""What a formula cell comes to say, and that nothing else in its part moves."""

from __future__ import annotations

import pytest

import psscore
from psscore.rulebook.catalogue import load_standard
from workbook.books import book, codes, part, rows, run, table

PLAIN = [
    # before, after, why
    ('<c r="A1"><f>1+1</f></c>', '<c r="A1"><f>1+1</f><v>2</v></c>', "never calculated: the value is added"),
    ('<c r="A1"><f>1+1</f><v></v></c>', '<c r="A1"><f>1+1</f><v>2</v></c>', "openpyxl writes an empty v"),
    ('<c r="A1"><f>1+1</f><v/></c>', '<c r="A1"><f>1+1</f><v>2</v></c>', "or a closed one"),
    ('<c r="A1" s="3" t="str"><f>0.5</f><v>x</v></c>', '<c r="A1" s="3"><f>0.5</f><v>0.5</v></c>', "t goes, s stays"),
    ('<c r="A1"><f>"a"&amp;"&lt;"</f></c>', '<c r="A1" t="str"><f>"a"&amp;"&lt;"</f><v>a&lt;</v></c>', "texts inline"),
    ('<c r="A1"><f>1=1</f></c>', '<c r="A1" t="b"><f>1=1</f><v>1</v></c>', "booleans are 1 and 0"),
    ('<c r="A1"><f>1/0</f></c>', '<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "errors have their type"),
    ('<c r="A1"><f aca="false">1+1</f></c>', '<c r="A1"><f aca="false">1+1</f><v>2</v></c>', "LibreOffice's mark"),
    ('<c r="A1"><f>Z9</f></c>', '<c r="A1"><f>Z9</f><v>0</v></c>', "a blank shows 0"),
    ('<c r="A1"><f>" x"</f></c>', '<c r="A1" t="str"><f>" x"</f><v xml:space="preserve"> x</v></c>', "outer blanks"),
    (
        '<c r="A1"><f>"_x005F_x0041_"&amp;CHAR(7)</f></c>',
        '<c r="A1" t="str"><f>"_x005F_x0041_"&amp;CHAR(7)</f><v>_x005F_x0041__x0007_</v></c>',
        "Excel's own escapes are protected and used",
    ),
    ('<c r="A1"><f>1E+20*1</f></c>', '<c r="A1"><f>1E+20*1</f><v>1E+20</v></c>', "exponents as Excel writes them"),
    ('<c r="A1"><f>1/3</f></c>', '<c r="A1"><f>1/3</f><v>0.3333333333333333</v></c>', "17 digits are safe"),
    ('<c r="A1" vm="1" t="e"><f>2*2</f><v>#VALUE!</v></c>', '<c r="A1"><f>2*2</f><v>4</v></c>', "no rich value left"),
    ('<c r="A1" t="s"><f>"a"</f><v>0</v></c>', '<c r="A1" t="str"><f>"a"</f><v>a</v></c>', "never a shared string"),
]


@pytest.mark.parametrize(("before", "after", "why"), PLAIN, ids=[row[2] for row in PLAIN])
def test_a_result_is_written_as_excel_writes_it(before: str, after: str, why: str) -> None:
    data = book(rows(before, '<c r="B1" t="s"><v>0</v></c>'), strings=["kept"], calc='<calcPr fullCalcOnLoad="1"/>')
    result = run(data)
    assert result.status == "written", (why, result.findings)
    assert result.data is not None
    assert part(result.data) == part(data).replace(before, after), why


KEPT = [
    ('<c r="A1"><f>0.1+0.2</f><v>0.3</v></c>', "equal to 15 digits: the stored text stays"),
    ('<c r="A1" t="str"><f>"&gt;"</f><v>&gt;</v></c>', "a text that is right already"),
    ('<c r="A1"><f>2+0</f><v>2.0</v></c>', "another spelling of the same number"),
    ('<c r="A1" cm="1"><f t="array" ref="A1">SUM(B1:C1*2)</f><v>0</v></c>', "a dynamic array of one cell"),
]


@pytest.mark.parametrize(("cell", "why"), KEPT, ids=[row[1] for row in KEPT])
def test_nothing_to_change_gives_the_very_same_bytes(cell: str, why: str) -> None:
    data = book(rows(cell))
    result = run(data)
    assert (result.status, result.data is data) == ("unchanged", True), (why, result.findings)


def test_shared_formulas_children_without_text_get_their_own_values() -> None:
    data = book(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="shared" ref="B1:B3" si="0">A1*10+$A$1</f></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><f t="shared" si="0"/></c></row>'
        '<row r="3"><c r="A3"><v>3</v></c><c r="B3"><f t="shared" si="0"/></c></row>'
    )
    result = run(data)
    assert result.status == "written", result.findings
    assert '<c r="B2"><f t="shared" si="0"/><v>21</v></c>' in part(result.data)
    assert '<c r="B3"><f t="shared" si="0"/><v>31</v></c>' in part(result.data)


def test_a_shared_formula_of_ours_reports_each_cell() -> None:
    data = book(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c>'
        '<c r="C1"><f t="shared" ref="C1:C2" si="7">[1]!PS_SCORE("1",$A1,B$1)</f></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c><c r="C2"><f t="shared" si="7"/></c></row>'
    )
    rows_ = run(data).receipt["indicators"]
    assert [(row["cell"], row["value"], row["base"]) for row in rows_] == [("S!C1", "1", "2"), ("S!C2", "2", "2")]


CLOCK = [
    ("TODAY()", "46082", "a date is a serial number"),
    ("NOW()", "46082.39583333", "local time, to the minute"),
    ('TEXT(TODAY(),"yyyy-mm-dd")', "2026-03-01", "the clock given, not the machine's"),
]


@pytest.mark.parametrize(("formula", "expected", "why"), CLOCK)
def test_volatile_functions_read_the_given_clock(formula: str, expected: str, why: str) -> None:
    result = run(book(rows(f'<c r="A1"><f>{formula}</f></c>')))
    assert expected in part(result.data), why
    assert result.receipt["clock"] == "2026-03-01T09:30:00"


def test_dates_count_from_1904_when_the_workbook_says_so() -> None:
    cells = rows('<c r="A1"><v>0</v></c>', '<c r="B1"><f>YEAR(A1)</f></c>', '<c r="C1"><f>DATE(1904,1,2)</f></c>')
    data = book(cells, settings='<workbookPr date1904="1"/>')
    assert "<f>YEAR(A1)</f><v>1904</v>" in part(run(data).data)
    assert "<f>DATE(1904,1,2)</f><v>1</v>" in part(run(data).data)


TABLE = table("评分", "A1:C4", ["编号", "数值", "a'[b]"], totals=True)
STRUCTURED = [
    ("评分[[#This Row],[数值]]*2", 'r="E2"', "20", "the row of the formula"),
    ("SUM(评分[数值])", 'r="E1"', "30", "data rows, neither header nor totals"),
    ("SUM(评分)", 'r="E1"', "33", "a bare name is all data"),
    ("ROWS(评分[#All])", 'r="E1"', "4", "header and totals too"),
    ("评分[[#Headers],[数值]]", 'r="E1"', "数值", "the header cell"),
    ("SUM(评分[[编号]:[数值]])", 'r="E1"', "33", "a span of columns"),
    ("SUM(评分[没有])", 'r="E1"', None, "a column the table does not have"),
    ("SUM(评分[a'''[b']])", 'r="E1"', "0", "quoted brackets"),
    ('"评分[数值]"', 'r="E1"', "评分[数值]", "a text is left alone"),
]


@pytest.mark.parametrize(("formula", "where", "expected", "why"), STRUCTURED, ids=[row[3] for row in STRUCTURED])
def test_structured_references(formula: str, where: str, expected: str | None, why: str) -> None:
    at = where[3:5]
    text = {
        1: "",
        2: '<c r="A2"><v>1</v></c><c r="B2"><v>10</v></c>',
        3: '<c r="A3"><v>2</v></c><c r="B3"><v>20</v></c>',
    }
    body = "".join(
        f'<row r="{n}">{cells}' + (f'<c r="{at}"><f>{formula}</f></c>' if int(at[1]) == n else "") + "</row>"
        for n, cells in text.items()
    ).replace('<row r="1">', '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>')
    data = book(body, strings=["编号", "数值"], tables={"S": [TABLE]})
    written = part(run(data).data)
    wanted = f"<v>{expected}</v>" if expected is not None else "<v>#REF!</v>"
    assert f"</f>{wanted}</c>" in written, why


def test_a_name_that_means_a_formula_or_a_cell() -> None:
    data = book(
        {"数 据": rows('<c r="A1"><v>4</v></c>'), "S": rows('<c r="A1"><f>两倍+合格线</f></c>')},
        names={"两倍": "'数 据'!$A$1*2", "合格线": "60"},
    )
    assert "<v>68</v>" in part(run(data).data, 2)


def test_an_array_formula_fills_its_members_too() -> None:
    data = book(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="array" ref="B1:B2">A1:A2*2</f><v>0</v></c></row>'
        '<row r="2"><c r="A2"><v>5</v></c><c r="B2" t="s"><v>0</v></c></row>',
        strings=["old"],
        calc='<calcPr fullCalcOnLoad="1"/>',
    )
    result = run(data)
    assert result.status == "written", result.findings
    assert '<f t="array" ref="B1:B2">A1:A2*2</f><v>2</v>' in part(result.data)
    assert '<c r="B2"><v>10</v></c>' in part(result.data)
    assert codes(result) == []


STAMPS = [
    ('<c r="B1" s="4"/>', True, [], '<c r="B1" s="4"><v>46082.3958333333</v></c>', "a blank cell"),
    ('<c r="B1" s="4" t="s"><v>0</v></c>', True, [], '<c r="B1" s="4"><v>46082.3958333333</v></c>', "the last time"),
    ('<c r="B1"/>', False, [], '<c r="B1"/>', "not asked for"),
    ("", True, [("B1", "not_stamped")], "", "no such cell in the file"),
    ('<c r="B1"><f>1+1</f></c>', True, [("B1", "not_stamped")], "<f>1+1</f><v>2</v>", "a formula is not overwritten"),
]


@pytest.mark.parametrize(("cell", "stamp", "found", "after", "why"), STAMPS, ids=[row[4] for row in STAMPS])
def test_the_time_of_scoring(cell: str, stamp: bool, found: list[tuple[str, str]], after: str, why: str) -> None:
    data = book(rows('<c r="A1"><f>1+1</f></c>', cell), strings=["x"], names={"ps_scored_at": "S!$B$1"})
    result = run(data, stamp=stamp)
    assert (codes(result), after in part(result.data)) == (found, True), why


def test_who_scored_by_which_rules_and_with_what() -> None:
    names = {"ps_scored_by": "S!$B$1", "ps_scored_digest": "S!$C$1", "ps_scored_with": "S!$D$1"}
    cells = ('<c r="B1" s="4"/>', '<c r="C1" t="inlineStr"><is><t>old</t></is></c>', '<c r="D1"/>')
    data = book(rows('<c r="A1"><f>PS_SCORE("1",93,100)</f></c>', "".join(cells)), names=names)
    text = part(run(data, stamp=True, operator="王 & Co").data)
    digest = load_standard("public-service/2026").digest
    assert '<c r="B1" s="4" t="str"><v>王 &amp; Co</v></c>' in text
    assert f'<c r="C1" t="str"><v>{digest}</v></c>' in text
    assert f'<c r="D1" t="str"><v>psscore {psscore.__version__}</v></c>' in text
    scored = run(data, stamp=True, operator="王").data
    assert scored is not None
    assert run(scored, stamp=True, operator="王").data is scored, "nothing changed, and the stamp says so already"
    signed = run(scored, stamp=True, operator="李")
    assert (signed.status, "<v>李</v>" in part(signed.data)) == ("written", True), (
        "another one signs for the same scores"
    )


def test_a_workbook_that_is_right_already_is_stamped_once() -> None:
    data = book(rows('<c r="A1"><f>1+1</f><v>2</v></c>', '<c r="B1"/>'), names={"ps_scored_at": "S!$B$1"})
    stamped = run(data, stamp=True)
    assert (stamped.status, stamped.changed) == ("written", ())
    assert stamped.data is not None
    assert run(stamped.data, stamp=True).data is stamped.data
    assert run(data).data is data, "not asked for"


def test_rows_out_of_order_are_patched_all_the_same() -> None:
    data = book('<row r="9"><c r="A9"><f>1+1</f></c></row><row r="2"><c r="A2"><f>A9*2</f></c></row>')
    assert part(run(data).data) == part(data).replace("1+1</f>", "1+1</f><v>2</v>").replace("2</f>", "2</f><v>4</v>")


def test_the_number_of_a_shared_formula_may_be_used_again() -> None:
    cells = (
        '<row r="1"><c r="A1"><v>93</v></c><c r="C1"><f t="shared" ref="C1:C1" si="0">A1*2</f></c></row>'
        '<row r="2"><c r="A2"><v>5</v></c><c r="C2"><f t="shared" ref="C2:C3" si="0">A2*3</f></c></row>'
        '<row r="3"><c r="A3"><v>7</v></c><c r="C3"><f t="shared" si="0"/></c></row>'
    )
    found = part(run(book(cells)).data)
    assert [value in found for value in ("<v>186</v>", "<v>15</v>", "<v>21</v>")] == [True, True, True]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [("A1", "16"), ("1/0", "16"), ("B9", "1"), ("5", "1"), ('"a"', "2"), ("C1", "2"), ("1=1", "4"), ("D1", "4")],
)
def test_type_knows_errors_too(asked: str, expected: str) -> None:
    cells = ('<c r="A1" t="e"><v>#N/A</v></c>', f'<c r="B1"><f>TYPE({asked})</f></c>')
    more = ('<c r="C1" t="str"><v>x</v></c>', '<c r="D1" t="b"><v>1</v></c>')
    assert f"<f>TYPE({asked})</f><v>{expected}</v>" in part(run(book(rows(*cells, *more))).data)
