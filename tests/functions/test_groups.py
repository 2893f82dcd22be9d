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


def test_full_marks_that_no_binary_number_holds_are_not_withheld(tmp_path: Path) -> None:
    """2.3 and 97.7 as floats lie a little beside themselves; only the total is rounded."""
    text = KINDS.read_text("utf-8")
    head = text[: text.index("[[indicator]]")].replace("total_points = 115", "total_points = 100")
    head = head.replace("total_cap = 110", "").replace('stage = "item"', 'stage = "total"').replace("2026", "2028", 1)
    head = head[: head.index("[[weight_floor]]")] + head[head.index("[[reading]]") :]
    rows = "".join(
        f'''[[indicator]]
code = "{code}"
name = {{ zh = "甲", en = "A" }}
points = "{points}"
rule = "goalposts"
unit = {{ zh = "件", en = "cases" }}
clause = {{ zh = "一", en = "one" }}
quote = "甲"
collection = "survey"
'''
        for code, points in (("1", "2.3"), ("2", "97.7"))
    )
    folder = tmp_path / "kinds" / "2028"
    folder.mkdir(parents=True)
    (folder / "standard.toml").write_text(head + rows, "utf-8")
    scores = [call("PS_SCORE", code, 1.0, None, "kinds/2028").value for code in ("1", "2")]
    assert call("PS_TOTAL", [["1"], ["2"]], [[score] for score in scores], "kinds/2028").value == 100.0
