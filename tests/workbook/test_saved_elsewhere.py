"""The filled standard workbook, saved again by other programs: the same score comes out, to the digit."""

from __future__ import annotations

import io
import subprocess
import warnings
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from psscore.engines.libreoffice import available
from psscore.workbook.package import Package
from psscore.workbook.recalculate import Recalculation
from psscore.workbook.template.build import build, draft
from psscore.workbook.template.example import EXAMPLE
from workbook.books import run

RESULTS = ("standard", "total", "max_points", "grade", "progress")


@pytest.fixture(scope="module")
def filled() -> bytes:
    return build("zh", EXAMPLE)


@pytest.fixture(scope="module")
def original(filled: bytes) -> Recalculation:
    return run(filled)


def scores(result: Recalculation) -> dict[str, Any]:
    rows = [{key: row[key] for key in row if key != "cell"} for row in result.receipt["indicators"]]
    return {name: result.receipt[name] for name in RESULTS} | {"indicators": rows}


def by_openpyxl(data: bytes) -> bytes:
    """Loaded and saved: no formula keeps a value, whatever openpyxl does not know is gone."""
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        openpyxl.load_workbook(io.BytesIO(data), keep_vba=True).save(out)
    return out.getvalue()


def by_libreoffice(data: bytes, folder: Path) -> bytes:
    """Loaded and saved: our functions unknown to it, in lower case, their values gone."""
    source = folder / "in" / "book.xlsm"
    source.parent.mkdir()
    source.write_bytes(data)
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return (folder / "book.xlsx").read_bytes()


def test_as_shipped_it_is_right_already(filled: bytes, original: Recalculation) -> None:
    assert (original.status, original.data is filled) == ("unchanged", True)
    assert original.receipt["progress"] == "47/47"
    assert original.receipt["total"] is not None
    assert len(original.receipt["indicators"]) == 47


def test_never_calculated(original: Recalculation) -> None:
    result = run(draft("zh", EXAMPLE))
    assert (result.status, scores(result)) == ("written", scores(original))


def test_saved_by_openpyxl(filled: bytes, original: Recalculation) -> None:
    result = run(by_openpyxl(filled))
    assert (result.status, scores(result)) == ("written", scores(original))
    assert result.data is not None
    assert run(result.data).status == "unchanged"
    values = openpyxl.load_workbook(io.BytesIO(result.data), data_only=True)
    named = values.defined_names["ps_result_total"]
    sheet, cell = next(iter(named.destinations))
    assert f"{values[sheet][cell].value:.15g}" == original.receipt["total"]


@pytest.mark.skipif(not available(), reason="LibreOffice is not installed")
def test_saved_by_libreoffice(filled: bytes, original: Recalculation, tmp_path: Path) -> None:
    saved = by_libreoffice(filled, tmp_path)
    result = run(saved)
    assert (result.status, scores(result)) == ("written", scores(original)), result.findings[:5]
    assert result.data is not None
    before, after = Package(saved), Package(result.data)
    changed = [name for name in before.index if before.read(name) != after.read(name)]
    assert all(name.startswith("xl/worksheets/") for name in changed)
