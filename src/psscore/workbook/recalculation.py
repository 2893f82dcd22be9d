"""What is asked of a recalculation and what comes of it."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from psscore.model.text import Text
from psscore.workbook.package import Limits
from psscore.workbook.receipt import receipt
from psscore.workbook.refusal import Finding, Refused


@dataclass(frozen=True)
class Options:
    """How to recalculate. `now` is the wall clock that TODAY and NOW read; `lang` is the receipt's language.

    `stamp` writes time, `operator`, digest and version into the stamp cells, unless nothing changes and they say so
    already. `inputs_written`: inputs were written since the file was last calculated, so its stored results say nothing
    about the engine.
    """

    allow_partial: bool = False
    now: datetime.datetime | None = None
    lang: str = "zh"
    stamp: bool = False
    operator: str = ""
    inputs_written: bool = False
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Recalculation:
    """What became of a workbook.

    `status` is `written`, `unchanged`, `partial`, `refused` or `error`; `data` the new bytes (the very object given
    when nothing changed, None when nothing may be written). `written` are the cells that hold a new result, by sheet.
    """

    status: str
    data: bytes | None
    receipt: dict[str, Any]
    findings: tuple[Finding, ...]
    written: Mapping[str, Collection[bytes]] = field(default_factory=dict)

    @property
    def changed(self) -> tuple[tuple[str, str], ...]:
        """The cells that hold a new result, as (sheet, cell)."""
        return tuple((sheet, at.decode()) for sheet, cells in self.written.items() for at in cells)


def refused(refusal: Refused, options: Options, name: str, now: datetime.datetime) -> Recalculation:
    """The result for a workbook that is refused whole."""
    finding = Finding("", "", refusal.code, refusal.text)
    body = receipt(name=name, status="refused", findings=(finding,), lang=options.lang, now=now)
    return Recalculation("refused", None, body, (finding,))


def crashed(failure: BaseException, options: Options, name: str, now: datetime.datetime) -> Recalculation:
    """The result when the program itself fails on a workbook: nothing is written, and a report is asked for."""
    what = type(failure).__name__
    text = Text(
        f"程序内部错误（{what}），未写入任何内容：请把此工作簿和本提示一并报告给我们",
        f"the program itself failed ({what}) and nothing was written: please report this with the workbook",
    )
    return refused(Refused("internal_error", text), options, name, now)


def failed(code: str, text: Text, options: Options, name: str, now: datetime.datetime) -> Recalculation:
    """The result when a file could not be read or written."""
    finding = Finding("", "", code, text)
    body = receipt(name=name, status="error", findings=(finding,), lang=options.lang, now=now)
    return Recalculation("error", None, body, (finding,))
