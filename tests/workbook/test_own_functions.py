"""Calls of our functions: in every stored form, with what is left out, and told to the right cell."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from xml.sax.saxutils import escape

import pytest

from psscore.model.cell_error import CellError
from psscore.model.text import Text
from psscore.workbook.recalculate import Recalculator
from workbook.books import book, codes, part, rows, run, table

OMITTED = object()


class Probe:
    """Stands in for the functions: notes how it is called, gives back what it is told to."""

    def __init__(self, value: Any = 7.0) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.value = value

    def __call__(self, *arguments: Any) -> Any:
        self.calls.append(arguments)
        reason = Text("因为", "because") if isinstance(self.value, CellError) else None
        return SimpleNamespace(value=self.value, reason=reason, detail=None)


def recalculator(probe: Probe, *names: str) -> Recalculator:
    return Recalculator(dict.fromkeys(names or ("PS_SCORE",), probe), omitted=OMITTED)


FORMS = [
    "PS_SCORE(1,2)",
    "ps_score(1,2)",
    "Ps_Score(1,2)",
    "[0]!PS_SCORE(1,2)",
    "[1]!PS_SCORE(1,2)",
    "[1]!ps_score(1,2)",
    "'[1]'!PS_SCORE(1,2)",
    "[2]!_xldudf_PS_SCORE(1,2)",
    "'C:\\my dir\\x.xlam'!PS_SCORE(1,2)",
    "'https://example.org/ps.xlam'!PS_SCORE(1,2)",
    "ps_scoring.xlam!PS_SCORE(1,2)",
    "_xll.PS_SCORE(1,2)",
    "_xldudf_PS_SCORE(1,2)",
    "_xludf.PS_SCORE(1,2)",
    "_xlfn.PS_SCORE(1,2)",
    "PS.SCORE(1,2)",
    "ORG.PSSCORE.SHEET.PSADDIN.PSSCORE(1,2)",
    "ORG.PSSCORE.SHEET.PSADDIN.PS_SCORE(1,2)",
    "+PS_SCORE(1,2)",
    "@PS_SCORE(1,2)",
    "_xlfn.SINGLE(PS_SCORE(1,2))",
    " PS_SCORE( 1 , 2 ) ",
]


@pytest.mark.parametrize("formula", FORMS)
def test_every_stored_form_is_recognised_and_kept_in_the_file(formula: str) -> None:
    probe = Probe()
    data = book(rows(f'<c r="A1"><f>{formula}</f></c>'))
    result = run(data, recalculator(probe))
    assert probe.calls == [(1.0, 2.0)], result.findings
    assert part(result.data) == part(data).replace("</f>", "</f><v>7</v>")


NOT_OURS = [
    ("MYPS_SCORE(1)", "unsupported_function", "another name"),
    ("PS_SCORE2(1)", "unsupported_function", "a longer name"),
    ("PS_NEW(1)", "unsupported_function", "one of a later version"),
    ("Module1.PSSCORE(1)", "unsupported_function", "a function of a module of that name"),
]


@pytest.mark.parametrize(("formula", "code", "why"), NOT_OURS)
def test_a_name_that_only_looks_like_ours(formula: str, code: str | None, why: str) -> None:
    probe = Probe()
    result = run(book(rows(f'<c r="A1"><f>{formula}</f></c>')), recalculator(probe))
    assert codes(result) == ([("A1", code)] if code else []), why


def test_a_name_inside_a_text_is_text() -> None:
    probe = Probe()
    result = run(book(rows('<c r="A1"><f>IF(1=1,"PS_SCORE(","[1]!PS_SCORE(")</f></c>')), recalculator(probe))
    assert (probe.calls, "<v>PS_SCORE(</v>" in part(result.data)) == ([], True)


LINKS = [
    ("psscore.xlam", True, "the add-in"),
    ("/Users/me/Library/psscore.XLAM", True, "wherever it lies"),
    ("../other%20book.xlsx", False, "another workbook is not the add-in"),
]


@pytest.mark.parametrize(("target", "ours", "why"), LINKS)
def test_a_numbered_prefix_means_what_its_link_says(target: str, ours: bool, why: str) -> None:
    probe = Probe()
    data = book(rows('<c r="A1"><f>[1]!PS_SCORE(1,2)</f></c>'), links=[target])
    result = run(data, recalculator(probe))
    assert (len(probe.calls), codes(result)) == ((1, []) if ours else (0, [("A1", "external_link")])), why


ARGUMENTS = [
    ('PS_SCORE("1")', ("1",), "a missing tail is not passed"),
    ('PS_SCORE("1",2,,3)', ("1", 2.0, OMITTED, 3.0), "left out in the middle"),
    ('PS_SCORE("1",)', ("1", OMITTED), "left out at the end"),
    ('PS_SCORE(,"1")', (OMITTED, "1"), "left out in front"),
    ('PS_SCORE( , ,"1")', (OMITTED, OMITTED, "1"), "blanks do not count"),
    ("PS_SCORE(B1,C1,D1,E1)", (3.0, None, "", CellError.NOT_AVAILABLE), "blank, empty text and error differ"),
    ("PS_SCORE(B1:C1,{1,2;3,4})", ([[3.0, None]], [[1.0, 2.0], [3.0, 4.0]]), "ranges and constants are rows"),
    ("PS_SCORE((1+2)*2,IF(1=1,TRUE))", (6.0, True), "expressions"),
    ("PS_SCORE(1/0)", (CellError.DIV0,), "an error is an argument"),
]


@pytest.mark.parametrize(("formula", "expected", "why"), ARGUMENTS, ids=[row[2] for row in ARGUMENTS])
def test_arguments(formula: str, expected: tuple[Any, ...], why: str) -> None:
    probe = Probe()
    cells = rows(
        f'<c r="A1"><f>{formula}</f></c>',
        '<c r="B1"><v>3</v></c>',
        '<c r="D1" t="str"><v></v></c>',
        '<c r="E1" t="e"><v>#N/A</v></c>',
    )
    run(book(cells), recalculator(probe))
    assert probe.calls == [expected], why


RESULTS = [
    (2, 'r="A1"><f>PS_SCORE(1)</f><v>2</v>'),
    (0.95, "<v>0.95</v>"),
    (float("nan"), '<c r="A1" t="e"><f>PS_SCORE(1)</f><v>#NUM!</v>'),
    (float("-inf"), "<v>#NUM!</v>"),
    (None, "<v>0</v>"),
    ("", '<c r="A1" t="str"><f>PS_SCORE(1)</f><v></v>'),
    (True, '<c r="A1" t="b"><f>PS_SCORE(1)</f><v>1</v>'),
    (CellError.NULL, '<c r="A1" t="e"><f>PS_SCORE(1)</f><v>#NULL!</v>'),
    (CellError.NOT_AVAILABLE, '<c r="A1" t="e"><f>PS_SCORE(1)</f><v>#N/A</v>'),
]


@pytest.mark.parametrize(("value", "expected"), RESULTS)
def test_results(value: Any, expected: str) -> None:
    result = run(book(rows('<c r="A1"><f>PS_SCORE(1)</f></c>')), recalculator(Probe(value)))
    assert result.status == "written"
    assert expected in part(result.data)


def test_an_error_is_a_finding_with_its_reason_and_no_failure() -> None:
    result = run(book(rows('<c r="A1"><f>PS_SCORE(1)</f></c>')), recalculator(Probe(CellError.NUM)))
    finding = result.receipt["findings"][0]
    assert (result.status, finding["cell"], finding["code"]) == ("written", "A1", "out_of_range")
    assert finding["message"] == "PS_SCORE #NUM!: because"


def test_a_text_of_ps_check_is_a_finding() -> None:
    data = book(rows('<c r="A1"><f>PS_CHECK(1)</f></c>'))
    assert codes(run(data, recalculator(Probe("办结数大于总数"), "PS_CHECK"))) == [("A1", "check")]
    assert codes(run(data, recalculator(Probe(""), "PS_CHECK"))) == []


SCORES = table("ps_scores", "B2:E4", ["编号", "数值", "基数", "得分"])
ENGLISH = table("ps_scores", "B2:E4", ["Indicator", "Value", "Base", "Score"])


@pytest.mark.parametrize("part_", [SCORES, ENGLISH], ids=["zh", "en"])
def test_without_arguments_it_is_the_rows_own_score(part_: str) -> None:
    probe = Probe()
    data = book(
        '<row r="1"><c r="A1" t="str"><v>std</v></c></row>'
        '<row r="3"><c r="B3" t="str"><v>7</v></c><c r="C3"><v>93</v></c><c r="D3"><v>100</v></c>'
        '<c r="E3"><f>PS_SCORE()</f></c></row>',
        names={"ps_standard_reference": "S!$A$1"},
        tables={"S": [part_]},
    )
    run(data, recalculator(probe))
    assert probe.calls == [("7", 93.0, 100.0, "std")]


def test_without_arguments_and_without_a_row_it_is_reported() -> None:
    result = run(book(rows('<c r="A1"><f>PS_SCORE( )</f></c>')), recalculator(Probe()))
    assert (result.status, codes(result)) == ("partial", [("A1", "unsupported_construct")])


def test_a_call_that_was_skipped_says_nothing_about_this_workbook() -> None:
    """The engine is reused: what a branch said for one workbook must not stand in the next one's receipt."""
    shared = recalculator(Probe(CellError.NUM))
    taken = rows('<c r="A1"><v>1</v></c>', '<c r="B1"><f>IF(A1=1,PS_SCORE(5),0)</f></c>')
    first = run(book(taken), shared)
    second = run(book(taken.replace("<v>1</v>", "<v>2</v>", 1)), shared)
    again = run(book(taken), shared)
    assert [codes(result) for result in (first, second, again)] == [
        [("B1", "out_of_range")],
        [],
        [("B1", "out_of_range")],
    ]


