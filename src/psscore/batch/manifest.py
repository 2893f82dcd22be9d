"""What a batch rested on and gave, in one file beside its results."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psscore
from psscore.batch.journal import Entry
from psscore.batch.summary import Summary
from psscore.results_folder import MANIFEST
from psscore.workbook.replace import replace

SCHEMA = "psscore.batch/1"
NAME = MANIFEST


class Manifest:
    """The manifest of a folder of results."""

    def __init__(self, results: Path, conditions: Mapping[str, Any], digest: str, lang: str) -> None:
        self._path = results / NAME
        self._conditions, self._digest, self._lang = conditions, digest, lang
        self._before: bytes | None = None
        self._body: dict[str, Any] = {}
        with contextlib.suppress(OSError, ValueError):
            self._before = self._path.read_bytes()
            body = json.loads(self._before)
            self._body = body if isinstance(body, dict) else {}

    def unfinished_clock(self) -> datetime.datetime | None:
        """The clock of a run under the same conditions that did not end."""
        if self._body.get("finished") is not False or self._body.get("conditions_digest") != self._digest:
            return None
        with contextlib.suppress(KeyError, TypeError, ValueError):
            return datetime.datetime.fromisoformat(self._body["clock"])
        return None

    def begin(self, clock: datetime.datetime) -> None:
        """Say that a run is under way, and at which clock."""
        self._write(clock, Summary(), {}, finished=False)

    def restore(self) -> None:
        """Put back the manifest of a finished run of which nothing had to be done again."""
        if self._before is not None:
            replace(self._path, self._before)

    @property
    def was_finished(self) -> bool:
        """Whether the run before ended, under the same conditions."""
        return self._body.get("finished") is True and self._body.get("conditions_digest") == self._digest

    def end(self, clock: datetime.datetime, summary: Summary, entries: Mapping[str, Entry]) -> None:
        """Say what became of every workbook."""
        self._write(clock, summary, entries, finished=not summary.stopped)

    def _write(
        self, clock: datetime.datetime, summary: Summary, entries: Mapping[str, Entry], *, finished: bool
    ) -> None:
        body = {
            "schema": SCHEMA,
            "finished": finished,
            "clock": clock.isoformat(),
            "versions": {"psscore": psscore.__version__},
            "conditions": self._conditions,
            "conditions_digest": self._digest,
            "counts": dict(sorted(Counter(entry.status for entry in entries.values()).items())),
            "same_units": [dataclasses.asdict(item) for item in summary.alike],
            "skipped": [
                {"file": item.name, "why": item.why(self._lang), "meant": item.meant} for item in summary.skipped
            ],
            "left_over": summary.left_over,
            "workbooks": [
                {
                    "file": name,
                    "status": entry.status,
                    "input_digest": entry.input_digest,
                    "output_digest": entry.output_digest,
                    "standard_digest": entry.standard_digest,
                    "conditions": entry.conditions,
                }
                for name, entry in entries.items()
            ],
        }
        text = json.dumps(body, ensure_ascii=False, indent=1) + "\n"
        replace(self._path, text.encode("utf-8", "backslashreplace"))
