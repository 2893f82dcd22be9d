"""Rich workbooks: 182 formulas with Excel's results, and a package with everything evaluators put into one."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from psscore.workbook.package import Package
from psscore.workbook.recalculate import Options, Recalculation, recalculate
from psscore.workbook.sheet import scan

DATA = Path(__file__).parents[1] / "data"
KNOWN_WRONG = {"DATE(1900,2,29)"}  # Excel keeps a day that never was


@pytest.fixture(scope="module")
def rich() -> tuple[bytes, Recalculation]:
    data = (DATA / "rich.xlsm").read_bytes()
    return data, recalculate(data, Options(allow_partial=True))


def test_each_formula_is_right_or_reported() -> None:
    result = recalculate((DATA / "funcs.xlsx").read_bytes(), Options(allow_partial=True))
    assert result.data is not None
    values = openpyxl.load_workbook(io.BytesIO(result.data), data_only=True)
    kept = {f"{finding.sheet}!{finding.cell}" for finding in result.findings}
    kept |= {place for finding in result.findings for place in finding.dependents}
    expected: list[dict[str, Any]] = json.loads((DATA / "funcs.json").read_text("utf-8"))
    wrong, reported = set(), 0
    for row in expected:
        cell = f"{get_column_letter(row['c'])}{row['r']}"
        if f"{row['sheet']}!{cell}" in kept:
            reported += 1
        elif not agrees(values[row["sheet"]][cell].value, row["e"]):
            wrong.add(row["f"])
    assert wrong == KNOWN_WRONG
    assert len(expected) == 182
    assert reported <= 21


def agrees(shown: object, wanted: object) -> bool:
    if isinstance(shown, int | float) and isinstance(wanted, int | float):
        return abs(shown - wanted) <= 1e-12 * max(1.0, abs(wanted))
    return shown == wanted


def test_only_the_values_of_formula_cells_change(rich: tuple[bytes, Recalculation]) -> None:
    data, result = rich
    assert result.data is not None
    before, after = Package(data), Package(result.data)
    assert list(before.index) == list(after.index)
    changed = [name for name in before.index if before.raw(name) != after.raw(name)]
    assert changed
    for name in changed:
        if name == "xl/workbook.xml":  # a partial result asks Excel to calculate
            continue
        assert name.startswith("xl/worksheets/sheet"), name
        old, new = scan(before.read(name), name), scan(after.read(name), name)
        assert [cell[:2] + cell[3:4] for cell in old.formulas] == [cell[:2] + cell[3:4] for cell in new.formulas]
        # cells filled by a spilled array hold results without a formula of their own
        moved = [a for a, b in zip(old.literals, new.literals, strict=True) if a != b]
        assert all(name.endswith("sheet9.xml") for _ in moved)


def test_what_is_kept_is_named_with_what_rests_on_it(rich: tuple[bytes, Recalculation]) -> None:
    _, result = rich
    assert result.status == "partial"
    assert len(result.receipt["indicators"]) > 40
    kept = [finding for finding in result.findings if finding.dependents or finding.code.startswith("unsupported")]
    assert kept
    assert all(finding.cell and finding.text.zh and finding.text.en for finding in kept)


def test_a_second_run_changes_nothing(rich: tuple[bytes, Recalculation]) -> None:
    _, result = rich
    assert result.data is not None
    again = recalculate(result.data, Options(allow_partial=True))
    assert again.data == result.data
