"""The receipts of a batch on disk, one JSON line a workbook: what is known when a batch goes on."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psscore.batch.job import Known, Receipt
from psscore.results_folder import JOURNAL

NAME = JOURNAL

# What another attempt may change: these workbooks are tried again although nothing about them is new.
_PASSING = frozenset({"locked", "read_only", "worker_died", "timed_out", "internal_error", "not_a_file"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the journal: where it lies, and what must be known of it without reading it again."""

    offset: int
    length: int
    status: str
    code: str
    message: str
    unit: str
    period: str
    reference: str
    standard_digest: str | None
    input_digest: str | None
    output_digest: str | None
    conditions: str
    has_total: bool = True

    @property
    def lasting(self) -> bool:
        """Whether the same input gives the same again."""
        return self.status != "error" and self.code not in _PASSING and self.input_digest is not None

    @property
    def written(self) -> bool:
        """Whether there is a result."""
        return self.output_digest is not None

    def known(self, conditions: str) -> Known | None:
        """What another run may rely on; None when the workbook is to be scored again."""
        if not self.lasting or self.conditions != conditions or self.input_digest is None:
            return None
        return Known(self.input_digest, self.output_digest)


class Journal:
    """An append-only file of receipts; the last line of a workbook counts. A torn last line is cut off on opening."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.entries: dict[str, Entry] = {}
        self._in_order = True
        self._end = 0
        self._stream = open(path, "a+b", buffering=0)  # noqa: SIM115 (kept open for the run)
        self._load()

    def _load(self) -> None:
        self._stream.seek(0)
        with os.fdopen(os.dup(self._stream.fileno()), "rb") as stream:
            for raw in stream:
                if not raw.endswith(b"\n"):
                    break
                with contextlib.suppress(ValueError):
                    self._index(json.loads(raw), self._end, len(raw))
                self._end += len(raw)
        self._stream.truncate(self._end)

    def _index(self, line: Any, offset: int, length: int) -> None:
        if not isinstance(line, dict) or not isinstance(line.get("file"), str) or "conditions" not in line:
            return
        findings = line.get("findings") or [{}]
        standard = line.get("standard") or {}
        self.entries[line["file"]] = Entry(
            offset,
            length,
            str(line.get("status")),
            str(findings[0].get("code", "")),
            str(findings[0].get("message", "")),
            str(line.get("evaluated_unit") or ""),
            str(line.get("period") or ""),
            str(standard.get("reference") or ""),
            standard.get("digest"),
            line.get("input_digest"),
            line.get("output_digest"),
            str(line["conditions"]),
            line.get("total") is not None,
        )

    def receipt(self, name: str) -> Receipt:
        """The last receipt of a workbook, read again."""
        entry = self.entries[name]
        with open(self.path, "rb") as stream:
            stream.seek(entry.offset)
            found: Receipt = json.loads(stream.read(entry.length))
        return found

    def append(self, receipt: Receipt) -> None:
        """Note a receipt. Raises `OSError` when the disk is full; the journal is then as it was before."""
        # A name that is not text in any encoding stays readable JSON.
        raw = (json.dumps(receipt, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
        try:
            written = self._stream.write(raw)
            if written != len(raw):
                raise OSError(28, os.strerror(28))
        except OSError:
            with contextlib.suppress(OSError):
                self._stream.truncate(self._end)
            raise
        self._index(receipt, self._end, len(raw))
        self._end += len(raw)

    def settle(self, names: Iterable[str]) -> None:
        """Keep the last line of each of these workbooks, in this order; a journal that is so already is left alone."""
        wanted = [self.entries[name] for name in names if name in self.entries]
        offsets = [entry.offset for entry in wanted]
        if offsets == sorted(offsets) and sum(entry.length for entry in wanted) == self._end:
            os.fsync(self._stream.fileno())
            return
        handle, temporary = tempfile.mkstemp(dir=self.path.parent, prefix=".psscore-", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as new, open(self.path, "rb") as old:
                for entry in wanted:
                    old.seek(entry.offset)
                    new.write(old.read(entry.length))
                new.flush()
                os.fsync(handle)
            self.close()
            os.chmod(temporary, self.path.stat().st_mode)
            os.replace(temporary, self.path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._stream.close()
