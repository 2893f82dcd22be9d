"""Workbooks edited in LibreOffice Calc, which moves references, names and tables by itself."""

from __future__ import annotations

import json
import subprocess
import uuid
from pathlib import Path

import pytest

from needs import absent
from psscore.tampering import Severity
from tampering.tampered import COVER, FORM, PLATFORM, SCORES, SURVEY, checked, example, grave

SCRIPT = Path(__file__).with_name("editing_script.py")
PYTHON = "/usr/bin/python3"  # the one python3-uno belongs to
EDITS: dict[str, list[list[object]]] = {
    "rows": [["rows", SCORES, 0, 2], ["rows", COVER, 3, 1], ["rows", FORM, 0, 3]],
    "columns": [["columns", SCORES, 0, 1], ["columns", PLATFORM, 2, 1]],
    "renamed": [["rename", SCORES, "打分"], ["rename", COVER, "首页"]],
    "a row within": [["rows", SURVEY, 10, 1]],
    "an input": [["value", PLATFORM, "D5", 5000]],
    "a score": [["value", SCORES, "I6", 2]],
}


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory, soffice: str) -> dict[str, bytes]:
    """The workbook after each list of edits."""
    if subprocess.run([PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode:
        absent("python3-uno", "apt-get install python3-uno")
    folder = tmp_path_factory.mktemp("edited")
    source = folder / "评价.xlsm"
    source.write_bytes(example())
    pipe = f"psscore{uuid.uuid4().hex}"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    targets = {name: folder / f"{number}.xlsx" for number, name in enumerate(EDITS)}
    asked = {
        "pipe": pipe,
        "url": source.as_uri(),
        "edits": {targets[name].as_uri(): edits for name, edits in EDITS.items()},
    }
    office = subprocess.Popen([soffice, profile, "--headless", f"--accept=pipe,name={pipe};urp;"])
    try:
        words = [PYTHON, str(SCRIPT)]
        subprocess.run(words, input=json.dumps(asked), text=True, check=True, capture_output=True, timeout=180)
    finally:
        office.terminate()
        office.wait(60)
    return {name: path.read_bytes() for name, path in targets.items()}


@pytest.mark.parametrize("edits", [name for name in EDITS if name != "a score"])
def test_what_units_may_do(edited: dict[str, bytes], edits: str) -> None:
    assert grave(checked(edited[edits])) == []


def test_a_score_typed_in(edited: dict[str, bytes]) -> None:
    findings = grave(checked(edited["a score"]))
    assert [(one.code, one.sheet, one.cell, one.severity) for one in findings] == [
        ("formula_replaced", SCORES, "I6", Severity.CRITICAL)
    ]
