"""Structured references of tables turned into plain addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from psscore.workbook.address import column_letters, quoted
from psscore.workbook.parts import Table

# Stands for the number of the row a formula is in.
ROW_MARK = "\ue0f4"
# What Excel shows for this row outside the table's rows.
NOT_IN_ITS_ROWS = "#VALUE!"

_PART = re.compile(r"\[((?:'.|[^\[\]'])*)\]|(:)|(,)|(\s+)")
_UNQUOTE = re.compile(r"'(.)", re.DOTALL)


class Unresolvable(ValueError):
    """A structured reference that no table answers to."""


def resolve(text: str, tables: Mapping[str, Table], here: Table | None, row: int | None, sheet: str) -> str:
    """The address of `Table[[#This Row],[Column]]` and its like; `#REF!`, `#VALUE!` as Excel would show.

    The row of the formula itself comes out as `ROW_MARK`.

    `here` is the table around the formula's cell, `row` the cell's row (None in a defined name),
    `sheet` its sheet, whose name is left out.
    """
    name, _, body = text.partition("[")
    table = tables.get(name.casefold()) if name else here
    if table is None:
        raise Unresolvable(text)
    items, columns = _specifiers(body[:-1])
    try:
        found = [table.left + table.columns.index(column) for column in columns]
    except ValueError:
        return "#REF!"
    left, right = (min(found), max(found)) if found else (table.left, table.right)
    return _address(table, items, left, right, row, sheet)


def whole(table: Table, sheet: str) -> str:
    """The data rows of a table, which its bare name means."""
    return _address(table, [], table.left, table.right, None, sheet)


def cell(table: Table, column: str, sheet: str) -> str:
    """The address of a column's cell in the formula's row."""
    at = table.left + table.columns.index(column)
    return _span(table, at, at, ROW_MARK, ROW_MARK, sheet)


@lru_cache(maxsize=1024)
def _specifiers(body: str) -> tuple[Sequence[str], Sequence[str]]:
    """The items (`#data`, ...) and the one or two columns between the outer brackets."""
    text = body.strip()
    items: list[str] = []
    columns: list[str] = []
    if text.startswith("@"):
        items.append("#this row")
        text = text[1:].strip()
    if not text.startswith("["):
        pieces = [text] if text else []
    else:
        matches = list(_PART.finditer(text))
        if "".join(match[0] for match in matches) != text:
            raise Unresolvable(body)
        pieces = [match[1] for match in matches if match[1] is not None]
    for piece in pieces:
        if piece.startswith("#"):
            items.append(piece.casefold())
        elif piece.startswith("@"):
            items.append("#this row")
            columns.append(_column(piece[1:]))
        else:
            columns.append(_column(piece))
    if len(columns) > 2:
        raise Unresolvable(body)
    return items, columns


def _column(text: str) -> str:
    return _UNQUOTE.sub(r"\1", text).casefold()


def _address(table: Table, items: Sequence[str], left: int, right: int, row: int | None, sheet: str) -> str:
    if "#this row" in items:
        if row is None:
            raise Unresolvable("[#This Row]")
        if not table.first_row <= row <= table.last_row:
            return NOT_IN_ITS_ROWS
        return _span(table, left, right, ROW_MARK, ROW_MARK, sheet)
    rows = {
        "#all": (table.top, table.bottom),
        "#data": (table.first_row, table.last_row),
        "#headers": (table.top, table.top) if table.header else None,
        "#totals": (table.bottom, table.bottom) if table.totals else None,
    }
    spans = [rows.get(item) for item in items or ["#data"]]
    if any(span is None for span in spans):
        return "#REF!"
    top = min(span[0] for span in spans if span)
    bottom = max(span[1] for span in spans if span)
    return _span(table, left, right, str(top), str(bottom), sheet)


def _span(table: Table, left: int, right: int, top: str, bottom: str, sheet: str) -> str:
    prefix = "" if table.sheet == sheet else quoted(table.sheet) + "!"
    first = f"{prefix}${column_letters(left)}${top}"
    return first if (left, top) == (right, bottom) else f"{first}:${column_letters(right)}${bottom}"
