"""What is hidden: rows, columns and sheets that were visible when the workbook was handed out; protection taken off."""

from __future__ import annotations

from collections.abc import Iterator

from psscore.model.text import Text, counted
from psscore.tampering.comparison import Comparison
from psscore.tampering.finding import Finding, Severity
from psscore.tampering.keyed import Keyed
from psscore.tampering.sheet_view import inside
from psscore.workbook.address import column_letters
from psscore.workbook.values import ERRORS


def check_hiding(found: Comparison) -> Iterator[Finding]:
    """Hidden sheets, rows and columns."""
    yield from _sheets(found)
    for wanted, here in found.alignment.tables.values():
        yield from _rows(found, wanted, here)
        yield from _columns(found, wanted, here)
    yield from _names(found)


def check_protection(found: Comparison) -> Iterator[Finding]:
    """Sheets that were protected, and input cells that were checked on typing."""
    for sheet, other in found.alignment.sheets.items():
        old, new = found.wanted.opened.sheets[sheet], found.mine.sheets[other]
        if old.protected and not new.protected:
            text = Text("工作表保护被取消", "the sheet's protection is off")
            yield Finding("protection_removed", Severity.NOTE, other, "", text)
        lost = [box for box in old.validated if not _is_validated(found, sheet, box[:2])]
        if lost:
            text = Text(
                f"{len(lost)} 处数据有效性不在了",
                f"{counted(len(lost), 'data validation is', 'data validations are')} gone",
            )
            yield Finding("validation_removed", Severity.NOTE, other, "", text)


def _is_validated(found: Comparison, sheet: str, at: tuple[int, int]) -> bool:
    here = found.alignment.to_mine(sheet, at)
    return here is None or any(inside(here[1], box) for box in found.mine.sheets[here[0]].validated)


def _sheets(found: Comparison) -> Iterator[Finding]:
    homes = {other: sheet for sheet, other in found.alignment.sheets.items()}
    used = {read for sheet in found.mine.sheets.values() for held in sheet.cells.values() if held.formula
            for read in [held.formula]} if len(homes) < len(found.mine.sheets) else set()  # fmt: skip
    for name, view in found.mine.sheets.items():
        if view.state == "visible":
            continue
        home = homes.get(name)
        if home is not None and found.wanted.opened.sheets[home].state == view.state:
            continue
        deep = view.state == "veryHidden"
        if home is not None:
            severity = Severity.CRITICAL if deep else Severity.WARNING
        else:
            # A sheet of the user's own matters when our cells may read it.
            severity = Severity.WARNING if any(name in formula for formula in used) else Severity.NOTE
        text = Text(
            f"工作表“{name}”被{'深度' if deep else ''}隐藏", f'the sheet "{name}" is {"very " if deep else ""}hidden'
        )
        yield Finding("hidden_sheet", severity, name, "", text)


def _rows(found: Comparison, wanted: Keyed, here: Keyed) -> Iterator[Finding]:
    view = found.mine.sheets[here.table.sheet]
    if not view.hidden_rows:
        return
    old = found.wanted.opened.sheets[wanted.table.sheet]
    filtered = []
    for name, row in here.rows.items():
        if (
            row not in view.hidden_rows
            or wanted.rows.get(name) in old.hidden_rows
            or not _has_content(found, here, row)
        ):
            continue
        if any(box[0] < row <= box[2] for box in view.filtered):
            filtered.append(row)
            continue
        key = here.keys.get(row, "")
        said = Text(
            f"第 {row} 行{f'（{key}）' if key else ''}被隐藏", f"row {row}{f' ({key})' if key else ''} is hidden"
        )
        severity = Severity.CRITICAL if _is_scored(found, wanted, here, name) else Severity.WARNING
        yield Finding("hidden_row", severity, here.table.sheet, f"A{row}", said)
    if filtered:
        said = Text(f"筛选隐藏了 {len(filtered)} 行", f"a filter hides {counted(len(filtered), 'row')}")
        yield Finding("filtered_rows", Severity.NOTE, here.table.sheet, f"A{filtered[0]}", said)


def _has_content(found: Comparison, here: Keyed, row: int) -> bool:
    """True when something was typed into an input cell of the row, or a formula shows something there."""
    for column in range(here.table.left, here.table.right + 1):
        held, value = found.mine.cell(here.table.sheet, (row, column)), found.value(here.table.sheet, (row, column))
        if held is None or value in (None, "") or value in _ERRORS:
            continue
        if held.formula or not found.mine.styles.is_locked(held.style):
            return True
    return False


_ERRORS = tuple(ERRORS.values())


def _is_scored(found: Comparison, wanted: Keyed, here: Keyed, name: str) -> bool:
    """True of a row with a score, or that had one when the workbook was handed out."""
    places = [(found.mine, here.table, here.rows.get(name)), (found.wanted.opened, wanted.table, wanted.rows.get(name))]
    cells = (
        opened.cell(table.sheet, (row, column))
        for opened, table, row in places
        if row is not None
        for column in range(table.left, table.right + 1)
    )
    return any(held is not None and "PS_SCORE" in held.formula.upper() for held in cells)


def _columns(found: Comparison, wanted: Keyed, here: Keyed) -> Iterator[Finding]:
    view, old = found.mine.sheets[here.table.sheet], found.wanted.opened.sheets[wanted.table.sheet]
    for heading in wanted.table.columns:
        before, now = wanted.at(heading), here.at(heading)
        if now is None or before is None or old.column_is_hidden(before) or not view.column_is_hidden(now):
            continue
        said = Text(f"“{heading}”列被隐藏", f'the column "{heading}" is hidden')
        severity = Severity.WARNING if _matters(found, wanted, before) else Severity.NOTE
        yield Finding("hidden_column", severity, here.table.sheet, f"{column_letters(now)}{here.table.top}", said)


def _matters(found: Comparison, wanted: Keyed, column: int) -> bool:
    """True of a column that is typed into, or that a score rests on."""
    first = found.wanted.opened.cell(wanted.table.sheet, (wanted.table.first_row, column))
    typed = first is not None and not first.formula and not found.wanted.opened.styles.is_locked(first.style)
    return typed or found.labelled(wanted.table, column) in found.wanted.decisive


def _names(found: Comparison) -> Iterator[Finding]:
    """Named cells outside the tables, such as the total."""
    for name in found.wanted.opened.names:
        place, old = found.mine.book.cell(name), found.wanted.opened.book.cell(name)
        if place is None or old is None or not name.startswith("ps_"):
            continue
        sheet, row, column = place
        view, before = found.mine.sheets[sheet], found.wanted.opened.sheets[old[0]]
        if found.mine.table_at(sheet, (row, column)) is not None:
            continue
        at = f"{column_letters(column)}{row}"
        if row in view.hidden_rows and old[1] not in before.hidden_rows:
            said = Text(f"{name} 所在的第 {row} 行被隐藏", f"row {row} with {name} is hidden")
            yield Finding("hidden_row", Severity.WARNING, sheet, at, said)
        if view.column_is_hidden(column) and not before.column_is_hidden(old[2]):
            said = Text(f"{name} 所在的列被隐藏", f"the column with {name} is hidden")
            yield Finding("hidden_column", Severity.WARNING, sheet, at, said)
