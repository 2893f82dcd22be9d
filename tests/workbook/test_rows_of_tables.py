"""Formulas that many rows of a table have: each row gets its own, whatever else the sheet holds."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest

from workbook.books import book, codes, part, run, table


def _rows(formulas: Iterable[tuple[int, list[str]]]) -> str:
    """Rows with their number in A, ten times that in B, and formulas from D on."""
    return "".join(
        f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="B{row}"><v>{row * 10}</v></c>'
        + "".join(f'<c r="{letter}{row}"><f>{text}</f></c>' for letter, text in zip("DEF", texts, strict=False))
        + "</row>"
        for row, texts in formulas
    )


def _column(data: bytes | None, letter: str) -> list[str]:
    assert data is not None
    return re.findall(rf'<c r="{letter}\d+"[^>]*><f>[^<]*</f><v>([^<]*)</v>', part(data))


def test_a_whole_row_in_a_formula_does_not_move_with_the_rows_of_its_table() -> None:
    formulas = [(row, ["T1[[#This Row],[a]]+SUM(1:1)"]) for row in (2, 3, 4)]
    cells = '<row r="1"><c r="A1"><v>100</v></c><c r="B1"><v>1</v></c></row>' + _rows(formulas)
    data = book(cells, tables={"S": [table("T1", "A1:B4", ["a", "b"])]})
    assert _column(run(data).data, "D") == ["103", "104", "105"]


def test_this_row_is_no_row_in_the_header_and_a_row_below_it() -> None:
    data = book(
        _rows((row, ["T1[[#This Row],[a]]", "ABS(T1[[#This Row],[b]])"]) for row in range(1, 6)),
        tables={"S": [table("T1", "A1:B4", ["a", "b"])]},
    )
    found = run(data).data
    assert _column(found, "D") == ["#VALUE!", "2", "3", "4", "#VALUE!"]
    assert _column(found, "E") == ["#VALUE!", "20", "30", "40", "#VALUE!"]


def test_the_row_form_beside_a_header_does_not_stop_the_rows_below() -> None:
    titles = ["编号", "数值", "基数", "得分"]
    cells = "".join(
        f'<row r="{row}"><c r="A{row}" t="str"><v>1</v></c><c r="B{row}"><v>93</v></c><c r="C{row}"><v>100</v></c>'
        f'<c r="D{row}"><f>PS_SCORE()</f></c></row>'
        for row in (1, 2)
    )
    result = run(book(cells, tables={"S": [table("T1", "A1:D2", titles)]}), allow_partial=True)
    assert codes(result) == [("D1", "unsupported_construct")]
    assert len(_column(result.data, "D")) == 1


def test_formulas_of_other_tables_further_down_are_not_taken_for_the_first_tables() -> None:
    """Twelve tables above one another, the same two columns beside each: a program that ended must not be mistaken."""
    tables, formulas, expected = [], [], []
    for number in range(12):
        top, title = 1 + 4 * number, "ab"[number % 2]
        tables.append(table(f"T{number}", f"A{top}:B{top + 2}", ["a", "b"]))
        for row in (top + 1, top + 2, top + 3):
            inside = row < top + 3
            own = f"T{number}[[#This Row],[{title}]]"
            formulas.append((row, [own, f"T{number}[[#This Row],[b]]*2"] if inside else [own]))
            expected.append("#VALUE!" if not inside else str(row * (10 if title == "b" else 1)))
    assert _column(run(book(_rows(formulas), tables={"S": tables})).data, "D") == expected


def test_a_finding_names_the_cell_the_formula_names() -> None:
    data = book(_rows((row, [f"[1]X!B{row}"]) for row in (2, 3)))
    findings = run(data, allow_partial=True).findings
    assert [finding.text("en").partition(";")[0] for finding in findings if finding.cell] == [
        "refers to another workbook: [1]X!B2",
        "refers to another workbook: [1]X!B3",
    ]


def test_a_name_beyond_the_last_column_is_a_name_for_every_cell_that_shares_it() -> None:
    cells = (
        '<row r="1"><c r="A1"><v>3</v></c><c r="D1"><f t="shared" ref="D1:D2" si="0">YTD2024+A1</f></c></row>'
        '<row r="2"><c r="A2"><v>4</v></c><c r="D2"><f t="shared" si="0"/></c></row>'
    )
    found = part(run(book(cells, names={"YTD2024": "S!$A$1"})).data)
    assert re.findall(r"<v>(\d+)</v></c>", found) == ["3", "6", "4", "7"]


def _scored(formulas: Iterable[tuple[int, list[str]]]) -> tuple[list[tuple[str, str | None]], list[str], list[str]]:
    """The receipt's rows (cell, score) and the columns D and E of a table of codes and values."""
    cells = "".join(
        f'<row r="{row}"><c r="A{row}" t="str"><v>{row - 1}</v></c><c r="B{row}"><v>{(100 - row) / 100}</v></c>'
        + "".join(f'<c r="{letter}{row}"><f>{text}</f></c>' for letter, text in zip("DE", texts, strict=False))
        + "</row>"
        for row, texts in formulas
    )
    result = run(book(cells, tables={"S": [table("T1", "A1:E6", ["编号", "值", "c", "d", "e"])]}))
    rows = [(row["cell"], row["score"]) for row in result.receipt["indicators"]]
    return rows, _column(result.data, "D"), _column(result.data, "E")


