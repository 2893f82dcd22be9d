"""A workbook opened for asking what it scores under other readings. Nothing is ever written to its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from psscore.model.faults import ReferenceFault, StandardFaults
from psscore.model.standard import Reading, Standard
from psscore.model.text import Text
from psscore.rulebook.catalogue import load_standard
from psscore.rulebook.reference import Reference, parse_reference
from psscore.sensitivity.outcome import Outcome, outcome_of
from psscore.workbook.address import area, located
from psscore.workbook.input_tables import Address, InputTables
from psscore.workbook.inputs import InputWriter
from psscore.workbook.recalculate import Options, Recalculator
from psscore.workbook.refusal import Refused
from psscore.workbook.template.tables import READINGS

REFERENCE, TOTAL, UNIT = "ps_standard_reference", "ps_result_total", "ps_unit"


class Subject:
    """One workbook: what it scores as it is, and under readings chosen for it.

    Raises `Refused` for what cannot be scored, or is no evaluation by a standard.
    """

    def __init__(self, data: bytes, name: str, recalculator: Recalculator, options: Options) -> None:
        self._name, self._recalculator = name, recalculator
        self._options = options
        result = recalculator.recalculate(data, options, name=name)
        self.receipt: Mapping[str, Any] = result.receipt
        if result.status in ("refused", "error"):
            raise Refused(result.findings[0].code, result.findings[0].text)
        self.standard: Standard = self._standard()
        self._tables = InputTables(data, options.limits)
        self._total_cell = self._tables.named(TOTAL)
        unit = self._tables.value(UNIT)
        self.unit = unit.strip() if isinstance(unit, str) else ""
        self.partial = result.status == "partial" and self._rests_on_kept_cells()
        self.base: Outcome = outcome_of(self.receipt, self.standard, self._total_cell)
        self.readings = tuple(reading for reading in self.standard.readings if reading.affects == "score")
        self.fixed: dict[str, Text] = {}
        self._cells: dict[str, Address] = {}
        self._reference_cell = self._literal_reference()
        self._writer = InputWriter(data, even_locked=True, limits=options.limits)
        if self._reference_cell is None:
            self._find_cells()

    def chosen(self, reading: Reading) -> str | None:
        """The value the workbook has for a reading, None while it is open."""
        return self.standard.chosen.get(reading.name)

    def under(self, choices: Mapping[str, str]) -> Outcome:
        """What the workbook scores with these readings instead of its own.

        Raises `Refused` when they cannot be put into it, or have no effect there.
        """
        changes: dict[Address, str] = {}
        if self._reference_cell is not None:
            own = parse_reference(self.standard.reference)
            new = Reference(own.id, own.edition, {**own.choices, **choices}, own.lang)
            changes[self._reference_cell] = str(new)
        else:
            changes = {self._cells[name]: value for name, value in choices.items()}
        data = self._writer.write(changes)
        options = replace(self._options, inputs_written=True)
        result = self._recalculator.recalculate(data, options, name=self._name)
        if result.status in ("refused", "error"):
            raise Refused(result.findings[0].code, result.findings[0].text)
        reference = parse_reference((result.receipt["standard"] or {}).get("reference") or "—")
        standard = load_standard(str(reference))
        if any(standard.chosen.get(name) != value for name, value in choices.items()):
            raise Refused(
                "no_such_input",
                Text("改写口径单元格后，标准引用没有随之改变", "the standard reference does not follow its cell"),
            )
        if [item.code for item in standard.leaves] != [item.code for item in self.standard.leaves]:
            # Under such a reading there are other rows than those the workbook was made for.
            raise Refused(
                "no_such_input",
                Text(
                    "这种取法的指标与工作簿的不同：须用按这种取法生成的工作簿",
                    "other indicators belong to this value: it takes a workbook made for it",
                ),
            )
        return outcome_of(result.receipt, standard, self._total_cell)

    def _standard(self) -> Standard:
        counted = self.receipt["counters"]["ps_formulas"]
        reference = (self.receipt["standard"] or {}).get("reference")
        if not counted or not reference:
            raise Refused(
                "not_an_evaluation",
                Text(
                    "不是评价工作簿：没有 PS_ 公式，或没有评价标准",
                    "this is no evaluation workbook: it has no PS_ formulas or names no standard",
                ),
            )
        try:
            standard = load_standard(reference)
        except ReferenceFault as fault:
            raise Refused("not_an_evaluation", Text(fault.message.zh, fault.message.en)) from None
        except StandardFaults as faults:
            first = faults.faults[0]
            raise Refused("not_an_evaluation", Text(first.line("zh"), first.line("en"))) from None
        if standard.register and standard.unscored:
            reason = standard.unscored.reason
            raise Refused(
                "not_an_evaluation",
                Text(f"没有总分可供分析：{reason.zh}", f"there is no total to examine: {reason.en}"),
            )
        return standard

    def _rests_on_kept_cells(self) -> bool:
        """True when a formula that could not be calculated bears on a score or on the total."""
        kept: set[str] = set()
        for finding in self.receipt["findings"]:
            box = area(finding["cell"] or "") if "dependents" in finding else None
            kept |= {*finding.get("dependents", ()), *([located(finding["sheet"], *box[:2])] if box else ())}
        # A score that could not be calculated is no row of the receipt, so the score column is asked for as a whole.
        scored = {item.code for item in self.standard.leaves} <= {
            row["indicator"] for row in self.receipt["indicators"]
        }
        box = area(self._total_cell[1]) if self._total_cell else None
        total = located(self._total_cell[0], *box[:2]) if self._total_cell and box else ""
        return not scored or total in kept or any(row["cell"] in kept for row in self.receipt["indicators"])

    def _literal_reference(self) -> Address | None:
        """The cell of the standard reference, where it is typed and not made by PS_STANDARD."""
        cell = self._tables.named(REFERENCE)
        return cell if cell is not None and not self._tables.is_formula(REFERENCE) else None

    def _find_cells(self) -> None:
        """The cells the readings are chosen in, and why some cannot be changed."""
        columns = READINGS.columns
        for reading in self.readings:
            try:
                cell = self._tables.table(READINGS.name).cell(columns["name"], reading.name, columns["choice"])
                self._writer.write({cell: reading.values[0].name})
                self._cells[reading.name] = cell
            except Refused as refusal:
                self.fixed[reading.name] = refusal.text
