"""A few workbooks handed to one worker together, watched so that a crash or a hang can be told from the rest."""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from psscore.batch.job import Job, Receipt, clock
from psscore.workbook.recalculation import Options, crashed

Scorer = Callable[[Job, Options], Receipt]


@dataclass(frozen=True, slots=True)
class Guard:
    """How a worker process of our own is watched.

    What is finished is noted in the file `spool`, so that it outlives the process. A workbook that takes more than
    `limit` seconds ends the process. The worker begins no other workbook once the file `stop` exists.
    """

    spool: str
    stop: str
    limit: float


def run_chunk(jobs: Sequence[Job], options: Options, scorer: Scorer, guard: Guard | None = None) -> list[Receipt]:
    """The receipts of the workbooks, in order; fewer when told to stop. Never raises for a workbook's sake."""
    receipts: list[Receipt] = []
    for job in jobs:
        if guard is not None and os.path.exists(guard.stop):
            break
        with _watched(guard):
            receipts.append(_receipt(job, options, scorer))
        if guard is not None:
            _note(guard, receipts[-1])
    return receipts


def finished(spool: str | os.PathLike[str]) -> list[Receipt] | None:
    """What a chunk whose process died had finished; None when it was not begun."""
    try:
        lines = Path(spool).read_text("utf-8").splitlines(keepends=True)
    except OSError:
        return None
    receipts: list[Receipt] = []
    for line in lines:
        if not line.endswith("\n"):
            break
        receipts.append(json.loads(line))
    return receipts


def forget(spool: str | os.PathLike[str]) -> None:
    """Remove what was noted of a chunk that came back."""
    for path in (os.fspath(spool), _late(spool)):
        with contextlib.suppress(OSError):
            os.unlink(path)


def was_late(spool: str | os.PathLike[str]) -> bool:
    """Whether a chunk's process was ended because a workbook took too long."""
    try:
        return os.path.getsize(_late(spool)) > 0
    except OSError:
        return False


def _opened_late(spool: str) -> IO[str]:
    try:
        return open(_late(spool), "w")
    except OSError:
        # Without room for it a hang is ended all the same, and taken for a crash.
        return open(os.devnull, "w")


def _late(spool: str | os.PathLike[str]) -> str:
    return f"{os.fspath(spool)}.late"


def _receipt(job: Job, options: Options, scorer: Scorer) -> Receipt:
    try:
        return scorer(job, options)
    except Exception as failure:
        digests = {"input_digest": None, "output_digest": None}
        return crashed(failure, options, job.shown, clock(options)).receipt | digests


@contextlib.contextmanager
def _watched(guard: Guard | None) -> Iterator[None]:
    if guard is None:
        yield
        return
    _note(guard, None)
    # A thread without the interpreter's lock: native code that never returns cannot hold it up.
    with _opened_late(guard.spool) as late:
        faulthandler.dump_traceback_later(guard.limit, exit=True, file=late)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


def _note(guard: Guard, receipt: Receipt | None) -> None:
    """Note a finished workbook, or (None) that one is in the works."""
    # Where this cannot be written a crash is traced by trying each workbook alone.
    with contextlib.suppress(OSError), open(guard.spool, "a", encoding="utf-8") as spool:
        if receipt is not None:
            spool.write(json.dumps(receipt) + "\n")
