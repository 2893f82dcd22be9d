"""A workbook beside the one handed out: what the checks share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from psscore.model.text import Text
from psscore.tampering.alignment import Alignment
from psscore.tampering.canonical import Canon, Canonical
from psscore.tampering.finding import Finding, Severity, shown, shown_apart
from psscore.tampering.handed_out import HandedOut
from psscore.tampering.opened import Opened
from psscore.tampering.sheet_view import Held, Place
from psscore.workbook.address import a1
from psscore.workbook.parts import Table
from psscore.workbook.values import Cell


@dataclass(frozen=True)
class Comparison:
    """Made once for a workbook, and asked by every check.

    `unsaved` are the values of formulas by sheet, row and column whose results the file does not hold.
    """

    wanted: HandedOut
    mine: Opened
    unsaved: Mapping[tuple[str, int, int], Cell] = field(default_factory=dict)

    def value(self, sheet: str, at: Place) -> Cell:
        """What a cell shows, or would show as soon as a program calculates the file."""
        held = self.mine.cell(sheet, at)
        value = None if held is None else held.value
        return value if held is None or not held.formula else self.unsaved.get((sheet, *at), value)

    @cached_property
    def alignment(self) -> Alignment:
        """Which cell is which."""
        return Alignment(self.wanted.opened, self.mine)

    @cached_property
    def canon(self) -> Canon:
        """Reads the workbook's formulas."""
        tables = {name: here for name, (_, here) in self.alignment.tables.items()}
        return Canon(self.mine, tables, self.alignment.to_wanted)

    def read(self, sheet: str, at: Place) -> Canonical:
        """The meaning of a formula of the workbook."""
        held = self.mine.cell(sheet, at)
        assert held is not None
        return self.canon.read(held.formula, sheet, at)

    def same_formula(self, there: tuple[str, Place], held: Held, sheet: str, at: Place) -> bool:
        """True when a cell has the formula that was handed out in another (or the same) place."""
        old = self.wanted.opened.cell(*there)
        if old is not None and old.formula == held.formula and there not in self.wanted.addressed:
            return True
        return self.canon.read(held.formula, sheet, at).text == self.wanted.formulas[there].text

    def severity(self, there: tuple[str, Place]) -> Severity:
        """How much a change of a cell that was handed out weighs."""
        return Severity.CRITICAL if self.wanted.is_decisive(*there) else Severity.WARNING

    def if_gone(self, sheet: str, severity: Severity) -> Severity:
        """How much it weighs that something is gone: little with the whole sheet of a system nobody asked for."""
        return Severity.NOTE if sheet not in self.alignment.sheets and self.wanted.is_spare(sheet) else severity

    def formula_finding(self, there: tuple[str, Place], here: tuple[str, Place] | None) -> Finding | None:
        """What is wrong with the cell that should hold a formula; None when it does."""
        old = self.wanted.opened.cell(*there)
        assert old is not None
        sheet, at = here or (self.alignment.sheets.get(there[0], there[0]), there[1])
        held = self.mine.cell(sheet, at) if here else None
        severity, wanted = self.severity(there), f"={old.formula}"
        if held is None or (not held.formula and held.value in (None, "")):
            text = Text("公式被删除，单元格是空的", "the formula is gone and the cell is blank")
            return Finding("formula_removed", severity, sheet, a1(*at), text, shown(wanted))
        if not held.formula:
            value = shown(held.value)
            text = Text(f"公式被改成了“{value}”", f'the formula was replaced by "{value}"')
            return Finding("formula_replaced", severity, sheet, a1(*at), text, shown(wanted))
        if self.same_formula(there, held, sheet, at):
            return None
        formula, wanted = shown_apart(f"={held.formula}", wanted)
        text = Text(f"公式被改为 {formula}", f"the formula was changed to {formula}")
        return Finding("formula_changed", severity, sheet, a1(*at), text, wanted)

    def labelled(self, table: Table, column: int) -> str:
        """What formulas call a column of a table."""
        return f"{table.name.casefold()}[{table.columns[column - table.left]}]"
