"""How a batch runs, and what became of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from psscore.batch.found import Skipped
from psscore.batch.journal import Entry
from psscore.batch.score_many import CHUNK, LIMIT
from psscore.batch.units import Alike
from psscore.model.text import Text
from psscore.workbook.recalculation import Options


class BadFolders(Exception):
    """The inbox or the folder of results cannot be used; `text` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


@dataclass(frozen=True, slots=True)
class Settings:
    """How a batch runs.

    `workers`: processes, None as many as cores; `limit`: seconds a workbook may take; `redo`: score the unchanged too.
    """

    options: Options = field(default_factory=Options)
    workers: int | None = None
    chunk: int = CHUNK
    limit: float = LIMIT
    redo: bool = False


@dataclass(frozen=True, slots=True)
class Withheld:
    """A workbook that was scored and has no total: the unit on its cover, and why."""

    unit: str
    why: Text


@dataclass(slots=True)
class Summary:
    """What became of a batch.

    `statuses` by name: `written` (result written now), `unchanged` (result of an earlier run still right), `partial`,
    `refused`, `error`. `troubles`: name and entry of what has no result. `withheld`: by name what
    has one without a total. `left_over`: results whose workbook is gone from the inbox. `waiting`: not complete when
    watching ended. `unrecorded`: receipts that could not be saved, to be made again. `stopped`: not all were reached.
    """

    statuses: dict[str, str] = field(default_factory=dict)
    troubles: dict[str, Entry] = field(default_factory=dict)
    withheld: dict[str, Withheld] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    alike: list[Alike] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    unrecorded: int = 0
    not_saved: Text | None = None
    found: int = 0
    stopped: bool = False

    @property
    def counts(self) -> Counter[str]:
        """How many workbooks have each status."""
        return Counter(self.statuses.values())

    @property
    def exit_code(self) -> int:
        """0 when every workbook has its result, 2 when some are refused or partial, 1 after errors, 130 stopped."""
        if self.stopped:
            return 130
        if self.counts["error"] or self.unrecorded or self.not_saved or any(item.unread for item in self.skipped):
            return 1
        return 2 if self.troubles else 0
