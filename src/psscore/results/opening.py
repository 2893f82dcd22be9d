"""Evaluations from wherever they are: a folder of results, receipts, workbooks."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from psscore.batch.found import find
from psscore.batch.job import Job
from psscore.batch.journal import NAME
from psscore.batch.score_many import score_many
from psscore.model.text import Text
from psscore.results.evaluation import Evaluation
from psscore.results.receipts import NotAReceipt, evaluation_of, read_receipts
from psscore.results.stores import where
from psscore.workbook.recalculation import Options

_RECEIPTS = {".json", ".jsonl"}


@dataclass(frozen=True, slots=True)
class Trouble:
    """A source that gave no evaluation, or something else to know about one."""

    source: str
    why: Text


@dataclass(slots=True)
class Opened:
    """What was read: evaluations in the order of their sources, and what could not be."""

    evaluations: list[Evaluation] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


def open_results(
    sources: Sequence[Path],
    *,
    lang: str = "zh",
    now: datetime.datetime | None = None,
    workers: int | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Opened:
    """Read every source; nothing is written.

    A folder that a batch wrote is read from its receipts; any other folder, and a workbook, is scored here and now, as
    `psscore score` would. `.json` and `.jsonl` are receipts; `.duckdb` files and `postgresql://` addresses are stores,
    with `#` and a period for that period alone. Refused workbooks come as evaluations with their status
    and without items. `progress` is told the name of each workbook that was scored.
    """
    opened = Opened()
    for source in sources:
        if (store := where(source)) is not None:
            _recall(source, store.shown, opened)
        elif source.is_dir() and (source / NAME).is_file():
            _read(source / NAME, opened)
        elif source.is_dir():
            workbooks = find(source, source / NAME).workbooks
            if not workbooks:
                opened.troubles.append(Trouble(str(source), Text("文件夹里没有工作簿", "the folder holds no workbook")))
            _score(
                [Job(str(path), None, name) for name, path in workbooks.items()], opened, lang, now, workers, progress
            )
        elif source.suffix.lower() in _RECEIPTS:
            _read(source, opened)
        elif source.exists():
            _score([Job(str(source), None, source.name)], opened, lang, now, 1, progress)
        else:
            opened.troubles.append(
                Trouble(str(source), Text("没有这个文件或文件夹", "there is no such file or folder"))
            )
    return opened


def _recall(source: Path, shown: str, opened: Opened) -> None:
    # A store knows evaluations: it is looked for only when one is asked for.
    from psscore.history import StoreProblem, open_store

    try:
        with open_store(source) as store:
            found = store.evaluations()
    except StoreProblem as problem:
        opened.troubles.append(Trouble(shown, problem.text))
        return
    if not found:
        opened.troubles.append(
            Trouble(str(shown), Text("结果库里没有这样的评价", "the store holds no such evaluations"))
        )
    opened.evaluations += found


def _read(path: Path, opened: Opened) -> None:
    try:
        opened.evaluations += read_receipts(path)
    except OSError as failure:
        why = Text(f"无法读取（{failure.strerror}）", f"it cannot be read ({failure.strerror})")
        opened.troubles.append(Trouble(str(path), why))
    except (NotAReceipt, UnicodeDecodeError) as fault:
        why = Text(
            f"不是这一版 psscore 的回执（{fault}）：请重新运行 psscore batch",
            f"not receipts of this version of psscore ({fault}): run psscore batch again",
        )
        opened.troubles.append(Trouble(str(path), why))


def _score(
    jobs: Sequence[Job],
    opened: Opened,
    lang: str,
    now: datetime.datetime | None,
    workers: int | None,
    progress: Callable[[str], None],
) -> None:
    found: dict[str, Evaluation] = {}
    options = Options(lang=lang, now=now, allow_partial=True)
    for receipt in score_many(jobs, options=options, workers=workers if len(jobs) > 1 else 1):
        found[receipt["file"]] = evaluation_of(receipt)
        progress(receipt["file"])
    opened.evaluations += [found[job.shown] for job in jobs if job.shown in found]
