"""One workbook of a batch, and scoring it: what a worker process does."""

from __future__ import annotations

import datetime
import hashlib
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psscore.model.text import Text
from psscore.workbook.one_file import check_extension, read_file
from psscore.workbook.recalculate import recalculate
from psscore.workbook.recalculation import Options, failed, refused
from psscore.workbook.refusal import Refused
from psscore.workbook.replace import NotWritten, check_writable, replace

Receipt = dict[str, Any]

KEPT = "kept"
"""The status of a workbook that was not scored again: input and result are as the job knows them."""

# What a process remembers of templates serves one workbook at a time, however many threads an executor has.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier run found: the SHA-256 of the input, and of the result (None when none was written)."""

    input_digest: str
    output_digest: str | None


@dataclass(frozen=True, slots=True)
class Job:
    """A workbook to score: where it lies, where the result goes (None: nowhere), its name in receipts."""

    source: str
    target: str | None = None
    name: str = ""
    known: Known | None = None

    @property
    def shown(self) -> str:
        """What receipts call it."""
        return self.name or self.source


def score_job(job: Job, options: Options) -> Receipt:
    """Score one workbook and give its receipt, with the digests of what was read and written.

    Like `score_file`, but the digest is of the very bytes that were scored. A job that is as `known` gives the status
    `kept` and nothing else.
    """
    digests: dict[str, str | None] = {"input_digest": None, "output_digest": None}
    try:
        receipt = _scored(job, options, digests)
    except Refused as refusal:
        receipt = refused(refusal, options, job.shown, clock(options)).receipt
    except NotWritten as failure:
        receipt = failed(failure.code, failure.text, options, job.shown, clock(options)).receipt
    if receipt["status"] == KEPT:
        return receipt
    if job.target is not None and "output" not in receipt and Path(job.target).exists():
        receipt["findings"].append(_old_result(options.lang))
    return receipt | digests


def _scored(job: Job, options: Options, digests: dict[str, str | None]) -> Receipt:
    source = Path(job.source)
    data = read_file(source)
    digests["input_digest"] = _digest(data)
    if job.known is not None and job.known.input_digest == digests["input_digest"] and _stands(job, job.known):
        return {"file": job.shown, "status": KEPT}
    target = None if job.target is None else Path(job.target)
    if target is not None:
        check_writable(target)
    with _ONE_AT_A_TIME:
        result = recalculate(data, options, name=job.shown)
    check_extension(source, data, result.receipt, options.lang)
    if target is not None and result.data is not None:
        _make_folder(target.parent)
        replace(target, result.data)
        result.receipt["output"] = str(target)
        digests["output_digest"] = _digest(result.data)
    return result.receipt


def clock(options: Options) -> datetime.datetime:
    """The clock of the receipts."""
    return options.now or datetime.datetime.now()


def _stands(job: Job, known: Known) -> bool:
    """Whether the result of the earlier run is still there as it was written."""
    if known.output_digest is None or job.target is None:
        return True
    try:
        return _digest(Path(job.target).read_bytes()) == known.output_digest
    except OSError:
        return False


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise NotWritten(
            "no_folder",
            Text(
                f"无法建立文件夹 {folder}（{failure.strerror}）",
                f"the folder {folder} cannot be made ({failure.strerror})",
            ),
        ) from failure


def _old_result(lang: str) -> dict[str, Any]:
    text = Text(
        "结果文件夹里的同名文件是以前的结果，与这份工作簿不符",
        "the file of this name among the results is of an earlier run and does not go with this workbook",
    )
    return {"sheet": None, "cell": None, "code": "old_result", "message": text(lang)}
