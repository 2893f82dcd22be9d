"""Evaluations as rows of the tables, and back without loss."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from psscore.functions.cells import number_out
from psscore.history.schema import (
    EVALUATION_COLUMNS,
    EVALUATION_NUMBERS,
    EVALUATION_TEXTS,
    FINDING_TEXTS,
    ITEM_COLUMNS,
    ITEM_NUMBERS,
    ITEM_TEXTS,
)
from psscore.results.evaluation import Evaluation, Finding, Item
from psscore.results.unit_names import unit_key
from psscore.scoring.numbers import exact_text

Row = tuple[Any, ...]


def identity(evaluation: Evaluation) -> str:
    """SHA-256 of what makes an evaluation this one and no other.

    That is the workbook, the standard with its readings and digest, the version of psscore, and the results: a
    workbook that counts days may earn other points on another day. Where the file lies, when it was scored and in
    which language it is explained make no other one.
    """
    parts = [
        evaluation.input_digest,
        evaluation.reference,
        evaluation.digest,
        evaluation.psscore,
        *(getattr(evaluation, name) for name in ("unit", "period", "evaluator", "mode", "grade", "progress")),
        *(_text(getattr(evaluation, name)) for name in EVALUATION_NUMBERS),
        [
            [item.indicator, item.hole, *(_text(getattr(item, name)) for name in ITEM_NUMBERS)]
            for item in evaluation.items
        ],
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8", "backslashreplace")).hexdigest()


def evaluation_row(evaluation: Evaluation, name: str, place: int, added: str) -> Row:
    """The row of an evaluation, in the order of `EVALUATION_COLUMNS`."""
    keys = (unit_key(evaluation.unit), unit_key(evaluation.period), unit_key(evaluation.evaluator))
    texts = (_storable(getattr(evaluation, column)) for column in EVALUATION_TEXTS)
    numbers = (part for column in EVALUATION_NUMBERS for part in _both(getattr(evaluation, column)))
    return (name, place, added, *map(_storable, keys), *texts, *numbers)


def item_rows(evaluation: Evaluation, name: str) -> list[Row]:
    """The rows of its indicators, in the order of `ITEM_COLUMNS`."""
    return [
        (
            name,
            line,
            *(_storable(getattr(item, column)) for column in ITEM_TEXTS),
            *(part for column in ITEM_NUMBERS for part in _both(getattr(item, column))),
        )
        for line, item in enumerate(evaluation.items)
    ]


def finding_rows(evaluation: Evaluation, name: str) -> list[Row]:
    """The rows of its findings."""
    return [
        (name, line, *(_storable(getattr(finding, column)) for column in FINDING_TEXTS))
        for line, finding in enumerate(evaluation.findings)
    ]


def evaluations_of(
    rows: Iterable[Row], items: Mapping[str, Sequence[Row]], findings: Mapping[str, Sequence[Row]]
) -> list[Evaluation]:
    """The evaluations of these rows; items and findings by the name of their evaluation, in order."""
    found = []
    for row in rows:
        cells = dict(zip(EVALUATION_COLUMNS, row, strict=True))
        found.append(
            Evaluation(
                **_cells(cells, EVALUATION_TEXTS, EVALUATION_NUMBERS),
                items=tuple(map(_item, items.get(cells["evaluation"], ()))),
                findings=tuple(_finding(line) for line in findings.get(cells["evaluation"], ())),
            )
        )
    return found


def _item(row: Row) -> Item:
    cells = dict(zip(ITEM_COLUMNS, row, strict=True))
    return Item(**_cells(cells, ITEM_TEXTS, ITEM_NUMBERS))


def _cells(cells: Mapping[str, Any], texts: Sequence[str], numbers: Sequence[str]) -> dict[str, Any]:
    return {column: cells[column] for column in texts} | {column: _number(cells[column]) for column in numbers}


def _finding(row: Row) -> Finding:
    return Finding(**dict(zip(FINDING_TEXTS, row[2:], strict=True)))


def _both(number: Fraction | None) -> tuple[str | None, float | None]:
    if number is None:
        return None, None
    try:
        return exact_text(number), number_out(number)
    except OverflowError:
        return exact_text(number), None


def _text(number: Fraction | None) -> str | None:
    return None if number is None else exact_text(number)


def _number(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _storable(text: str) -> str:
    """What no database stores, a NUL or half a character, as the signs that stand for it."""
    return text.replace("\0", "␀").encode("utf-8", "backslashreplace").decode()
