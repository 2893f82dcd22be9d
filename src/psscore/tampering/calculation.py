"""A workbook calculated anew beside the results it was saved with."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from psscore.engines.engine import Fault, Place
from psscore.functions.call import OMITTED
from psscore.functions.cells import number_in
from psscore.model.cell_error import CellError
from psscore.model.text import Text, counted
from psscore.scoring.numbers import exact_text
from psscore.tampering.comparison import Comparison
from psscore.tampering.finding import Finding, Severity, shown
from psscore.tampering.sheet_view import Place as At
from psscore.workbook.address import a1, located
from psscore.workbook.overwritten import HOLE, overwritten
from psscore.workbook.package import Package
from psscore.workbook.recalculate import own_functions
from psscore.workbook.recalculation import Options
from psscore.workbook.refusal import Refused
from psscore.workbook.run import Run
from psscore.workbook.sheet import RawCell
from psscore.workbook.template_cache import TemplateCache
from psscore.workbook.trust import same
from psscore.workbook.values import Cell

_LISTED = 30
_RESULTS = ("ps_result_total", "ps_result_grade", "ps_form_total", "ps_form_grade")


@dataclass(frozen=True)
class Calculated:
    """What came of calculating a workbook: its receipt, and the engine that holds the new values."""

    run: Run
    receipt: Mapping[str, Any]

    def values(self, sheet: str, places: list[At]) -> list[Cell | Fault]:
        """New values of cells."""
        return self.run.prepared.engine.values(sheet, places)

    @cached_property
    def differing(self) -> dict[Place, tuple[RawCell, Cell]]:
        """The formula cells that were saved with another result than they have."""
        prepared = self.run.prepared
        found: dict[Place, tuple[RawCell, Cell]] = {}
        missing: set[Place] = set()
        for sheet, state in prepared.states.items():
            outcome = state.outcome
            for index in outcome.differing:
                raw, value = outcome.scan.formulas[index], outcome.values[index]
                at = (sheet, *state.places[index])
                if isinstance(value, Fault) or same(raw, value, self.run.strings):
                    continue
                if not self.claims_nothing(raw):
                    found[at] = raw, value
                elif not isinstance(value, CellError):
                    missing.add(at)
        # What rests on cells without a result was calculated from nothing; what reads the clock moves by itself.
        roots = frozenset({*missing, *prepared.formulas.volatile, *prepared.formulas.problems})
        excused = prepared.closure(roots) | roots if roots else set()
        return {at: pair for at, pair in found.items() if at not in excused or self.is_result(at)}

    def is_result(self, at: Place) -> bool:
        """True of the cells that claim a result: the scores, the totals and the grades. None comes from an error."""
        named = (self.run.book.cell(name) for name in _RESULTS)
        return at in self.run.prepared.score_cells or at in named

    @cached_property
    def without_result(self) -> int:
        """How many formulas the file holds no result of, or an error where the inputs give a value."""
        return sum(
            self.claims_nothing(outcome.scan.formulas[at]) and not isinstance(outcome.values[at], CellError | Fault)
            for outcome in (state.outcome for state in self.run.prepared.states.values())
            for at in outcome.differing
        )

    @cached_property
    def unsaved(self) -> dict[Place, Cell]:
        """What the formula cells hold whose result the file does not have, or has as an error."""
        found: dict[Place, Cell] = {}
        for sheet, state in self.run.prepared.states.items():
            outcome = state.outcome
            for index, value in enumerate(outcome.values):
                if not isinstance(value, Fault) and self.claims_nothing(outcome.scan.formulas[index]):
                    found[(sheet, *state.places[index])] = value
        return found

    @cached_property
    def without_any(self) -> bool:
        """True when the program that saved the file left every result blank, or 0 where it did not calculate."""
        scans = self.run.scans.values()
        cells = [raw for scan in scans for raw in scan.formulas]
        return all(map(self.claims_nothing, cells))

    def claims_nothing(self, raw: RawCell) -> bool:
        """True of a cell that was never calculated, or holds an error, as where our functions could not run."""
        if (not raw[4] and b't="str"' not in raw[2]) or b't="e"' in raw[2]:
            return True
        # A writer that did not calculate, and says so, leaves 0.
        return self.run.book.stale and raw[4] in (b"", b"0")


class Calculator:
    """Calculates workbooks one after another, remembering their templates."""

    def __init__(self) -> None:
        from psscore.engines.formualizer import Formualizer

        self._new_cache = functools.partial(TemplateCache, own_functions(), OMITTED, Formualizer)
        self._cache = self._new_cache()

    def calculate(self, data: bytes, lang: str, now: datetime.datetime | None = None) -> Calculated:
        """Calculate a workbook. Raises `Refused`."""
        options = Options(lang=lang, allow_partial=True)
        try:
            run = Run(self._cache, Package(data), options, now or datetime.datetime.now(), "")
            return Calculated(run, run.run().receipt)
        except (Refused, KeyboardInterrupt, SystemExit):
            raise
        except BaseException as failure:
            # A panic in native code is no `Exception`. What was remembered may be half done.
            self._cache = self._new_cache()
            raise failed(failure) from failure


def failed(failure: BaseException) -> Refused:
    """The refusal when the program itself fails on a workbook."""
    what = type(failure).__name__
    text = Text(
        f"程序内部错误（{what}）：请把此工作簿和本提示一并报告给我们",
        f"the program itself failed ({what}): please report this with the workbook",
    )
    return Refused("internal_error", text)


def as_shown(calculated: Calculated) -> dict[str, Any]:
    """The receipt with the total and the scores that the cells show, typed ones too."""
    receipt, book = dict(calculated.receipt), calculated.run.book
    place = book.cell("ps_result_total")
    if receipt["total"] is None and place is not None:
        receipt["total"] = _decimal(calculated.values(place[0], [place[1:]])[0])
    cells = {located(*where): where for where in overwritten(calculated.run.prepared).scores}
    receipt["indicators"] = [
        row | {"score": _decimal(calculated.values(where[0], [where[1:]])[0])}
        if row["hole"] == HOLE and (where := cells.get(row["cell"]))
        else row
        for row in receipt["indicators"]
    ]
    return receipt


def _decimal(value: Cell | Fault) -> str | None:
    number = number_in(None if isinstance(value, Fault) else value)
    return exact_text(number) if isinstance(number, Fraction) else None


def check_results(calculated: Calculated, found: Comparison | None) -> Iterator[Finding]:
    """Results that the inputs do not give, the decisive ones one by one."""
    formulas = len([raw for scan in calculated.run.scans.values() for raw in scan.formulas])
    if not formulas:
        return
    if calculated.without_any:
        text = Text("文件中没有计算结果可供核对", "the file holds no results to check")
        yield Finding("not_calculated", Severity.NOTE, "", "", text)
        return
    if calculated.without_result:
        count = calculated.without_result
        text = Text(
            f"{count} 个公式没有结果可供核对", f"{counted(count, 'formula holds', 'formulas hold')} no result to check"
        )
        yield Finding("not_calculated", Severity.NOTE, "", "", text)
    manual = Text("；该文件设为手动计算", "; the file is set to manual calculation")
    ours: list[tuple[Place, tuple[RawCell, Cell]]] = []
    others: list[tuple[Place, tuple[RawCell, Cell]]] = []
    for at, pair in calculated.differing.items():
        (ours if calculated.is_result(at) else others).append((at, pair))
    for (sheet, row, column), (raw, value) in ours[:_LISTED]:
        old = raw[4].decode(errors="replace")
        text = Text(
            f"保存的结果是 {shown(old)}，不是由现有输入算出的",
            f"the stored result is {shown(old)}, which the inputs do not give",
        )
        if calculated.run.book.manual:
            text += manual
        yield Finding("stored_differs", Severity.CRITICAL, sheet, a1(row, column), text, shown(value))
    rest = [*ours[_LISTED:], *others]
    if rest:
        sheet, row, column = rest[0][0]
        count = len(rest)
        more = "另有 " if ours else "", "more " if ours else ""
        text = Text(
            f"{more[0]}{count} 个公式保存的结果与输入不符",
            counted(count, f"{more[1]}formula holds a result", f"{more[1]}formulas hold results")
            + " that the inputs do not give",
        )
        if calculated.run.book.manual:
            text += manual
        known = others and found is not None and _handed_out(found).intersection(at for at, _ in others)
        severity = Severity.WARNING if known or ours else Severity.NOTE
        yield Finding("stored_differs", severity, sheet, a1(row, column), text)


def _handed_out(found: Comparison) -> set[Place]:
    """The cells that held formulas when the workbook was handed out, where they are now."""
    places = (found.alignment.to_mine(*there) for there in found.wanted.formulas)
    return {(sheet, *at) for sheet, at in filter(None, places)}
