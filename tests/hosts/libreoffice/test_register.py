"""The workbook of a plan in Calc: every formula shows what headless gives."""

from __future__ import annotations

from hosts.libreoffice.office import Book, Calc
from hosts.libreoffice.test_template import formula_values, shown
from psscore.rulebook import load_standard
from psscore.workbook.template.register.build import build_register
from psscore.workbook.template.register.example import read_example

PLAN = load_standard("city-services-plan/2024")


def test_every_formula_of_the_workbook_equals_headless(calc: Calc) -> None:
    """Filled in one language, empty in the other: the formulas of both are the same but for their words."""
    books = [build_register(PLAN, "zh", read_example(PLAN)), build_register(PLAN, "en")]
    opened = [Book(data, name="book.xlsm") for data in books]
    for data, found in zip(books, calc.calculate(*opened), strict=True):
        expected = formula_values(data)
        differs = {place: (value, found.cells[place[0]].get(place[1])) for place, value in expected.items()}
        assert {place: pair for place, pair in differs.items() if shown(pair[0]) != shown(pair[1])} == {}
        assert len(expected) > 1500
