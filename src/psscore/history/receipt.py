"""Evaluations as receipts again: what `psscore history export` writes and every command reads."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from psscore.results.evaluation import Evaluation
from psscore.scoring.numbers import exact_text
from psscore.workbook.receipt import SCHEMA


def receipt_of(evaluation: Evaluation) -> dict[str, Any]:
    """A receipt that `results.receipts.evaluation_of` reads back as the same evaluation."""
    return {
        "schema": SCHEMA,
        "file": evaluation.file,
        "status": evaluation.status,
        "standard": {
            "reference": evaluation.reference or None,
            "id": evaluation.standard_id or None,
            "edition": evaluation.edition or None,
            "digest": evaluation.digest or None,
        },
        "evaluated_unit": evaluation.unit or None,
        "period": evaluation.period or None,
        "evaluator": evaluation.evaluator or None,
        "evaluation_mode": evaluation.mode or None,
        "total": _exact(evaluation.total),
        "max_points": _exact(evaluation.max_points),
        "grade": evaluation.grade or None,
        "progress": evaluation.progress or None,
        "indicators": [
            {
                "indicator": item.indicator,
                "value": _exact(item.value),
                "base": _exact(item.base),
                "score": _exact(item.score),
                "points": _exact(item.points),
                "hole": item.hole or None,
                "explanation": item.explanation,
                "cell": item.cell or None,
            }
            for item in evaluation.items
        ],
        "findings": [
            {
                "sheet": finding.sheet or None,
                "cell": finding.cell or None,
                "code": finding.code,
                "message": finding.message,
            }
            for finding in evaluation.findings
        ],
        "clock": evaluation.clock,
        "versions": {"psscore": evaluation.psscore or None, "engine": evaluation.engine or None},
        "input_digest": evaluation.input_digest or None,
        "output_digest": evaluation.output_digest or None,
    }


def _exact(number: Fraction | None) -> str | None:
    return None if number is None else exact_text(number)
