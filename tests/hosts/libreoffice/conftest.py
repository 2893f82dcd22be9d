"""The extension put where LibreOffice finds it; every start has a profile of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from hosts.libreoffice.office import Calc, install
from psscore.hosts.libreoffice.extension import extension_bytes


@pytest.fixture(scope="session")
def calc(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> Calc:
    """LibreOffice with our functions."""
    folder: Path = tmp_path_factory.mktemp("libreoffice")
    return Calc(soffice, install(extension_bytes(), folder), folder)