def test_only_cells_that_depend_on_a_change_are_called_again() -> None:
    probe = Probe()
    shared = recalculator(probe)
    cells = '<c r="A1"><v>{}</v></c>', '<c r="B1"><f>PS_SCORE(A1)</f></c>', '<c r="C1"><f>PS_SCORE(5)</f></c>'
    run(book(rows(*cells).format(1)), shared)
    run(book(rows(*cells).format(2)), shared)
    assert probe.calls == [(1.0,), (5.0,), (2.0,)]


@pytest.mark.parametrize(
    ("formula", "calls"),
    [
        ("IF(PS_SCORE(E5:E6)&gt;A9,1,2)", 1),
        ("IFERROR(PS_SCORE(E5:E6),0)", 1),
        ("IF((PS_SCORE(E5:E6)+1)&gt;0,1,2)", 1),
        ("IF(A9=0,PS_SCORE(E5:E6),0)", 2),
        ("IF(A9=1,2,PS_SCORE(E5:E6))", 2),
        ("IFERROR(1/A9,PS_SCORE(E5:E6))", 2),
        ("SUM(IF(A9=0,1,2),IF(PS_SCORE(E5:E6)&gt;0,1,2))", 2),
        ("CHOOSE(1,PS_SCORE(E5:E6),2)", 2),
    ],
)
def test_a_condition_is_not_asked_again_and_a_branch_is(formula: str, calls: int) -> None:
    """Only what a formula may skip is calculated in every run."""
    probe = Probe()
    shared = recalculator(probe)
    cells = '<c r="A1"><v>{}</v></c>', f'<c r="B1"><f>{formula}</f></c>'
    run(book(rows(*cells).format(1)), shared)
    run(book(rows(*cells).format(2)), shared)
    assert len([call for call in probe.calls if call == ([[None], [None]],)]) == calls


