"""Many workbooks at once: every one gets its receipt, whatever some of them do to the workers."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from batch import scorers
from batch.inboxes import fill, workbook
from needs import absent
from psscore.batch import Job, score_many
from psscore.batch.score_many import SameName
from psscore.workbook.recalculate import Options
from workbook.books import NOW, part

OPTIONS = Options(now=NOW, lang="en")
NAMES = [f"{n}.xlsx" for n in range(40)]
NAMES[17] = "bad.xlsx"


def statuses(receipts: Iterator[dict[str, Any]]) -> dict[str, str]:
    """Status or code by name; a workbook with two receipts fails."""
    found: dict[str, str] = {}
    for receipt in receipts:
        assert receipt["file"] not in found
        found[receipt["file"]] = receipt["findings"][0]["code"] if receipt["findings"] else receipt["status"]
    return found


@pytest.mark.parametrize(
    ("scorer", "bad", "why"),
    [
        (scorers.dies, "worker_died", "a crash costs one workbook, tried twice"),
        (scorers.dies_once, "written", "a crash that does not come again costs nothing"),
        (scorers.hangs, "timed_out", "a hang in native code is ended by a thread without the interpreter's lock"),
        (scorers.fails, "internal_error", "a fault of the program costs one workbook"),
    ],
)
def test_one_bad_workbook_costs_itself(tmp_path: Path, scorer: Any, bad: str, why: str) -> None:
    jobs = [Job(str(tmp_path / name), name=name) for name in NAMES]
    found = statuses(score_many(jobs, options=OPTIONS, workers=2, limit=1.0, chunk=7, scorer=scorer))
    assert found == {name: bad if name == "bad.xlsx" else "written" for name in NAMES}, why


def test_several_crashes_in_one_chunk() -> None:
    names = [f"bad{n}.xlsx" if n % 4 == 1 else f"{n}.xlsx" for n in range(12)]
    found = statuses(
        score_many([Job(n, name=n) for n in names], options=OPTIONS, workers=1, chunk=12, scorer=scorers.dies)
    )
    assert found == {name: "worker_died" if "bad" in name else "written" for name in names}


def test_a_worker_killed_half_way(tmp_path: Path) -> None:
    names = fill(tmp_path / "in", 120)
    out = tmp_path / "out"
    seen: list[str] = []
    before = set(multiprocessing.active_children())

    def kill(receipt: dict[str, Any]) -> None:
        seen.append(receipt["file"])
        if len(seen) == 20:
            victim = next(iter(set(multiprocessing.active_children()) - before))
            os.kill(victim.pid or 0, signal.SIGKILL)

    jobs = [Job(str(tmp_path / "in" / name), str(out / name), name) for name in names]
    found = statuses(score_many(jobs, options=OPTIONS, workers=2, chunk=8, progress=kill))
    assert found == dict.fromkeys(names, "written")
    assert sorted(path.relative_to(out).as_posix() for path in out.rglob("*.xlsx")) == names


def threads() -> Executor:
    return ThreadPoolExecutor(2)


def processes() -> Executor:
    return ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn"))


@pytest.mark.parametrize("make", [threads, processes])
def test_a_given_executor_gives_the_same(tmp_path: Path, make: Callable[[], Executor]) -> None:
    names = fill(tmp_path / "in", 30, damaged=7)
    paths = [tmp_path / "in" / name for name in names]
    plain, other = tmp_path / "plain", tmp_path / "other"
    with make() as executor:
        one = statuses(score_many(paths, executor, output=other, options=OPTIONS))
    two = statuses(score_many(paths, threads(), output=plain, options=OPTIONS, chunk=1))
    assert one == two
    assert {path.name: path.read_bytes() for path in plain.iterdir()} == {
        path.name: path.read_bytes() for path in other.iterdir()
    }


def test_a_cluster_gives_the_same_though_a_worker_is_killed(tmp_path: Path) -> None:
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        absent("Dask", 'pip install "psscore[cluster]"')
    names = fill(tmp_path / "in", 80, damaged=7)
    paths = [tmp_path / "in" / name for name in names]
    seen: list[str] = []

    def kill(receipt: dict[str, Any]) -> None:
        seen.append(receipt["file"])
        if len(seen) == 10:
            os.kill(cluster.workers[0].pid, signal.SIGKILL)

    own = statuses(score_many(paths, threads(), output=tmp_path / "own", options=OPTIONS))
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        far = score_many(
            paths, client.get_executor(), output=tmp_path / "far", options=OPTIONS, chunk=2, workers=2, progress=kill
        )
        found = statuses(far)
    assert found == own
    # A worker that is killed while it writes leaves its temporary file, which `psscore batch` clears.
    assert {path.name: path.read_bytes() for path in (tmp_path / "own").glob("*.xls*")} == {
        path.name: path.read_bytes() for path in (tmp_path / "far").glob("*.xls*")
    }


def test_a_broken_executor_is_replaced() -> None:
    with processes() as executor:
        found = statuses(
            score_many(
                [Job(n, name=n) for n in NAMES], executor, options=OPTIONS, workers=1, chunk=5, scorer=scorers.dies
            )
        )
    assert found == {name: "worker_died" if name == "bad.xlsx" else "written" for name in NAMES}


def test_a_stuck_executor_is_left() -> None:
    with ThreadPoolExecutor(1) as executor:
        began = time.monotonic()
        jobs = [Job(n, name=n) for n in ("bad.xlsx", *NAMES[:4])]
        found = statuses(
            score_many(jobs, executor, options=OPTIONS, workers=1, chunk=1, limit=1.0, scorer=scorers.sleeps)
        )
        assert time.monotonic() - began < 15
    assert found == {"bad.xlsx": "timed_out"} | dict.fromkeys(NAMES[:4], "written")


class Shut(Executor):
    """An executor that takes nothing."""

    def submit(self, *_: Any, **__: Any) -> Future[Any]:  # type: ignore[override]
        raise RuntimeError("cannot schedule new futures after shutdown")


def test_an_executor_that_takes_nothing_is_replaced() -> None:
    jobs = [Job(name, name=name) for name in NAMES[:3]]
    found = statuses(score_many(jobs, Shut(), options=OPTIONS, workers=1, scorer=scorers.plain))
    assert set(found) == set(NAMES[:3])


def test_stopping_begins_no_other_workbook() -> None:
    jobs = [Job(str(n), name=str(n)) for n in range(200)]
    seen: list[dict[str, Any]] = []
    for receipt in score_many(
        jobs, threads(), options=OPTIONS, workers=1, chunk=1, scorer=scorers.plain, stopped=lambda: len(seen) >= 10
    ):
        seen.append(receipt)
    assert 10 <= len(seen) < 200


def test_results_stream() -> None:
    jobs = [Job(str(n), name=str(n)) for n in range(5000)]
    with ThreadPoolExecutor(1) as executor:
        stream = score_many(jobs, executor, options=OPTIONS, chunk=4, scorer=scorers.plain)
        next(stream)
        # Not more than the window is under way: what nobody has asked for is not gathered.
        assert executor._work_queue.qsize() <= 64
        stream.close()  # type: ignore[attr-defined]


def test_small_batches_leave_no_worker_idle() -> None:
    sizes: list[int] = []

    class Sizes(ThreadPoolExecutor):
        def submit(self, task: Any, jobs: Any, *rest: Any, **named: Any) -> Future[Any]:  # type: ignore[override]
            sizes.append(len(jobs))
            return super().submit(task, jobs, *rest, **named)

    for count, largest in ((1, 1), (8, 1), (100, 13), (1000, 32)):
        sizes.clear()
        with Sizes(2) as executor:
            jobs = [Job(str(n), name=str(n)) for n in range(count)]
            assert len(statuses(score_many(jobs, executor, options=OPTIONS, workers=2, scorer=scorers.plain))) == count
        assert (max(sizes), sum(sizes)) == (largest, count)


def test_same_names_would_overwrite_each_other(tmp_path: Path) -> None:
    with pytest.raises(SameName) as raised:
        score_many(["a/x.xlsx", "b/x.xlsx", "b/y.xlsx"], output=tmp_path)
    assert raised.value.names == ["x.xlsx"]


def test_nothing_to_do() -> None:
    assert list(score_many([])) == []


def test_a_digest_is_of_what_was_scored(tmp_path: Path) -> None:
    import hashlib

    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(93))
    (receipt,) = score_many([path], threads(), output=tmp_path / "out", options=OPTIONS)
    result = (tmp_path / "out/a.xlsx").read_bytes()
    assert "<v>0.93</v>" in part(result)
    assert receipt["input_digest"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert receipt["output_digest"] == hashlib.sha256(result).hexdigest()


def test_a_script_without_a_main_guard_ends(tmp_path: Path) -> None:
    """Its processes run the script again, fail, and never take any work."""
    (tmp_path / "a.xlsx").write_bytes(workbook())
    script = tmp_path / "script.py"
    script.write_text(
        "from psscore.batch import score_many\n"
        f"for one in score_many([{str(tmp_path / 'a.xlsx')!r}], workers=1):\n"
        "    print(one['findings'][0]['code'])\n",
        "utf-8",
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.split() == ["worker_died"]
