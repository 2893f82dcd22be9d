"""Readings: the declared places of a source's silence, and what was chosen for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from psscore.model.standard import Reading, ReadingValue
from psscore.rulebook.table import Table


def read_readings(table: Table) -> tuple[Reading, ...]:
    """The `[[reading]]` tables of a standard."""
    found: list[Reading] = []
    for item in table.subs("reading", least=0):
        name = item.text("name")
        item.named(f"reading {name}")
        values = tuple(_value(value) for value in item.subs("values", least=2))
        default = item.text("default") if item.has("default") else None
        if default is not None and default not in {value.name for value in values}:
            item.fault("default", f"{default} 不在可用值中", f"{default} is not among the values")
        affects = item.choice("affects", {"score": "score", "input": "input"})
        found.append(Reading(name, item.both("title"), values, default, affects, item.both("note")))
        item.close()
        if [reading.name for reading in found].count(name) > 1:
            item.fault("name", "读法重名", "this reading is declared twice")
    return tuple(found)


def _value(table: Table) -> ReadingValue:
    value = ReadingValue(table.text("name"), table.both("title"))
    table.close()
    return value


def default_choices(raw: Mapping[str, Any]) -> dict[str, str | None]:
    """Every reading of a raw standard with its default, None where it has none."""
    readings = raw.get("reading", ())
    items = [item for item in readings if isinstance(item, dict)] if isinstance(readings, list) else []
    return {str(item.get("name")): item.get("default") for item in items}
