"""A ranking for machines: numbers are texts, exact."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from psscore.ranking.refusal import Problem
from psscore.ranking.result import Gone, Ranking, Standing, Unranked
from psscore.scoring.numbers import exact_text

SCHEMA = "psscore.ranking/1"


def to_json(ranking: Ranking, lang: str) -> dict[str, Any]:
    """One object with everything the workbook says."""
    standard, settings = ranking.standard, ranking.settings
    body: dict[str, Any] = {
        "schema": SCHEMA,
        "standard": {"reference": standard.reference, "digest": standard.digest, "title": standard.title(lang)},
        "period": ranking.period or None,
        "basis": settings.basis.value,
        "ties": settings.ties.value,
        "groups": [
            {"group": group.name or None, "units": [_standing(one, lang) for one in group.standings]}
            for group in ranking.groups
        ],
        "unranked": [_unranked(one, lang) for one in ranking.unranked],
        "moved": [{"unit": one.unit, "exact": one.exact, "rounded": one.rounded} for one in ranking.moved],
        "cohort": list(ranking.cohort),
        "notes": [note(lang) for note in ranking.notes],
        "last_year": None,
    }
    if ranking.year is not None:
        year = ranking.year
        body["last_year"] = {
            "period": year.period or None,
            "reference": year.reference,
            "differences": [one(lang) for one in year.differences],
            "gone": [_gone(one) for one in year.gone],
        }
    return body


def refusal_json(problems: tuple[Problem, ...], lang: str) -> dict[str, Any]:
    """Why there is no ranking."""
    told = [{"code": one.code, "message": one.message(lang), "about": list(one.about)} for one in problems]
    return {"schema": SCHEMA, "status": "refused", "findings": told}


def _standing(one: Standing, lang: str) -> dict[str, Any]:
    shift = one.shift
    return {
        "place": one.place,
        "sharers": one.sharers,
        "unit": one.unit,
        "file": one.evaluation.file,
        "score": exact_text(one.shown),
        "exact_score": exact_text(one.score),
        "total": exact_text(one.total),
        "exact_total": exact_text(one.exact),
        "own_total": _number(one.own_total),
        "grade": one.graded(lang) or None,
        "other_scores": [exact_text(other) for other in one.others],
        "adjustments": [{"points": exact_text(item.points), "reason": item.reason} for item in one.adjustments],
        "volume": _number(one.volume),
        "small": one.small,
        "last_total": None if shift is None else _number(shift.total),
        "last_place": None if shift is None else shift.place,
        "rise": None if shift is None else shift.rise,
    }


def _unranked(one: Unranked, lang: str) -> dict[str, Any]:
    return {
        "unit": one.unit,
        "group": one.group or None,
        "file": one.file or None,
        "kind": one.kind,
        "reason": one.reason(lang),
    }


def _gone(one: Gone) -> dict[str, Any]:
    return {"unit": one.unit, "total": exact_text(one.total), "place": one.place}


def _number(number: Fraction | None) -> str | None:
    return None if number is None else exact_text(number)
