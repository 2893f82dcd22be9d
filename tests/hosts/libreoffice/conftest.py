"""The extension put where LibreOffice finds it; every start has a profile of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from hosts.libreoffice.office import Calc, install, soffice_74
from psscore.hosts.libreoffice.extension import Flavour, extension_bytes


@pytest.fixture(scope="session")
def calc(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> Calc:
    """LibreOffice with our functions."""
    folder: Path = tmp_path_factory.mktemp("libreoffice")
    return Calc(soffice, install(extension_bytes(), folder), folder)


@pytest.fixture(scope="session")
def calc_74(tmp_path_factory: pytest.TempPathFactory) -> Calc:
    """LibreOffice 7.4 with our functions."""
    program = soffice_74()
    folder: Path = tmp_path_factory.mktemp("libreoffice-7.4")
    return Calc(program, install(extension_bytes(Flavour.BASIC), folder), folder)
