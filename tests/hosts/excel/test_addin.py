"""The add-in as built, read by others."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from pyopenvba import ExcelFile
from pyopenvba.integrity import check_file

import psscore
from hosts.vba.packages import workbook_with
from hosts.vba.reading import indicators, modules
from psscore.hosts.excel import sources
from psscore.hosts.excel.addin import FILE_NAME, addin_bytes, build_addin
from psscore.hosts.excel.vba_project import Kind, Runtime, standard_modules, vba_project
from psscore.hosts.vba.compound_check import check

BOTH: tuple[Runtime, ...] = ("slim", "xlwings")


def test_the_file_in_the_repository_is_what_its_sources_give() -> None:
    shipped = sources.addin_folder().joinpath(FILE_NAME).read_bytes()
    assert shipped == addin_bytes(), "run python -m psscore.hosts.excel"


def test_it_is_written_where_one_asks(tmp_path: Path) -> None:
    assert build_addin(tmp_path) == tmp_path / "psscore.xlam"
    assert build_addin(tmp_path / "other.xlam").read_bytes() == addin_bytes()


def test_the_version_is_in_its_properties() -> None:
    with zipfile.ZipFile(io.BytesIO(addin_bytes())) as archive:
        assert f"<dc:title>psscore {psscore.__version__}</dc:title>" in archive.read("docProps/core.xml").decode()
        assert f"<vt:lpwstr>{psscore.__version__}</vt:lpwstr>" in archive.read("docProps/custom.xml").decode()
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}
        assert {info.date_time for info in archive.infolist()} == {(2026, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("runtime", BOTH)
@pytest.mark.parametrize("kind", ["workbook", "addin"])
def test_olevba_reads_every_module(kind: Kind, runtime: Runtime) -> None:
    data = vba_project(kind, runtime)
    assert check(data) == []
    found = modules(data)
    wanted = {module.name: module.code for module in standard_modules(kind, runtime)}
    assert set(found) == {*wanted, "ThisWorkbook", "Sheet1"}
    for name, code in wanted.items():
        # Trailing blank lines belong to the module, not to its text.
        assert found[name].split("\n", 1)[1].rstrip() == code.rstrip()


@pytest.mark.parametrize("runtime", BOTH)
@pytest.mark.parametrize("kind", ["workbook", "addin"])
def test_pyopenvba_finds_nothing_wrong(kind: Kind, runtime: Runtime, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsm"
    path.write_bytes(workbook_with(vba_project(kind, runtime)))
    assert check_file(path).issues == ()
    with ExcelFile(path) as file:
        assert file.validate() == []


def test_pyopenvba_reads_the_add_in(tmp_path: Path) -> None:
    assert check_file(build_addin(tmp_path)).issues == ()


# What olevba warns of, all of it, so that a new warning is seen. PS_CHANGE is one of our functions, olevba takes it for
# an event; hexadecimal text is Chinese; Lib is the DLL of xlwings, Environ and Open are the settings.
KNOWN = {"Call", "ChrW", "Environ", "Hex Strings", "Base64 Strings", "Lib", "Open", "Windows", "command", "run"}


@pytest.mark.parametrize(("kind", "auto"), [("workbook", {"PS_CHANGE"}), ("addin", {"PS_CHANGE", "Auto_Open"})])
def test_olevba_warns_of_what_is_known_only(kind: Kind, auto: set[str]) -> None:
    found = indicators(vba_project(kind))
    assert found["AutoExec"] == auto
    assert found["Suspicious"] <= KNOWN
    assert found["IOC"] == {"8.dll", "pythonw.exe"}


def test_the_stock_runtime_shows_that_these_warnings_would_be_seen() -> None:
    found = indicators(vba_project("workbook", "xlwings"))
    assert {"WScript.Shell", "Shell", "CreateObject"} & found["Suspicious"]
    assert "cmd.exe" in found["IOC"]


def test_the_same_sheets_in_the_same_order() -> None:
    data = vba_project("workbook", sheets=("Sheet1", "Sheet2", "Sheet3"))
    assert [name for name in modules(data) if name.startswith("Sheet")] == ["Sheet1", "Sheet2", "Sheet3"]
