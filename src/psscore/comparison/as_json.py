"""A comparison as JSON: exact numbers as text."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from psscore.comparison.comparison import Comparison
from psscore.comparison.pairing import Unpaired
from psscore.comparison.rows import Entry, Row
from psscore.results import Evaluation
from psscore.scoring.numbers import exact_text

SCHEMA = "psscore.comparison/1"


def to_json(comparison: Comparison, lang: str = "zh") -> dict[str, Any]:
    """One unit: notices, readings that differ, total, branches, rows, and what leads from one total to the other."""
    return {
        "schema": SCHEMA,
        "unit": comparison.name,
        "base": _evaluation(comparison.base),
        "other": _evaluation(comparison.other),
        "difference": _exact(comparison.difference),
        "by_rules": _exact(comparison.by_rules),
        "notices": [{"code": notice.code, "message": notice.text(lang)} for notice in comparison.notices],
        "readings": [
            {
                "name": reading.name,
                "title": reading.title(lang),
                "base": reading.base(lang),
                "other": reading.other(lang),
                "affects": reading.affects,
            }
            for reading in comparison.readings
        ],
        "steps": [
            {"code": step.code, "name": step.name(lang), "difference": _exact(step.difference)}
            for step in comparison.steps
        ],
        "branches": [
            {
                "code": node.code,
                "level": node.level,
                "name": node.name(lang),
                "base": _exact(node.base),
                "other": _exact(node.other),
                "difference": _exact(node.difference),
            }
            for node in comparison.nodes
        ],
        "bridges": [
            {"code": bridge.code, "base": _exact(bridge.base), "other": _exact(bridge.other)}
            for bridge in comparison.bridges
        ],
        "indicators": [_row(row, lang) for row in comparison.rows],
    }


def unpaired_json(one: Unpaired, lang: str = "zh") -> dict[str, Any]:
    """An evaluation without a counterpart."""
    return {
        "schema": SCHEMA,
        "unit": one.evaluation.name,
        "side": one.side,
        "file": one.evaluation.file,
        "unpaired": one.why(lang),
    }


def _evaluation(one: Evaluation) -> dict[str, Any]:
    return {
        "file": one.file,
        "unit": one.unit,
        "period": one.period,
        "evaluator": one.evaluator,
        "mode": one.mode,
        "reference": one.reference,
        "digest": one.digest,
        "input_digest": one.input_digest,
        "total": _exact(one.total),
        "grade": one.grade or None,
        "progress": one.progress or None,
    }


def _row(row: Row, lang: str) -> dict[str, Any]:
    return {
        "indicator": row.code,
        "name": row.name(lang),
        "difference": _exact(row.difference),
        "by_rules": _exact(row.by_rules),
        "changed": list(row.changed),
        "base": _entry(row.base),
        "other": _entry(row.other),
    }


def _entry(entry: Entry | None) -> dict[str, Any] | None:
    if entry is None:
        return None
    item = entry.item
    return {
        "value": _exact(item.value),
        "base": _exact(item.base),
        "rate": _exact(entry.rate),
        "score": _exact(item.score),
        "counted": _exact(entry.counted),
        "points": _exact(item.points),
        "hole": item.hole or None,
        "explanation": item.explanation,
    }


def _exact(number: Fraction | None) -> str | None:
    return None if number is None else exact_text(number)
