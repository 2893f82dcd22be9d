"""What was typed over a result is no result: it is found where it is, and the total withheld."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from psscore.rulebook import standard_ids
from psscore.tampering import open_workbook
from psscore.workbook.address import a1
from psscore.workbook.recalculate import Options, recalculate
from psscore.workbook.template.any_standard import NoWorkbook
from tampering.tampered import (
    COVER,
    SCORES,
    blank,
    edited,
    example,
    table_part,
    uncalculated,
    with_cell,
    with_formula,
    with_text,
)

SUMMARY = "汇总"
FORM_STANDARD = "project-self-evaluation/2020"
Tamper = Callable[[bytes], bytes]


def scored(data: bytes, lang: str = "zh") -> dict[str, Any]:
    return recalculate(data, Options(lang=lang, allow_partial=True)).receipt


def overwritten(receipt: dict[str, Any]) -> list[str]:
    return [f"{one['sheet']}!{one['cell']}" for one in receipt["findings"] if one["code"] == "overwritten"]


# What is typed, where it is found, and the receipt's total, full points, grade and progress.
ROWS: list[tuple[Tamper, list[str], str | None, str | None, str | None, str | None, str]] = [
    (lambda b: b, [], "83.69", "100", "良", "47/47", "nothing"),
    (lambda b: with_cell(b, COVER, "B6", "<v>66.6</v>"), ["封面!B6"], None, "100", None, "47/47", "the total"),
    (lambda b: with_formula(b, COVER, "B6", lambda _: "66.6"), ["封面!B6"], None, "100", None, "47/47", "=66.6"),
    (lambda b: with_cell(b, COVER, "B6", ""), ["封面!B6"], None, "100", None, "47/47", "the total deleted"),
    (
        lambda b: with_formula(b, COVER, "B6", lambda _: "SUM(ps_scores[得分])"),
        [],
        "83.69",
        "100",
        "良",
        "47/47",
        "a formula of the user's own that rests on the scores",
    ),
    (lambda b: with_text(b, COVER, "D6", "优"), ["封面!D6"], "83.69", "100", None, "47/47", "the grade"),
    (lambda b: with_cell(b, COVER, "D6", ""), [], "83.69", "100", None, "47/47", "a grade deleted: some have none"),
    (lambda b: with_cell(b, COVER, "F12", "<v>101</v>"), ["封面!F12"], "83.69", None, "良", "47/47", "the full points"),
    (lambda b: with_text(b, COVER, "E6", "40/40"), ["封面!E6"], "83.69", "100", "良", "47/47", "the progress"),
    (lambda b: with_cell(b, SCORES, "E9", "<v>3</v>"), ["评分表!E9"], "83.69", None, "良", "47/47", "points"),
    (lambda b: with_cell(b, SUMMARY, "E27", "<v>9</v>"), ["汇总!E27"], "83.69", "100", "良", "47/47", "a subtotal"),
    (lambda b: with_cell(b, SCORES, "I5", "<v>2</v>"), ["评分表!I5"], None, "100", None, "46/47", "a score"),
    (lambda b: with_text(b, SCORES, "I5", "2"), ["评分表!I5"], None, "100", None, "46/47", "a score as text"),
    (lambda b: with_cell(b, SCORES, "I5", ""), ["评分表!I5"], None, "100", None, "46/47", "a score deleted"),
]


@pytest.mark.parametrize("saved", [lambda b: b, uncalculated], ids=["calculated", "uncalculated"])
@pytest.mark.parametrize(
    ("tamper", "cells", "total", "full", "grade", "progress", "why"), ROWS, ids=[row[-1] for row in ROWS]
)
def test_what_was_typed_over(
    tamper: Tamper,
    cells: list[str],
    total: str | None,
    full: str | None,
    grade: str | None,
    progress: str | None,
    why: str,
    saved: Tamper,
) -> None:
    receipt = scored(saved(tamper(example())))
    assert overwritten(receipt) == cells, why
    if not (saved is not uncalculated and receipt["status"] == "partial"):
        told = tuple(receipt[key] for key in ("total", "max_points", "grade", "progress"))
        assert told == (total, full, grade, progress), why


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "得分不是由公式算出"), ("en", "the score is not calculated by a formula")]
)
def test_the_row_of_a_typed_score_stays_in_its_place(lang: str, said: str) -> None:
    receipt = scored(with_cell(example(), SCORES, "I6", "<v>2</v>"), lang)
    rows = receipt["indicators"]
    assert [row["indicator"] for row in rows] == [str(number) for number in range(1, 48)]
    assert rows[1] == {
        "indicator": "2",
        "value": "4702",
        "base": "4826",
        "score": None,
        "points": "2",
        "hole": "overwritten",
        "explanation": said,
        "cell": "评分表!I6",
    }


def test_a_workbook_without_our_tables_has_a_total_of_its_own() -> None:
    own = with_cell(example(), COVER, "B6", "<v>66.6</v>")
    for name in ("ps_scores", "ps_form"):
        part = table_part(own, name)
        own = edited(own, part, lambda text, name=name: text.replace(f'"{name}"', f'"own_{name}"'))  # type: ignore[misc]
    receipt = scored(own)
    assert (receipt["total"], overwritten(receipt)) == ("66.6", [])


@pytest.mark.parametrize("name", ["ps_result_total", "ps_form_total"], ids=["on the cover", "below the form"])
def test_the_total_of_a_form(name: str) -> None:
    data = example("zh", FORM_STANDARD)
    place = open_workbook(data).book.cell(name)
    assert place is not None
    receipt = scored(with_cell(data, place[0], a1(*place[1:]), "<v>99</v>"))
    assert overwritten(receipt) == [f"{place[0]}!{a1(*place[1:])}"]
    assert (scored(data)["total"], receipt["total"], receipt["grade"]) == ("95.82", None, None)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("standard", standard_ids())
def test_no_workbook_as_it_is_built(standard: str, lang: str) -> None:
    assert overwritten(scored(blank(lang, standard))) == []
    try:
        filled = example(lang, standard)
    except NoWorkbook:
        return
    assert overwritten(scored(filled)) == []
