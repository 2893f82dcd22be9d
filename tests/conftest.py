"""What tests share: the profile of a run, and LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import settings

settings.register_profile("psscore", deadline=None, max_examples=100, derandomize=bool(os.environ.get("CI")))
settings.load_profile("psscore")


@pytest.fixture(scope="session")
def soffice() -> str:
    """The LibreOffice command. A user's machine may lack it; CI may not."""
    found = shutil.which("soffice")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have LibreOffice: .ci/run installs it")
        pytest.skip("LibreOffice is not installed")
    return found
