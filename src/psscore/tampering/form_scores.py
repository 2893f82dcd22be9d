"""The scores of a self-evaluation form against its rule: above it without a reason, or outside the level's interval."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from psscore.engines.engine import Fault
from psscore.functions.cells import number_in
from psscore.model.text import Text
from psscore.scoring.form import PrintedCell, review
from psscore.tampering.calculation import Calculated
from psscore.tampering.finding import Finding, Severity
from psscore.tampering.handed_out import known
from psscore.workbook.address import a1
from psscore.workbook.parts import Table
from psscore.workbook.template.tables import FORM
from psscore.workbook.values import Cell

_FORM = "ps_form"
_KEYS = ("target", "actual", "points", "score", "reason")
_WITHOUT_REASON = frozenset({"above_rule", "outside_tier"})


def check_form(calculated: Calculated) -> Iterator[Finding]:
    """Rows whose points may not stand; what a unit explains is left to its reader."""
    book = calculated.run.book
    table, place = book.tables.get(_FORM), book.cell("ps_form_standard")
    reference = calculated.values(place[0], [place[1:]])[0] if place else None
    standard = known(reference) if isinstance(reference, str) else None
    columns = _columns(table) if table else None
    if table is None or standard is None or standard.form is None or columns is None:
        return
    for row in range(table.first_row, table.last_row + 1):
        cells = calculated.values(table.sheet, [(row, column) for column in columns])
        target, actual, *numbers, reason = cells
        full, given = (_number(cell) for cell in numbers)
        if full is None or given is None:
            continue
        words = reason if isinstance(reason, str) else ""
        for code, text in review(standard, _printed(target), _printed(actual), full, given, words):
            grave = code == "outside_points"
            if grave or (code in _WITHOUT_REASON and not words.strip()):
                severity = Severity.CRITICAL if grave else Severity.WARNING
                without = Text("", "") if grave else Text("，未写原因", ", and no reason is given")
                at = a1(row, columns[3])
                yield Finding("score_above_rule", severity, table.sheet, at, text + without)


def _columns(table: Table) -> list[int] | None:
    found = []
    for key in _KEYS:
        title = FORM.columns[key]
        headings = [heading for heading in (title.zh.casefold(), title.en.casefold()) if heading in table.columns]
        if not headings:
            return None
        found.append(table.left + table.columns.index(headings[0]))
    return found


def _number(cell: Cell | Fault) -> Fraction | None:
    number = None if isinstance(cell, Fault) else number_in(cell)
    return number if isinstance(number, Fraction) else None


def _printed(cell: Cell | Fault) -> PrintedCell:
    return cell if isinstance(cell, str) else number_in(None if isinstance(cell, Fault) else cell)
