"""Everything found, for people's tables and as one JSON object."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import psscore
from psscore.model.standard import Standard
from psscore.model.text import Text
from psscore.scoring.numbers import exact_text
from psscore.sensitivity.files import FileReport, Settings
from psscore.sensitivity.outcome import Outcome, RowChange, RowScore
from psscore.sensitivity.ranking import Ranking, Standing, ranking
from psscore.sensitivity.readings import Combined, Effect, Variant
from psscore.sensitivity.weights import Weighed, WeightBand

SCHEMA = "psscore.sensitivity/1"


@dataclass(frozen=True, slots=True)
class Report:
    """The workbooks examined and the order of their units."""

    settings: Settings
    files: tuple[FileReport, ...]
    ranking: Ranking | Text | None
    clock: datetime.datetime


def report(files: Sequence[FileReport], settings: Settings) -> Report:
    """Put together what was examined."""
    clock = settings.now or datetime.datetime.now()
    return Report(settings, tuple(files), ranking(files), clock.replace(microsecond=0))


def to_json(found: Report) -> dict[str, Any]:
    """The report as JSON; numbers are exact texts, null is a total that is withheld."""
    lang = found.settings.lang
    body: dict[str, Any] = {"schema": SCHEMA, "files": [_file(file, lang) for file in found.files]}
    order = found.ranking
    body["ranking"] = _ranking(order, lang) if isinstance(order, Ranking) else None
    body["not_ranked"] = order(lang) if isinstance(order, Text) else None
    body["clock"] = found.clock.isoformat()
    body["versions"] = {"psscore": psscore.__version__}
    return body


def exact(number: Fraction | None) -> str | None:
    """A number in full, None as it is."""
    return None if number is None else exact_text(number)


def difference(total: Fraction | None, base: Fraction | None) -> Fraction | None:
    """How far a total lies from the workbook's own; None when either is withheld."""
    return None if total is None or base is None else total - base


def _file(file: FileReport, lang: str) -> dict[str, Any]:
    body: dict[str, Any] = {"file": file.path, "unit": file.unit or None, "status": file.status}
    body["reason"] = file.reason or None
    subject, base = file.subject, file.base
    if subject is None or base is None:
        return body
    standard = subject.standard
    body["standard"] = {
        "reference": standard.reference,
        "id": standard.id,
        "edition": standard.edition,
        "digest": standard.digest,
    }
    body |= {"total": exact(base.total), "grade": base.grade, "progress": base.progress}
    body["smallest"], body["largest"] = (exact(pick(file.totals, default=None)) for pick in (min, max))
    body["readings"] = [_effect(effect, base, standard, lang) for effect in file.effects]
    body["combined"] = None if file.combined is None else _combined(file.combined)
    body["weights"] = _weights(file.weights, base, lang) if isinstance(file.weights, WeightBand) else None
    body["weights_not_varied"] = file.weights(lang) if isinstance(file.weights, Text) else None
    return body


def _effect(effect: Effect, base: Outcome, standard: Standard, lang: str) -> dict[str, Any]:
    return {
        "reading": effect.reading.name,
        "title": effect.reading.title(lang),
        "chosen": effect.chosen,
        "spread": exact(effect.spread),
        "not_varied": effect.fixed(lang) if effect.fixed else None,
        "values": [_variant(variant, base, standard, lang) for variant in effect.variants],
    }


def _variant(variant: Variant, base: Outcome, standard: Standard, lang: str) -> dict[str, Any]:
    body: dict[str, Any] = {
        "value": variant.value.name,
        "title": variant.value.title(lang),
        "chosen": variant.chosen,
        "total": exact(variant.total),
        "difference": exact(difference(variant.total, base.total)),
        "grade": None,
        "gained": None,
        "lost": None,
        "rows": [],
        "reason": variant.failure(lang) if variant.failure else None,
    }
    if variant.outcome is None:
        return body
    gained, lost = base.moved(variant.outcome)
    body |= {"grade": variant.outcome.grade, "gained": exact(gained), "lost": exact(lost)}
    body["rows"] = [_row(change, standard, lang) for change in base.changes(variant.outcome)]
    body["reason"] = variant.outcome.reason or None
    return body


def _row(change: RowChange, standard: Standard, lang: str) -> dict[str, Any]:
    item = standard.by_code.get(change.code)
    return {
        "indicator": change.code,
        "name": item.name(lang) if item else "",
        "before": _score(change.before),
        "after": _score(change.after),
        "difference": exact(change.difference),
    }


def _score(row: RowScore) -> str | None:
    return "excluded" if row.excluded else exact(row.score)


def _combined(found: Combined) -> dict[str, Any]:
    def end(extreme: tuple[Fraction, dict[str, str]] | None) -> dict[str, Any] | None:
        return None if extreme is None else {"total": exact(extreme[0]), "readings": extreme[1]}

    return {
        "count": found.count,
        "withheld": found.withheld,
        "smallest": end(found.smallest),
        "largest": end(found.largest),
        "grades": dict(found.grades),
    }


def _weights(found: WeightBand, base: Outcome, lang: str) -> dict[str, Any]:
    def weighed(one: Weighed) -> dict[str, Any]:
        return {
            "total": exact(one.total),
            "difference": exact(difference(one.total, base.total)),
            "grade": one.grade(lang) if one.grade else None,
        }

    return {
        "what_if": True,
        "percent": exact(found.percent),
        "level": found.level,
        "nodes": [
            {
                "indicator": node.item.code,
                "name": node.item.name(lang),
                "points": exact(node.points),
                "share": exact(node.share),
                "lowered": weighed(node.lowered),
                "raised": weighed(node.raised),
            }
            for node in found.nodes
        ],
        "smallest": weighed(found.smallest) | {"raised": list(found.smallest.raised)},
        "largest": weighed(found.largest) | {"raised": list(found.largest.raised)},
    }


def _ranking(found: Ranking, lang: str) -> dict[str, Any]:
    def standings(one: Mapping[str, Standing]) -> list[dict[str, Any]]:
        ordered = sorted(one.items(), key=lambda item: item[1].rank)
        return [
            {"file": path, "rank": standing.rank, "total": exact(standing.total), "grade": standing.grade}
            for path, standing in ordered
        ]

    return {
        "units": standings(found.base),
        "mixed_readings": list(found.mixed),
        "scenarios": [
            {
                "name": scenario.name[0],
                "value": scenario.name[1],
                "title": scenario.title(lang),
                "units": standings(scenario.standings),
                "moved": [{"file": p, "from": old, "to": new} for p, old, new in scenario.moved(found.base)],
                "regraded": [{"file": p, "from": old, "to": new} for p, old, new in scenario.regraded(found.base)],
                "unranked": list(scenario.unranked),
            }
            for scenario in found.scenarios
        ],
        "ranges": [{"file": path, "best": best, "worst": worst} for path, (best, worst) in found.ranges.items()],
    }
