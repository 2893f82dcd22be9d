"""A formula that several cells share gives each what its own formula would give."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

import pytest

from psscore.workbook.tokens import shift, tokenize
from workbook.books import book, codes, part, run, table

# At D2, shared with D2:E5.
FORMULAS = [
    ('ROUND($A2*B$2,2)&"x"', "joined, absolute in part"),
    ('IF(A2>=B2,"是","否")', "compared"),
    ("A2-B2=0", "a difference compared"),
    ("A2-B2", "a difference"),
    ("IF(SUM($A$2:A2)>B2,1,0)", "a growing range"),
    ('IF(T1[[#This Row],[a]]>1,A2,B2)&""', "this row of a table"),
    ("SUM(T1[b])&A2", "a column of a table"),
    ('PS_SCORE("1",A2,100)', "a function of ours"),
    ('IFERROR(PS_SCORE("1",A2,B2),"-")&A2', "a function of ours that may be skipped"),
    ("N_1&A2", "a name"),
    ("LARGE(A$2:B$5,1)^A2", "a power"),
    ("LEFT(A2,1)&MID(B2,1,1)", "texts of numbers"),
    ("MOD(A2,2)&INT(B2)", "exact functions"),
    ("SUMPRODUCT(--ISERROR(A2:B2))&A2", "asked about each cell"),
    ("A$2:A$5", "a range where one cell is wanted"),
    ("XFD2&A2", "off the sheet to the right"),
    ("XFD2+A2", "the same, which the engine reads as it stands"),
    ("A1048574+B2", "off the sheet below"),
    ("$XFD2&A2+XFC1048573", "up to the edge of the sheet"),
    ("COUNTIF($A$2:$A$5,A2)+COLUMN()-ROW()", "counted, and where it stands"),
    ('IF(A2="","",A2*1.1-B2)', "blank or calculated"),
]
VALUES = {2: (10.0, 0.1), 3: (2.5, 2.5), 4: (97.35, 100.0), 5: (0.3, 0.1)}


def made(cells: dict[str, str]) -> bytes:
    rows = '<row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c></row>'
    for row, (a, b) in VALUES.items():
        rows += f'<row r="{row}"><c r="A{row}"><v>{a}</v></c><c r="B{row}"><v>{b}</v></c>'
        rows += "".join(f'<c r="{letter}{row}">{cells[f"{letter}{row}"]}</c>' for letter in "DE") + "</row>"
    return book(rows, names={"N_1": "S!$B$2"}, tables={"S": [table("T1", "A1:B4", ["a", "b"])]})


def test_a_cell_outside_the_area_has_the_formula_too() -> None:
    cells = dict.fromkeys((f"{letter}{row}" for row in VALUES for letter in "DE"), "<f>1</f>")
    cells |= {"D2": '<f t="shared" ref="D2:D3" si="0">A2+B2</f>', "D5": '<f t="shared" si="0"/>'}
    assert '<c r="D5"><f t="shared" si="0"/><v>0.4</v></c>' in part(run(made(cells)).data)


@pytest.mark.parametrize(("formula", "why"), FORMULAS, ids=[row[1] for row in FORMULAS])
def test_each_cell_gets_what_its_own_formula_gives(formula: str, why: str) -> None:
    places = [(row, letter) for row in VALUES for letter in "DE"]
    alone = {
        f"{letter}{row}": "<f>"
        + escape("".join(token.text for token in shift(tokenize(formula), row - 2, "DE".index(letter))))
        + "</f>"
        for row, letter in places
    }
    shared = {f"{letter}{row}": '<f t="shared" si="0"/>' for row, letter in places}
    shared["D2"] = f'<f t="shared" ref="D2:E5" si="0">{escape(formula)}</f>'
    one, other = run(made(shared), allow_partial=True), run(made(alone), allow_partial=True)
    assert (one.status, codes(one)) == (other.status, codes(other)), why
    written = [
        re.findall(r'<c r="([DE]\d)"([^>]*)><f.*?(?:/>|</f>)(<v>[^<]*</v>)?', part(found.data))
        for found in (one, other)
    ]
    assert written[0] == written[1], why
    assert len(written[0]) == len(places)


@pytest.mark.parametrize(
    ("sheet", "formula", "why"),
    [
        ("Q1", "Q1!A1*2", "a sheet that is called like a cell"),
        ("Q1", "'Q1'!A1*2", "and quoted, as Excel writes it"),
        ("Q1", 'LEN(Q1!A1)&""', "rewritten"),
        ("\u4e00\u5b63Q1", "\u4e00\u5b63Q1!A1*2", "a sheet that ends like a cell"),
        ("Q1\u6570\u636e", "Q1\u6570\u636e!A1&Q1\u6570\u636e!$A$1", "one that begins like a cell"),
        ("A B1", "'A B1'!A1-1", "a word of its name is like a cell"),
        ("Q1", "N_1*A1+N1\u8868", "names with a cell in them"),
        ("Q1", "COUNTIF(T1,A1)", "a table on such a sheet"),
        ("Q1", '"\'"&LOG10(A1)&"Q1!B1"', "texts and functions stay as they are"),
    ],
)
def test_what_only_looks_like_a_cell_does_not_move(sheet: str, formula: str, why: str) -> None:
    def made(shared: bool) -> list[str]:
        cells = []
        for row in (1, 2, 3):
            text = "".join(token.text for token in shift(tokenize(formula), row - 1, 0))
            element = f"<f>{escape(text)}</f>"
            if shared:
                element = (
                    f'<f t="shared" ref="B1:B3" si="0">{escape(formula)}</f>' if row == 1 else '<f t="shared" si="0"/>'
                )
            cells.append(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="B{row}">{element}</c></row>')
        other = "".join(f'<row r="{row}"><c r="A{row}"><v>{row * 10}</v></c></row>' for row in (1, 2, 3))
        names = {"N_1": "S!$A$2", "N1\u8868": "S!$A$3"}
        result = run(
            book({"S": "".join(cells), sheet: other}, names=names, tables={sheet: [table("T1", "A1:A3", ["a"])]}),
            allow_partial=True,
        )
        assert result.status == "written"
        return re.findall(r"(?:/>|</f>)(<v>[^<]*</v>)", part(result.data or b""))

    assert made(True) == made(False), why
    assert "#REF!" not in "".join(made(True))
