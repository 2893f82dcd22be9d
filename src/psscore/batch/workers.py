"""Who scores the chunks: worker processes of our own, or an executor that was given."""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import connection
from pathlib import Path
from typing import Protocol

from psscore.batch.chunk import Guard, Scorer, finished, forget, run_chunk
from psscore.batch.job import Job, Receipt
from psscore.workbook.recalculation import Options

MAX_WORKERS = 61
"""What Windows can wait for at once."""

_CHUNKS_PER_POOL = 200
"""Chunks a worker scores before its pool is made anew, so that whatever a native library leaks stays small."""


@dataclass(slots=True)
class Chunk:
    """Workbooks that go to a worker together; `losses` counts the times it did not come back."""

    jobs: list[Job]
    losses: int = 0
    spool: str = ""
    crew: Crew | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Salvage:
    """What is left of a chunk that did not come back: receipts, those to be tried alone, those never begun."""

    receipts: list[Receipt]
    suspects: list[Job]
    rest: list[Job]


class Crew(Protocol):
    """Takes chunks and gives futures of their receipts."""

    window: int
    guarded: bool

    def submit(self, chunk: Chunk, options: Options, scorer: Scorer) -> Future[list[Receipt]]:
        """Hand over a chunk; raises when the crew cannot take it."""

    def settled(self, chunk: Chunk) -> None:
        """A chunk has come back."""

    def salvage(self, chunk: Chunk) -> Salvage:
        """What is left of a lost chunk."""

    def renew(self) -> None:
        """Begin anew after a loss."""

    def stop(self) -> None:
        """Let workers begin no other workbook."""

    def close(self) -> None:
        """Let go of everything."""


class WorkerPool:
    """Processes of our own: one that dies or takes more than `limit` seconds over a workbook costs only that one."""

    guarded = True

    def __init__(self, workers: int, limit: float) -> None:
        self.workers = max(1, min(workers, MAX_WORKERS))
        self.window = 2 * self.workers
        self._limit = limit
        self._folder = tempfile.mkdtemp(prefix="psscore-batch-")
        self._numbers = itertools.count()
        self._taken = 0
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, chunk: Chunk, options: Options, scorer: Scorer) -> Future[list[Receipt]]:
        """Hand over a chunk; `BrokenProcessPool` when a process has died since."""
        if self._taken >= _CHUNKS_PER_POOL * self.workers:
            self.renew()
        chunk.crew, chunk.spool = self, os.path.join(self._folder, str(next(self._numbers)))
        guard = Guard(chunk.spool, self._stop_file, self._limit)
        self._taken += 1
        return self._running().submit(run_chunk, chunk.jobs, options, scorer, guard)

    def settled(self, chunk: Chunk) -> None:
        """Forget what was noted for the case that it would not come back."""
        forget(chunk.spool)

    def salvage(self, chunk: Chunk) -> Salvage:
        """What was noted before the process died, and which workbook it died on."""
        receipts = finished(chunk.spool)
        if receipts is None:
            return Salvage([], [], chunk.jobs)
        left = chunk.jobs[len(receipts) :]
        return Salvage(receipts, left[:1], left[1:])

    def renew(self) -> None:
        """New processes; what the old ones have begun is finished first."""
        if self._pool is not None:
            self._pool.shutdown(wait=False)
        self._pool, self._taken = None, 0

    def stop(self) -> None:
        """Let workers begin no other workbook."""
        with contextlib.suppress(OSError):
            Path(self._stop_file).touch()

    def close(self) -> None:
        """End the processes after the workbook each is at."""
        self.stop()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def _stop_file(self) -> str:
        return os.path.join(self._folder, "stop")

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Spawned, not forked: a forked copy of threads' locks can wait for ever.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.workers, mp_context=context, initializer=_begin)
            with _interrupts_ignored():
                for _ in range(self.workers):
                    self._pool.submit(os.getpid)
        return self._pool


class Given:
    """An executor of the caller's: threads, processes, a cluster. Its workers cannot be watched or ended from here."""

    guarded = False

    def __init__(self, executor: Executor, window: int = 64) -> None:
        self._executor = executor
        self.window = window

    def submit(self, chunk: Chunk, options: Options, scorer: Scorer) -> Future[list[Receipt]]:
        """Hand over a chunk."""
        chunk.crew = self
        return self._executor.submit(run_chunk, chunk.jobs, options, scorer)

    def settled(self, chunk: Chunk) -> None:
        """Nothing: nothing was noted."""

    def salvage(self, chunk: Chunk) -> Salvage:
        """Nobody knows which workbook it was: each is tried alone."""
        return Salvage([], chunk.jobs, [])

    def renew(self) -> None:
        """Nothing: it is the caller's."""

    def stop(self) -> None:
        """Nothing: chunks are short."""

    def close(self) -> None:
        """Nothing: it is the caller's."""


def _begin() -> None:
    """What a worker process does first."""
    # Interruptions are the parent's to answer.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    """End when the parent has ended; otherwise a killed parent would leave its workers waiting for ever."""
    connection.wait([sentinel])
    os._exit(1)


@contextlib.contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Processes that start here inherit that they ignore Ctrl-C, before they can say so themselves."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
