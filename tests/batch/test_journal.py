"""The receipts on disk survive what a process may not."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from psscore.batch.journal import Journal


def line(name: str, **more: Any) -> dict[str, Any]:
    return {
        "file": name,
        "status": "written",
        "findings": [],
        "input_digest": "i",
        "output_digest": "o",
        "conditions": "c",
    } | more


def finding(code: str) -> list[dict[str, str]]:
    return [{"code": code, "message": code}]


Opened = Callable[[Path], Journal]


@pytest.fixture
def opened() -> Iterator[Opened]:
    """Opens journals and closes them when the test is over."""
    with contextlib.ExitStack() as stack:

        def open_journal(path: Path) -> Journal:
            journal = Journal(path)
            stack.callback(journal.close)
            return journal

        yield open_journal


LASTING = [
    ({}, True, "a result"),
    ({"status": "partial", "output_digest": None}, True, "the same formulas stay unsupported"),
    ({"status": "refused", "findings": finding("package_refused")}, True, "the same bytes stay damaged"),
    ({"status": "refused", "findings": finding("locked")}, False, "a lock goes away"),
    ({"status": "refused", "findings": finding("worker_died")}, False, "memory may have been short"),
    ({"status": "refused", "findings": finding("timed_out")}, False, "the machine may have been busy"),
    ({"status": "error", "findings": finding("disk_full")}, False, "a disk is emptied"),
    ({"status": "refused", "input_digest": None}, False, "what was not read is not known"),
]


@pytest.mark.parametrize(("more", "lasting", "why"), LASTING)
def test_what_lasts(tmp_path: Path, opened: Opened, more: dict[str, Any], lasting: bool, why: str) -> None:
    journal = opened(tmp_path / "r.jsonl")
    journal.append(line("a", **more))
    journal.close()
    found = opened(tmp_path / "r.jsonl").entries["a"]
    assert found.lasting is lasting, why
    assert (found.known("c") is not None) is lasting
    assert found.known("other") is None


def test_the_last_line_counts_and_order_is_made(tmp_path: Path, opened: Opened) -> None:
    journal = opened(tmp_path / "r.jsonl")
    for name, digest in (("b", "1"), ("a", "2"), ("b", "3"), ("gone", "4")):
        journal.append(line(name, input_digest=digest))
    journal.settle(["a", "b"])
    found = opened(tmp_path / "r.jsonl")
    assert [(name, entry.input_digest) for name, entry in found.entries.items()] == [("a", "2"), ("b", "3")]
    inode = os.stat(tmp_path / "r.jsonl").st_ino
    found.settle(["a", "b"])
    assert os.stat(tmp_path / "r.jsonl").st_ino == inode, "what is in order is left alone"


@pytest.mark.parametrize("cut", [1, 5, 60, 200])
def test_a_torn_line_is_cut_off(tmp_path: Path, opened: Opened, cut: int) -> None:
    path = tmp_path / "r.jsonl"
    journal = opened(path)
    journal.append(line("a"))
    size = path.stat().st_size
    journal.append(line("b", more="x" * 300))
    journal.close()
    path.write_bytes(path.read_bytes()[:-cut])
    found = opened(path)
    assert (list(found.entries), path.stat().st_size) == (["a"], size)
    found.append(line("c"))
    found.close()
    assert list(opened(path).entries) == ["a", "c"]


def test_lines_of_others_are_passed_over(tmp_path: Path, opened: Opened) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(b'not json\n[]\n{"file": 1}\n{"file": "x"}\n\xff\xfe\n')
    journal = opened(path)
    journal.append(line("a"))
    assert list(journal.entries) == ["a"]


def test_a_name_that_is_no_text(tmp_path: Path, opened: Opened) -> None:
    name = os.fsdecode(b"\xff.xlsx")
    journal = opened(tmp_path / "r.jsonl")
    journal.append(line(name))
    journal.close()
    assert list(opened(tmp_path / "r.jsonl").entries) == [name]


def test_a_full_disk_leaves_no_torn_line(tmp_path: Path, opened: Opened) -> None:
    journal = opened(tmp_path / "r.jsonl")
    journal.append(line("a"))

    class Full:
        def __init__(self, stream: Any) -> None:
            self.stream = stream

        def write(self, raw: bytes) -> int:
            return int(self.stream.write(raw[:10]))

        def truncate(self, size: int) -> None:
            self.stream.truncate(size)

    stream, journal._stream = journal._stream, Full(journal._stream)  # type: ignore[assignment]
    with pytest.raises(OSError, match="space"):
        journal.append(line("b"))
    journal._stream = stream
    journal.append(line("c"))
    journal.close()
    assert list(opened(tmp_path / "r.jsonl").entries) == ["a", "c"]
