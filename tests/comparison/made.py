"""Evaluations made from numbers alone: every rule is applied as a workbook would, without one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from psscore.model.scorecard import Scored, Total
from psscore.results import Evaluation, Item
from psscore.rulebook.catalogue import load_standard
from psscore.scoring.aggregate import EXCLUDED, ItemScore, total
from psscore.scoring.evaluate import evaluate
from psscore.scoring.numbers import short_text

PUBLIC = "public-service/2026?no_cases=exclude&no_last_year=zero"
Given = Mapping[str, tuple[Fraction | int | None, Fraction | int | None]]
"""Value and base of indicators."""


def made(reference: str, given: Given, **more: Any) -> Evaluation:
    """An evaluation of these numbers; an indicator that is not given has no row's value yet."""
    standard = load_standard(reference)
    items: list[Item] = []
    scores: dict[str, ItemScore] = {}
    for leaf in standard.leaves:
        value, base = (None if one is None else Fraction(one) for one in given.get(leaf.code, (None, None)))
        score, hole, said = None, "missing", "未填"
        if value is not None:
            result = evaluate(standard, leaf, value, base)
            if isinstance(result, Scored):
                score, hole, said = result.score, "", f"{leaf.code} {short_text(result.score)}"
            else:
                hole, said = "excluded" if result.excluded else result.hole.value, result.reason("zh")
        scores[leaf.code] = EXCLUDED if hole == "excluded" else score
        items.append(Item(leaf.code, value, base, score, leaf.points, hole, said, "评分表!A1"))
    summed = total(standard, scores)
    return replace(
        Evaluation(
            file="甲.xlsm",
            status="written",
            unit="甲区",
            period="2025年度",
            evaluator="评价中心",
            mode="自评",
            reference=reference,
            standard_id=standard.id,
            edition=standard.edition,
            digest=standard.digest,
            total=summed.score if isinstance(summed, Total) else None,
            max_points=standard.total_points,
            grade="良",
            progress="",
            items=tuple(items),
            findings=(),
            clock="2026-01-05T09:00:00",
            psscore="0.1.0",
            engine="",
            input_digest="",
            output_digest="",
        ),
        **more,
    )


def even(reference: str, part: int = 95, whole: int = 100) -> dict[str, tuple[int, int | None]]:
    """The same rate or count for every indicator."""
    from psscore.model.observation import BaseUse

    found: dict[str, tuple[int, int | None]] = {}
    for leaf in load_standard(reference).leaves:
        assert leaf.scoring is not None
        found[leaf.code] = (part, None if leaf.scoring.base is BaseUse.NONE else whole)
    return found
