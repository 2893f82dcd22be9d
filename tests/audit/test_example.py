"""The form shipped as an example: its three planted faults, and nothing else."""

from __future__ import annotations

from pathlib import Path

from psscore.audit import audit_file

EXAMPLE = Path(__file__).parents[2] / "examples/自评表.csv"


def test_its_findings() -> None:
    audit = audit_file(EXAMPLE)
    assert [(found.code, found.where.zh) for found in audit.findings] == [
        ("reason_missing", "第 15 行第 9 列 一次办结率"),
        ("outside_tier", "第 18 行第 8 列 群众办事便利度"),
        ("score_total_mismatch", "第 21 行第 8 列"),
    ]
    found = audit.to_json()
    assert (found["printed_total"], found["recomputed_total"], found["recomputed_points"]) == ("95.65", "94.65", "100")
    assert found["budget"]["candidates"][0] == "half_up"
