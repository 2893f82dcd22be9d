"""Evaluations from wherever they are: a folder of results, receipts, workbooks."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from psscore.model.text import Text
from psscore.results.evaluation import Evaluation
from psscore.results.receipts import NotAReceipt, evaluation_of, read_receipts
from psscore.results.stores import where
from psscore.results_folder import JOURNAL, MANIFEST
from psscore.workbook.refusal import Refused

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
    `psscore score` would. A file in a folder in another form (.xls, an archive) comes as refused. `.json` and `.jsonl`
    are receipts; `.duckdb` files and `postgresql://` addresses are stores, with `#` and a period for that period alone.
    Refused workbooks come as evaluations with their status and without items. `progress` is told the name of each
    workbook that was scored.
    """
    opened = Opened()
    for source in sources:
        if (store := where(source)) is not None:
            _recall(source, store.shown, opened)
        elif source.is_dir() and (source / JOURNAL).is_file():
            _read(source / JOURNAL, opened)
            opened.evaluations += _left_out_of_batch(source, lang)
        elif source.is_dir():
            # Here and below: the engine comes with these, and receipts do without.
            from psscore.batch.found import find

            found = find(source, source / JOURNAL)
            workbooks = found.workbooks
            opened.evaluations += [_left_out(item.name, item.why, lang) for item in found.skipped if item.meant]
            if not workbooks:
                opened.troubles.append(Trouble(str(source), Text("文件夹里没有工作簿", "the folder holds no workbook")))
            _score(workbooks, opened, lang, now, workers, progress)
        elif source.suffix.lower() in _RECEIPTS:
            _read(source, opened)
        elif source.exists():
            _score({source.name: source}, opened, lang, now, 1, progress)
        else:
            opened.troubles.append(
                Trouble(str(source), Text("没有这个文件或文件夹", "there is no such file or folder"))
            )
    return opened


def _left_out(name: str, why: Text, lang: str) -> Evaluation:
    """A file somebody may have handed in, in a form that is not scored: refused like a damaged workbook."""
    from psscore.workbook.recalculation import Options, refused

    now = datetime.datetime.now()
    return evaluation_of(refused(Refused("package_refused", why), Options(lang=lang), name, now).receipt)


def _left_out_of_batch(results: Path, lang: str) -> list[Evaluation]:
    """What the batch itself left out, as its manifest says."""
    try:
        skipped = json.loads((results / MANIFEST).read_text("utf-8"))["skipped"]
        return [_left_out(one["file"], Text(one["why"], one["why"]), lang) for one in skipped if one["meant"]]
    except (OSError, ValueError, LookupError, TypeError):
        # A manifest of an earlier version; the receipts say what was scored.
        return []


def _recall(source: Path, shown: str, opened: Opened) -> None:
    # A store knows evaluations: it is looked for only when one is asked for.
    from psscore.history import StoreProblem, open_store

    try:
        with open_store(source) as store:
            found = store.evaluations()
            nothing = None if found else store.nothing()
    except StoreProblem as problem:
        opened.troubles.append(Trouble(shown, problem.text))
        return
    if nothing is not None:
        opened.troubles.append(Trouble(shown, nothing))
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
    workbooks: Mapping[str, Path],
    opened: Opened,
    lang: str,
    now: datetime.datetime | None,
    workers: int | None,
    progress: Callable[[str], None],
) -> None:
    from psscore.batch.score_many import Job, score_many
    from psscore.workbook.recalculation import Options

    jobs = [Job(str(path), None, name) for name, path in workbooks.items()]
    found: dict[str, Evaluation] = {}
    options = Options(lang=lang, now=now, allow_partial=True)
    for receipt in score_many(jobs, options=options, workers=workers if len(jobs) > 1 else 1):
        found[receipt["file"]] = evaluation_of(receipt)
        progress(receipt["file"])
    opened.evaluations += [found[job.shown] for job in jobs if job.shown in found]
