"""Workbooks to hand out: the cover filled in for a unit, the readings already chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from psscore.model.text import Text
from psscore.rulebook.catalogue import load_standard
from psscore.rulebook.reference import Reference, parse_reference
from psscore.workbook.input_tables import Address, InputTables
from psscore.workbook.inputs import InputWriter
from psscore.workbook.recalculate import Options, recalculate
from psscore.workbook.refusal import Refused
from psscore.workbook.template.cover import MODES
from psscore.workbook.template.tables import CHOICES, READINGS


@dataclass(frozen=True, slots=True)
class Cover:
    """What is known before a workbook is handed out; "" is left for the unit to fill in. `mode` is a key of `MODES`."""

    unit: str = ""
    period: str = ""
    evaluator: str = ""
    mode: str = ""
    readings: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any((self.unit, self.period, self.evaluator, self.mode, self.readings))


def handed_out(data: bytes, standard: str, cover: Cover, lang: str) -> bytes:
    """The workbook with its cover filled in, calculated.

    Raises `ReferenceFault` for a reading the standard does not have, `Refused` when the workbook has no such cell.
    """
    tables = InputTables(data)
    mode = MODES[cover.mode](lang) if cover.mode else ""
    fields = {"ps_unit": cover.unit, "ps_period": cover.period, "ps_evaluator": cover.evaluator, "ps_mode": mode}
    changes = {_cell(tables, name): value for name, value in fields.items() if value}
    if cover.readings:
        asked = parse_reference(standard)
        chosen = Reference(asked.id, asked.edition, {**asked.choices, **cover.readings}, asked.lang)
        load_standard(str(chosen))
        for name, value in cover.readings.items():
            at = tables.table(READINGS.name).cell(READINGS.columns["name"], name, READINGS.columns["choice"])
            changes[at] = _label(tables, asked.id, name, value)
    written = InputWriter(data).write(changes)
    result = recalculate(written, Options(lang=lang, inputs_written=True))
    return result.data or written


def _cell(tables: InputTables, name: str) -> Address:
    cell = tables.named(name)
    if cell is None:
        raise Refused("no_such_input", Text(f"工作簿没有名称 {name}", f"the workbook has no name {name}"))
    return cell


def _label(tables: InputTables, standard: str, name: str, value: str) -> str:
    """The words of a choice as the workbook's own list has them; the value itself where it has no list."""
    table = tables.table(CHOICES.name)
    keys, values, labels = (table.column(CHOICES.columns[key]) for key in ("key", "value", "choice"))
    for key, at, label in zip(keys, values, labels, strict=True):
        owner = str(table.value(key) or "")
        if owner.startswith(f"{standard}|{name}|") and table.value(at) == value:
            return str(table.value(label))
    return value
