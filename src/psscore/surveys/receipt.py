"""A survey's result for machines: `psscore.survey/1`, counts as whole numbers, rates of 0..1."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from psscore.functions.cells import number_out
from psscore.surveys.report import Group, ItemResult, Report
from psscore.surveys.tally import Fate

SCHEMA = "psscore.survey/1"


def to_json(report: Report, lang: str) -> dict[str, Any]:
    """The report as JSON."""
    return {
        "schema": SCHEMA,
        "standard": {"reference": report.standard.reference, "digest": report.standard.digest},
        "base": report.base.value,
        "confidence": number_out(report.sample.confidence),
        "margin": number_out(report.sample.margin),
        "files": [
            {"file": one.file, "sha256": one.sha256, "read": one.read, **{fate.value: one.fates[fate] for fate in Fate}}
            for one in report.tally.files
        ],
        "items": [_item(result, lang) for result in report.items],
        "findings": [text(lang) for text in report.findings],
    }


def _item(result: ItemResult, lang: str) -> dict[str, Any]:
    return {
        "indicator": result.item.code,
        "name": result.item.name(lang),
        "surveyed": result.surveyed,
        "rate": _number(result.rate),
        "low": result.low,
        "high": result.high,
        "effective": _number(result.effective),
        "mean": _number(result.mean),
        "groups": [_group(group) for group in result.groups],
    }


def _group(group: Group) -> dict[str, Any]:
    cell = group.cell
    return {
        "group": group.name,
        "satisfied": cell.satisfied,
        "basically": cell.basically,
        "dissatisfied": cell.dissatisfied,
        "unrated": cell.unrated,
        "blank": cell.blank,
        "invalid": cell.invalid,
        "surveyed": group.surveyed,
        "excluded": group.excluded,
        "needed": group.needed,
        "weight": _number(group.weight),
        "rate": _number(group.rate),
    }


def _number(value: Fraction | None) -> float | None:
    return None if value is None else number_out(value)
