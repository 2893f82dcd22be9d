"""A standard's data to sheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from psscore.model.text import Text
from psscore.rulebooks.cells import ESCAPE, TEXT, Cell, cell_of, code_cell, list_cell, texts_cell
from psscore.rulebooks.columns import (
    CASES,
    COVER,
    COVER_HOLDS,
    COVER_ROWS,
    INDICATORS,
    KINDS,
    NOTES,
    PAIRS,
    PERCENT_MEASURES,
    PROPOSED,
    REST,
    RULES,
    Column,
    Holds,
    SheetKind,
)
from psscore.rulebooks.sheets import Rulebook, Sheet

_ENCODE = {Holds.CODE: code_cell, Holds.NUMBERS: list_cell, Holds.TEXTS: texts_cell}
_COVER = [
    Column("(label)", Text("项目", "Item"), 30, Holds.SHOWN),
    Column("(key)", Text("键", "Key"), 22),
    Column("zh", Text("内容", "Content"), 60),
    Column("en", Text("英文", "English"), 60),
]
_REST = [Column("(key)", Text("位置", "Place"), 50), Column("value", Text("值", "Value"), 70)]

_BESIDE = frozenset((*PROPOSED, "(meaning)"))

Shown = Mapping[str, Mapping[str, str]]
"""Texts for people beside an indicator: code, then column key, such as the sentence of its rule."""


def fold(book: Rulebook, shown: Shown | None = None) -> list[Sheet]:
    """The sheets of a rulebook, in order."""
    rest = dict(book.raw)
    cover = Sheet(COVER, list(_COVER), _cover(rest))
    records = [_records(kind, rest, shown or {}) for kind in KINDS]
    sheets = [cover, *records]
    if book.cases is not None:
        sheets.append(_cases(book.cases))
    if book.notes is not None:
        lines: list[list[Cell]] = [[line or None] for line in book.notes.removesuffix("\n").split("\n")]
        sheets.append(
            Sheet(NOTES, [Column("line", Text("备注（NOTES.md，逐行）", "Notes (NOTES.md, by line)"), 120)], lines)
        )
    sheets.append(Sheet(REST, list(_REST), [[key, cell] for key, cell in deep(rest)]))
    return sheets


def _cover(rest: dict[str, Any]) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for key, label in COVER_ROWS.items():
        value = _taken(rest, key.split("."))
        if value is None:
            rows.append([label.zh, key, None, None])
        elif key in PAIRS and isinstance(value, Mapping) and set(value) == {"zh", "en"}:
            rows.append([label.zh, key, cell_of(value["zh"]), cell_of(value["en"])])
        else:
            encode = _ENCODE.get(COVER_HOLDS.get(key, Holds.VALUE), cell_of)
            rows.append([label.zh, key, encode(value), None])
    return rows


def _taken(rest: dict[str, Any], path: list[str]) -> Any:
    """The value at a path, removed from the data; tables left empty by that go too."""
    key = path[0]
    if len(path) == 1:
        return rest.pop(key, None)
    inner = rest.get(key)
    if not isinstance(inner, dict):
        return None
    inner = rest[key] = dict(inner)
    value = _taken(inner, path[1:])
    if value is not None and not inner:
        del rest[key]
    return value


def _records(kind: SheetKind, rest: dict[str, Any], shown: Shown) -> Sheet:
    found = _at(rest, kind.path)
    records: list[tuple[str, Any]] = []
    if kind is RULES and isinstance(found, Mapping):
        records = [*found.items()]
    elif isinstance(found, list):
        records = [("", item) for item in found]
    if not records or not all(isinstance(item, Mapping) and item for _, item in records):
        return Sheet(kind.name, _columns(kind, [], shown))
    _taken(rest, list(kind.path))
    flat = [_flat(item) for _, item in records]
    sheet = Sheet(kind.name, _columns(kind, flat, shown))
    levels: dict[str, int] = {}
    for (name, item), cells in zip(records, flat, strict=True):
        if kind is RULES:
            cells["(name)"] = name
        if kind is INDICATORS:
            code = str(item.get("code"))
            levels[code] = levels.get(str(item.get("parent", "")), 0) + 1
            cells |= {"(level)": levels[code], **shown.get(code, {})}
        depth = max((len(value) for key, value in cells.items() if isinstance(value, _Below)), default=1)
        for row in range(depth):
            if kind is RULES and item.get("measure") in PERCENT_MEASURES and item.get("shown") != "number":
                sheet.percent_rows.add(len(sheet.rows))
            sheet.rows.append([_cell(column, cells, row, kind) for column in sheet.columns])
    return sheet


class _Below(list[Mapping[str, Any]]):
    """A list of tables inside a record: one row each, below one another."""


def _cell(column: Column, cells: Mapping[str, Any], row: int, kind: SheetKind) -> Cell:
    head, below, key = column.key.partition("[].")
    if below:
        items = cells.get(head)
        if not isinstance(items, _Below) or row >= len(items) or key not in items[row]:
            return None
        value = items[row][key]
    elif column.key not in cells or (row and column.key != kind.identity):
        return None
    else:
        value = cells[column.key]
    if column.names and value in column.names:
        return f"{TEXT}{value}"  # the name itself in the data: not the choice it stands for
    return _ENCODE.get(column.holds, cell_of)(value) if column.holds is not Holds.SHOWN else value


def _flat(record: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a record by their keys, tables inside it opened: `name.zh`."""
    found: dict[str, Any] = {}
    for key, value in record.items():
        if _simple(key) and isinstance(value, Mapping) and _opens(value):
            found |= {f"{key}.{inner}": item for inner, item in _flat(value).items()}
        elif (
            _simple(key)
            and isinstance(value, list)
            and value
            and all(isinstance(one, Mapping) and one for one in value)
        ):
            rows = [_flat(one) for one in value]
            deeper = any(key.startswith("?") or isinstance(item, _Below) for row in rows for key, item in row.items())
            found[key] = value if deeper else _Below(rows)
        else:
            found[key if _simple(key) else f"?{key}"] = value
    return found


