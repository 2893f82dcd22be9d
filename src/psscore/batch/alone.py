"""A workbook that was there when a worker was lost: scored once more, by itself."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import wait

from psscore.batch.chunk import Scorer, was_late
from psscore.batch.job import Job, Receipt, clock
from psscore.batch.workers import Chunk, WorkerPool
from psscore.model.text import Text
from psscore.workbook.recalculation import Options, refused
from psscore.workbook.refusal import Refused

_POLL = 0.2


class Alone:
    """One process for one workbook at a time; a second loss refuses the workbook."""

    def __init__(self, limit: float, options: Options, scorer: Scorer, stopped: Callable[[], bool]) -> None:
        self._limit, self._options, self._scorer, self._stopped = limit, options, scorer, stopped
        self._pool: WorkerPool | None = None

    def score(self, job: Job) -> Receipt | None:
        """The receipt; None when it was not begun because all was to stop."""
        self._pool = self._pool or WorkerPool(1, self._limit)
        chunk = Chunk([job])
        try:
            future = self._pool.submit(chunk, self._options, self._scorer)
            while not future.done():
                if self._stopped():
                    self._pool.stop()
                wait((future,), _POLL)
            return next(iter(future.result()), None)
        except Exception:
            # A broken pool; or a receipt that cannot come back, which is no better.
            self._pool.renew()
            return self._refused(job, late=was_late(chunk.spool))

    def close(self) -> None:
        """End the process."""
        if self._pool is not None:
            self._pool.close()

    def _refused(self, job: Job, *, late: bool) -> Receipt:
        if late:
            text = Text(
                f"计分超过时限 {self._limit:g} 秒，两次均未完成：请减少大范围的公式，或用 --time-limit 放宽",
                f"not scored within {self._limit:g} seconds, twice: use fewer formulas over large areas, "
                "or allow more with --time-limit",
            )
            refusal = Refused("timed_out", text)
        else:
            text = Text(
                "处理此工作簿的进程两次崩溃：请把此工作簿和本提示一并报告给我们",
                "the process died on this workbook twice: please report this with the workbook",
            )
            refusal = Refused("worker_died", text)
        receipt = refused(refusal, self._options, job.shown, clock(self._options)).receipt
        return receipt | {"input_digest": None, "output_digest": None}
