"""The total a workbook would have with the formulas that were handed out and the inputs it has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from psscore.engines.engine import Fault
from psscore.tampering.calculation import Calculated, Calculator
from psscore.tampering.comparison import Comparison
from psscore.tampering.finding import Finding, Severity, shown
from psscore.tampering.opened import Opened
from psscore.workbook.address import a1
from psscore.workbook.package import Packed
from psscore.workbook.refusal import Refused
from psscore.workbook.values import Cell

_TOTALS = ("ps_result_total", "ps_form_total")
# What is gone cannot be put back from the workbook alone.
_FORMULAS = frozenset({"formula_replaced", "formula_changed", "formula_removed"})
_HARMLESS = frozenset(
    {"stored_differs", "hidden_row", "hidden_sheet", "masked_value", "macro_changed", "receipt_differs"}
)


@dataclass(frozen=True, slots=True)
class Totals:
    """The total as the file shows it, and as it is due; "" where there is none, or nobody can tell."""

    stored: str = ""
    due: str = ""


def totals(
    mine: Opened, calculated: Calculated, found: Comparison | None, findings: Iterable[Finding], calculator: Calculator
) -> Totals:
    """What a workbook claims and what is due: calculated anew, with formulas that were touched put back."""
    name = next((name for name in _TOTALS if mine.book.cell(name)), None)
    if name is None:
        return Totals()
    stored = _told(mine.value(name))
    grave = {finding.code for finding in findings if finding.severity is Severity.CRITICAL}
    if found is None or grave - _FORMULAS - _HARMLESS:
        return Totals(stored)
    if not grave & _FORMULAS:
        return Totals(stored, _total(calculated, name))
    data = restored(found)
    if data is None:
        return Totals(stored)
    try:
        return Totals(stored, _total(calculator.calculate(data, mine.lang), name))
    except Refused:
        return Totals(stored)


def restored(found: Comparison) -> bytes | None:
    """The workbook with every decisive formula that was handed out; None when one cannot be put back."""
    wanted: dict[str, dict[str, str]] = {}
    for there in found.wanted.formulas:
        if not found.wanted.is_decisive(*there):
            continue
        here = found.alignment.to_mine(*there)
        if found.formula_finding(there, here) is None:
            continue
        old = found.wanted.opened.cell(*there)
        if here is None or old is None or there in found.wanted.addressed:
            return None
        wanted.setdefault(here[0], {})[a1(*here[1])] = old.formula
    mine, packed = found.mine, dict[str, Packed]()
    for sheet, formulas in wanted.items():
        part = next(one.part for one in mine.book.sheets if one.name == sheet)
        text = _with(mine.package.read(part), formulas)
        if text is None:
            return None
        packed[part] = mine.package.pack(part, text)
    return mine.package.replace(packed)


def _with(text: bytes, formulas: Mapping[str, str]) -> bytes | None:
    """A worksheet part with formulas in some of its cells; None when it has no plain element for one."""
    for at, formula in formulas.items():
        cell = re.compile(rb'<c r="%b"((?: [a-z]+="\w*")*)(?:/>|>.*?</c>)' % at.encode(), re.DOTALL)
        match = cell.search(text)
        if match is None:
            return None
        attributes = re.sub(rb' (?:t|cm|vm)="\w*"', b"", match[1])
        new = b'<c r="%b"%b><f>%b</f></c>' % (at.encode(), attributes, escape(formula).encode())
        text = text[: match.start()] + new + text[match.end() :]
    return text


def _total(calculated: Calculated, name: str) -> str:
    place = calculated.run.book.cell(name)
    return "" if place is None else _told(calculated.values(place[0], [place[1:]])[0])


def _told(value: Cell | Fault) -> str:
    return shown(float(value)) if isinstance(value, int | float) and not isinstance(value, bool) else ""
