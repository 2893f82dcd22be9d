"""Random evaluations: what a cell gets through xlwings is what it shows headless and what plain Python says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import pytest

from hosts.xlwings.excel import Excel
from hosts.xlwings.filled import Call, Filled, given, returned
from psscore.functions.call import call
from psscore.workbook.address import a1, area
from psscore.workbook.recalculate import Recalculation
from psscore.workbook.values import Cell

WORKBOOKS = 200
# Every tenth workbook makes all of its calls, the others those that scores and totals rest on.
ALL_CALLS_OF = 10
SCORING = {"PS_SCORE", "PS_COUNT", "PS_SATISFACTION", "PS_CHANGE", "PS_TOTAL", "PS_SUBTOTAL", "PS_GRADE", "PS_STANDARD"}

Values = Mapping[str, Mapping[str, Cell]]


@pytest.fixture(scope="module")
def filled() -> Filled:
    return Filled()


def scored(filled: Filled, excel: Excel) -> Iterator[tuple[Recalculation, Values, list[Call], list[Any]]]:
    """Each workbook scored headless, with the calls made and what xlwings gave; the two processes work side by side."""
    waiting: tuple[Recalculation, Values, list[Call]] | None = None
    few = [number for number, one in enumerate(filled.calls) if one.function in SCORING]
    order = {number: place for place, number in enumerate(few)}
    for seed in range(WORKBOOKS):
        whole = seed % ALL_CALLS_OF == 0
        calls = filled.calls if whole else [moved(filled.calls[number], order) for number in few]
        result, values = filled.random(seed)
        if waiting:
            yield *waiting, received(excel)
        excel.send("open", book=filled.excel_book(values))
        requests = [
            {"function": one.function, "arguments": one.arguments, "caller": "!".join(one.cell)} for one in calls
        ]
        excel.send("call", calls=requests)
        waiting = result, values, calls
    assert waiting
    yield *waiting, received(excel)


def received(excel: Excel) -> list[Any]:
    """The results of the calls, after the answer to opening the workbook."""
    assert excel.receive() is None
    return [answer["result"] for answer in excel.receive()]


def moved(one: Call, order: Mapping[int, int]) -> Call:
    """A call whose arguments name the results of other calls by their new numbers."""
    arguments = (
        {"result": order[item["result"]]} if isinstance(item, dict) and "result" in item else item
        for item in one.arguments
    )
    return Call(one.function, one.cell, one.alone, tuple(arguments))


def plain(one: Call, values: Values, done: list[Any]) -> Any:
    """The value plain Python gives for a call."""
    arguments = []
    for item in one.arguments:
        if isinstance(item, dict) and "result" in item:
            arguments.append(done[item["result"]])
        elif isinstance(item, dict):
            arguments.append(given(item, block(values, item["range"])))
        else:
            arguments.append(item)
    return call(one.function, *arguments).value


def block(values: Values, reference: str) -> Any:
    sheet, _, address = reference.rpartition("!")
    box = area(address)
    assert box
    top, left, bottom, right = box
    known = values[sheet]
    rows = [[known.get(a1(row, column)) for column in range(left, right + 1)] for row in range(top, bottom + 1)]
    return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows


def test_xlwings_equals_headless_equals_plain_python(filled: Filled, excel: Excel) -> None:
    made: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    totals = 0
    for result, values, calls, answers in scored(filled, excel):
        done: list[Any] = []
        scores = {}
        for one, answer in zip(calls, answers, strict=True):
            done.append(plain(one, values, done))
            assert answer == returned(done[-1]), (one, answer)
            assert type(answer) is type(returned(done[-1])), one
            if one.alone:
                shown = values[one.cell[0]][one.cell[1]]
                assert answer == returned(shown), (one, answer, shown)
            if one.function == "PS_SCORE" and one.cell[0] == "评分表":
                scores[str(block(values, one.arguments[0]["range"]))] = answer
            made[one.function] += 1
            kinds[answer[1:] if str(answer).startswith("\x01") else type(answer).__name__] += 1
        receipt = {
            row["indicator"]: None if row["score"] is None else float(Fraction(row["score"]))
            for row in result.receipt["indicators"]
        }
        assert receipt == {code: None if isinstance(score, str) else score for code, score in scores.items()}
        totals += result.receipt["total"] is not None
    assert WORKBOOKS // 3 < totals < WORKBOOKS * 2 // 3, "workbooks with a total, and workbooks without"
    assert made["PS_SCORE"] == (47 + 5) * WORKBOOKS, "the score sheet and the points system"
    assert len(made) > 15
    # Random inputs must reach every kind of result, else this shows little.
    assert {"PS!2000", "PS!2015", "PS!2036", "PS!2042", "float", "str"} <= set(kinds), kinds
