"""Results typed over: cells of our own tables and names that hold something other than the formula they came with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from psscore.engines.engine import Place
from psscore.functions.cells import code_in, text_in
from psscore.model.text import Text
from psscore.workbook.parts import Table
from psscore.workbook.prepared import Prepared

HOLE = "overwritten"
"""The kind of hole a typed score is."""
ROW = Text("得分不是由公式算出", "the score is not calculated by a formula")
TOTAL = Text("总分不是由公式算出，请恢复公式", "the total is not calculated by a formula: restore it")

_CODES = ("编号", "indicator")
_SCORES = ("得分", "score")
_POINTS = ("分值", "points")
_SCORE = Text("得分不是由 PS_SCORE 计算的，请恢复公式", "not calculated by PS_SCORE: restore the formula")
_POINT = Text("分值不是由公式算出，请恢复公式", "the points are not given by a formula: restore it")
_SUBTOTAL = Text("小计不是由公式算出，请恢复公式", "the subtotal is not calculated by a formula: restore it")
_TOTALS = frozenset({"ps_result_total", "ps_form_total"})
_NAMES: Mapping[str, Text] = {
    "ps_result_total": TOTAL,
    "ps_result_grade": Text("等级不是由公式算出，请恢复公式", "the grade is not calculated by a formula: restore it"),
    "ps_max_points": Text(
        "满分不是由公式算出，请恢复公式", "the full points are not calculated by a formula: restore it"
    ),
    "ps_result_progress": Text(
        "进度不是由公式算出，请恢复公式", "the progress is not calculated by a formula: restore it"
    ),
}
SENTENCES = (ROW, TOTAL, _SCORE, _POINT, _SUBTOTAL, *_NAMES.values())
"""Everything said here, in both languages."""


@dataclass(slots=True)
class Overwritten:
    """What was typed over: the cells of scores by row with their codes, points, subtotals, and the names of results."""

    scores: dict[Place, str] = field(default_factory=dict)
    points: list[Place] = field(default_factory=list)
    subtotals: list[Place] = field(default_factory=list)
    names: dict[str, Place] = field(default_factory=dict)

    @property
    def no_total(self) -> bool:
        """True when what the workbook shows as its total is none of the rules'."""
        return bool(self.scores) or not self.names.keys().isdisjoint(_TOTALS)

    def findings(self) -> Iterator[tuple[Place, Text]]:
        """Every cell with what is wrong with it."""
        yield from ((place, _SCORE) for place in self.scores)
        yield from ((place, _POINT) for place in self.points)
        yield from ((place, _SUBTOTAL) for place in self.subtotals)
        yield from ((place, _NAMES.get(name, TOTAL)) for name, place in self.names.items())


def overwritten(prepared: Prepared) -> Overwritten:
    """What was typed over in a workbook with our score table or form; any other's totals are its own affair."""
    found = Overwritten()
    table = prepared.book.tables.get("ps_scores")
    if table is None and "ps_form" in prepared.book.tables:
        # The scores of a form are typed; what they add up to is not.
        _results(prepared, found, {"ps_form_total": TOTAL, **_NAMES})
        return found
    if table is None or table.sheet not in prepared.states or column(table, _CODES) is None:
        return found
    scores = column(table, _SCORES)
    if scores is None:
        return found
    state = prepared.states[table.sheet]
    for row, code in _coded(prepared, table):
        # An array of scores fills the cells below its own.
        if (table.sheet, row, scores) not in prepared.score_cells and not state.covered(row, scores):
            found.scores[table.sheet, row, scores] = code
    found.points += _typed(prepared, table, _POINTS)
    for name in ("ps_level1", "ps_level2"):
        below = prepared.book.tables.get(name)
        if below is not None and below.sheet in prepared.states:
            found.subtotals += _typed(prepared, below, _SCORES)
    _results(prepared, found, _NAMES)
    return found


def column(table: Table, titles: tuple[str, ...]) -> int | None:
    """The column of the sheet under one of these headings (lower case)."""
    return next((table.left + at for at, title in enumerate(table.columns) if title in titles), None)


def _results(prepared: Prepared, found: Overwritten, names: Iterable[str]) -> None:
    for name in names:
        place = prepared.book.cell(name)
        if place is None:
            continue
        sheet, row, at = place
        if (row, at) in prepared.states[sheet].places:
            if name == "ps_result_total" and _rests_on_nothing(prepared, place):
                found.names[name] = place
        # A standard without grades leaves the cell of the grade blank.
        elif name in _TOTALS or prepared.engine.values(sheet, [(row, at)])[0] not in (None, ""):
            found.names[name] = place


def _rests_on_nothing(prepared: Prepared, total: Place) -> bool:
    """True of a total that is the same whatever the scores are, such as `=99`."""
    sites = map(prepared.sites.__getitem__, prepared.sites_of.get("PS_TOTAL", ()))
    if any((site.sheet, site.row, site.column) == total for site in sites):
        # What depends on what is long to find out, and here it is plain.
        return False
    return bool(prepared.score_cells) and total not in prepared.closure(frozenset(prepared.score_cells))


def _coded(prepared: Prepared, table: Table) -> Iterator[tuple[int, str]]:
    """The rows of a table that have a code."""
    codes = column(table, _CODES)
    if codes is None:
        return
    rows = range(table.first_row, table.last_row + 1)
    values = prepared.engine.values(table.sheet, tuple((row, codes) for row in rows))
    for row, value in zip(rows, values, strict=True):
        if value not in (None, ""):
            code = code_in(value)
            yield row, (code if isinstance(code, str) else text_in(value)).strip()


def _typed(prepared: Prepared, table: Table, titles: tuple[str, ...]) -> list[Place]:
    """The cells of a column that hold a value and no formula, in rows with a code."""
    at = column(table, titles)
    if at is None:
        return []
    state = prepared.states[table.sheet]
    formulas = {row for row, other in state.places if other == at}
    rows = [row for row, _ in _coded(prepared, table) if row not in formulas and not state.covered(row, at)]
    values = prepared.engine.values(table.sheet, tuple((row, at) for row in rows))
    return [(table.sheet, row, at) for row, value in zip(rows, values, strict=True) if value not in (None, "")]