def test_an_error_the_formula_deals_with_is_no_finding() -> None:
    result = run(book(rows('<c r="A1"><f>IFERROR(PS_SCORE(1),0)</f></c>')), recalculator(Probe(CellError.NUM)))
    assert codes(result) == []


def test_texts_in_a_check_column_of_our_tables_are_findings() -> None:
    part_ = table("ps_requests", "A1:B4", ["编号", "核查"])
    data = book(
        '<row r="2"><c r="B2"><f>"请核对"</f></c></row><row r="3"><c r="B3"><f>"✓"</f></c></row>'
        '<row r="4"><c r="B4"><f>""</f></c></row>',
        tables={"S": [part_]},
    )
    assert codes(run(data, recalculator(Probe()))) == [("B2", "check")]


def test_a_name_that_calls_one_is_reported_with_what_to_do() -> None:
    cells = rows('<c r="A1"><v>93</v></c>', '<c r="B1"><f>myn*2</f></c>')
    result = run(book(cells, names={"MYN": "PS_SCORE(S!$A$1)", "OTHER": "S!$A$1"}), recalculator(Probe(7.0)))
    assert (result.status, codes(result)) == ("partial", [("B1", "unsupported_construct")])
    assert "the name MYN with a PS_ function in it (put its formula into a cell instead)" in result.findings[0].text(
        "en"
    )


