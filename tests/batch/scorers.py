"""Scorers that fail as workbooks might make them fail; worker processes import them by name."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path
from typing import Any

from psscore.batch.job import Job
from psscore.workbook.recalculation import Options


def plain(job: Job, options: Options) -> dict[str, Any]:
    """Scores nothing and says so."""
    return {"file": job.shown, "status": "written", "findings": [], "lang": options.lang}


def dies(job: Job, options: Options) -> dict[str, Any]:
    """The process ends at once, as by a crash in native code."""
    if "bad" in job.shown:
        os.kill(os.getpid(), signal.SIGKILL)
    return plain(job, options)


def dies_once(job: Job, options: Options) -> dict[str, Any]:
    """The process ends the first time a workbook is tried."""
    if "bad" in job.shown:
        tried = Path(job.source).with_suffix(".tried")
        if not tried.exists():
            tried.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return plain(job, options)


def hangs(job: Job, options: Options) -> dict[str, Any]:
    """Never comes back, and never lets go of the interpreter either."""
    if "bad" in job.shown:
        re.match(r"(a+)+$", "a" * 60 + "b")
    return plain(job, options)


def sleeps(job: Job, options: Options) -> dict[str, Any]:
    """Takes far longer than it may, in a thread that nobody can end."""
    if "bad" in job.shown:
        time.sleep(2.5)
    return plain(job, options)


def fails(job: Job, options: Options) -> dict[str, Any]:
    """Raises, as a fault of the program would."""
    if "bad" in job.shown:
        raise KeyError("x")
    return plain(job, options)
