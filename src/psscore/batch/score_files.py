"""Scoring workbooks named one by one, in several processes when asked."""

from __future__ import annotations

import datetime
import os
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from psscore.batch.job import Job, Receipt
from psscore.batch.score_many import score_many
from psscore.workbook.one_file import score_file
from psscore.workbook.recalculation import Options, crashed

Path = str | os.PathLike[str]
Worker = Callable[..., Receipt]


@dataclass(frozen=True, slots=True)
class _FileScorer:
    """What a process does with one file; it travels there."""

    worker: Worker
    arguments: dict[str, Any]

    def __call__(self, job: Job, options: Options) -> Receipt:
        try:
            return self.worker(job.source, options=options, **self.arguments)
        except Exception as failure:
            return crashed(failure, options, job.source, options.now or datetime.datetime.now()).receipt


def score_files(
    paths: Iterable[Path],
    *,
    output: Path | None = None,
    in_place: bool = False,
    check: bool = False,
    options: Options | None = None,
    jobs: int = 1,
    progress: Callable[[Receipt], None] = lambda _: None,
    stopped: Callable[[], bool] = lambda: False,
    worker: Worker = score_file,
) -> list[Receipt]:
    """The receipts of many workbooks, in the order given; `progress` sees each as soon as it is there.

    All are scored at one and the same clock. `jobs` processes share the work; one that dies costs only the workbook it
    was at. Once `stopped()` is true no other workbook is begun: those that were not reached have no receipt.
    """
    work = [Job(os.fspath(path)) for path in paths]
    options = options or Options()
    options = replace(options, now=options.now or datetime.datetime.now())
    scorer = _FileScorer(worker, {"output": output, "in_place": in_place, "check": check})
    found: dict[str, deque[Receipt]] = defaultdict(deque)
    if jobs <= 1 or len(work) <= 1:
        receipts: Iterable[Receipt] = (scorer(job, options) for job in work if not stopped())
    else:
        receipts = score_many(work, options=options, workers=jobs, scorer=scorer, stopped=stopped)
    for receipt in receipts:
        found[receipt["file"]].append(receipt)
        progress(receipt)
    return [found[job.source].popleft() for job in work if found[job.source]]
