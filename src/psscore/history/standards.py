"""The standards themselves, kept beside the results: what an old evaluation was scored by, whatever came since."""

from __future__ import annotations

import json
from collections.abc import Iterable

from psscore.model.faults import ReferenceFault, StandardFaults
from psscore.model.standard import Standard
from psscore.results.evaluation import Evaluation
from psscore.rulebook.build import digest
from psscore.rulebook.catalogue import load_raw, raw_standard
from psscore.rulebook.reference import parse_reference


def canonical_texts(evaluations: Iterable[Evaluation]) -> dict[str, str]:
    """The canonical text of each standard that is known here, by its digest."""
    found: dict[str, str] = {}
    for name, wanted in {(f"{one.standard_id}/{one.edition}", one.digest) for one in evaluations}:
        if not wanted or wanted in found:
            continue
        try:
            raw = raw_standard(name)
        except (ReferenceFault, StandardFaults):
            continue
        if digest(raw) == wanted:
            found[wanted] = json.dumps(raw, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return found


def with_its_standard(evaluation: Evaluation, text: str | None) -> Evaluation:
    """The evaluation, its `standard` the one it was scored by where the one known here is another or none."""
    if text is None or _here(evaluation) == evaluation.digest:
        return evaluation
    standard = standard_of(evaluation, text)
    if standard is not None:
        # A cached property: what it would look up is put in its place.
        vars(evaluation)["standard"] = standard
    return evaluation


def standard_of(evaluation: Evaluation, text: str) -> Standard | None:
    """The standard of a canonical text with the readings of an evaluation; None when this version cannot read it."""
    try:
        raw = json.loads(text)
        return load_raw(raw, f"{evaluation.standard_id}/{evaluation.edition}", parse_reference(evaluation.reference))
    except (ReferenceFault, StandardFaults, ValueError):
        return None


def _here(evaluation: Evaluation) -> str:
    try:
        return evaluation.standard.digest
    except (ReferenceFault, StandardFaults):
        return ""
