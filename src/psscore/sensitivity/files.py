"""Workbooks examined one after another."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from psscore.model.text import Text
from psscore.sensitivity.outcome import Outcome
from psscore.sensitivity.readings import Combined, Effect, combinations, combined, effects, varied
from psscore.sensitivity.subject import Subject
from psscore.sensitivity.weights import WeightBand, weights_within
from psscore.workbook.recalculate import Options, Recalculator
from psscore.workbook.refusal import Refused


class TooMany(Exception):
    """More combinations than allowed: nothing was tried out."""

    def __init__(self, count: int, limit: int) -> None:
        super().__init__(f"{count} > {limit}")
        self.count, self.limit = count, limit


class UnknownReading(Exception):
    """A reading that none of the standards has, and those they have."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(name)
        self.name, self.known = name, tuple(known)


@dataclass(frozen=True, slots=True)
class Settings:
    """What to examine. `readings`: only these; `weights`: the band in percent, at `level`; `together`: all combinations
    of values, at most `limit` over all workbooks."""

    readings: tuple[str, ...] = ()
    weights: Fraction | None = None
    level: int = 1
    together: bool = False
    limit: int = 20_000
    lang: str = "zh"
    now: datetime.datetime | None = None


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one workbook.

    `status`: `done`; `withheld` when it has no total as it is; `partial` when its scores rest on formulas that could
    not be calculated; `refused`; `error` when it could not be read. `reason` says why it is not `done`.
    """

    path: str
    unit: str
    status: str
    reason: str = ""
    subject: Subject | None = None
    effects: tuple[Effect, ...] = ()
    combined: Combined | None = None
    weights: WeightBand | Text | None = None

    @property
    def name(self) -> str:
        """The unit evaluated, or the file where it is not filled in."""
        return self.unit or Path(self.path).stem

    @property
    def base(self) -> Outcome | None:
        """The workbook as it is."""
        return None if self.subject is None else self.subject.base

    @property
    def totals(self) -> tuple[Fraction, ...]:
        """The totals of every single change, and of none."""
        own = () if self.base is None or self.base.total is None else (self.base.total,)
        return (*own, *(total for effect in self.effects for total in effect.totals))


@dataclass(slots=True)
class Progress:
    """How far it is: told before it starts how many calculations there are, then of each."""

    begin: Callable[[int], None] = field(default=lambda _: None)
    tick: Callable[[], None] = field(default=lambda: None)


def examine(
    paths: Sequence[str | Path],
    settings: Settings = Settings(),
    progress: Progress | None = None,
    recalculator: Recalculator | None = None,
) -> list[FileReport]:
    """What the readings change in each workbook, in the order given; no file is written to.

    Raises `TooMany` and `UnknownReading` before anything is tried out.
    """
    progress = progress or Progress()
    now = settings.now or datetime.datetime.now()
    options = Options(lang=settings.lang, now=now)
    recalculator = recalculator or Recalculator()
    opened = [_open(path, recalculator, options) for path in paths]
    subjects = [report.subject for report in opened if report.subject is not None and report.status != "partial"]
    _check_readings(subjects, settings.readings)
    steps = sum(len(r.values) - (s.chosen(r) is not None) for s in subjects for r in varied(s, settings.readings))
    if settings.together:
        count = sum(combinations(subject, settings.readings) for subject in subjects)
        if count > settings.limit:
            raise TooMany(count, settings.limit)
        steps += count
    progress.begin(steps)
    return [_examined(report, settings, progress.tick) for report in opened]


def _open(path: str | Path, recalculator: Recalculator, options: Options) -> FileReport:
    try:
        subject = Subject(Path(path).read_bytes(), str(path), recalculator, options)
    except OSError as failure:
        why = Text(f"无法读取文件（{failure.strerror}）", f"the file cannot be read ({failure.strerror})")
        return FileReport(str(path), "", "error", why(options.lang))
    except Refused as refusal:
        return FileReport(str(path), "", "refused", refusal.text(options.lang))
    if subject.partial:
        why = Text(
            "得分或总分所依据的公式有的无法计算，不作分析；先用 psscore score 查看",
            "scores or the total rest on formulas that cannot be calculated: see psscore score first",
        )
        return FileReport(str(path), subject.unit, "partial", why(options.lang), subject)
    if subject.base.total is None:
        return FileReport(str(path), subject.unit, "withheld", subject.base.reason, subject)
    return FileReport(str(path), subject.unit, "done", "", subject)


def _examined(report: FileReport, settings: Settings, tick: Callable[[], None]) -> FileReport:
    subject = report.subject
    if subject is None or report.status == "partial":
        return report
    found = effects(subject, settings.readings, tick)
    together = combined(subject, settings.readings, tick) if settings.together else None
    weights: WeightBand | Text | None = None
    if settings.weights is not None:
        weights = weights_within(subject.standard, subject.base, settings.weights, settings.level)
    return FileReport(report.path, report.unit, report.status, report.reason, subject, found, together, weights)


def _check_readings(subjects: Sequence[Subject], wanted: Sequence[str]) -> None:
    known = list(dict.fromkeys(reading.name for subject in subjects for reading in subject.readings))
    for name in wanted:
        if subjects and name not in known:
            raise UnknownReading(name, known)
