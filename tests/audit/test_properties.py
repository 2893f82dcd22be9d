"""Whatever stands in a table: an audit or a refusal, never an accident; and no number is made up."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.forms import BUDGET_HEADER, DATA, HEADER, Cells, codes, plain, read_csv, row, write_csv
from psscore.audit import Audit, AuditRefused, audit_forms
from psscore.audit.finding import CODES

LABELS = ["总分", "合计", "小计", "评分等级", "优", "☑", "项目名称", "产出指标", "注：无"]
VALUES = ["-", "≥9(人)", "≤10", "95%", "9", "0", "-1", "1 2", "10.00", "100", "达成指标", "健全", "#REF!"]
WORDS = ["", *HEADER, *BUDGET_HEADER, *LABELS, *VALUES]
SCRATCH = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def attempt(path: Path, cells: Cells) -> tuple[Audit, ...]:
    try:
        return audit_forms(write_csv(path, cells))
    except AuditRefused:
        return ()


@SCRATCH
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=9), max_size=12))
def test_any_table(tmp_path: Path, cells: Cells) -> None:
    for audit in attempt(tmp_path / "form.csv", [*cells, HEADER, *cells]):
        assert set(codes(audit)) <= set(CODES)
        assert audit.to_json()["status"] in ("clean", "findings", "damaged")
        if any(one.score is None for one in audit.rows):
            assert audit.recomputed_total is None


@SCRATCH
@given(st.integers(0, 40), st.integers(0, 8), st.sampled_from(WORDS))
@pytest.mark.parametrize("name", ["shanghai_t1.csv", "shanghai_t3.csv"])
def test_one_cell_changed(tmp_path: Path, name: str, line: int, column: int, word: str) -> None:
    cells = read_csv(name)
    values = cells[line % len(cells)]
    values[column % len(values)] = word
    for audit in attempt(tmp_path / "form.csv", cells):
        total = audit.recomputed_total
        budget = [audit.budget.score] if audit.budget and audit.budget.scored else []
        scores = [one.score for one in audit.rows] + budget
        assert total is None or total == sum(score for score in scores if score is not None)
        assert None not in scores or total is None


@SCRATCH
@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 500)), min_size=1, max_size=8), st.data())
def test_scores_by_the_rule_are_clean_and_one_hundredth_off_is_found(
    tmp_path: Path, pairs: list[tuple[int, int]], data: st.DataObject
) -> None:
    full = Fraction(90, len(pairs))
    if full.denominator not in (1, 2, 4, 5):
        return
    rows, hundredths = [], 1000
    for actual, target in pairs:
        exact = min(Fraction(1), Fraction(actual, target)) * full * 100
        kept = int(exact)
        hundredths += kept
        rows.append(row(f"≥{target}(次)", f"{actual}(次)", f"{float(full):g}", f"{kept / 100:.2f}", "有因"))
    sound = plain(rows, f"{hundredths / 100:.2f}")
    (audit,) = attempt(tmp_path / "form.csv", sound)
    assert codes(audit) == []
    off = data.draw(st.sampled_from([-1, 1]))
    (audit,) = attempt(tmp_path / "form.csv", plain(rows, f"{(hundredths + off) / 100:.2f}"))
    assert codes(audit) == ["score_total_mismatch"]
    assert audit.recomputed_total == Fraction(hundredths, 100)


def test_the_data_is_all_used() -> None:
    assert sorted(path.name for path in DATA.iterdir()) == [f"shanghai_t{number}.csv" for number in range(1, 5)]
