"""Why a scored workbook has no total."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import pytest

from psscore.results import Evaluation, Item
from psscore.results.withheld import withheld_text

HOTLINE, FORM = "hotline-index/10-40-50", "project-self-evaluation/2020"


def made(reference: str, *scores: int | None, hole: str = "missing", **more: object) -> Evaluation:
    items = tuple(
        Item(str(code), None, None, None if score is None else Fraction(score), None, "" if score else hole, "", "")
        for code, score in enumerate(scores, 1)
    )
    told = dict.fromkeys(("file", "unit", "period", "evaluator", "mode", "edition", "digest", "grade", "progress"), "")
    told |= dict.fromkeys(("standard_id", "clock", "psscore", "engine", "input_digest", "output_digest"), "")
    fields = {**told, "status": "written", "reference": reference, "items": items, "findings": (), "total": None}
    return Evaluation(**fields | {"max_points": None} | more)  # type: ignore[arg-type]


ROWS = (
    (made(HOTLINE, 10, 40, None), "1 score missing: 3", "a row without a score"),
    (made(HOTLINE, 10), "2 scores missing: 2, 3", "rows that are gone"),
    (made(HOTLINE, 10, 40, 50), "no total came out", "all rows scored"),
    (made(HOTLINE, 10, 40, None, hole="excluded"), "no total came out", "a row left out is none missing"),
    (made(HOTLINE), "the workbook scores no indicators", "no rows at all"),
    (made(FORM), "no total came out", "a form, whose rows nobody knows"),
    (made("none/1", 1), 'the standard "none/1" is not known here', "a standard of somebody else"),
    (made(HOTLINE, 10, 40, 50, total=Fraction(100)), None, "there is one"),
    (made("operation-monitoring/CJJT552-2023"), None, "no points, no total"),
    (made(HOTLINE, status="refused"), None, "told as refused"),
)


@pytest.mark.parametrize(("one", "said", "why"), ROWS, ids=[row[-1] for row in ROWS])
def test_why(one: Evaluation, said: str | None, why: str) -> None:
    text = withheld_text(one)
    assert (None if text is None else text.en) == said, why
    assert dataclasses.replace(one).total == one.total
