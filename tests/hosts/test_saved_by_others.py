"""The filled workbook after other programs saved it: same scores, to the digit, and nothing of theirs lost."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from psscore.workbook.package import Package
from psscore.workbook.recalculate import Options, recalculate
from psscore.workbook.template.build import build, draft
from psscore.workbook.template.example import EXAMPLE

FILTERS = {".xlsx": "xlsx", ".xlsm": "xlsm:Calc MS Excel 2007 VBA XML"}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "评价.xlsm"
    path.write_bytes(build("zh", EXAMPLE))
    return path


def by_openpyxl(path: Path, target: Path, soffice: str) -> None:
    del soffice
    openpyxl.load_workbook(path, keep_vba=target.suffix == ".xlsm").save(target)


def by_libreoffice(path: Path, target: Path, soffice: str) -> None:
    profile = f"-env:UserInstallation={(target.parent / 'profile').as_uri()}"
    words = [
        soffice,
        profile,
        "--headless",
        "--convert-to",
        FILTERS[target.suffix],
        "--outdir",
        str(target.parent),
        path,
    ]
    subprocess.run(words, check=True, capture_output=True, timeout=120)


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm"])
@pytest.mark.parametrize("save", [by_openpyxl, by_libreoffice])
def test_the_scores_are_the_same(
    filled: Path, tmp_path: Path, soffice: str, save: Callable[[Path, Path, str], None], suffix: str
) -> None:
    wanted = recalculate(filled.read_bytes(), Options()).receipt
    target = tmp_path / f"评价{suffix}"
    save(filled, target, soffice)
    result = recalculate(target.read_bytes(), Options())
    assert result.status == "written", result.findings
    for key in ("total", "grade", "progress", "max_points", "standard", "indicators"):
        assert result.receipt[key] == wanted[key]
    assert result.receipt["counters"]["kept"] == 0
    assert result.data is not None
    before, after = Package(target.read_bytes()), Package(result.data)
    changed = [name for name in before.index if before.read(name) != after.read(name)]
    assert all(name.startswith("xl/worksheets/") for name in changed)
    assert recalculate(result.data, Options()).status == "unchanged"


def test_as_shipped_and_never_calculated(filled: Path) -> None:
    shipped = recalculate(filled.read_bytes(), Options())
    assert (shipped.status, shipped.receipt["counters"]["not_checked"]) == ("unchanged", 0)
    fresh = recalculate(draft("zh", EXAMPLE), Options())
    assert fresh.status == "written"
    for key in ("total", "grade", "progress", "indicators"):
        assert fresh.receipt[key] == shipped.receipt[key]


def test_an_openpyxl_file_gets_every_value_and_keeps_every_formula(filled: Path, tmp_path: Path) -> None:
    target = tmp_path / "评价.xlsx"
    by_openpyxl(filled, target, "")
    result = recalculate(target.read_bytes(), Options())
    assert result.data is not None
    scored = tmp_path / "scored.xlsx"
    scored.write_bytes(result.data)
    formulas, values = openpyxl.load_workbook(scored), openpyxl.load_workbook(scored, data_only=True)
    before = openpyxl.load_workbook(target)
    count = 0
    for sheet in before:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    count += 1
                    assert formulas[sheet.title][cell.coordinate].value == cell.value
                elif cell.value is not None:
                    assert values[sheet.title][cell.coordinate].value == cell.value
    assert count > 1000
    assert values["评分表"]["I5"].value == 1.94
