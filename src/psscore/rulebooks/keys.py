"""Columns of a rulebook workbook that kept their label and lost the key below it."""

from __future__ import annotations

from psscore.model.text import Text
from psscore.rulebooks.columns import Holds, SheetKind
from psscore.rulebooks.sheets import Sheet


def changed_keys(kind: SheetKind, sheet: Sheet) -> list[tuple[int, Text]]:
    """Each filled column whose key was changed or removed, 0 the first, with what to say of it.

    Without its key a column looks like one somebody added for themselves, and what stands in it would be left out.
    """
    present = {column.key for column in sheet.columns}
    known = {column.key for column in kind.columns}
    missing = {
        label: column.key
        for column in kind.columns
        if column.key not in present and column.holds is not Holds.SHOWN
        for label in (column.label.zh, column.label.en)
    }
    return [
        (index, _changed(missing[column.label.zh]))
        for index, column in enumerate(sheet.columns)
        if column.key not in known and column.label.zh in missing and any(row[index] is not None for row in sheet.rows)
    ]


def _changed(key: str) -> Text:
    return Text(
        f"第二行的键“{key}”被改动，这一列没有读：请改回",
        f'the key "{key}" in the second row was changed, the column was not read: restore it',
    )
