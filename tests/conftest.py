"""What tests share: the profile of a run, and LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import settings

from needs import absent

settings.register_profile("psscore", deadline=None, max_examples=100, derandomize=bool(os.environ.get("CI")))
settings.load_profile("psscore")


@pytest.fixture(scope="session")
def soffice() -> str:
    """The LibreOffice command. A user's machine may lack it; CI may not."""
    found = shutil.which("soffice")
    if found is None:
        absent("LibreOffice", "apt-get install libreoffice-calc python3-uno")
    return found
