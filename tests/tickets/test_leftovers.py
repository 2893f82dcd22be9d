"""What a run that is ended or killed leaves behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from psscore.tickets import ingest
from psscore.tickets.leftovers import new_folder, release

SLOW = """
import sys, time
from psscore.tickets import ingest
def slow(_):
    print("reading", flush=True)
    time.sleep(60)
ingest(sys.argv[1], into=sys.argv[2] or None, progress=slow)
"""
posix = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


def _export(folder: Path) -> Path:
    path = folder / "a.csv"
    path.write_text("工单编号,受理时间\nGD1,2025-03-04 10:00:00\n", "utf-8")
    return path


def _ended(path: Path, into: Path | None, number: int, scratch: Path) -> int:
    with subprocess.Popen(
        [sys.executable, "-c", SLOW, str(path), str(into or "")],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TMPDIR": str(scratch)},
    ) as run:
        assert run.stdout is not None
        run.stdout.readline()
        run.send_signal(number)
        return run.wait(30)


@posix
@pytest.mark.parametrize("beside", [True, False])
def test_ended_it_cleans_up(tmp_path: Path, beside: bool) -> None:
    path, scratch = _export(tmp_path), tmp_path / "scratch"
    scratch.mkdir()
    assert _ended(path, tmp_path / "out" if beside else None, signal.SIGTERM, scratch) == 143
    assert sorted(one.name for one in tmp_path.rglob("*")) == ["a.csv", "scratch"]


@posix
def test_killed_the_next_cleans_up(tmp_path: Path) -> None:
    path, scratch, out = _export(tmp_path), tmp_path / "scratch", tmp_path / "out"
    scratch.mkdir()
    _ended(path, out, signal.SIGKILL, scratch)
    assert list(tmp_path.glob(".out.psscore-*")) != []
    ingest(path, into=out)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.csv", "out", "scratch"]


def test_a_folder_at_work_or_of_somebody_else_stays(tmp_path: Path) -> None:
    held = new_folder(tmp_path, ".out.psscore-")
    young, old = tmp_path / ".out.psscore-young", tmp_path / ".out.psscore-old"
    for folder in (young, old, tmp_path / ".outer"):
        folder.mkdir()
    os.utime(old, (time.time() - 90_000,) * 2)
    release(new_folder(tmp_path, ".out.psscore-"))
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted([held.name, young.name, ".outer"])
    release(held)
    assert not held.exists()
