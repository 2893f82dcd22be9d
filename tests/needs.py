"""What a test needs beside Python: a user's machine may lack it, CI may not."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def absent(what: str, how: str) -> NoReturn:
    """Skip for want of a program, with how to get it; fail in CI."""
    if os.environ.get("CI"):
        pytest.fail(f"CI must have {what}: .ci/run installs it")
    pytest.skip(f"{what} is not installed: {how}")