def test_calls_in_rows_that_share_a_formula_are_told_to_their_cells() -> None:
    """Rows with another formula, and without one, among rows that have the same; two calls in one formula."""
    score, other = "PS_SCORE([@编号],[@值])", 'IF([@值]&gt;0.5,PS_SCORE([@编号],PS_RATE([@值],1)),"")'
    texts = {2: [score, other], 3: [score, other], 4: ["1+1", other], 5: [score], 6: [score, other]}
    rows, column_d, column_e = _scored(texts.items())
    alone = {
        (letter, row): _scored([(row, texts[row])])[1 + "DE".index(letter)]
        for row in texts
        for letter in "DE"[: len(texts[row])]
    }
    assert column_d == [alone["D", row][0] for row in texts]
    assert column_e == [alone["E", row][0] for row in texts if row != 5]
    assert [cell for cell, _ in rows] == ["S!D2", "S!E2", "S!D3", "S!E3", "S!E4", "S!D5", "S!D6", "S!E6"]
    by_cell = dict(rows)
    assert [float(by_cell[f"S!D{row}"] or -1) for row in (2, 3, 5, 6)] == [float(column_d[at]) for at in (0, 1, 3, 4)]


@pytest.mark.parametrize("sheet", ["T", "Q1", "一季Q1", "A B1", "Q1年"])
@pytest.mark.parametrize("formula", ["[@a]*SUM(T2[b])", "PS_RATE([@a],SUM(T2[b]))*90", "COUNT(T2[b])*[@a]*30"])
def test_rows_that_name_a_sheet_like_a_cell_all_mean_that_sheet(sheet: str, formula: str) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="D{n}"><f>{formula}</f></c></row>' for n in (2, 3, 4))
    other = "".join(f'<row r="{n}"><c r="B{n}"><v>{n * 10}</v></c></row>' for n in (2, 3, 4))
    tables = {"S": [table("T1", "A1:D4", ["a", "x", "c", "d"])], sheet: [table("T2", "A1:B4", ["a", "b"])]}
    found = _column(run(book({"S": rows, sheet: other}, tables=tables)).data, "D")
    each = {"[@a]*SUM(T2[b])": 90, "PS_RATE([@a],SUM(T2[b]))*90": 1, "COUNT(T2[b])*[@a]*30": 90}[formula]
    assert [float(value) for value in found] == pytest.approx([each * row for row in (2, 3, 4)])
