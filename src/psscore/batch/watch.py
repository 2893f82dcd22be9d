"""A shared folder served: workbooks are scored as they arrive, each version once."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from psscore.batch.batch import Batch
from psscore.batch.found import Found, Skipped, find
from psscore.batch.job import Receipt
from psscore.batch.summary import Settings, Summary
from psscore.batch.workers import Crew, WorkerPool
from psscore.model.text import Text

POLL = 2.0
# A workbook that failed for a reason that may pass is tried again after so many polls.
_AGAIN = 15

State = tuple[int, int]


@dataclass(slots=True)
class Arrivals:
    """What lies in the inbox: a file counts as complete once it stands still and opens as a zip.

    `waiting`: not picked up yet; `shut`: those of them that stand still and do not open.
    """

    seen: dict[str, State] = field(default_factory=dict)
    handled: dict[str, State] = field(default_factory=dict)
    again: dict[str, int] = field(default_factory=dict)
    waiting: dict[str, Path] = field(default_factory=dict)
    shut: set[str] = field(default_factory=set)

    def complete(self, found: Found) -> dict[str, Path]:
        """The workbooks to score now: the same size and time as a poll ago, and not handled in this state yet."""
        ready: dict[str, Path] = {}
        self.waiting, self.shut = {}, set()
        before, self.seen = self.seen, {}
        for name, path in found.workbooks.items():
            state = _state(path)
            if state is None:
                continue
            self.seen[name] = state
            if self.handled.get(name) == state and not self._due(name):
                continue
            if before.get(name) == state and _opens(path):
                ready[name] = path
                continue
            self.waiting[name] = path
            if before.get(name) == state:
                self.shut.add(name)
        self.handled = {name: state for name, state in self.handled.items() if name in self.seen}
        return ready

    def done(self, name: str, *, lasting: bool) -> None:
        """Note that a workbook was handled as it was seen."""
        self.handled[name] = self.seen[name]
        self.again.pop(name, None)
        if not lasting:
            self.again[name] = _AGAIN

    def _due(self, name: str) -> bool:
        if name not in self.again:
            return False
        self.again[name] -= 1
        return self.again[name] <= 0


def watch(
    inbox: Path,
    results: Path,
    *,
    settings: Settings | None = None,
    executor: Executor | Crew | None = None,
    poll: float = POLL,
    pause: Callable[[float], object],
    progress: Callable[[Receipt], None] = lambda _: None,
    skipped: Callable[[Skipped], None] = lambda _: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Summary:
    """Score what arrives in `inbox` until `stopped()`; results and receipts as `score_folder` leaves them.

    A workbook is picked up when size and time stand still for two polls (`poll` seconds apart, waited for by `pause`)
    and it opens as a zip. One version is scored once, over restarts too; one that comes again changed is scored again.
    `skipped` is told once of everything that is not scored, and of what does not open.
    """
    settings = settings or Settings()
    own = WorkerPool(settings.workers or os.cpu_count() or 1, settings.limit) if executor is None else None
    arrivals, told = Arrivals(), set[str]()

    def tell(item: Skipped) -> None:
        if item.name not in told:
            told.add(item.name)
            skipped(item)

    try:
        with Batch(inbox, results, settings) as batch:
            batch.begin()
            while not stopped():
                found = find(inbox, results)
                for item in found.skipped:
                    tell(item)
                ready = arrivals.complete(found)
                for name in sorted(arrivals.shut):
                    tell(_incomplete(name))
                batch.tick()
                for receipt in batch.scored(ready, own or executor, stopped):
                    arrivals.done(receipt["file"], lasting=batch.lasting(receipt["file"]))
                    progress(receipt)
                pause(poll)
            summary = batch.end(find(inbox, results), stopped=False, keep_gone=True)
            summary.waiting = sorted(arrivals.waiting)
            return summary
    finally:
        if own is not None:
            own.close()


def _incomplete(name: str) -> Skipped:
    return Skipped(
        name,
        Text(
            "还打不开（未复制完、加密或已损坏），继续等待",
            "does not open yet (incomplete, encrypted or damaged): waiting",
        ),
    )


def _state(path: Path) -> State | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _opens(path: Path) -> bool:
    try:
        return zipfile.is_zipfile(path)
    except OSError:
        return False
