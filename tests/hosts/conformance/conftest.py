"""What each host gives for the whole table, asked once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from hosts.conformance import asking
from hosts.conformance.sheet import Block, blocks
from hosts.conformance.table import Case, Result, read_cases
from hosts.libreoffice.office import Calc, install, soffice_74
from hosts.xlwings.excel import Excel
from needs import absent
from psscore.hosts.libreoffice.extension import Flavour, extension_bytes
from psscore.rulebook.folders import VARIABLE

KINDS = Path(__file__).parents[2] / "data" / "kinds.toml"

Results = Mapping[int, Result]


@pytest.fixture(scope="session", autouse=True)
def own_standard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A standard of the user's own, for the functions that no shipped standard asks for."""
    folder = tmp_path_factory.mktemp("standards")
    edition = folder / "kinds" / "2026"
    edition.mkdir(parents=True)
    shutil.copy(KINDS, edition / "standard.toml")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(folder))
        yield


@pytest.fixture(scope="session")
def cases() -> list[Case]:
    return read_cases()


@pytest.fixture(scope="session")
def placed(cases: list[Case]) -> list[Block]:
    return blocks(cases)


@pytest.fixture(scope="session")
def python(cases: list[Case]) -> Results:
    """Plain calls."""
    return asking.python(cases)


@pytest.fixture(scope="session")
def excel(placed: list[Block]) -> Iterator[Results]:
    """Calls as VBA makes them, through xlwings' own server, over a stand-in for Excel's objects."""
    process = Excel()
    try:
        yield asking.excel(placed, process)
    finally:
        process.close()


@pytest.fixture(scope="session")
def headless(placed: list[Block]) -> Results:
    """The workbook of all cases as `psscore score` calculates it."""
    return asking.headless(placed)


@pytest.fixture(scope="session")
def formulas(placed: list[Block]) -> Results:
    """The workbook in an engine that is not ours, which calls our functions."""
    try:
        return asking.independent_engine(placed)
    except ImportError:
        absent("formulas", "pip install formulas (EUPL; used by this test only)")


@pytest.fixture(scope="session")
def calc_25_2(soffice: str, placed: list[Block], tmp_path_factory: pytest.TempPathFactory) -> Results:
    """The workbook in LibreOffice 25.2 or later."""
    folder = tmp_path_factory.mktemp("conformance")
    return asking.calc(placed, Calc(soffice, install(extension_bytes(), folder), folder))


@pytest.fixture(scope="session")
def calc_7_4(placed: list[Block], tmp_path_factory: pytest.TempPathFactory) -> Results:
    """The workbook in LibreOffice 7.4, where our functions are Basic macros."""
    folder = tmp_path_factory.mktemp("conformance-7.4")
    return asking.calc(placed, Calc(soffice_74(), install(extension_bytes(Flavour.BASIC), folder), folder))
