"""What the buttons do in an open workbook: one function each, over xlwings' `Book`; the text they give is shown.

Excel calculates first, then a copy of what is on the screen goes through headless scoring: both must say the same.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import xlwings

from psscore.hosts.xlwings import importing, summary
from psscore.hosts.xlwings.failure import words
from psscore.hosts.xlwings.screen_copy import NoCopy, copy_of
from psscore.hosts.xlwings.stamping import NoStamp, stamp_cells, write_stamps
from psscore.model.faults import ReferenceFault, StandardFaults
from psscore.model.text import Text
from psscore.rulebook.catalogue import load_standard
from psscore.workbook.address import a1, area, located
from psscore.workbook.package import Package
from psscore.workbook.parts import Book, read_book
from psscore.workbook.recalculate import Options, Recalculation, recalculate
from psscore.workbook.refusal import Refused
from psscore.workbook.stamps import login_name, stamps

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Checked:
    """An open workbook, its copy, what headless scoring says of it, and where its names are (None: it was refused)."""

    book: xlwings.Book
    copy: bytes
    result: Recalculation
    parts: Book | None


def score_workbook(lang: str = "zh") -> str:
    """Check the workbook, stamp time, operator, standard and version, select the first finding; gives a summary.

    The stamp cells are those named `ps_scored_at`, `ps_scored_by`, `ps_scored_digest` and `ps_scored_with`. A workbook
    that cannot be scored is not stamped, nor one that shows other scores than its data give.
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


def import_survey(lang: str = "zh", files: str = "", force: bool = False) -> str:
    """Count responses, paths one a line, into the workbook; gives a summary, or a question that begins with `ASKS`.

    Yes means: call again with `force`, which overwrites what was typed by hand.
    """
    return _imported(lang, files, force, importing.survey_of)


def import_tickets(lang: str = "zh", files: str = "", force: bool = False) -> str:
    """Count exports of tickets with the item map among the files; otherwise as `import_survey`."""
    return _imported(lang, files, force, importing.tickets_of)


def _imported(lang: str, files: str, force: bool, count: importing.Count) -> str:
    paths = [Path(line) for line in files.splitlines() if line.strip()]
    return _told(lang, lambda book, lang: importing.imported(book, paths, count, lang, force))


def _told(lang: str, command: Callable[[xlwings.Book, str], str]) -> str:
    """A command's text, or one sentence when it fails: no traceback reaches a user."""
    try:
        return summary.fitted(command(xlwings.Book.caller(), lang))
    except (NoCopy, importing.NotImported, Refused) as refusal:
        return summary.fitted(refusal.text(lang))
    except Exception as failure:
        _log.exception(command.__name__)
        what = f"{type(failure).__name__}: {words(failure)}"
        return Text(f"未能完成（{what}），请报告此问题", f"This failed ({what}): please report it")(lang)


def _checked(book: xlwings.Book, lang: str) -> _Checked:
    data = copy_of(book)
    result = recalculate(data, Options(lang=lang), name=book.name)
    readable = result.status not in ("refused", "error")
    return _Checked(book, data, result, read_book(Package(data)) if readable else None)


def _score(book: xlwings.Book, lang: str) -> str:
    found = _checked(book, lang)
    lines = summary.lines(found.result, lang, _select_first(found))
    return summary.fitted("\n".join(lines), _stamped(found, lang))


def _check(book: xlwings.Book, lang: str) -> str:
    found = _checked(book, lang)
    return "\n".join(summary.lines(found.result, lang, _select_first(found)))


def _stamped(found: _Checked, lang: str) -> str:
    """Write the stamp; one line about it, empty for a workbook without stamp cells."""
    if found.parts is None:
        return ""
    values = stamps(datetime.datetime.now(), _operator(found.book), found.result.receipt["standard"]["digest"])
    cells = stamp_cells(found.parts, values)
    if not cells:
        return ""
    if _shows_other_scores(found.result, found.parts):
        return summary.NOT_STAMPED(lang)
    try:
        write_stamps(found.book, Package(found.copy), found.parts, cells)
    except NoStamp as refusal:
        return refusal.text(lang)
    at, operator = values["ps_scored_at"], values["ps_scored_by"]
    return Text(f"已记录：{at:%Y-%m-%d %H:%M}，{operator}", f"Stamped: {at:%Y-%m-%d %H:%M}, {operator}")(lang)


def _shows_other_scores(result: Recalculation, parts: Book) -> bool:
    """True when a score, the total or the grade on the screen is not what the data give."""
    named = (parts.cell(name) for name in ("ps_result_total", "ps_result_grade"))
    scores = {located(*place) for place in named if place} | {item["cell"] for item in result.receipt["indicators"]}
    boxes = ((sheet, area(cell)) for sheet, cell in result.changed)
    return any(located(sheet, *box[:2]) in scores for sheet, box in boxes if box)


def _operator(book: xlwings.Book) -> str:
    """The user's name as Office knows it, else the login name."""
    return str(getattr(book.app.api, "UserName", "") or login_name())


def _select_first(found: _Checked) -> bool:
    """Select the first finding that lies in a cell; False when there is none, or its sheet is hidden."""
    first = next((finding for finding in found.result.findings if finding.cell), None)
    return first is not None and _selected(found.book, first.sheet, first.cell)


def _selected(book: xlwings.Book, sheet: str, cell: str) -> bool:
    """Go to a cell; False when Excel does not, which is no reason to keep a summary back."""
    try:
        shown = book.sheets[sheet]
        shown.activate()
        shown.range(cell).select()
    except Exception:
        _log.info("%s!%s was not selected", sheet, cell, exc_info=True)
        return False
    return True


def _explain(book: xlwings.Book, lang: str) -> str:
    try:
        selected = book.app.selection
        place = (selected.sheet.name, selected.row, selected.column) if selected is not None else None
    except Exception:
        # A picture, a button or a chart has no address; xlwings finds out by failing.
        place = None
    if place is None:
        return summary.NOTHING_SELECTED(lang)
    found = _checked(book, lang)
    if found.parts is None:
        return "\n".join(summary.lines(found.result, lang))
    return summary.explanation(found.result, *place, lang)


def _readings(book: xlwings.Book, lang: str) -> str:
    found = _checked(book, lang)
    if found.parts is None:
        return "\n".join(summary.lines(found.result, lang))
    named = (found.parts.cell(name) for name in ("ps_standard_reference", "ps_form_standard"))
    references = [
        (f"{located(*place)} ", str(book.sheets[place[0]].range(place[1:]).value or "")) for place in named if place
    ]
    lines: list[str] = []
    for where, reference in references or [("", found.result.receipt["standard"]["reference"])]:
        try:
            lines += summary.readings(load_standard(reference), lang)
        except ReferenceFault as fault:
            lines.append(where + fault.message(lang))
        except StandardFaults as faults:
            lines.append(where + faults.faults[0].line(lang))
    table = found.parts.tables.get("ps_readings")
    if table is not None:
        _selected(book, table.sheet, a1(table.first_row, table.left))
    return "\n".join(lines)
