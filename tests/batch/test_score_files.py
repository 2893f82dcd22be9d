"""Workbooks named one by one, in the order named."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from batch.inboxes import workbook
from psscore.batch.score_files import score_files
from psscore.workbook.recalculate import Options, recalculate

OPTIONS = Options(lang="en")


def test_many_keep_their_order_and_share_a_clock(tmp_path: Path) -> None:
    paths = [tmp_path / f"{n}.xlsx" for n in range(3)]
    stale = workbook()
    fresh = recalculate(stale, OPTIONS).data or b""
    for path, data in zip(paths, (stale, b"", fresh), strict=True):
        path.write_bytes(data)
    seen: list[str] = []
    receipts = score_files(paths, in_place=True, progress=lambda receipt: seen.append(receipt["file"]))
    assert [receipt["status"] for receipt in receipts] == ["written", "refused", "unchanged"]
    assert seen == [str(path) for path in paths]
    assert len({receipt["clock"] for receipt in receipts}) == 1


def dying(path: str, **_: Any) -> dict[str, Any]:
    """A worker whose process dies on one file, as a crash in native code would make it."""
    if path.startswith("bad"):
        os.kill(os.getpid(), signal.SIGKILL)
    return {"file": path, "status": "written"}


def test_a_crash_costs_one_workbook() -> None:
    paths = [Path(name) for name in ("a.xlsx", "bad.xlsx", "c.xlsx", "d.xlsx", "e.xlsx")]
    receipts = score_files(paths, jobs=2, options=OPTIONS, worker=dying)
    assert [receipt["status"] for receipt in receipts] == ["written", "refused", "written", "written", "written"]
    assert receipts[1]["findings"][0]["code"] == "worker_died"


def failing(path: str, **_: Any) -> dict[str, Any]:
    """A worker that fails on one file, as a fault of the program would make it."""
    if path.startswith("bad"):
        raise UnicodeEncodeError("utf-8", "\ud800", 0, 1, "half a character")
    return {"file": path, "status": "written"}


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_fault_of_the_program_costs_one_workbook(jobs: int) -> None:
    paths = [Path(name) for name in ("a.xlsx", "bad.xlsx", "c.xlsx")]
    receipts = score_files(paths, jobs=jobs, options=OPTIONS, worker=failing)
    assert [receipt["status"] for receipt in receipts] == ["written", "refused", "written"]
    assert receipts[1]["findings"][0]["code"] == "internal_error"


def test_one_file_named_twice_has_two_receipts(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook())
    assert [receipt["status"] for receipt in score_files([path, path], jobs=2)] == ["written", "written"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_was_not_reached_has_no_receipt(tmp_path: Path, jobs: int) -> None:
    paths = [tmp_path / f"{number}.xlsx" for number in range(40)]
    for path in paths:
        path.write_bytes(workbook())
    seen: list[str] = []

    def take(receipt: dict[str, Any]) -> None:
        seen.append(receipt["file"])

    receipts = score_files(paths, jobs=jobs, progress=take, stopped=lambda: len(seen) >= 3)
    assert 3 <= len(receipts) < 40
    assert sorted(receipt["file"] for receipt in receipts) == sorted(seen)
