"""PS_COHORT, PS_DEDUCTIONS, vetoes and open readings, through the one pipeline, on a standard of the user's own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from psscore.functions.call import call
from psscore.model.cell_error import CellError

KINDS = Path(__file__).parents[1] / "data" / "kinds.toml"
STREET = "kinds/2026?unit_group=street"
NA, VALUE, NUM = CellError.NOT_AVAILABLE, CellError.VALUE, CellError.NUM
CAUSES = [["late"], ["rework"], ["false"]]


@pytest.fixture(autouse=True)
def own_standards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "kinds" / "2026"
    folder.mkdir(parents=True)
    shutil.copy(KINDS, folder / "standard.toml")
    monkeypatch.setenv("PSSCORE_STANDARDS", str(tmp_path))


@pytest.mark.parametrize(
    ("function", "arguments", "expected"),
    [
        ("PS_COHORT", ["10", [[0.9], [0.92], [0.88]]], 0.9),
        ("PS_COHORT", ["9", [[45.0], [90.0]]], 90.0),
        ("PS_COHORT", ["11", [[50.0], [40.0]]], 40.0),
        ("PS_COHORT", ["10", [[0.1], [0.2], [0.3]]], 0.2),
        ("PS_COHORT", ["10", [[0.9], [None]]], NA),
        ("PS_COHORT", ["10", [[0.9], ["x"]]], VALUE),
        ("PS_COHORT", ["10", [[0.9], [NA]]], NA),
        ("PS_COHORT", ["8", [[1.0], [2.0]]], VALUE),
        ("PS_COHORT", ["1", [[1.0], [2.0]]], VALUE),
        ("PS_COHORT", ["99", [[1.0]]], VALUE),
        ("PS_DEDUCTIONS", ["6", CAUSES, [[0.0], [0.0], [0.0]]], 0.0),
        ("PS_DEDUCTIONS", ["6", CAUSES, [[5.0], [2.0], [1.0]]], 8.5),
        ("PS_DEDUCTIONS", ["6", CAUSES, [[6.0], [5.0], [0.0]]], 8.0),
        ("PS_DEDUCTIONS", ["6", CAUSES, [[7.0], [6.0], [0.0]]], 8.0),
        ("PS_DEDUCTIONS", ["6", [["late"], ["late"], ["rework"], ["false"]], [[1.0], [1.0], [0.0], [0.0]]], 1.0),
        ("PS_DEDUCTIONS", ["6", CAUSES, [[0.0], [None], [0.0]]], NA),
        ("PS_DEDUCTIONS", ["6", CAUSES[:2], [[0.0], [0.0]]], NA),
        ("PS_DEDUCTIONS", ["6", [*CAUSES, ["other"]], [[0.0], [0.0], [0.0], [1.0]]], VALUE),
        ("PS_DEDUCTIONS", ["6", CAUSES, [[0.5], [0.0], [0.0]]], NUM),
        ("PS_DEDUCTIONS", ["6", CAUSES, [[-1.0], [0.0], [0.0]]], NUM),
        ("PS_DEDUCTIONS", ["6", CAUSES, [[0.0], [0.0]]], VALUE),
        ("PS_DEDUCTIONS", ["1", CAUSES, [[0.0], [0.0], [0.0]]], VALUE),
        ("PS_SCORE", ["6", 8.5], 1.5),
        ("PS_SCORE", ["12s", 95.0, 100.0], 0.0),
    ],
)
def test_values(function: str, arguments: list[object], expected: object) -> None:
    given = arguments if function != "PS_SCORE" or len(arguments) == 3 else [*arguments, None]
    assert call(function, *given, STREET).value == expected


@pytest.mark.parametrize(
    ("vetoes", "expected"),
    [(None, "优"), ("V1", "良"), ([[None], ["V2"], [""]], "差"), ("V9", VALUE), (NA, NA), ([["V1"], [NA]], NA)],
)
def test_vetoes_cap_the_grade(vetoes: object, expected: object) -> None:
    assert call("PS_GRADE", 95.0, STREET, vetoes).value == expected


def test_an_open_reading_is_asked_for() -> None:
    for function, arguments in (("PS_SCORE", ["12s", 95.0, 100.0]), ("PS_POINTS", ["12s"])):
        called = call(function, *arguments, "kinds/2026")
        assert called.value is NA
        assert called.reason is not None
        assert "unit_group" in called.reason.en
    assert call("PS_SCORE", "1", 2.5, None, "kinds/2026").value == 100.0
