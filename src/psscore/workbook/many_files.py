"""Scoring many workbooks, in several processes when asked; one that crashes its process costs only itself."""

from __future__ import annotations

import datetime
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from typing import Any

from psscore.model.text import Text
from psscore.workbook.one_file import score_file
from psscore.workbook.recalculation import Options, crashed, refused
from psscore.workbook.refusal import Refused

Path = str | os.PathLike[str]
Worker = Callable[..., dict[str, Any]]

# A worker is replaced now and then, so that whatever a native library leaks stays small.
FILES_PER_WORKER = 500


def score_files(
    paths: Iterable[Path],
    *,
    output: Path | None = None,
    in_place: bool = False,
    check: bool = False,
    options: Options | None = None,
    jobs: int = 1,
    progress: Callable[[dict[str, Any]], None] | None = None,
    worker: Worker = score_file,
) -> list[dict[str, Any]]:
    """The receipts of many workbooks, in the order given; `progress` sees each as soon as it is there.

    All are scored at one and the same clock. `jobs` processes share the work.
    """
    files = list(paths)
    options = options or Options()
    options = replace(options, now=options.now or datetime.datetime.now())
    arguments = {"output": output, "in_place": in_place, "check": check, "options": options}
    done: dict[int, dict[str, Any]] = {}

    def finish(index: int, receipt: dict[str, Any]) -> None:
        done[index] = receipt
        if progress is not None:
            progress(receipt)

    if jobs <= 1 or len(files) <= 1:
        for index, path in enumerate(files):
            try:
                receipt = worker(path, **arguments)
            except Exception as failure:
                receipt = _crashed(failure, path, options)
            finish(index, receipt)
    else:
        left = list(range(len(files)))
        while left := _together(files, left, arguments, jobs, worker, options, finish):
            # Files are handed out in order, so the one that killed its process is among the first unfinished.
            for index in left[:jobs]:
                finish(index, _alone(files[index], arguments, worker, options))
            left = left[jobs:]
    return [done[index] for index in range(len(files))]


def _together(
    files: list[Path],
    wanted: list[int],
    arguments: dict[str, Any],
    jobs: int,
    worker: Worker,
    options: Options,
    finish: Callable[[int, dict[str, Any]], None],
) -> list[int]:
    """Score in a pool; the indexes left over because a process died."""
    left: list[int] = []
    if not wanted:
        return left
    futures: dict[Future[dict[str, Any]], int] = {}
    waiting: set[Future[dict[str, Any]]] = set()

    def settle(future: Future[dict[str, Any]]) -> None:
        waiting.discard(future)
        index = futures[future]
        try:
            receipt = future.result()
        except BrokenProcessPool:
            left.append(index)
            return
        except Exception as failure:
            receipt = _crashed(failure, files[index], options)
        finish(index, receipt)

    with _pool(min(jobs, len(wanted))) as pool:
        try:
            for index in wanted:
                futures[pool.submit(worker, files[index], **arguments)] = index
        except BrokenProcessPool:
            left += wanted[len(futures) :]
        except KeyboardInterrupt:
            _stop(pool, set(futures), settle)
            raise
        waiting |= set(futures)
        try:
            for future in as_completed(futures):
                settle(future)
        except KeyboardInterrupt:
            _stop(pool, waiting, settle)
            raise
    return sorted(left)


def _stop(
    pool: ProcessPoolExecutor,
    waiting: set[Future[dict[str, Any]]],
    settle: Callable[[Future[dict[str, Any]]], None],
) -> None:
    """Take back the files not begun, let those in the works end, and tell what became of them."""
    pool.shutdown(wait=True, cancel_futures=True)
    for future in [future for future in waiting if future.done() and not future.cancelled()]:
        settle(future)


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _alone(path: Path, arguments: dict[str, Any], worker: Worker, options: Options) -> dict[str, Any]:
    """Score one workbook in a process of its own, once; a second death refuses it."""
    with _pool(1) as pool:
        try:
            return pool.submit(worker, path, **arguments).result()
        except BrokenProcessPool:
            text = Text("计算此工作簿时进程崩溃", "the process died while calculating this workbook")
            now = options.now or datetime.datetime.now()
            return refused(Refused("worker_died", text), options, str(path), now).receipt
        except Exception as failure:
            return _crashed(failure, path, options)


def _crashed(failure: Exception, path: Path, options: Options) -> dict[str, Any]:
    return crashed(failure, options, str(path), options.now or datetime.datetime.now()).receipt


def _pool(workers: int) -> ProcessPoolExecutor:
    # Spawned, not forked: a forked copy of threads' locks can wait for ever.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(
        workers, mp_context=context, max_tasks_per_child=FILES_PER_WORKER, initializer=_leave_interrupts_to_the_parent
    )
