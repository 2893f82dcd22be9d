"""The contradictions of the city services plan, against an audit of its text made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from psscore.model.register import Kpi, Register
from psscore.rulebook.catalogue import load_standard
from psscore.scoring.conflicts import Kind, Severity, among_targets, conflicts, task_conflict

PLAN = "city-services-plan/2024"
CONTRADICTIONS = {1, 2, 3, 4, 10, 15, 22, 24, 27, 31, 32, 37, 43}
LOOK_ALIKES = {9, 13, 26, 34, 42, 46}


def register(readings: str = "") -> Register:
    found = load_standard(f"{PLAN}{readings}").register
    assert found is not None
    return found


def groups(of: Register, severity: Severity) -> set[int]:
    return {
        int(kpi.code[1:].split(".")[0])
        for kpi in of.kpis
        for conflict in conflicts(of, kpi)
        if conflict.severity is severity
    }


def kinds(of: Register, kpi: Kpi) -> set[Kind]:
    return {conflict.kind for conflict in conflicts(of, kpi)}


def test_exactly_the_thirteen_groups_contradict_themselves() -> None:
    assert groups(register(), Severity.CONTRADICTION) == CONTRADICTIONS


def test_look_alikes_are_no_contradictions() -> None:
    assert groups(register(), Severity.CONTRADICTION) & LOOK_ALIKES == set()
    listed = {int(code[1:].split(".")[0]) for item in register().look_alikes for code in item.codes}
    assert listed == LOOK_ALIKES


def test_loose_deadlines() -> None:
    """11, 12 and 29 are loose by the audit; 9 says the same in the same sentences as 29, 28 and 34 in the same way."""
    mild = groups(register(), Severity.MILD) - CONTRADICTIONS
    assert mild == {11, 12, 29} | {9, 28, 34}


@pytest.mark.parametrize(
    ("code", "kind", "why"),
    [
        ("K1.1", Kind.WEAKER_LATER, "80 % in 2024, 70 % in 2025"),
        ("K2.1", Kind.TWO_VALUES, "80 % and 50 % at the end of 2024"),
        ("K2.1", Kind.TWO_DEADLINES, "80 % in 2024 and in 2025"),
        ("K2.2", Kind.TWO_VALUES, "100 % and 80 % at the end of 2026"),
        ("K3.1", Kind.TWO_DEADLINES, "2000 in 2025 and before 2026"),
        ("K4.1", Kind.TWO_DEADLINES, "100 % in 2025 and 2028"),
        ("K10.1", Kind.BASELINE_BORROWED, "5.2:1 compares other cities"),
        ("K15.1", Kind.WEAKER_LATER, "every village in 2025, 70 % in 2026"),
        ("K22.1", Kind.TWO_DEADLINES, "100 % in 2025 and 2024"),
        ("K24.1", Kind.TWO_DEADLINES, "40 % in 2026 and 2025"),
        ("K27.1", Kind.TWO_DEADLINES, "50 in 2024 and June 2025"),
        ("K31.1", Kind.BEFORE_PLAN, "2023"),
        ("K32.1", Kind.BASELINE_BEYOND, "23 now, 20 as the target"),
        ("K37.2", Kind.TWO_DEADLINES, "2024 and June 2026"),
        ("K43.1", Kind.TWO_DEADLINES, "2025 and June 2026"),
        ("K40.1", Kind.TARGET_IS_BASELINE, "65 % already"),
        ("K18.1", Kind.BASELINE_BOUND, "below 60 %"),
        ("K12.1", Kind.BASELINE_PART, "education, health and care only"),
        ("K25.1", Kind.UNDATED, "90 % without a year"),
        ("K41.2", Kind.ILLEGIBLE, "?0 %"),
    ],
)
def test_kind(code: str, kind: Kind, why: str) -> None:
    found = register()
    assert kind in kinds(found, found.by_code[code]), why


@pytest.mark.parametrize("code", ["K7.1", "K5.2", "K17.1", "K36.1", "K45.2", "K47.6"])
def test_a_sound_indicator_has_no_contradiction(code: str) -> None:
    found = register()
    assert {c.severity for c in conflicts(found, found.by_code[code])} <= {Severity.NOTE}


def test_a_path_is_no_contradiction() -> None:
    found = register()
    rising = found.by_code["K2.1"]  # targets 3 and 4: 50 % in 2024-12, 80 % in 2025
    assert among_targets(found, rising, (2, 3)) == []
    falling = replace(rising, direction=found.by_code["K6.1"].direction)
    assert [c.kind for c in among_targets(found, falling, (2, 3))] == [Kind.WEAKER_LATER]


def test_what_a_reading_changes() -> None:
    """Taken literally, "before 2026" ends in 2025 and agrees with 2025; "before 2024" ends before the plan begins."""
    literal = register("?deadline_words=before_year")
    assert kinds(literal, literal.by_code["K3.1"]) & {Kind.TWO_DEADLINES} == set()
    assert Kind.BEFORE_PLAN in kinds(literal, literal.by_code["K35.1"])


def test_both_sides_are_named() -> None:
    found = register()
    text = conflicts(found, found.by_code["K1.1"])[0].text
    assert all(part in text.zh for part in ("80%", "2024年（3.2）", "70%", "2025年（8.1）"))
    assert all(part in text.en for part in ("80%", "2024-12-31 (3.2)", "70%", "2025-12-31 (8.1)"))


def test_tasks() -> None:
    found = {task.code: task_conflict(task) for task in register().tasks}
    assert {code for code, conflict in found.items() if conflict} == {"T04", "T16"}
    assert {conflict.severity for conflict in found.values() if conflict} == {Severity.MILD}
