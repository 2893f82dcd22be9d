"""The evaluation workbook filled at random: every formula in Calc shows what headless gives.

Complete fillings: a blank number reaches a function as 0 in Calc, which docs/libreoffice.md says and test_functions.py
shows.
"""

from __future__ import annotations

import random
from dataclasses import replace

from hosts.libreoffice.office import Book, Calc
from hosts.libreoffice.test_template import _at, _formula_values, _shown
from psscore.model.text import Text
from psscore.workbook.recalculate import Options, Recalculator
from psscore.workbook.template.build import draft
from psscore.workbook.template.example import EXAMPLE, Example, Group

FILLINGS = 25
READINGS = {
    "no_cases": ("full", "zero", "exclude"),
    "no_last_year": ("full", "zero", "exclude"),
    "grades": ("none", "fiscal_2020"),
    "step": ("proportional", "whole", "ceil"),
    "rounding": ("half_up", "truncate"),
    "rounding_stage": ("item", "total"),
    "satisfied": ("satisfied", "with_basically", "weighted_basically"),
}


def filled(source: random.Random) -> Example:
    """Sound numbers, numbers that contradict each other, topics without requests, every reading."""

    def request() -> tuple[int, int, int]:
        total = source.choice([0, source.randrange(1, 5000)])
        signed = source.randrange(max(0, total - 300), total + 1)
        resolved = source.randrange(max(0, signed - 300), signed + 1)
        return total, signed, resolved + 3 * (source.random() < 0.05)

    def group(old: Group) -> Group:
        surveyed = source.randrange(1, 300)
        satisfied = source.randrange(surveyed // 2, surveyed + 1)
        return Group(old.name, satisfied, source.randrange(0, surveyed - satisfied + 1), surveyed)

    form = tuple(
        replace(
            row,
            score=source.choice([row.score, row.points, 0, row.points / 2, row.points + 1]),
            actual=source.choice([row.actual, Text("3.00(席)", "3.00")]),
            reason=source.choice([None, row.reason]),
        )
        for row in EXAMPLE.form
    )
    return replace(
        EXAMPLE,
        requests={code: request() for code in EXAMPLE.requests},
        survey={code: tuple(map(group, groups)) for code, groups in EXAMPLE.survey.items()},
        counts={code: source.randrange(0, 4000) for code in EXAMPLE.counts},
        last_year=source.choice([(0, 1000), (source.randrange(1, 90000), 1_271_800)]),
        form=form,
        readings={name: source.choice(values) for name, values in READINGS.items()},
    )


def test_every_formula_equals_headless(calc: Calc) -> None:
    source = random.Random(20261122)
    books = [draft(source.choice(["zh", "en"]), filled(source)) for _ in range(FILLINGS)]
    headless = Recalculator()
    compared = 0
    for data, found in zip(books, calc.calculate(*(Book(data, name="book.xlsm") for data in books)), strict=True):
        result = headless.recalculate(data, Options())
        assert result.status == "written"
        assert result.data is not None
        expected = _formula_values(result.data)
        pairs = {place: (value, _at(found.cells, place)) for place, value in expected.items()}
        assert {place: pair for place, pair in pairs.items() if _shown(pair[0]) != _shown(pair[1])} == {}
        compared += len(expected)
    assert compared > 1100 * FILLINGS
