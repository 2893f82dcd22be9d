"""A folder of workbooks: resumable at any moment, nothing half written, nothing done twice."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from batch.inboxes import fill, receipts, tree, workbook
from psscore.batch import job as scoring
from psscore.batch.batch import score_folder
from psscore.batch.journal import Journal
from psscore.batch.summary import BadFolders, Settings, Summary
from psscore.folder_lock import Busy, FolderLock
from psscore.workbook import replace as replacing
from psscore.workbook.recalculate import Options
from workbook.books import NOW, part

SETTINGS = Settings(Options(now=NOW, lang="en"), workers=2)
PARTIAL = "MMULT(1,1)"


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as executor:
        yield executor


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    return tmp_path / "收件夹", tmp_path / "结果"


def counts(summary: Summary) -> dict[str, int]:
    return dict(summary.counts)


def test_five_in_a_hundred_damaged(folders: tuple[Path, Path]) -> None:
    inbox, out = folders
    names = fill(inbox, 100, damaged=20)
    summary = score_folder(inbox, out, settings=SETTINGS)
    assert counts(summary) == {"written": 95, "refused": 5}
    assert summary.exit_code == 2
    lines = receipts(out)
    assert [line["file"] for line in lines] == names
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    assert manifest["finished"] is True
    assert [item["file"] for item in manifest["workbooks"]] == names
    for line in lines:
        assert (line["status"] == "written") == ("output" in line) == (out / line["file"]).exists()
    assert lines[0]["evaluated_unit"] == f"区{int(lines[0]['file'][-9:-5])}"
    assert lines[0]["period"] == "2025"


def test_unchanged_inputs_are_not_done_again(folders: tuple[Path, Path], threads: ThreadPoolExecutor) -> None:
    inbox, out = folders
    names = fill(inbox, 12, damaged=6)
    score_folder(inbox, out, settings=SETTINGS, executor=threads)
    before, times = tree(out), {path: path.stat().st_mtime_ns for path in out.rglob("*.xlsx")}
    again = score_folder(inbox, out, settings=SETTINGS, executor=threads)
    assert counts(again) == {"unchanged": 10, "refused": 2}
    assert again.exit_code == 2, "what was refused is still without a result"
    assert tree(out) == before
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.xlsx")} == times
    (inbox / names[1]).write_bytes(workbook(55))
    assert counts(score_folder(inbox, out, settings=SETTINGS, executor=threads))["written"] == 1
    assert "<v>0.55</v>" in part((out / names[1]).read_bytes())


@pytest.mark.parametrize("what", ["deleted", "overwritten", "options", "redo", "version"])
def test_what_no_longer_stands_is_done_again(
    folders: tuple[Path, Path], threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    inbox, out = folders
    names = fill(inbox, 3)
    score_folder(inbox, out, settings=SETTINGS, executor=threads)
    expected, settings = 1, SETTINGS
    if what == "deleted":
        (out / names[0]).unlink()
    elif what == "overwritten":
        (out / names[0]).write_bytes(b"typed over")
    else:
        expected = 3
        if what == "options":
            settings = Settings(Options(now=NOW, lang="zh"), workers=2)
        elif what == "redo":
            settings = Settings(Options(now=NOW, lang="en"), workers=2, redo=True)
        else:
            monkeypatch.setattr("psscore.__version__", "99")
    assert counts(score_folder(inbox, out, settings=settings, executor=threads))["written"] == expected
    assert "<v>" in part((out / names[0]).read_bytes())


def test_a_standard_of_ones_own_that_changes_has_all_done_again(
    folders: tuple[Path, Path], threads: ThreadPoolExecutor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox, out = folders
    fill(inbox, 2)
    own = tmp_path / "standards" / "own" / "1"
    shutil.copytree(Path(__file__).parents[2] / "src/psscore/standards/hotline-index/10-40-50", own)
    file = own / "standard.toml"
    text = file.read_text("utf-8").replace('id = "hotline-index"', 'id = "own"').replace('"10-40-50"', '"1"')
    file.write_text(text, "utf-8")
    monkeypatch.setenv("PSSCORE_STANDARDS", str(tmp_path / "standards"))
    score_folder(inbox, out, settings=SETTINGS, executor=threads)
    assert counts(score_folder(inbox, out, settings=SETTINGS, executor=threads)) == {"unchanged": 2}
    file.write_text(text + "\n# another word\n", "utf-8")
    assert counts(score_folder(inbox, out, settings=SETTINGS, executor=threads)) == {"written": 2}


def test_partial_is_listed_and_written_only_when_asked(folders: tuple[Path, Path], threads: ThreadPoolExecutor) -> None:
    inbox, out = folders
    inbox.mkdir()
    (inbox / "a.xlsx").write_bytes(workbook(formula=PARTIAL))
    summary = score_folder(inbox, out, settings=SETTINGS, executor=threads)
    assert (counts(summary), summary.exit_code, list(summary.troubles)) == ({"partial": 1}, 2, ["a.xlsx"])
    assert not (out / "a.xlsx").exists()
    allowed = Settings(Options(now=NOW, allow_partial=True), workers=2)
    summary = score_folder(inbox, out, settings=allowed, executor=threads)
    assert (counts(summary), summary.exit_code, (out / "a.xlsx").exists()) == ({"partial": 1}, 0, True)


def test_a_stopped_run_goes_on_at_its_clock(folders: tuple[Path, Path], threads: ThreadPoolExecutor) -> None:
    inbox, out = folders
    inbox.mkdir()
    for number in range(60):
        (inbox / f"{number:02}.xlsx").write_bytes(workbook(number + 1, formula="NOW()"))
    settings = Settings(Options(), workers=1, chunk=1)
    seen: list[Any] = []
    summary = score_folder(
        inbox, out, settings=settings, executor=threads, progress=seen.append, stopped=lambda: bool(seen)
    )
    assert summary.exit_code == 130
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    assert manifest["finished"] is False
    manifest["clock"] = "2020-01-02T03:04:05"
    (out / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    left = 60 - len(summary.statuses)
    summary = score_folder(inbox, out, settings=settings, executor=threads)
    assert counts(summary) == {"unchanged": 60 - left, "written": left}
    assert [line["clock"] for line in receipts(out)].count("2020-01-02T03:04:05") == left > 0
    fresh = score_folder(inbox, out, settings=settings, executor=threads)
    assert counts(fresh) == {"unchanged": 60}


def start(inbox: Path, out: Path, *words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "psscore", "batch", str(inbox), "--out", str(out), "-j", "2", *words]
    return subprocess.Popen(command, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def wait_for_lines(out: Path, count: int) -> None:
    deadline = time.monotonic() + 60
    journal = out / "receipts.jsonl"
    while time.monotonic() < deadline:
        if journal.exists() and journal.read_bytes().count(b"\n") >= count:
            return
        time.sleep(0.01)
    pytest.fail("no receipts")


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGKILL, -9), (signal.SIGINT, 130), (signal.SIGTERM, 130)])
def test_killed_and_resumed_equals_one_run(folders: tuple[Path, Path], number: signal.Signals, code: int) -> None:
    inbox, out = folders
    fill(inbox, 200, damaged=50)
    clock = ("--now", "2026-03-01T09:30:00", "--lang", "en")
    process = start(inbox, out, *clock)
    wait_for_lines(out, 10)
    os.kill(process.pid, number)
    said = process.communicate(timeout=60)
    assert process.returncode == code, said
    assert b"Traceback" not in said[1]
    done = receipts(out) if number != signal.SIGKILL else []
    assert len(done) < 200
    for _ in range(100):
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            break
        time.sleep(0.1)
    else:
        pytest.fail("workers outlive the batch")
    settings = Settings(Options(now=NOW, lang="en"), workers=2)
    one = out.with_name("one")
    assert counts(score_folder(inbox, one, settings=settings)) == {"written": 196, "refused": 4}
    resumed = subprocess.run(
        [sys.executable, "-m", "psscore", "batch", str(inbox), "--out", str(out), "-j", "2", *clock],
        capture_output=True,
        check=False,
    )
    assert resumed.returncode == 2, resumed.stderr
    again, whole = tree(out), tree(one)
    assert again.keys() == whole.keys()
    assert again["receipts.jsonl"] == whole["receipts.jsonl"]
    ours, theirs = (json.loads(found["manifest.json"]) for found in (again, whole))
    for manifest in (ours, theirs):
        manifest["conditions"].pop("operator", None)
        manifest.pop("conditions_digest")
    assert ours == theirs
    assert {k: v for k, v in again.items() if k.endswith("xlsx")} == {
        k: v for k, v in whole.items() if k.endswith("xlsx")
    }


def test_a_torn_line_and_a_half_written_file(folders: tuple[Path, Path], threads: ThreadPoolExecutor) -> None:
    inbox, out = folders
    names = fill(inbox, 4)
    score_folder(inbox, out, settings=SETTINGS, executor=threads)
    whole = tree(out)
    journal = out / "receipts.jsonl"
    journal.write_bytes(journal.read_bytes()[:-100])
    (out / names[0]).with_name(".psscore-abc.tmp").write_bytes(b"half")
    summary = score_folder(inbox, out, settings=SETTINGS, executor=threads)
    assert counts(summary) == {"unchanged": 3, "written": 1}
    assert tree(out) == whole


def test_a_full_disk_costs_what_does_not_fit(
    folders: tuple[Path, Path], threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox, out = folders
    names = fill(inbox, 9)
    replace, append = os.replace, Journal.append
    room = [4]

    def full(source: Any, target: Any) -> None:
        if str(target).endswith(".xlsx"):
            if not room[0]:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            room[0] -= 1
        replace(source, target)

    def full_too(journal: Journal, receipt: dict[str, Any]) -> None:
        if receipt["status"] == "error":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        append(journal, receipt)

    monkeypatch.setattr(replacing.os, "replace", full)
    monkeypatch.setattr(Journal, "append", full_too)
    summary = score_folder(inbox, out, settings=SETTINGS, executor=threads)
    assert (counts(summary), summary.unrecorded, summary.exit_code) == ({"written": 4, "error": 5}, 5, 1)
    assert len(list(out.rglob("*.xlsx"))) == 4
    assert not list(out.rglob("*.tmp"))
    monkeypatch.undo()
    summary = score_folder(inbox, out, settings=SETTINGS, executor=threads)
    assert (counts(summary), summary.exit_code) == ({"unchanged": 4, "written": 5}, 0)
    assert [line["file"] for line in receipts(out)] == names


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("mount"), reason="needs root")
def test_a_truly_full_disk(folders: tuple[Path, Path]) -> None:
    inbox, out = folders
    fill(inbox, 150)
    out.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(out)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("no file systems can be mounted here")
    try:
        summary = score_folder(inbox, out, settings=SETTINGS)
        assert (summary.exit_code, len(summary.statuses)) == (1, 150)
        assert 0 < summary.counts["written"] < 150
        assert not list(out.rglob("*.tmp"))
        for path in out.rglob("*.xlsx"):
            assert "<v>" in part(path.read_bytes()), "whole or not at all"
        for line in (out / "receipts.jsonl").read_bytes().splitlines():
            json.loads(line)
    finally:
        subprocess.run(["umount", str(out)], check=True)


def test_a_locked_result_costs_itself_and_is_tried_again(
    folders: tuple[Path, Path], threads: ThreadPoolExecutor
) -> None:
    inbox, out = folders
    names = fill(inbox, 3)
    score_folder(inbox, out, settings=SETTINGS, executor=threads)
    for name in names:
        (inbox / name).write_bytes(workbook(11))
    lock = (out / names[1]).with_name("~$" + Path(names[1]).name)
    lock.touch()
    before = (out / names[1]).read_bytes()
    summary = score_folder(inbox, out, settings=SETTINGS, executor=threads)
    assert (counts(summary), [entry.code for entry in summary.troubles.values()]) == (
        {"written": 2, "refused": 1},
        ["locked"],
    )
    assert (out / names[1]).read_bytes() == before
    assert [finding["code"] for finding in receipts(out)[1]["findings"]] == ["locked", "old_result"]
    lock.unlink()
    assert counts(score_folder(inbox, out, settings=SETTINGS, executor=threads)) == {"unchanged": 2, "written": 1}


def test_no_permission_costs_one(
    folders: tuple[Path, Path], threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox, out = folders
    names = fill(inbox, 3)
    read = scoring.read_file

    def denied(path: Path) -> bytes:
        if path.as_posix().endswith(names[0]):
            from psscore.model.text import Text
            from psscore.workbook.replace import NotWritten

            raise NotWritten("not_read", Text("无权", "denied"))
        return read(path)

    monkeypatch.setattr(scoring, "read_file", denied)
    summary = score_folder(inbox, out, settings=SETTINGS, executor=threads)
    assert (counts(summary), summary.exit_code) == ({"written": 2, "error": 1}, 1)


def test_workbooks_that_went_are_listed_and_their_results_kept(
    folders: tuple[Path, Path], threads: ThreadPoolExecutor
) -> None:
    inbox, out = folders
    names = fill(inbox, 3)
    score_folder(inbox, out, settings=SETTINGS, executor=threads)
    (inbox / names[0]).unlink()
    summary = score_folder(inbox, out, settings=SETTINGS, executor=threads)
    assert (summary.left_over, (out / names[0]).exists()) == ([names[0]], True)
    assert [line["file"] for line in receipts(out)] == names[1:]


def test_two_batches_in_one_folder(folders: tuple[Path, Path]) -> None:
    inbox, out = folders
    fill(inbox, 1)
    out.mkdir()
    with FolderLock(out), pytest.raises(Busy):
        score_folder(inbox, out, settings=SETTINGS)


@pytest.mark.parametrize(
    ("results", "why"),
    [
        (".", "the inbox itself: results would replace the workbooks"),
        ("..", "a folder that holds the inbox: a result could land in it"),
    ],
)
def test_results_never_replace_workbooks(folders: tuple[Path, Path], results: str, why: str) -> None:
    inbox, _ = folders
    fill(inbox, 1)
    before = tree(inbox)
    with pytest.raises(BadFolders):
        score_folder(inbox, inbox / results, settings=SETTINGS)
    assert tree(inbox) == before, why


def test_results_inside_the_inbox_are_not_scored(folders: tuple[Path, Path], threads: ThreadPoolExecutor) -> None:
    inbox, _ = folders
    fill(inbox, 3)
    for _ in range(2):
        summary = score_folder(inbox, inbox / "结果", settings=SETTINGS, executor=threads)
        assert summary.found == 3


def test_an_inbox_that_is_not_there(folders: tuple[Path, Path]) -> None:
    with pytest.raises(BadFolders):
        score_folder(*folders, settings=SETTINGS)
