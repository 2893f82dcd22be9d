"""Standards of the user's own in every host: headless, Excel's server, the core inside the extension for Calc."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from psscore.hosts.libreoffice.extension import extension_bytes
from psscore.hosts.libreoffice.vendored import private
from psscore.hosts.xlwings import udfs
from psscore.hosts.xlwings.reading import Given
from psscore.rulebook.folders import VARIABLE
from psscore.rulebooks.skeleton import skeleton
from psscore.workbook.recalculate import Options, Recalculator, recalculate

REFERENCE = "mine/1?no_cases=full"
SCRIPT = f"""
import json
from _psscore.functions.call import call
print(json.dumps([call("PS_SCORE", "1.1", 90, 100, {REFERENCE!r}).value, call("PS_SCORE", "1", 93, 100).value]))
"""


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "library"
    path = folder / "mine/1/standard.toml"
    path.parent.mkdir(parents=True)
    path.write_text(skeleton("mine/1"), encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(folder))
    return folder


def test_headless(mine: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = f'=PS_SCORE("1.1",90,100,"{REFERENCE}")'
    out = io.BytesIO()
    book.save(out)
    receipt = recalculate(out.getvalue(), Options()).receipt
    assert [(row["indicator"], row["score"]) for row in receipt["indicators"]] == [("1.1", "7.5")]
    assert receipt["standard"]["reference"] == REFERENCE
    assert mine.exists()


def test_headless_sees_a_changed_rule_at_once(mine: Path) -> None:
    """One process scores workbook after workbook; the rules may be edited between two of them."""
    book = openpyxl.Workbook()
    book.active["A1"] = f'=PS_SCORE("1.1",B1,100,"{REFERENCE}")'
    book.active["B1"] = 90
    out = io.BytesIO()
    book.save(out)
    recalculator, path = Recalculator(), mine / "mine/1/standard.toml"

    def score() -> str:
        return recalculator.recalculate(out.getvalue(), Options()).receipt["indicators"][0]["score"]

    assert score() == "7.5"
    text = path.read_text("utf-8")
    changed = text.replace('deduction = "0.5"', 'deduction = "0.2"')
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    assert score() == "9"


def test_excel(mine: Path) -> None:
    given = [Given("1.1"), Given(90.0), Given(100.0), Given(REFERENCE)]
    assert udfs.answer("PS_SCORE", None, given) == [[7.5]]
    assert mine.exists()


def test_libreoffice_with_a_python_that_reads_toml(mine: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(extension_bytes())) as archive:
        archive.extractall(tmp_path / "extension")
    folder = str(tmp_path / "extension/pythonpath")
    ran = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {folder!r})\n{SCRIPT}"],
        env=os.environ | {VARIABLE: str(mine)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == [7.5, 0.6]


def test_libreoffice_with_a_python_that_does_not() -> None:
    """The sentence stands where the import may fail."""
    source = (Path(__file__).parents[2] / "src/psscore/rulebook/parse.py").read_text("utf-8")
    vendored = private("rulebook/parse.py", source)
    assert "except ImportError:\n    tomllib = None" in vendored
    assert "低于 3.11" in vendored
    assert vendored.index("if tomllib is None") < vendored.index("tomllib.loads")
