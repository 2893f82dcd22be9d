"""A plain formula that fills cells beside it is found whatever is typed into those cells, now or before."""

from __future__ import annotations

from itertools import product

import pytest

from psscore.workbook.recalculate import Options, Recalculator
from workbook.books import book, codes, run

FORMULA = "<f>_xlfn.UNIQUE(C1:C3)</f>"
BESIDE = {
    "nothing": "",
    "a number": '<c r="A2"><v>7</v></c>',
    "an empty cell": '<c r="A2" t="str"><v></v></c>',
    "a blank cell": '<c r="A2" t="n"/>',
}


def made(beside: str) -> bytes:
    numbers = [f'<c r="C{row}"><v>{row}</v></c>' for row in (1, 2, 3)]
    first = f'<row r="1"><c r="A1">{FORMULA}<v>1</v></c>{numbers[0]}</row>'
    return book(f'{first}<row r="2">{BESIDE[beside]}{numbers[1]}</row><row r="3">{numbers[2]}</row>')


@pytest.mark.parametrize("order", list(product(BESIDE, repeat=3)), ids=" then ".join)
def test_every_order_finds_what_each_workbook_alone_finds(order: tuple[str, ...]) -> None:
    known = Recalculator()
    for beside in order:
        alone = Recalculator().recalculate(made(beside), Options())
        assert alone.status == "partial"
        found = known.recalculate(made(beside), Options())
        assert found.status == "partial", beside
        if beside == "nothing":
            assert codes(found) == codes(alone)


def test_findings_come_in_one_order_in_every_process() -> None:
    inputs = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c><c r="B{row}"><v>2</v></c></row>' for row in (1, 2))
    cells = [f"{letter}3" for letter in "DFHJLNPRTV"]
    formulas = "".join(f'<c r="{cell}"><f>PS_RATE(A1:A2,B1:B2)</f><v>0</v></c>' for cell in cells)
    result = run(book(f'{inputs}<row r="3">{formulas}</row>'), allow_partial=True)
    assert codes(result) == [(cell, "unsupported_construct") for cell in cells]
