"""What the buttons do in an open workbook: one function each, over xlwings' `Book`; the text they give is shown.

Excel calculates first, then a copy of what is on the screen goes through headless scoring: both must say the same.
"""

from __future__ import annotations

import datetime
import getpass
import logging
from collections.abc import Callable
from dataclasses import dataclass

import xlwings

from psscore.hosts.xlwings import summary
from psscore.hosts.xlwings.screen_copy import NoCopy, copy_of
from psscore.model.faults import ReferenceFault, StandardFaults
from psscore.model.text import Text
from psscore.rulebook.catalogue import load_standard
from psscore.workbook.address import a1
from psscore.workbook.package import Package
from psscore.workbook.parts import Book, read_book
from psscore.workbook.recalculate import Options, Recalculation, recalculate
from psscore.workbook.stamps import stamps

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Checked:
    """An open workbook, what headless scoring says about it, and where its names are (None when it was refused)."""

    book: xlwings.Book
    result: Recalculation
    parts: Book | None


def score_workbook(lang: str = "zh") -> str:
    """Check the workbook, stamp time, operator, standard and version, select the first finding; gives a summary.

    The stamp cells are those named `ps_scored_at`, `ps_scored_by`, `ps_scored_digest` and `ps_scored_with`. A workbook
    that cannot be scored is not stamped.
    """
    return _told(lang, _score)


def check_workbook(lang: str = "zh") -> str:
    """Check the workbook without changing it, select the first finding; gives a summary."""
    return _told(lang, _check)


def explain_selection(lang: str = "zh") -> str:
    """How the score in the selected cell, or in its row, came about."""
    return _told(lang, _explain)


def readings(lang: str = "zh") -> str:
    """What the workbook chose where its standards are silent; shows the cover, where the choices are made."""
    return _told(lang, _readings)


def _told(lang: str, command: Callable[[xlwings.Book, str], str]) -> str:
    """A command's text, or one sentence when it fails: no traceback reaches a user."""
    try:
        return summary.fitted(command(xlwings.Book.caller(), lang))
    except NoCopy as refusal:
        return refusal.text(lang)
    except Exception as failure:
        _log.exception(command.__name__)
        what = f"{type(failure).__name__}: {failure}"
        return Text(f"未能完成（{what}），请报告此问题", f"This failed ({what}): please report it")(lang)


def _checked(book: xlwings.Book, lang: str) -> _Checked:
    data = copy_of(book)
    result = recalculate(data, Options(lang=lang), name=book.name)
    readable = result.status not in ("refused", "error")
    return _Checked(book, result, read_book(Package(data)) if readable else None)


def _score(book: xlwings.Book, lang: str) -> str:
    found = _checked(book, lang)
    lines = summary.lines(found.result, lang)
    if found.parts is not None:
        lines += _stamped(found, lang)
    _select_first(found)
    return "\n".join(lines)


def _check(book: xlwings.Book, lang: str) -> str:
    found = _checked(book, lang)
    _select_first(found)
    return "\n".join(summary.lines(found.result, lang))


def _stamped(found: _Checked, lang: str) -> list[str]:
    """Write the stamp; one line about it."""
    assert found.parts is not None
    digest = found.result.receipt["standard"]["digest"]
    values = stamps(datetime.datetime.now(), _operator(found.book), digest)
    written = 0
    for name, value in values.items():
        place = found.parts.cell(name)
        if place is None:
            continue
        sheet, row, column = place
        try:
            found.book.sheets[sheet].range((row, column)).value = value
        except Exception:
            _log.exception(name)
            refused = f"{sheet}!{a1(row, column)}"
            return [
                Text(f"{refused} 不能写入计分时间：请检查工作表保护", f"{refused} took no stamp: is it locked?")(lang)
            ]
        written += 1
    if not written:
        return []
    at, operator = values["ps_scored_at"], values["ps_scored_by"]
    return [Text(f"已记录：{at:%Y-%m-%d %H:%M}，{operator}", f"Stamped: {at:%Y-%m-%d %H:%M}, {operator}")(lang)]


def _operator(book: xlwings.Book) -> str:
    """The user's name as Office knows it, else the login name."""
    name = getattr(book.app.api, "UserName", "")
    try:
        return str(name or getpass.getuser())
    except (OSError, KeyError, ImportError):
        return ""


def _select_first(found: _Checked) -> None:
    first = next((finding for finding in found.result.findings if finding.cell), None)
    if first is not None:
        sheet = found.book.sheets[first.sheet]
        sheet.activate()
        sheet.range(first.cell).select()


def _explain(book: xlwings.Book, lang: str) -> str:
    selected = book.app.selection
    if selected is None:
        return summary.NOTHING_SELECTED(lang)
    found = _checked(book, lang)
    if found.parts is None:
        return "\n".join(summary.lines(found.result, lang))
    return summary.explanation(found.result, selected.sheet.name, selected.row, selected.column, lang)


def _readings(book: xlwings.Book, lang: str) -> str:
    found = _checked(book, lang)
    if found.parts is None:
        return "\n".join(summary.lines(found.result, lang))
    lines: list[str] = []
    for name in ("ps_standard_reference", "ps_form_standard"):
        place = found.parts.cell(name)
        if place is None:
            continue
        sheet, row, column = place
        reference = book.sheets[sheet].range((row, column)).value
        try:
            lines += summary.readings(load_standard(str(reference or "")), lang)
        except (ReferenceFault, StandardFaults) as fault:
            lines.append(f"{sheet}!{a1(row, column)}：{fault}")
    if not lines:
        lines = summary.readings(load_standard(found.result.receipt["standard"]["reference"]), lang)
    table = found.parts.tables.get("ps_readings")
    if table is not None:
        sheet_ = book.sheets[table.sheet]
        sheet_.activate()
        sheet_.range((table.first_row, table.left)).select()
    return "\n".join(lines)
