"""Receipts are read without the engine."""

from __future__ import annotations

import subprocess
import sys

import pytest

from psscore.results import receipts
from psscore.workbook import receipt

HEAVY = ("psscore.workbook.prepared", "psscore.engines.formualizer", "psscore.batch.score_many", "formualizer")


def test_what_is_read_is_what_is_written() -> None:
    assert receipts.SCHEMA == receipt.SCHEMA


@pytest.mark.parametrize("module", ["psscore.results", "psscore.results.receipts", "psscore.cli.main"])
def test_the_engine_is_imported_late(module: str) -> None:
    code = f"import sys, {module}; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
