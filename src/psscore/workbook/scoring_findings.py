"""What the PS_ functions and the checks of a workbook say about its data, each at its cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import compress
from typing import Any

from psscore.engines.engine import Fault, Place
from psscore.model.cell_error import CellError
from psscore.model.text import Text
from psscore.scoring.grade import NO_GRADES
from psscore.workbook.address import a1
from psscore.workbook.overwritten import Overwritten
from psscore.workbook.prepared import Prepared
from psscore.workbook.refusal import Finding
from psscore.workbook.sheet_result import SheetResult
from psscore.workbook.sites import Site

_CHECK_COLUMNS = ("核查", "finding")
_SOUND = ("", "✓")
_SHOWN = {error: str(error) for error in CellError}
_NOT_ASKED = Text(
    "PS_SCORE 没有评分：公式先遇到错误，请先改正它所引的单元格",
    "PS_SCORE scored nothing: the formula met an error before; mend the cell it refers to first",
)
_NO_VALUES = frozenset({CellError, Fault, type(None)})
_CODES = {
    CellError.NOT_AVAILABLE: "not_ready",
    CellError.NULL: "excluded",
    CellError.VALUE: "bad_input",
    CellError.NUM: "out_of_range",
}


def calls_of(prepared: Prepared, kept: set[Place], numbers: Iterable[int]) -> Iterator[tuple[Site, Any]]:
    """The calls made from cells, of the call sites with these numbers."""
    known, sites = prepared.called, prepared.sites
    for number in numbers:
        site = sites[number]
        if number in known and site.row and (not kept or (site.sheet, site.row, site.column) not in kept):
            yield site, known[number]


def scoring_findings(
    prepared: Prepared, results: Mapping[str, SheetResult], kept: set[Place], typed: Overwritten
) -> list[Finding]:
    """One finding a cell, in the order of sheets and rows: an error a PS_ function left in it, or what a check says.

    An error the formula itself dealt with, as in IFERROR, is none.
    """
    found: dict[Place, Finding] = {}
    shown = _errors_shown(prepared, results)
    for site, called in calls_of(prepared, kept, sorted(prepared.speaking)):
        value = called.value
        if called.reason is NO_GRADES:
            continue
        # The calls inside another come after it and know the reason.
        if type(value) is CellError and (site.row, site.column) in shown[site.sheet]:
            reason = called.reason or Text(
                "所引单元格有误，请先改正它", "a cell it refers to is wrong: mend that first"
            )
            lead = f"{site.function} {_SHOWN[value]}"
            code = _CODES.get(value, "score_error") if called.reason else "passed_on"
            place = site.sheet, site.row, site.column
            where = site.sheet, a1(site.row, site.column)
            found[place] = Finding(*where, code, Text(f"{lead}：{reason.zh}", f"{lead}: {reason.en}"))
        elif isinstance(value, str):
            place = site.sheet, site.row, site.column
            found[place] = Finding(site.sheet, a1(site.row, site.column), "check", Text(value, value))
    for place in _not_asked(prepared, kept, shown):
        found.setdefault(place, Finding(place[0], a1(*place[1:]), "passed_on", _NOT_ASKED))
    for place, sentence in typed.findings():
        found.setdefault(place, Finding(place[0], a1(*place[1:]), "overwritten", sentence))
    for place, text in _check_columns(prepared):
        if place not in found and place not in kept:
            found[place] = Finding(place[0], a1(*place[1:]), "check", Text(text, text))
    order = {sheet: number for number, sheet in enumerate(prepared.states)}
    return [found[place] for place in sorted(found, key=lambda place: (order[place[0]], *place[1:]))]


def _not_asked(prepared: Prepared, kept: set[Place], shown: Mapping[str, set[tuple[int, int]]]) -> Iterator[Place]:
    """Score cells that show an error which kept the formula from asking for the score: no receipt lists their rows."""
    sites, called = prepared.sites, prepared.called
    numbers = prepared.sites_of.get("PS_SCORE", ())
    asked = {sites[number][:3] for number in numbers if number in called}
    for place in {sites[number][:3] for number in numbers} - asked - kept:
        if place[1] and place[1:] in shown[place[0]]:
            yield place


def _errors_shown(prepared: Prepared, results: Mapping[str, SheetResult]) -> dict[str, set[tuple[int, int]]]:
    """The formula cells of each sheet that show an error."""
    return {
        sheet: set(compress(prepared.states[sheet].places, map(_NO_VALUES.__contains__, result.kinds)))
        for sheet, result in results.items()
    }


def _check_columns(prepared: Prepared) -> Iterator[tuple[Place, str]]:
    """Texts in the check columns of the workbook's own tables, whatever formula put them there."""
    for name, table in prepared.book.tables.items():
        if not name.startswith("ps_") or table.sheet not in prepared.states:
            continue
        for offset, title in enumerate(table.columns):
            if title in _CHECK_COLUMNS and name != "ps_findings":
                cells = tuple((row, table.left + offset) for row in range(table.first_row, table.last_row + 1))
                for cell, value in zip(cells, prepared.engine.values(table.sheet, cells), strict=True):
                    if isinstance(value, str) and value.strip() not in _SOUND:
                        yield (table.sheet, *cell), value
