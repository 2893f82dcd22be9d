"""What a run says about a workbook, as one JSON object."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import psscore
from psscore.engines.engine import Engine, Fault, Place
from psscore.functions.cells import number_in
from psscore.model.cell_error import CellError
from psscore.model.faults import ReferenceFault, StandardFaults
from psscore.rulebook.catalogue import load_standard
from psscore.rulebook.reference import DEFAULT_REFERENCE
from psscore.scoring.numbers import exact_text
from psscore.workbook.address import located
from psscore.workbook.overwritten import HOLE, ROW, Overwritten, column
from psscore.workbook.prepared import Prepared
from psscore.workbook.refusal import Finding
from psscore.workbook.scoring_findings import calls_of
from psscore.workbook.sites import Site

SCHEMA = "psscore.recalc/1"
_VALUES = ("数值", "value")
_BASES = ("基数", "base")
ScoreOf = tuple[str, dict[str, Any]]
"""The standard that a score is by, and what the receipt says of it."""


@dataclass(frozen=True, slots=True)
class Counters:
    """Formula cells: how many there are, were calculated, got a new value, keep their old one, went unchecked, and how
    many call a function of ours."""

    formulas: int = 0
    recalculated: int = 0
    changed: int = 0
    kept: int = 0
    not_checked: int = 0
    ps_formulas: int = 0


def receipt(
    *,
    name: str,
    status: str,
    findings: Sequence[Finding],
    lang: str,
    now: datetime.datetime,
    counters: Counters = Counters(),
    outcome: Mapping[str, Any] | None = None,
    engine: Engine | None = None,
) -> dict[str, Any]:
    """The receipt of one workbook; `outcome` is what it was scored (see `outcome_of`), None when it was not."""
    body: dict[str, Any] = {"schema": SCHEMA, "file": name, "status": status}
    body |= outcome or _EMPTY
    body["counters"] = asdict(counters)
    body["findings"] = [_finding(finding, lang) for finding in findings]
    body["clock"] = now.replace(microsecond=0).isoformat()
    calculated = f"{engine.name} {engine.version}" if engine else None
    body["versions"] = {"psscore": psscore.__version__, "engine": calculated}
    return body


_EMPTY: dict[str, Any] = {
    "standard": None,
    "evaluated_unit": None,
    "period": None,
    "evaluator": None,
    "evaluation_mode": None,
    "total": None,
    "max_points": None,
    "grade": None,
    "progress": None,
    "indicators": [],
}


def outcome_of(prepared: Prepared, kept: set[Place], lang: str, typed: Overwritten) -> dict[str, Any]:
    """Standard, unit, period, total, grade, progress and the score of every indicator, as a receipt has them.

    What was typed over is no result: such a score is a hole, and a total is withheld that is typed or rests on one.
    """

    def calls(function: str) -> list[tuple[Site, Any]]:
        return list(calls_of(prepared, kept, prepared.sites_of.get(function, ())))

    scored = _indicators(prepared, calls("PS_SCORE"), lang)
    reference = _reference(prepared, scored[0][1][0] if scored else DEFAULT_REFERENCE)
    if typed.scores:
        scored = sorted([*scored, *_typed_over(prepared, typed, reference, lang)], key=lambda pair: pair[0])
    # What is remembered is nobody's to change.
    indicators = [dict(row) for _, (_, row) in scored]

    def only(function: str) -> Any:
        # without names, two totals in one workbook leave open which is the evaluation's
        values = [called.value for _, called in calls(function)]
        return values[0] if len(values) == 1 else None

    return {
        "standard": _standard(reference),
        "evaluated_unit": _shown(_named(prepared, "ps_unit")),
        "period": _shown(_named(prepared, "ps_period")),
        "evaluator": _shown(_named(prepared, "ps_evaluator")),
        "evaluation_mode": _shown(_named(prepared, "ps_mode")),
        "total": None if typed.no_total else _shown(_named(prepared, "ps_result_total", lambda: only("PS_TOTAL"))),
        "max_points": None
        if typed.points or "ps_max_points" in typed.names
        else _shown(_named(prepared, "ps_max_points")),
        "grade": None
        if typed.no_total or "ps_result_grade" in typed.names
        else _shown(_named(prepared, "ps_result_grade", lambda: only("PS_GRADE"))),
        "progress": _progress(indicators)
        if typed.scores or "ps_result_progress" in typed.names
        else _shown(_named(prepared, "ps_result_progress", lambda: only("PS_PROGRESS"))),
        "indicators": indicators,
    }


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else exact_text(value)


def _indicators(prepared: Prepared, calls: list[tuple[Site, Any]], lang: str) -> list[tuple[int, ScoreOf]]:
    """The scored rows by the row of their cell; only those of the score table when the workbook has one."""
    table = prepared.book.tables.get("ps_scores")
    rows = []
    for site, called in calls:
        if called.detail is None:
            continue
        if table and not (
            site.sheet == table.sheet
            and table.top <= site.row <= table.bottom
            and table.left <= site.column <= table.right
        ):
            continue
        known = prepared.memo.get(site)
        if known is None or known[0] is not called or known[1] != lang:
            # A call that was not made again says what it said before.
            known = prepared.memo[site] = called, lang, _rows(site, called, lang)
        rows += [(site.row, row) for row in known[2]]
    return rows


def _typed_over(prepared: Prepared, typed: Overwritten, reference: str, lang: str) -> Iterator[tuple[int, ScoreOf]]:
    """The rows whose scores were typed, with what the rule would have gone by."""
    table, points = prepared.book.tables["ps_scores"], _points(reference)
    columns = [column(table, titles) for titles in (_VALUES, _BASES)]
    for (sheet, row, at), code in typed.scores.items():
        cells = [None if one is None else prepared.engine.values(sheet, [(row, one)])[0] for one in columns]
        value, base = (number_in(None if isinstance(cell, Fault) else cell) for cell in cells)
        said = {
            "indicator": code,
            "value": _exact(value) if isinstance(value, Fraction) else None,
            "base": _exact(base) if isinstance(base, Fraction) else None,
            "score": None,
            "points": _exact(points.get(code)),
            "hole": HOLE,
            "explanation": ROW(lang),
            "cell": located(sheet, row, at),
        }
        yield row, (reference, said)


def _points(reference: str) -> dict[str, Fraction]:
    try:
        return {item.code: item.points for item in load_standard(reference).leaves}
    except (ReferenceFault, StandardFaults):
        return {}


def _progress(indicators: Sequence[Mapping[str, Any]]) -> str:
    settled = sum(row["score"] is not None or row["hole"] == "excluded" for row in indicators)
    return f"{settled}/{len(indicators)}"


def _rows(site: Site, called: Any, lang: str) -> list[ScoreOf]:
    return [
        (
            row.reference,
            {
                "indicator": row.indicator,
                "value": _exact(row.value),
                "base": _exact(row.base),
                "score": _exact(row.score),
                "points": _exact(row.points),
                "hole": row.hole or None,
                "explanation": row.explanation(lang),
                "cell": located(site.sheet, site.row, site.column),
            },
        )
        for row in called.detail.rows()
    ]


def _named(prepared: Prepared, name: str, otherwise: Callable[[], Any] = lambda: None) -> Any:
    """The value of the one cell a workbook's name stands for."""
    place = prepared.book.cell(name)
    return otherwise() if place is None else prepared.engine.values(place[0], [place[1:]])[0]


def _reference(prepared: Prepared, otherwise: str) -> str:
    """What the workbook says its standard is; a cell that is blank or an error does not mean the default one."""
    value = _named(prepared, "ps_standard_reference", lambda: otherwise)
    return value if isinstance(value, str) else str(value) if isinstance(value, CellError) else ""


def _standard(text: str) -> dict[str, Any]:
    try:
        standard = load_standard(text)
    except (ReferenceFault, StandardFaults):
        return {"reference": text or None, "id": None, "edition": None, "digest": None}
    return {"reference": text, "id": standard.id, "edition": standard.edition, "digest": standard.digest}


def _shown(value: Any) -> str | None:
    if isinstance(value, bool) or value is None or value == "":
        return None
    if isinstance(value, int | float):
        return _decimal(Decimal(f"{value:.15g}"))
    return value if isinstance(value, str) else None


def _decimal(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _finding(finding: Finding, lang: str) -> dict[str, Any]:
    body: dict[str, Any] = {
        "sheet": finding.sheet or None,
        "cell": finding.cell or None,
        "code": finding.code,
        "message": finding.text(lang),
    }
    if finding.dependents:
        body["dependents"] = list(finding.dependents)
    return body
