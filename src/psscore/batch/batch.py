"""A folder of workbooks scored into a folder of results, resumable at any moment."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import ExitStack
from pathlib import Path

from psscore.batch.conditions import conditions, digest
from psscore.batch.found import Found, find
from psscore.batch.job import KEPT, Job, Known, Receipt
from psscore.batch.journal import NAME, Entry, Journal
from psscore.batch.manifest import Manifest
from psscore.batch.score_many import score_many
from psscore.batch.summary import BadFolders, Settings, Summary, Withheld
from psscore.batch.units import alike
from psscore.batch.workers import Crew
from psscore.folder_lock import FolderLock
from psscore.model.text import Text
from psscore.results.receipts import evaluation_of
from psscore.results.withheld import withheld_text
from psscore.workbook.replace import NotWritten


class Batch:
    """An open folder of results: knows what was done, takes receipts, tells in the end."""

    def __init__(self, inbox: Path, results: Path, settings: Settings) -> None:
        self.inbox, self.results, self.settings = inbox, results, settings
        self.options = settings.options
        self.summary = Summary()
        self._conditions = conditions(settings.options)
        self._digest = digest(self._conditions)
        self._changed = False
        self._stack = ExitStack()

    def __enter__(self) -> Batch:
        if (why := folder_fault(self.inbox, self.results)) is not None:
            raise BadFolders(why)
        try:
            self.results.mkdir(parents=True, exist_ok=True)
            self._stack.enter_context(FolderLock(self.results))
            self._clear()
            self._journal = Journal(self.results / NAME)
        except OSError as failure:
            self._stack.close()
            raise _not_writable(self.results, str(failure.strerror)) from failure
        except BaseException:
            self._stack.close()
            raise
        self._stack.callback(self._journal.close)
        self._manifest = Manifest(self.results, self._conditions, self._digest, self.options.lang)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def clock(self) -> datetime.datetime:
        """What the workbooks are scored at."""
        return self.options.now or datetime.datetime.now()

    def begin(self) -> None:
        """Set the clock: that of the run this one goes on with, when that one did not end."""
        now = self.options.now or self._manifest.unfinished_clock() or datetime.datetime.now().replace(microsecond=0)
        self.options = dataclasses.replace(self.options, now=now)
        try:
            self._manifest.begin(now)
        except NotWritten as failure:
            raise _not_writable(self.results, failure.text.zh, failure.text.en) from failure

    def tick(self) -> None:
        """Set the clock to now, unless a time was asked for."""
        now = self.settings.options.now or datetime.datetime.now().replace(microsecond=0)
        self.options = dataclasses.replace(self.options, now=now)

    def scored(
        self,
        workbooks: Mapping[str, Path],
        executor: Executor | Crew | None = None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Iterator[Receipt]:
        """Score workbooks of the inbox; each receipt is noted before it is given."""
        settings = self.settings
        for receipt in score_many(
            [Job(str(path), str(self.results / name), name, self._known(name)) for name, path in workbooks.items()],
            executor,
            options=self.options,
            workers=settings.workers,
            chunk=settings.chunk,
            limit=settings.limit,
            stopped=stopped,
        ):
            self._take(receipt)
            yield receipt

    def lasting(self, name: str) -> bool:
        """Whether the same workbook would fare the same again."""
        entry = self._journal.entries.get(name)
        return entry is not None and entry.lasting

    def end(self, found: Found, *, stopped: bool, keep_gone: bool = False) -> Summary:
        """Put the receipts in order, write the manifest, and sum up.

        The receipt of a workbook that has left the inbox goes too, unless `keep_gone` and its result is there.
        """
        summary, entries = self.summary, self._journal.entries
        summary.stopped, summary.found, summary.skipped = stopped, len(found.workbooks), found.skipped
        gone = sorted(name for name in entries if name not in found.workbooks)
        summary.left_over = [name for name in gone if (self.results / name).exists()]
        names = sorted((*found.workbooks, *(summary.left_over if keep_gone else ())))
        here = {name: entries[name] for name in names if name in entries}
        summary.alike = alike(here)
        summary.withheld = self._withheld(here)
        self._clear()
        try:
            if not stopped:
                self._journal.settle(here)
            if self._manifest.was_finished and not (self._changed or gone or stopped):
                self._manifest.restore()
            else:
                self._manifest.end(self.clock, summary, here)
        except (OSError, NotWritten) as failure:
            why = failure.text if isinstance(failure, NotWritten) else Text(str(failure), str(failure))
            summary.not_saved = Text("回执或清单未能保存：", "receipts or manifest could not be saved: ") + why
        return summary

    def _withheld(self, entries: Mapping[str, Entry]) -> dict[str, Withheld]:
        """The workbooks that were scored and have no total, with the reason."""
        found = {}
        for name, entry in entries.items():
            if entry.has_total or not entry.written:
                continue
            try:
                why = withheld_text(evaluation_of(self._journal.receipt(name)))
            except (OSError, ValueError):
                # What cannot be read back shows when the receipts are.
                continue
            if why is not None:
                found[name] = Withheld(entry.unit, why)
        return found

    def _known(self, name: str) -> Known | None:
        entry = self._journal.entries.get(name)
        return None if entry is None or self.settings.redo else entry.known(self._digest)

    def _take(self, receipt: Receipt) -> None:
        name = receipt["file"]
        if receipt["status"] == KEPT:
            entry = self._journal.entries[name]
            self._count(name, entry, "unchanged" if entry.written and entry.status != "partial" else entry.status)
            return
        if "output" in receipt:
            receipt["output"] = name
        receipt["conditions"] = self._digest
        self._changed = True
        try:
            self._journal.append(receipt)
        except OSError:
            self.summary.unrecorded += 1
            self.summary.statuses[name] = "error"
            return
        entry = self._journal.entries[name]
        self._count(name, entry, "written" if entry.status == "unchanged" else entry.status)

    def _count(self, name: str, entry: Entry, status: str) -> None:
        self.summary.statuses[name] = status
        self.summary.troubles.pop(name, None)
        if not entry.written:
            self.summary.troubles[name] = entry

    def _clear(self) -> None:
        """Remove what killed processes left half written: names that only we use, in a folder that we hold."""
        for path in self.results.rglob(".psscore-*.tmp"):
            with contextlib.suppress(OSError):
                path.unlink()


def score_folder(
    inbox: Path,
    results: Path,
    *,
    settings: Settings | None = None,
    executor: Executor | Crew | None = None,
    started: Callable[[Found], None] = lambda _: None,
    progress: Callable[[Receipt], None] = lambda _: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Summary:
    """Score every workbook of `inbox` into `results`, under its relative name; what is unchanged is not done again.

    Beside them stand `receipts.jsonl` (a line each) and `manifest.json`. It may be stopped, or killed, at any moment:
    run again, it goes on at the clock it began with and ends with the same files. Raises `BadFolders`, or `Busy` when
    another batch works in `results`.
    """
    with Batch(inbox, results, settings or Settings()) as batch:
        found = find(inbox, results)
        started(found)
        if found.workbooks:
            batch.begin()
        reached = 0
        for receipt in batch.scored(found.workbooks, executor, stopped):
            reached += 1
            progress(receipt)
        return batch.end(found, stopped=reached < len(found.workbooks))


def folder_fault(inbox: Path, results: Path) -> Text | None:
    """Why these folders cannot be used; None when they can, as far as is known without writing."""
    if not inbox.is_dir():
        return Text(f"没有这个文件夹：{inbox}", f"there is no such folder: {inbox}")
    source, target = Path(os.path.realpath(inbox)), Path(os.path.realpath(results))
    if source.is_relative_to(target):
        return Text(
            f"结果文件夹 {results} 不能是收件夹本身或它的上级：结果会覆盖原文件",
            f"the folder of results {results} must not be the inbox or hold it: results would overwrite workbooks",
        )
    above = results
    while not os.path.lexists(above) and above != above.parent:
        above = above.parent
    if not above.is_dir():
        return _not_writable(results, f"{above} 不是文件夹", f"{above} is not a folder").text
    if not os.access(above, os.W_OK | os.X_OK):
        return _not_writable(results, f"{above} 无写入权限", f"no permission in {above}").text
    return None


def _not_writable(results: Path, zh: str, en: str = "") -> BadFolders:
    return BadFolders(
        Text(f"无法写入结果文件夹 {results}（{zh}）", f"the folder of results {results} cannot be written ({en or zh})")
    )
