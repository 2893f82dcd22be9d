"""The vendored core on Python 3.10, which LibreOffice 25.2 brings on Windows and macOS."""

from __future__ import annotations

import ast
import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from case_sheet import placed
from psscore.functions.call import call
from psscore.hosts.libreoffice.extension import extension_bytes
from psscore.model.cell_error import CellError
from psscore.rulebook.catalogue import load_standard, standard_ids

SCRIPT = """
import json, sys
from _psscore.functions.call import OMITTED, call
from _psscore.model.cell_error import CellError
from _psscore.rulebook.catalogue import load_standard, standard_ids
asked = json.load(sys.stdin)
values = []
for name, arguments in asked:
    value = call(name, *(OMITTED if cell == "-" else cell for cell in arguments)).value
    values.append(str(value) if isinstance(value, CellError) else value)
digests = {name: load_standard(name).digest for name in standard_ids()}
print(json.dumps([list(sys.version_info[:2]), digests, values]))
"""


def interpreters() -> list[str]:
    """Python 3.10 if there is one (CI's image may have none: then only the running Python is asked), and this one."""
    found = [*map(str, Path.home().glob(".pyenv/versions/3.10.*/bin/python")), shutil.which("python3.10")]
    return [*[name for name in found if name][:1], sys.executable]


@pytest.mark.parametrize("python", interpreters(), ids=lambda name: "3.10" if name != sys.executable else "this")
def test_the_vendored_core_gives_the_same_values_and_digests(python: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(extension_bytes())) as archive:
        archive.extractall(tmp_path)
    asked, expected = [], []
    for name in standard_ids():
        for case in placed(name):
            if any(isinstance(cell, CellError) for _, cell in case.cells()):
                continue  # JSON has no error values
            columns = [[[cell] for cell in given] if isinstance(given, tuple) else given for given in case.given]
            asked.append([case.case.function, columns])
            value = call(case.case.function, *case.plain).value
            expected.append(str(value) if isinstance(value, CellError) else value)
    ran = subprocess.run(
        [python, "-I", "-c", f"import sys; sys.path.insert(0, {str(tmp_path / 'pythonpath')!r})\n{SCRIPT}"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    version, digests, values = json.loads(ran.stdout)
    assert version == ([3, 10] if python != sys.executable else list(sys.version_info[:2]))
    assert digests == {name: load_standard(name).digest for name in standard_ids()}
    assert values == expected
    assert len(values) > 150


def test_the_vendored_core_is_python_310_by_its_text() -> None:
    """Also where there is no Python 3.10 to run it: its syntax, and what came with later versions."""
    with zipfile.ZipFile(io.BytesIO(extension_bytes())) as archive:
        sources = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".py")}
    assert len(sources) > 50
    later = {"tomllib", "StrEnum", "UTC", "assert_never", "Self", "Never", "LiteralString", "override", "batched"}
    for name, source in sources.items():
        tree = ast.parse(source, name, feature_version=(3, 10))
        taken = {
            item.name for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom) for item in node.names
        }
        # Read where it is there; where it is not, a sentence says so.
        assert not taken & later - ({"tomllib"} if name.endswith("/rulebook/parse.py") else set()), name
