"""Evaluations made up for tests, as if read from receipts."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from psscore.model.scorecard import Scored, Total
from psscore.model.standard import Standard
from psscore.results import Evaluation, Finding, Item
from psscore.rulebook.catalogue import load_standard
from psscore.scoring.aggregate import ItemScore, total
from psscore.scoring.evaluate import evaluate
from psscore.scoring.grade import grade

HOTLINE = "hotline-index/10-40-50"

Pairs = Mapping[str, tuple[str, str] | None]


def evaluation(
    unit: str, pairs: Pairs, reference: str = HOTLINE, *, standard: Standard | None = None, **more: Any
) -> Evaluation:
    """What scoring these values and bases would have left; an indicator without a pair is blank."""
    rules = standard or load_standard(reference)
    items = []
    scores: dict[str, ItemScore] = {}
    for item in rules.leaves:
        pair = pairs.get(item.code)
        if pair is None:
            items.append(Item(item.code, None, None, None, item.points, "missing", "数值未填", ""))
            scores[item.code] = None
            continue
        value, base = Fraction(pair[0]), Fraction(pair[1]) if pair[1] else None
        result = evaluate(rules, item, value, base)
        score = result.score if isinstance(result, Scored) else None
        hole = "" if isinstance(result, Scored) else "excluded" if result.excluded else result.hole.value
        items.append(Item(item.code, value, base, score, item.points, hole, "", ""))
    given: dict[str, Any] = {
        "file": f"{unit}.xlsx",
        "status": "written",
        "unit": unit,
        "period": "2026",
        "evaluator": "评价组",
        "mode": "third_party",
        "reference": rules.reference,
        "standard_id": rules.id,
        "edition": rules.edition,
        "digest": rules.digest,
        "total": None,
        "max_points": rules.total_points,
        "grade": "",
        "progress": "",
        "items": tuple(items),
        "findings": (),
        "clock": "2026-11-22T09:00:00",
        "psscore": "0.1.0",
        "engine": "formualizer 0.13.0",
        "input_digest": unit,
        "output_digest": "",
    }
    made = Evaluation(**(given | more))
    if standard is not None:
        made.__dict__["standard"] = standard
    if "total" not in more:
        summed = total(rules, made.scores)
        if isinstance(summed, Total):
            given["total"] = summed.score
            band = grade(rules, summed.score)
            given["grade"] = band.grade.zh if hasattr(band, "grade") else ""
        made = Evaluation(**(given | more))
        if standard is not None:
            made.__dict__["standard"] = standard
    return made


def hotline(unit: str, solved: int, of: int = 1000, **more: Any) -> Evaluation:
    """A unit whose only difference is how many calls were solved: 50 + 50 × solved / of points."""
    pairs = {"1": (str(of), str(of)), "2": (str(of), str(of)), "3": (str(solved), str(of))}
    return evaluation(unit, pairs, **more)


def refused(file: str, why: str = "文件损坏") -> Evaluation:
    """A workbook that could not be scored."""
    blank = dict.fromkeys(
        ("unit", "period", "evaluator", "mode", "reference", "standard_id", "edition", "digest", "grade", "progress"),
        "",
    )
    return Evaluation(
        file=file,
        status="refused",
        total=None,
        max_points=None,
        items=(),
        findings=(Finding("package_refused", "", "", why),),
        clock="2026-11-22T09:00:00",
        psscore="0.1.0",
        engine="",
        input_digest="",
        output_digest="",
        **blank,
    )
