"""Sheets back to a standard's data, with the cell of every value."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from typing import Any

from psscore.model.faults import Fault
from psscore.model.text import Text
from psscore.rulebooks.cells import Cell, CellFault, code_of, list_of, texts_of, value_of
from psscore.rulebooks.columns import (
    CASES,
    COVER,
    COVER_HOLDS,
    INDICATORS,
    KINDS,
    NOTES,
    PAIRS,
    REST,
    RULES,
    Column,
    Holds,
    SheetKind,
)
from psscore.rulebooks.keys import changed_keys
from psscore.rulebooks.sheets import HEADER_ROWS, Place, Rulebook, Sheet, address

Path = tuple[str | int, ...]
_DECODE = {Holds.CODE: code_of, Holds.NUMBERS: list_of, Holds.TEXTS: texts_of}
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_YES, _NO = ("是", "yes", "y", "true", "√", "1"), ("否", "no", "n", "false", "×", "0")


@dataclass(slots=True)
class Unfolded:
    """What the sheets hold: the rulebook, where each value stands, what is wrong with cells, what waits for a yes."""

    file: str
    raw: dict[str, Any] = field(default_factory=dict)
    cases: str | None = None
    notes: str | None = None
    places: dict[Path, Place] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    unconfirmed: list[Place] = field(default_factory=list)

    @property
    def book(self) -> Rulebook:
        return Rulebook(self.raw, self.cases, self.notes)

    def fault(self, place: Place, zh: str, en: str) -> None:
        fault = Fault(self.file, str(place), Text(zh, en))
        if fault not in self.faults:
            self.faults.append(fault)


def unfold(sheets: list[Sheet], file: str, *, accept: bool = False) -> Unfolded:
    """The data of a rulebook workbook. Proposed rules count when confirmed, or all of them with `accept`."""
    found = Unfolded(file)
    by_name = {name: sheet for sheet in sheets for name in (sheet.name.zh, sheet.name.en)}
    for kind in (COVER, *KINDS, REST):
        name = kind.name if isinstance(kind, SheetKind) else kind
        sheet = by_name.get(name.zh)
        if sheet is None:
            continue
        if isinstance(kind, SheetKind):
            _records(kind, sheet, found)
            if kind is INDICATORS and not accept:
                _unconfirmed(sheet, found)
        elif kind is COVER:
            _cover(sheet, found)
        else:
            _rest(sheet, found)
    if sheet := by_name.get(CASES.zh):
        found.cases = _cases(sheet)
    if sheet := by_name.get(NOTES.zh):
        found.notes = "\n".join("" if row[0] is None else str(row[0]) for row in sheet.rows) + "\n"
    return found


def _cover(sheet: Sheet, found: Unfolded) -> None:
    at = {column.key: index for index, column in enumerate(sheet.columns)}
    for number, row in enumerate(sheet.rows):
        key = row[at["(key)"]] if "(key)" in at else None
        if not isinstance(key, str) or "zh" not in at:
            continue
        place = Place(sheet.name.zh, address(number + HEADER_ROWS, at["zh"]))
        path: Path = tuple(key.strip().split("."))
        found.places[path] = place
        zh, en = row[at["zh"]], row[at["en"]] if "en" in at else None
        if zh is None and en is None:
            continue
        holds = COVER_HOLDS.get(key, Holds.VALUE)
        if key in PAIRS and (en is not None or not (isinstance(zh, str) and zh.startswith("JSON:"))):
            pair = {"zh": _read(zh, Holds.VALUE, place, found), "en": _read(en, Holds.VALUE, place, found)}
            # What is not translated is shown as it is.
            _put(found, path, {lang: str(_first(text, *pair.values())) for lang, text in pair.items()}, place)
        else:
            _put(found, path, _read(zh, holds, place, found), place)


def _records(kind: SheetKind, sheet: Sheet, found: Unfolded) -> None:
    known = {column.key: column for column in kind.columns}
    columns = [known.get(column.key, column) for column in sheet.columns]
    for index, said in changed_keys(kind, sheet):
        found.fault(Place(sheet.name.zh, address(HEADER_ROWS - 1, index)), said.zh, said.en)
    identity = next((index for index, column in enumerate(columns) if column.key == kind.identity), -1)
    records: list[tuple[Path, dict[str, Any]]] = []
    names: dict[str, int] = {}
    for number, row in enumerate(sheet.rows):
        if all(cell is None for cell, column in zip(row, columns, strict=True) if column.holds is not Holds.SHOWN):
            continue
        at = number + HEADER_ROWS
        own = any(
            cell is not None and "[]" not in column.key and index != identity and column.holds is not Holds.SHOWN
            for index, (cell, column) in enumerate(zip(row, columns, strict=True))
        )
        name = None if identity < 0 else row[identity]
        place = Place(sheet.name.zh, address(at, max(identity, 0)))
        text = "" if name is None else str(_read(name, Holds.CODE, place, found))
        if not (records and not own and (name is None or text == _name_of(kind, records[-1]))):
            records.append(_new_record(kind, text, place, len(records), names, found))
        path, record = records[-1]
        _fill(record, path, row, columns, sheet.name.zh, at, found)
    if not records:
        return
    items = [record for _, record in records]
    for record in items:
        _translate(record)
    if kind is RULES:
        _put(found, kind.path, {path[-1]: record for path, record in records}, None)
    else:
        _put(found, kind.path, items, None)


def _name_of(kind: SheetKind, record: tuple[Path, dict[str, Any]]) -> str:
    return str(record[0][-1]) if kind is RULES else str(record[1].get(kind.identity, ""))


def _new_record(
    kind: SheetKind, name: str, place: Place, index: int, names: dict[str, int], found: Unfolded
) -> tuple[Path, dict[str, Any]]:
    if kind is not RULES:
        path: Path = (*kind.path, index)
        found.places[path] = place
        return path, {}
    if not name:
        found.fault(place, "规则没有名称", "this rule has no name")
        name = f"?{index}"
    elif name in names:
        found.fault(place, f"规则 {name} 重名", f"there are two rules {name}")
        name = f"{name}?{index}"
    names[name] = index
    found.places[(*kind.path, name)] = place
    return (*kind.path, name), {}


def _fill(
    record: dict[str, Any], path: Path, row: list[Cell], columns: list[Column], sheet: str, at: int, found: Unfolded
) -> None:
    """One row of a record: its own values, and one item of each list below it."""
    below: dict[str, dict[str, Any]] = {}
    for index, (cell, column) in enumerate(zip(row, columns, strict=True)):
        if column.holds is Holds.SHOWN or column.key.startswith("("):
            continue
        place = Place(sheet, address(at, index))
        head, is_below, key = column.key.partition("[].")
        keys = tuple((key if is_below else column.key).removeprefix("?").split("."))
        if column.key.startswith("?"):
            keys = (column.key.removeprefix("?"),)
        items = record.get(head, []) if is_below else []
        full: Path = (*path, head, len(items), *keys) if is_below else (*path, *keys)
        found.places.setdefault(full, place)
        if cell is None:
            continue
        chosen = column.chosen(cell.strip() if isinstance(cell, str) else cell)
        named = bool(column.names) and chosen in column.choices
        value = chosen if named else _read(cell, column.holds, place, found)
        if value is None:
            continue
        if is_below:
            target = below.setdefault(head, {})
        else:
            target = record
            if keys[-1:] == ("code",) and target.get("code") == value:
                continue
        if not _set(target, keys, value):
            found.fault(
                place, f"与上一行的“{column.label.zh}”不同", f'differs from "{column.label.en}" in the row above'
            )
    for head, item in below.items():
        record.setdefault(head, []).append(item)


def _set(target: dict[str, Any], keys: tuple[str, ...], value: Any) -> bool:
    for key in keys[:-1]:
        inner = target.setdefault(key, {})
        if not isinstance(inner, dict):
            return False
        target = inner
    return bool(target.setdefault(keys[-1], value) == value)


def _translate(record: dict[str, Any]) -> None:
    """A name without an English one is shown as it is."""
    for value in record.values():
        if isinstance(value, dict):
            if set(value) in ({"zh"}, {"en"}):
                text = next(iter(value.values()))
                value |= {"zh": text, "en": text}
            _translate(value)
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, dict):
                    _translate(item)


def _unconfirmed(sheet: Sheet, found: Unfolded) -> None:
    at = {column.key: index for index, column in enumerate(sheet.columns)}
    if "(confirmed)" not in at or "(proposal)" not in at:
        return
    for number, row in enumerate(sheet.rows):
        answer = str(row[at["(confirmed)"]] or "").strip().lower()
        if row[at["(proposal)"]] is None or answer in _YES:
            continue
        found.unconfirmed.append(place := Place(sheet.name.zh, address(number + HEADER_ROWS, at["(confirmed)"])))
        if answer in _NO:
            found.fault(
                place,
                "识别结果被否定：请改“规则”列，再清空“识别结果”",
                "the proposed rule was rejected: change the rule, then clear the proposal",
            )
        else:
            found.fault(
                place,
                "识别结果未确认：核对后填“是”，否则填“否”",
                "the proposed rule is not confirmed: check it, then write yes (是) or no (否)",
            )


def _rest(sheet: Sheet, found: Unfolded) -> None:
    at = {column.key: index for index, column in enumerate(sheet.columns)}
    if not {"(key)", "value"} <= set(at):
        return
    for number, row in enumerate(sheet.rows):
        key, cell = row[at["(key)"]], row[at["value"]]
        if key is None or cell is None:
            continue
        place = Place(sheet.name.zh, address(number + HEADER_ROWS, at["value"]))
        steps = [(match[1], match[2]) for match in _STEP.finditer(str(key))]
        path: Path = tuple(name if name else int(index) for name, index in steps)
        _put(found, path, _read(cell, Holds.VALUE, place, found), place)


def _put(found: Unfolded, path: Path, value: Any, place: Place | None) -> None:
    """Set a value at its path; what stands in the way is a fault."""
    if value is None:
        return
    target: Any = found.raw
    for key, following in zip(path, [*path[1:], None], strict=True):
        last = following is None
        fresh: Any = value if last else ([] if isinstance(following, int) else {})
        if isinstance(key, int) and isinstance(target, list) and key <= len(target):
            if key == len(target):
                target.append(fresh)
        elif isinstance(key, str) and isinstance(target, dict):
            target.setdefault(key, fresh)
        else:
            if place is not None:
                found.fault(place, "位置与其他行矛盾", "this place contradicts other rows")
            return
        if last and target[key] is not value and target[key] != value and place is not None:
            found.fault(place, "同一位置填了两次", "this place is filled twice")
        target = target[key]
    if place is not None:
        found.places[path] = place


def _read(cell: Cell, holds: Holds, place: Place, found: Unfolded) -> Any:
    if cell is None:
        return None
    try:
        return _DECODE.get(holds, value_of)(cell)
    except CellFault as fault:
        found.fault(place, str(fault), "this cell cannot be read: set codes as text, check the notation")
        return None


def _first(*values: Any) -> Any:
    return next((value for value in values if value is not None), "")


def _cases(sheet: Sheet) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.key for column in sheet.columns])
    writer.writerows([["" if cell is None else str(value_of(cell)) for cell in row] for row in sheet.rows])
    return out.getvalue()