WHOLE_COLUMNS = [
    ('PS_COUNT("j",A:A,C:C)', "<v>4</v>", "the counts end above the keys"),
    ('PS_COUNT("j",A:A,B:B)', "<v>3</v>", "the counts end below the keys"),
    ('PS_COUNT("j",S!A:A,S!$C:$C)', "<v>4</v>", "with the sheet's name"),
    ('PS_COUNT("j",A:A,D:D)', "<v>#N/A</v>", "a column without anything is blank"),
    ('PS_COUNT("j",keys,B:B)', "<v>3</v>", "a name for a column"),
    ('PS_COUNT("j",KEYS,( C:C ))', "<v>4</v>", "a name in any case, and brackets"),
    ('PS_COUNT("j",nine,C:C)', "<v>#VALUE!</v>", "a name for nine rows"),
    ('PS_COUNT("j",A1:A9,C:C)', "<v>#VALUE!</v>", "nine rows are not a column"),
]


@pytest.mark.parametrize(("formula", "value", "why"), WHOLE_COLUMNS, ids=[row[2] for row in WHOLE_COLUMNS])
def test_whole_columns_are_equally_long(formula: str, value: str, why: str) -> None:
    """Excel's columns all have 1,048,576 rows; the engine cuts each below its own last cell."""
    data = book(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>j</t></is></c><c r="B1"><v>3</v></c><c r="C1"><v>4</v></c>'
        f'<c r="F1"><f>{escape(formula)}</f></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>k</t></is></c><c r="B2"><v>3</v></c></row>'
        '<row r="3"><c r="B3"><v>1</v></c></row>',
        names={"keys": "S!$A:$A", "nine": "S!$A$1:$A$9"},
    )
    assert f"</f>{value}</c>" in part(run(data).data), why


def test_a_call_that_gives_several_values_is_seen_in_every_workbook() -> None:
    """The whole formula is a call of ours: what it gave for an earlier workbook must not stand for this one."""
    probe = Probe()
    shared = recalculator(probe)
    cells = '<c r="A1"><v>{}</v></c>', '<c r="B1"><f>PS_SCORE(A1)</f></c>'
    statuses = []
    for number, value in enumerate((1.0, [[1.0], [2.0]], 3.0, [[1.0, 2.0]], [[1.0]])):
        probe.value = value
        statuses.append(run(book(rows(*cells).format(number)), shared).status)
    assert statuses == ["written", "partial", "written", "partial", "written"]


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ('PS_SCORE("1",VLOOKUP(A1,B1:C1,2,FALSE),100)', True),
        ('IF(A1=0,"",PS_SCORE("1",93,100))', True),
        ('IF(ISNA(A1),"",PS_SCORE("1",93,100))', False),
        ('IFERROR(PS_SCORE("1",TRIM(A1),100),"—")', False),
        ('PS_SCORE("1",A1,100)', True),
    ],
)
def test_a_score_that_was_not_asked_for_is_told(formula: str, told: bool) -> None:
    """The receipt lists no row for it, so the finding is all there is to see."""
    cells = rows('<c r="A1" t="e"><v>#N/A</v></c>', '<c r="B1"><v>1</v></c>', f'<c r="D1"><f>{escape(formula)}</f></c>')
    result = run(book(cells))
    assert bool([found for found in result.findings if found.cell == "D1"]) == told
    assert bool([row for row in result.receipt["indicators"] if row["score"] is not None]) is False
