"""The tables: rows, headings, fixed contents and formulas against those handed out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from psscore.model.text import Text, counted
from psscore.tampering.alignment import same_text
from psscore.tampering.comparison import Comparison
from psscore.tampering.finding import Finding, Severity, shown
from psscore.tampering.keyed import Keyed, key_of
from psscore.tampering.sheet_view import Held, Place
from psscore.workbook.address import a1
from psscore.workbook.parts import Table


def check_tables(found: Comparison) -> Iterator[Finding]:
    """Every table of ours, row by row."""
    for name, wanted in found.wanted.tables.items():
        pair = found.alignment.tables.get(name)
        decisive = any(label.startswith(f"{name}[") for label in found.wanted.decisive)
        severity = Severity.CRITICAL if decisive else Severity.WARNING
        if pair is None:
            text = Text(f"表 {wanted.table.name} 不在了", f"the table {wanted.table.name} is gone")
            sheet = found.alignment.sheets.get(wanted.table.sheet, "")
            severity = found.if_gone(wanted.table.sheet, severity)
            yield Finding("table_missing", severity, sheet, "", text)
            continue
        yield from _headings(found, *pair)
        yield from _keys(found, *pair, severity)
        if wanted.column:
            yield from _rows(found, *pair)
        else:
            yield from _length(found, *pair)
        yield from _added(found, *pair)


def _headings(found: Comparison, wanted: Keyed, here: Keyed) -> Iterator[Finding]:
    for offset, heading in enumerate(wanted.table.columns):
        if heading not in here.table.columns:
            label = found.labelled(wanted.table, wanted.table.left + offset)
            severity = Severity.CRITICAL if label in found.wanted.decisive else Severity.WARNING
            text = Text(
                f"表 {here.table.name} 缺少“{heading}”列", f'the table {here.table.name} has no column "{heading}"'
            )
            yield Finding("column_missing", severity, here.table.sheet, a1(here.table.top, here.table.left), text)


def _keys(found: Comparison, wanted: Keyed, here: Keyed, severity: Severity) -> Iterator[Finding]:
    """Rows by their keys: each that was handed out, and in a score table no other and none twice."""
    if not here.column:
        return
    table = here.table
    old, new = Counter(wanted.keys.values()), Counter(here.keys.values())
    at = here.at(here.column)
    assert at is not None
    top = a1(table.top, at)
    for key in old:
        if not new[key]:
            row = next(row for row, own in wanted.keys.items() if own == key)
            title = _title(found, wanted, row)
            text = Text(
                f"表 {table.name} 缺少 {key} {title}的行", f"the table {table.name} has no row for {key} {title}"
            )
            yield Finding("row_missing", severity, table.sheet, top, text, key)
    if not _is_scores(found, wanted):
        return
    seen: set[str] = set()
    for row, key in here.keys.items():
        if key in seen and not wanted.repeats:
            text = Text(f"编号 {key} 在表 {table.name} 中重复", f"the code {key} stands in {table.name} more than once")
            yield Finding("row_repeated", Severity.CRITICAL, table.sheet, a1(row, at), text)
        elif key not in old:
            text = Text(f"标准中没有编号 {key}", f"the standard has no code {key}")
            yield Finding("row_added", Severity.CRITICAL, table.sheet, a1(row, at), text)
        seen.add(key)


def _is_scores(found: Comparison, wanted: Keyed) -> bool:
    """True of a table with a column of scores."""
    table = wanted.table
    first = (found.wanted.formulas.get((table.sheet, (table.first_row, column)))
             for column in range(table.left, table.right + 1))  # fmt: skip
    return any(formula is not None and "PS_SCORE" in formula.functions for formula in first)


def _title(found: Comparison, wanted: Keyed, row: int) -> str:
    """The last fixed text of a row, its name."""
    table, opened = wanted.table, found.wanted.opened
    texts = [
        held.value
        for column in range(table.left, table.right + 1)
        if (held := opened.cell(table.sheet, (row, column))) and not held.formula and isinstance(held.value, str)
        and opened.styles.is_locked(held.style)
    ]  # fmt: skip
    return shown(texts[min(3, len(texts) - 1)]) + " " if len(texts) > 1 else ""


def _rows(found: Comparison, wanted: Keyed, here: Keyed) -> Iterator[Finding]:
    for name, row in wanted.rows.items():
        if name not in here.rows:
            continue
        for column in range(wanted.table.left, wanted.table.right + 1):
            heading = wanted.table.columns[column - wanted.table.left]
            mine = here.at(heading)
            held = found.wanted.opened.cell(wanted.table.sheet, (row, column))
            if mine is None or held is None or heading == wanted.column:
                continue
            there, at = (wanted.table.sheet, (row, column)), (here.table.sheet, (here.rows[name], mine))
            finding = found.formula_finding(there, at) if held.formula else _fixed(found, there, held, at)
            if finding is not None:
                yield finding


def _fixed(found: Comparison, there: tuple[str, Place], old: Held, here: tuple[str, Place]) -> Finding | None:
    """A fixed text or number that is not what was handed out."""
    if old.value in (None, "") or not found.wanted.opened.styles.is_locked(old.style):
        return None
    held = found.mine.cell(*here)
    value = None if held is None else held.value
    if held is not None and not held.formula and _same(old, held):
        return None
    severity = Severity.CRITICAL if not isinstance(old.value, str) else found.severity(there)
    now = shown(f"={held.formula}" if held is not None and held.formula else value)
    text = Text(f"固定内容被改为“{now}”", f'fixed content was changed to "{now}"')
    return Finding("fixed_text_changed", severity, here[0], a1(*here[1]), text, shown(old.value))


def _same(old: Held, new: Held) -> bool:
    if isinstance(old.value, str) and isinstance(new.value, str):
        return same_text(old.value) == same_text(new.value)
    return old.value == new.value or key_of(old.value) == key_of(new.value)


def _length(found: Comparison, wanted: Keyed, here: Keyed) -> Iterator[Finding]:
    """A table whose rows are only counted: fewer rows that hold formulas list less."""
    old, new = len(wanted.rows), len(here.rows)
    computed = any(name == wanted.table.name.casefold() for name, _ in found.wanted.calculated)
    if new < old and computed:
        text = Text(
            f"表 {here.table.name} 只剩 {new} 行，发放时有 {old} 行",
            f"the table {here.table.name} has {counted(new, 'row')} left of {old}",
        )
        yield Finding("row_missing", Severity.NOTE, here.table.sheet, a1(here.table.top, here.table.left), text)


def _added(found: Comparison, wanted: Keyed, here: Keyed) -> Iterator[Finding]:
    """The formulas in rows that were not handed out, and in those of tables without codes."""
    table = here.table
    known = set(wanted.rows) if wanted.column else set()
    columns = [heading for name, heading in found.wanted.calculated if name == table.name.casefold()]
    for name, row in here.rows.items():
        if name in known:
            continue
        for heading in columns:
            column = here.at(heading)
            if column is None:
                continue
            there = wanted.table.sheet, (wanted.table.first_row, _column(wanted.table, heading))
            finding = found.formula_finding(there, (table.sheet, (row, column)))
            if finding is not None and (finding.code != "formula_removed" or _in_use(found, here, row)):
                yield finding


def _in_use(found: Comparison, here: Keyed, row: int) -> bool:
    columns = range(here.table.left, here.table.right + 1)
    return any(found.value(here.table.sheet, (row, column)) not in (None, "") for column in columns)


def _column(table: Table, heading: str) -> int:
    return table.left + table.columns.index(heading)
