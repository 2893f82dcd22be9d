"""Scoring many workbooks at once; one that crashes or hangs costs only itself."""

from __future__ import annotations

import dataclasses
import datetime
import os
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from pathlib import Path

from psscore.batch.alone import Alone
from psscore.batch.chunk import Scorer
from psscore.batch.job import KEPT, Job, Known, Receipt, score_job
from psscore.batch.workers import Chunk, Crew, Given, WorkerPool
from psscore.workbook.recalculation import Options

__all__ = ["KEPT", "Job", "Known", "Receipt", "SameName", "score_many"]

CHUNK = 32
LIMIT = 120.0
_POLL = 0.2
_LOSSES = 2


class SameName(ValueError):
    """Results would overwrite each other: the names that occur more than once."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def score_many(
    paths: Iterable[str | os.PathLike[str] | Job],
    executor: Executor | Crew | None = None,
    *,
    output: str | os.PathLike[str] | None = None,
    options: Options | None = None,
    workers: int | None = None,
    chunk: int = CHUNK,
    limit: float = LIMIT,
    progress: Callable[[Receipt], None] | None = None,
    stopped: Callable[[], bool] = lambda: False,
    scorer: Scorer = score_job,
) -> Iterator[Receipt]:
    """The receipts of many workbooks, each as soon as it is there, in no particular order.

    Without `executor` as many processes as there are cores (`workers`) share the work; or any executor of the
    `concurrent.futures` kind does, a Dask client's `get_executor()` too. Workbooks travel in chunks of about `chunk`.
    One that ends its process, or takes more than `limit` seconds, is tried once more alone and then refused
    (`worker_died`, `timed_out`).
    Results go to the folder `output`; without it nothing is written. All are scored at one and the same clock.

    Once `stopped()` is true no other workbook is begun, and the receipts of those in the works are still given.
    A script that calls this without an executor needs `if __name__ == "__main__":`, as with any process pool.
    Raises `SameName` when two results would have the same name.
    """
    jobs = _jobs(paths, output)
    options = options or Options()
    options = dataclasses.replace(options, now=options.now or datetime.datetime.now())
    workers = workers or os.cpu_count() or 1
    return _stream(jobs, executor, options, workers, chunk, limit, progress, stopped, scorer)


def _jobs(paths: Iterable[str | os.PathLike[str] | Job], output: str | os.PathLike[str] | None) -> list[Job]:
    def job(path: str | os.PathLike[str] | Job) -> Job:
        if isinstance(path, Job):
            return path
        return Job(str(path), None if output is None else str(Path(output) / Path(path).name))

    jobs = [job(path) for path in paths]
    taken = Counter(job.target for job in jobs if job.target is not None)
    if twice := sorted(Path(name).name for name, count in taken.items() if count > 1):
        raise SameName(twice)
    return jobs


def _stream(
    jobs: list[Job],
    executor: Executor | Crew | None,
    options: Options,
    workers: int,
    size: int,
    limit: float,
    progress: Callable[[Receipt], None] | None,
    stopped: Callable[[], bool],
    scorer: Scorer,
) -> Iterator[Receipt]:
    if not jobs:
        return
    own: list[Crew] = []

    def ours() -> Crew:
        own.append(WorkerPool(min(workers, len(jobs)), limit))
        return own[-1]

    crew: Crew
    if executor is None:
        crew = ours()
    elif isinstance(executor, Executor):
        crew = Given(executor)
    else:
        crew = executor
    # Small batches are cut finer, so that no worker is left without work.
    size = max(1, min(size, -(-len(jobs) // (workers * 4))))
    chunks = deque(Chunk(jobs[start : start + size]) for start in range(0, len(jobs), size))
    alone = Alone(limit, options, scorer, stopped)
    try:
        for receipt in _Schedule(chunks, crew, ours, alone, options, scorer, limit, stopped).receipts():
            if progress is not None:
                progress(receipt)
            yield receipt
    finally:
        alone.close()
        for one in own:
            one.close()


class _Schedule:
    """The chunks on their way to a crew and back."""

    def __init__(
        self,
        chunks: deque[Chunk],
        crew: Crew,
        ours: Callable[[], Crew],
        alone: Alone,
        options: Options,
        scorer: Scorer,
        limit: float,
        stopped: Callable[[], bool],
    ) -> None:
        self.waiting, self.crew, self.ours, self.alone = chunks, crew, ours, alone
        self.options, self.scorer, self.limit, self.stopped = options, scorer, limit, stopped
        self.running: dict[Future[list[Receipt]], Chunk] = {}
        self.lost: list[Chunk] = []
        self.moved = time.monotonic()

    def receipts(self) -> Iterator[Receipt]:
        while self.waiting or self.running:
            if self.stopped():
                self.halt()
            self.fill()
            done = wait(self.running, _POLL, FIRST_COMPLETED).done if self.running else set()
            for future in done:
                yield from self.settle(future)
            if self.lost:
                yield from self.rescue()
            elif not done and self.overdue():
                self.abandon()
                yield from self.rescue()

    def halt(self) -> None:
        """Take back what no worker has begun; those at work end after the workbook they are at."""
        self.waiting.clear()
        self.crew.stop()
        self.running = {future: chunk for future, chunk in self.running.items() if not future.cancel()}

    def fill(self) -> None:
        while self.waiting and len(self.running) < self.crew.window:
            chunk = self.waiting.popleft()
            if not self.running:
                self.moved = time.monotonic()
            try:
                self.running[self.crew.submit(chunk, self.options, self.scorer)] = chunk
            except Exception:
                if self.crew.guarded:
                    self.crew.renew()
                    chunk.losses += 1
                    if chunk.losses > _LOSSES:
                        # Processes that never come up, as from a script without a main guard, would be tried for ever.
                        self.lost.append(chunk)
                    else:
                        self.waiting.appendleft(chunk)
                    # What ran in the broken pool comes back as lost.
                    return
                self.waiting.appendleft(chunk)
                # An executor that takes no more work is not ours to repair.
                self.crew = self.ours()

    def settle(self, future: Future[list[Receipt]]) -> Iterator[Receipt]:
        self.moved = time.monotonic()
        chunk = self.running.pop(future)
        try:
            receipts = future.result()
        except Exception:
            self.lost.append(chunk)
        else:
            (chunk.crew or self.crew).settled(chunk)
            yield from receipts

    def rescue(self) -> Iterator[Receipt]:
        """What is left of lost chunks: receipts at once, suspects alone, the rest to the crew again."""
        if self.crew.guarded:
            # One dead process breaks its whole pool: every future of it ends now.
            for future in wait(self.running, self.limit).done:
                yield from self.settle(future)
            self.crew.renew()
        lost, self.lost = self.lost, []
        suspects: list[Job] = []
        for chunk in lost:
            crew = chunk.crew or self.crew
            left = crew.salvage(chunk)
            yield from left.receipts
            suspects += left.suspects
            if chunk.losses + 1 >= _LOSSES:
                suspects += left.rest
            elif left.rest:
                self.waiting.append(Chunk(left.rest, chunk.losses + 1))
        for job in suspects:
            if self.stopped():
                return
            receipt = self.alone.score(job)
            if receipt is not None:
                yield receipt
        self.moved = time.monotonic()

    def overdue(self) -> bool:
        """Whether a crew that nobody watches has brought nothing for longer than its longest chunk may take."""
        longest = max((len(chunk.jobs) for chunk in self.unwatched().values()), default=0)
        return longest > 0 and time.monotonic() - self.moved > self.limit * longest

    def abandon(self) -> None:
        """Take back what a stuck executor holds, and go on without it."""
        for future, chunk in self.unwatched().items():
            del self.running[future]
            if future.cancel():
                self.waiting.append(chunk)
            else:
                self.lost.append(chunk)
        if not self.crew.guarded:
            self.crew = self.ours()

    def unwatched(self) -> dict[Future[list[Receipt]], Chunk]:
        return {future: chunk for future, chunk in self.running.items() if not (chunk.crew or self.crew).guarded}
