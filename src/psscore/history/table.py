"""Evaluations as one table, a line for every indicator: for other programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from fractions import Fraction

from psscore.model.faults import ReferenceFault, StandardFaults
from psscore.results.evaluation import Evaluation
from psscore.scoring.numbers import exact_text

_COLUMNS = ("unit", "period", "evaluator", "mode", "standard_id", "edition", "digest", "reference", "file", "clock")
_ROWS = ("indicator", "name", "value", "base", "score", "points", "hole", "explanation")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(evaluations: Iterable[Evaluation], lang: str = "zh") -> str:
    """CSV with a line for every indicator, the total of its evaluation on each; exact numbers."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([*_COLUMNS, "total", "grade", *_ROWS])
    for one in evaluations:
        names = _names(one, lang)
        head = [*(_text(getattr(one, name)) for name in _COLUMNS), _number(one.total), _text(one.grade)]
        for item in one.items:
            writer.writerow(
                [
                    *head,
                    _text(item.indicator),
                    names.get(item.indicator, ""),
                    *(_number(getattr(item, name)) for name in ("value", "base", "score", "points")),
                    item.hole,
                    _text(item.explanation),
                ]
            )
        if not one.items:
            writer.writerow([*head, *[""] * len(_ROWS)])
    return stream.getvalue()


def _text(text: str) -> str:
    """A text that no program takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _number(number: Fraction | None) -> str:
    return "" if number is None else exact_text(number)


def _names(one: Evaluation, lang: str) -> dict[str, str]:
    try:
        return {item.code: item.name(lang) for item in one.standard.indicators}
    except (ReferenceFault, StandardFaults):
        return {}
