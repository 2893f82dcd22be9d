"""The arguments of `PS_SCORE()` without arguments, from the table row its cell stands in."""

from __future__ import annotations

from collections.abc import Sequence

from xlwings import Range

from psscore.functions.row_form import NOT_IN_A_ROW, STANDARD_NAME, row_columns
from psscore.hosts.xlwings.errors import error_in
from psscore.hosts.xlwings.reading import Given, Unusable
from psscore.model.cell_error import CellError


def row_arguments(caller: Range | None) -> Sequence[Given | None]:
    """Indicator, value, base and standard of the caller's row, unread; `Unusable` outside such a row."""
    if caller is not None:
        sheet, row, column = caller.sheet, caller.row, caller.column
        for table in sheet.tables:
            body = table.data_body_range
            if body is None or not (0 <= row - body.row < body.shape[0] and 0 <= column - body.column < body.shape[1]):
                continue
            columns = table.api.ListColumns
            found = row_columns([columns.Item(number).Name for number in range(1, columns.Count + 1)])
            if found is not None:
                cells = [None if at is None else Given(sheet.range((row, body.column + at))) for at in found]
                return *cells, _standard(caller)
    raise Unusable(NOT_IN_A_ROW.zh, NOT_IN_A_ROW.en)


def _standard(caller: Range) -> Given | None:
    """The value behind the workbook's name for the standard; None in a workbook without that name."""
    found = caller.sheet.api.Evaluate(STANDARD_NAME)
    value = getattr(found, "Value", found)
    error = error_in(value) if isinstance(value, int) and not isinstance(value, bool) else None
    return None if error and error[0] is CellError.NAME else Given(value)
