"""A sheet whose formulas rest on its own cells alone is only read again when those have changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from psscore.engines.formualizer import Formualizer
from psscore.workbook.recalculate import Recalculator
from workbook.books import NOW, book, run, table

CLOSED = '<row r="1"><c r="A1"><v>{own}</v></c><c r="B1"><f>A1*2</f></c><c r="C1" t="s"><v>0</v></c>{more}</row>'
OTHER = '<row r="1"><c r="A1"><v>{other}</v></c><c r="B1"><f>A1+1</f></c></row>'


def made(more: str, own: int, other: int, text: str) -> bytes:
    sheets = {"T": CLOSED.format(own=own, more=more), "U": OTHER.format(other=other)}
    return book(sheets, names={"k": "U!$A$1"}, strings=[text], tables={"U": [table("t", "A1:A9", ["x"])]})


FORMULAS = [
    # formula, whether the sheet is read although only another one has changed
    ("A1+1", False, "its own cells"),
    ('IF(C1="甲","U!","k")', True, "a text that looks like another sheet"),
    ("U!A1+1", True, "another sheet"),
    ("'U'!A1+1", True, "another sheet in quotation marks"),
    ("k+1", True, "a name"),
    ("SUM(K)", True, "a name in another case"),
    ("SUM(t[x])", True, "a table of another sheet"),
    ('INDIRECT("U!A1")', True, "a reference made of text"),
    ("OFFSET(A1,0,0)", True, "a reference that moves"),
    ("NOW()", True, "the clock"),
    ("PS_RATE(A1,10)", True, "a function of ours"),
    ('LEN(C1)&"x"', False, "a text of its own"),
]


@pytest.mark.parametrize(("formula", "read", "why"), FORMULAS, ids=[row[2] for row in FORMULAS])
def test_what_a_sheet_rests_on_decides(formula: str, read: bool, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    values = Formualizer.values

    def noted(self: Formualizer, sheet: str, cells: object) -> object:
        asked.append(sheet)
        return values(self, sheet, cells)  # type: ignore[arg-type]

    monkeypatch.setattr(Formualizer, "values", noted)
    escaped = formula.replace("&", "&amp;").replace("<", "&lt;")
    more = f'<c r="D1"><f>{escaped}</f></c>'
    reused = Recalculator()
    workbooks = [(1, 5, "甲"), (1, 6, "甲"), (2, 6, "甲"), (2, 6, "乙"), (2, 5, "乙"), (1, 5, "甲"), (1, 5, "甲")]
    for number, (own, other, text) in enumerate(workbooks):
        data = made(more, own, other, text)
        alone = run(data, allow_partial=True)
        asked.clear()
        found = run(data, reused, allow_partial=True)
        assert (found.data, found.receipt) == (alone.data, alone.receipt), (why, number)
        if number == 1:
            # Cells beside formulas are asked for later.
            assert (asked[0] == "T") is read, why


def test_the_clock_goes_on() -> None:
    reused, data = Recalculator(), made('<c r="D1"><f>SECOND(NOW())</f></c>', 1, 5, "甲")
    shown = {run(data, reused, now=NOW.replace(second=second)).data for second in (1, 2, 3)}
    assert len(shown) == 3


@pytest.mark.parametrize("change", [lambda rows: rows, lambda rows: rows.replace("<v>1</v>", "<v>1.0</v>")])
def test_what_the_file_says_of_a_result_is_looked_at(change: Callable[[str], str]) -> None:
    """A saved result that somebody has altered is put right, though nothing that it rests on has changed."""
    reused = Recalculator()
    for stored in ("2", "3", "", "2"):
        rows = change(f'<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1*2</f><v>{stored}</v></c></row>')
        found, alone = run(book({"T": rows}), reused), run(book({"T": rows}))
        assert (found.status, found.data) == (alone.status, alone.data), stored
