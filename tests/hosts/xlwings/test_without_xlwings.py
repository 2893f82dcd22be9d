"""The adapter where xlwings runs no Excel, and where it is not installed."""

from __future__ import annotations

import subprocess
import sys

import psscore
from psscore.functions.registry import FUNCTIONS
from psscore.hosts.xlwings import udfs
from psscore.hosts.xlwings.reading import Given


def test_elsewhere_the_functions_are_plain_python() -> None:
    for name in FUNCTIONS:
        assert getattr(udfs, name).__doc__.startswith(FUNCTIONS[name].summary.zh)
    score = udfs.__dict__["PS_SCORE"]
    assert score(None, Given("1"), Given(93.0), Given(100.0), None) == [[0.6]]
    assert udfs.version() == psscore.__version__


def test_without_xlwings_it_says_what_to_install() -> None:
    code = "import sys; sys.modules['xlwings'] = None; import psscore.hosts.xlwings.udfs"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False)
    assert run.returncode != 0
    last = run.stderr.strip().splitlines()[-1]
    assert last.startswith("ImportError: 缺少 xlwings")
    assert last.endswith("xlwings is not installed: run pip install psscore[excel]")


def test_the_wrapper_modules_are_made_without_xlwings() -> None:
    code = "import sys; sys.modules['xlwings'] = None; from psscore.hosts.excel import wrappers; wrappers.source()"
    subprocess.run([sys.executable, "-c", code], check=True)
