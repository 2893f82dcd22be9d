"""Workbooks on disk: replaced whole or not at all, whatever happens on the way."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from psscore.workbook import one_file
from psscore.workbook import replace as replacing
from psscore.workbook.one_file import score_file
from psscore.workbook.recalculate import Options
from workbook.books import NOW, book, part, rows

OPTIONS = Options(now=NOW, lang="en")
STALE = book(rows('<c r="A1"><f>PS_RATE(93,100)</f></c>'))
FRESH = book(rows('<c r="A1"><f>PS_RATE(93,100)</f><v>0.93</v></c>'))
PARTIAL = book(rows('<c r="A1"><f>MMULT(1,1)</f><v>1</v></c>', '<c r="B1"><f>PS_RATE(93,100)</f></c>'))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "评价.xlsx"
    path.write_bytes(STALE)
    return path


def code(receipt: dict[str, Any]) -> str:
    return str(receipt["findings"][0]["code"])


def test_in_place(file: Path) -> None:
    file.chmod(0o640)
    receipt = score_file(file, in_place=True, options=OPTIONS)
    assert (receipt["status"], receipt["file"], receipt["output"]) == ("written", str(file), str(file))
    assert "<v>0.93</v>" in part(file.read_bytes())
    assert file.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_second_run_changes_nothing_not_even_the_time_stamp(file: Path) -> None:
    score_file(file, in_place=True, options=OPTIONS)
    before = file.stat()
    receipt = score_file(file, in_place=True, options=OPTIONS)
    after = file.stat()
    assert receipt["status"] == "unchanged"
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


@pytest.mark.parametrize("data", [STALE, FRESH])
def test_an_output_is_made_even_of_an_unchanged_workbook(tmp_path: Path, data: bytes) -> None:
    source, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    source.write_bytes(data)
    score_file(source, output=target, options=OPTIONS)
    assert (source.read_bytes(), "<v>0.93</v>" in part(target.read_bytes())) == (data, True)


def test_an_output_folder_keeps_the_name(file: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert score_file(file, output=tmp_path / "out", options=OPTIONS)["output"] == str(tmp_path / "out" / file.name)


def test_without_a_target_nothing_is_written(file: Path) -> None:
    receipt = score_file(file, options=OPTIONS)
    assert (receipt["status"], file.read_bytes(), "output" in receipt) == ("written", STALE, False)


CHECKS = [(STALE, "stale"), (FRESH, "unchanged"), (PARTIAL, "partial"), (b"", "refused")]


@pytest.mark.parametrize(("data", "status"), CHECKS)
def test_check_says_what_would_happen_and_writes_nothing(file: Path, data: bytes, status: str) -> None:
    file.write_bytes(data)
    receipt = score_file(file, in_place=True, check=True, options=OPTIONS)
    assert (receipt["status"], file.read_bytes()) == (status, data)


def test_partial_is_not_written_unless_allowed(file: Path) -> None:
    file.write_bytes(PARTIAL)
    assert score_file(file, in_place=True, options=OPTIONS)["status"] == "partial"
    assert file.read_bytes() == PARTIAL
    allowed = Options(now=NOW, allow_partial=True)
    assert score_file(file, in_place=True, options=allowed)["status"] == "partial"
    assert "<v>0.93</v>" in part(file.read_bytes())


@pytest.mark.parametrize("lock", ["~${}", ".~lock.{}#"])
def test_an_open_workbook_is_left_alone(file: Path, lock: str) -> None:
    file.with_name(lock.format(file.name)).write_bytes(b"")
    receipt = score_file(file, in_place=True, options=OPTIONS)
    assert (receipt["status"], code(receipt), file.read_bytes()) == ("refused", "locked", STALE)
    assert score_file(file, options=OPTIONS)["status"] == "written", "reading it is no harm"


@pytest.mark.parametrize("lock", ["~${}", ".~lock.{}#"])
def test_the_lock_lies_beside_the_file_a_link_points_to(file: Path, tmp_path: Path, lock: str) -> None:
    (tmp_path / "links").mkdir()
    link = tmp_path / "links" / "other.xlsx"
    link.symlink_to(file)
    file.with_name(lock.format(file.name)).write_bytes(b"")
    receipt = score_file(link, in_place=True, options=OPTIONS)
    assert (code(receipt), file.read_bytes()) == ("locked", STALE)


def test_a_read_only_file_stays_as_it_is(file: Path, tmp_path: Path) -> None:
    file.chmod(0o444)
    receipt = score_file(file, in_place=True, options=OPTIONS)
    assert (receipt["status"], code(receipt), file.read_bytes()) == ("refused", "read_only", STALE)
    assert score_file(file, output=tmp_path / "copy.xlsx", options=OPTIONS)["status"] == "written"


@pytest.mark.parametrize("length", [250, 300])
def test_a_long_name_is_no_crash(file: Path, tmp_path: Path, length: int) -> None:
    receipt = score_file(file, output=tmp_path / ("x" * (length - 5) + ".xlsx"), options=OPTIONS)
    assert receipt["status"] == ("written" if length < 256 else "error")
    assert code(score_file(tmp_path / ("x" * 300), in_place=True, options=OPTIONS)) == "not_read"


def test_a_folder_without_permission_is_no_crash(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.stat

    def closed(path: Any, *rest: Any, **options: Any) -> os.stat_result:
        if str(file.parent) in str(path):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return real(path, *rest, **options)

    monkeypatch.setattr(os, "stat", closed)
    assert code(score_file(file, in_place=True, options=OPTIONS)) == "not_read"
    assert score_file(file.name, output=file, options=OPTIONS)["status"] == "error"


def test_what_is_no_regular_file_is_not_read_or_replaced(file: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.xlsx"
    os.mkfifo(pipe)
    assert code(score_file(pipe, options=OPTIONS)) == "not_read"
    assert code(score_file(file, output=pipe, options=OPTIONS)) == "not_a_file"
    assert code(score_file("a\0b.xlsx", options=OPTIONS)) == "not_found"


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert code(score_file(tmp_path / "no.xlsx", options=OPTIONS)) == "not_found"
    receipt = score_file(tmp_path, options=OPTIONS)
    assert (receipt["status"], code(receipt)) == ("error", "not_found")


FAILURES = [
    (errno.ENOSPC, "disk_full"),
    (errno.EDQUOT, "disk_full"),
    (errno.EACCES, "read_only"),
    (errno.EROFS, "read_only"),
    (errno.EIO, "not_written"),
]


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize(("number", "expected"), FAILURES)
def test_a_failed_write_loses_nothing(
    file: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int, expected: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(replacing.os, step, fail)
    receipt = score_file(file, in_place=True, options=OPTIONS)
    assert (receipt["status"], code(receipt)) == ("error", expected)
    assert file.read_bytes() == STALE
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_folder_that_is_not_there(file: Path, tmp_path: Path) -> None:
    assert code(score_file(file, output=tmp_path / "no" / "x.xlsx", options=OPTIONS)) == "no_folder"


def test_a_link_is_followed_not_replaced(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.xlsx"
    link.symlink_to(file)
    score_file(link, in_place=True, options=OPTIONS)
    assert (link.is_symlink(), file.read_bytes() != STALE) == (True, True)


def test_one_file_never_raises(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(one_file, "recalculate", fail)
    receipt = score_file(file, in_place=True, options=OPTIONS)
    assert (receipt["status"], code(receipt), file.read_bytes()) == ("refused", "internal_error", STALE)