def _opens(value: Mapping[str, Any]) -> bool:
    return (
        bool(value)
        and set(value) != {"reading"}
        and all(_simple(key) for key in value)
        and all(
            not isinstance(item, list) or not any(isinstance(one, Mapping) for one in item) for item in value.values()
        )
    )


def _simple(key: str) -> bool:
    readable = key == key.strip() and key.isprintable() and not ESCAPE.search(key)
    return bool(key) and readable and not set(key) & set(".[]()?")


def _columns(kind: SheetKind, flat: list[dict[str, Any]], shown: Shown) -> list[Column]:
    """The sheet's columns, and one for each key it does not foresee."""
    keys: dict[str, None] = {}
    for record in flat:
        for key, value in record.items():
            if isinstance(value, _Below):
                keys |= dict.fromkeys(f"{key}[].{inner}" for item in value for inner in item)
            else:
                keys[key] = None
    beside = {key for texts in shown.values() for key in texts}
    known = [one for one in kind.columns if one.key not in _BESIDE or one.key in beside]
    names = {one.key for one in known}
    return [*known, *(Column(key, Text(key, key), 16) for key in keys if key not in names)]


def _at(data: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    for key in path:
        if not isinstance(data, Mapping):
            return None
        data = data.get(key, {})
    return data


def _cases(text: str) -> Sheet:
    rows = list(csv.reader(io.StringIO(text)))
    header = rows[0] if rows else []
    sheet = Sheet(CASES, [Column(name, Text(name, name), 40 if name == "why" else 18) for name in header])
    sheet.rows = [[_case_cell(cell) for cell in row] for row in rows[1:]]
    return sheet


def _case_cell(cell: str) -> Cell:
    if cell == "":
        return None
    if cell.isascii() and cell.isdigit() and str(int(cell)) == cell and len(cell) <= 15:
        return int(cell)
    return cell_of(cell)


def deep(data: Any, where: str = "") -> list[tuple[str, Cell]]:
    """Every value with its place, such as `form.qualitative.bands[0].name`."""
    if isinstance(data, Mapping) and data and set(data) != {"reading"} and all(_simple(key) for key in data):
        return [one for key, value in data.items() for one in deep(value, f"{where}.{key}" if where else key)]
    if isinstance(data, list) and data and any(isinstance(item, Mapping) for item in data):
        return [one for index, item in enumerate(data) for one in deep(item, f"{where}[{index}]")]
    return [(where, cell_of(data))] if where else []
