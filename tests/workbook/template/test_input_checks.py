"""The conditions on cells, calculated by the engine for every kind of thing that may be typed."""

from __future__ import annotations

import pytest

from psscore.workbook.template.input_checks import all_blank, any_but_numbers, any_fraction, exceed, none_of
from workbook.books import book, part, rows, run

BLANK, NUMBER, FRACTION = "", "<v>7</v>", "<v>7.5</v>"
TEXT, EMPTY, YES = ' t="str"><v>x</v>', ' t="str"><f>""</f><v></v>', ' t="b"><v>1</v>'
ERROR, NEGATIVE, HUGE = ' t="e"><v>#N/A</v>', "<v>-3</v>", "<v>1E+300</v>"


def _more(one: str, other: str) -> str:
    return exceed([one], other)


CASES = [
    (all_blank, (BLANK, BLANK), True),
    (all_blank, (BLANK, NUMBER), False),
    (all_blank, (BLANK, EMPTY), False),
    (all_blank, (BLANK, ERROR), False),
    (any_but_numbers, (BLANK, NUMBER), False),
    (any_but_numbers, (NUMBER, FRACTION), False),
    (any_but_numbers, (NUMBER, TEXT), True),
    (any_but_numbers, (NUMBER, EMPTY), True),
    (any_but_numbers, (NUMBER, YES), True),
    (any_but_numbers, (NUMBER, ERROR), True),
    (_more, (NUMBER, NUMBER), False),
    (_more, ("<v>8</v>", NUMBER), True),
    (_more, ("<v>6</v>", NUMBER), False),
    (_more, (BLANK, NUMBER), False),
    (_more, (NUMBER, BLANK), True),
    (any_fraction, (NUMBER, NEGATIVE), False),
    (any_fraction, (NUMBER, BLANK), False),
    (any_fraction, (NUMBER, HUGE), False),
    (any_fraction, (NUMBER, FRACTION), True),
    (any_fraction, ("<v>0.1</v>", "<v>-0.1</v>"), True),
]


@pytest.mark.parametrize(("condition", "cells", "holds"), CASES)
def test_conditions(condition: object, cells: tuple[str, str], holds: bool) -> None:
    assert _value(condition("A1", "B1"), cells) is holds  # type: ignore[operator]


@pytest.mark.parametrize(
    ("cell", "holds"),
    [
        (' t="str"><v>T01</v>', False),
        (' t="str"><v>t02</v>', False),
        (' t="str"><v>T03</v>', True),
        (' t="str"><v>T*</v>', True),
        (BLANK, True),
        (NUMBER, True),
        (ERROR, True),
    ],
)
def test_none_of(cell: str, holds: bool) -> None:
    assert _value(none_of("A1", ("T01", "T02")), (cell, BLANK)) is holds


def _value(formula: str, cells: tuple[str, str]) -> bool:
    def typed(at: str, content: str) -> str:
        return f'<c r="{at}"{content}</c>' if content.startswith(" t=") else f'<c r="{at}">{content}</c>'

    text = formula.replace("<", "&lt;").replace(">", "&gt;")
    row = [typed(at, content) for at, content in zip(("A1", "B1"), cells, strict=True)]
    found = part(run(book(rows(*row, f'<c r="C1"><f>IF({text},1,0)</f></c>'))).data or b"")
    return "</f><v>1</v>" in found.partition('r="C1"')[2]
