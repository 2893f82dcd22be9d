"""What functions remember of a call stands for that call alone: TRUE is not 1, and other rules give other answers."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from psscore.functions.call import call
from psscore.functions.cells import number_in
from psscore.model.cell_error import CellError
from psscore.model.observation import Unobserved

NA, VALUE = CellError.NOT_AVAILABLE, CellError.VALUE
FORM = "project-self-evaluation/2020"
CODES = [[str(code)] for code in range(1, 48)]


def _scores(first: object) -> list[list[object]]:
    full = [[call("PS_POINTS", code).value] for (code,) in CODES]
    return [[first], *full[1:]]


@pytest.mark.parametrize(
    ("name", "arguments", "others"),
    [
        ("PS_TIER", ("达成", 10.0, FORM), [("达成", 20.0, FORM), ("达成", True, FORM), ("?", 10.0, FORM)]),
        (
            "PS_TARGET",
            ("≥9", 6.0, 1.0, FORM),
            [("≥9", 6.0, True, FORM), ("≥8", 6.0, 1.0, FORM), ("≥9", True, 1.0, FORM)],
        ),
        ("PS_TARGET", ("≤9", 18.0, 10.0, f"{FORM}?reverse=ratio"), [("≤9", 18.0, 10.0, f"{FORM}?reverse=linear")]),
        ("PS_TARGET", ("≥9", [[6.0], [7.0]], 1.0, FORM), [("≥9", 6.0, 1.0, FORM)]),
        ("PS_SUBTOTAL", ("A", CODES, _scores(1.0)), [("A", CODES, _scores(True)), ("A", CODES, _scores(0.5))]),
        ("PS_TOTAL", (CODES, _scores(1.0)), [(CODES, _scores(True)), (CODES, _scores(NA)), (CODES, _scores("1"))]),
        ("PS_PROGRESS", (CODES, _scores(1.0)), [(CODES, _scores(True)), (CODES, _scores(NA))]),
    ],
)
def test_another_call_has_another_answer(name: str, arguments: tuple[object, ...], others: list[object]) -> None:
    first = call(name, *arguments)
    for other in others:
        assert call(name, *other).value != first.value  # type: ignore[misc]
        assert call(name, *arguments) == first


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (1.0, Fraction(1)),
        (-0.0, Fraction(0)),
        (0.1 + 0.2, Fraction(3, 10)),
        (1e15, Fraction(10**15)),
        (1e300, Fraction(10**300)),
        (1, Fraction(1)),
        (True, None),
        (math.nan, None),
        (math.inf, None),
        (-math.inf, None),
    ],
)
def test_a_number_is_read_alike_again_and_again(cell: object, number: Fraction | None) -> None:
    for _ in range(2):
        found = number_in(cell)
        assert isinstance(found, Unobserved) if number is None else found == number


@pytest.mark.parametrize("codes", [[["1"], [["2"]]], [["1"], [NA]], [["1"], [None]]])
def test_what_cannot_be_remembered_is_answered_all_the_same(codes: list[list[object]]) -> None:
    assert isinstance(call("PS_TOTAL", codes, [[1.0], [1.0]]).value, CellError)
