"""The record of an import in the table ps_provenance: one row for each file counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from psscore.model.text import Text
from psscore.workbook.filling.change import MARK, Change, change, digest_of, mark, marks_of, value_at
from psscore.workbook.input_tables import Address, InputTables
from psscore.workbook.input_text import Input
from psscore.workbook.refusal import Finding
from psscore.workbook.template.tables import PROVENANCE

_KEYS = tuple(PROVENANCE.columns)
_LONGEST = 30_000
"""Characters, of the 32,767 a cell holds."""
_SAME = ("kind", "target", "file", "sha256", "period", "mapping", "values")


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was counted: its name, its SHA-256, and its rows. `read` is the sum of the other four, None where a
    number is not known, or for several files together only."""

    file: str
    sha256: str
    read: int
    used: int | None
    excluded: int | None = 0
    rejected: int | None = 0
    duplicate: int | None = 0


@dataclass(frozen=True, slots=True)
class Record:
    """What an import says of itself: the kind of data, its files, the period, what counted it, and its mapping."""

    kind: Text
    sources: tuple[Source, ...]
    engine: str
    period: str = ""
    mapping: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What imports have written before: digests of all values of one, and marks of single cells."""

    digests: frozenset[str]
    marks: frozenset[str]
    by_period: Mapping[tuple[str, str], frozenset[str]]
    """The marks of each kind of data and period."""

    def lost(self, changes: Sequence[Change]) -> tuple[Change, ...]:
        """Of these changes those that would overwrite what no import wrote, but a person."""
        if digest_of(changes, old=True) in self.digests:
            return ()
        return tuple(one for one in changes if one.overwrites and mark(one, one.old) not in self.marks)

    def periods_of(self, one: Change, kind: Text) -> set[str]:
        """The periods of the imports of a kind of data that wrote what stands in a cell; none for what was typed."""
        at, kinds = mark(one, one.old), (kind.zh, kind.en)
        return {period for (name, period), marks in self.by_period.items() if name in kinds and at in marks}


def known_values(tables: InputTables) -> Known:
    """What the record tells of values written before."""
    if not tables.has(PROVENANCE.name):
        return Known(frozenset(), frozenset(), {})
    table = tables.table(PROVENANCE.name)
    columns = (table.column(PROVENANCE.columns[key]) for key in ("kind", "period", "values"))
    digests, found = set[str](), dict[tuple[str, str], frozenset[str]]()
    for row in zip(*columns, strict=True):
        kind, period, values = (_text(value_at(tables, at)) for at in row)
        digest, _, joined = values.partition(" ")
        digests.add(digest)
        marks = {joined[start : start + MARK] for start in range(0, len(joined), MARK)}
        found[kind, period] = found.get((kind, period), frozenset()) | marks
    return Known(frozenset(digests - {""}), frozenset().union(*found.values()), found)


def values_of(changes: Sequence[Change]) -> str:
    """What the record keeps of the values written: their digest, and a mark for each unless they are too many."""
    marks = "".join(marks_of(changes))
    return f"{digest_of(changes)} {marks}".rstrip() if len(marks) <= _LONGEST else digest_of(changes)


def plan_record(
    tables: InputTables, record: Record, changes: Sequence[Change], now: datetime, lang: str, *, more: bool = False
) -> tuple[list[Change], list[Finding]]:
    """The cells of the record: none when the workbook has no table for it, or says the same already and nothing
    changes, in these cells or in `more` of them."""
    if not tables.has(PROVENANCE.name):
        return [], []
    table = tables.table(PROVENANCE.name)
    rows = list(zip(*(table.column(title) for title in PROVENANCE.columns.values()), strict=True))
    there = [tuple(_text(value_at(tables, cell)) for cell in row) for row in rows]
    known = {_identity(dict(zip(_KEYS, row, strict=True))) for row in there}
    values = values_of(changes)
    target = "、".join(dict.fromkeys(one.table for one in changes))
    wanted = [_row(record, source, target, values, now, lang) for source in record.sources]
    recorded = all(_identity({key: _text(value) for key, value in row.items()}) in known for row in wanted)
    if recorded and not more and not any(one.differs for one in changes):
        return [], []
    blank = [row for row, texts in zip(rows, there, strict=True) if not any(texts)]
    if len(blank) < len(wanted):
        return [], [_full(rows, len(wanted), len(blank))]
    return list(_changes(tables, zip(blank, wanted, strict=False))), []


def _changes(tables: InputTables, rows: Iterable[tuple[tuple[Address, ...], dict[str, Input]]]) -> Iterable[Change]:
    for number, (cells, values) in enumerate(rows, 1):
        for cell, key in zip(cells, _KEYS, strict=True):
            yield change(tables, PROVENANCE.name, f"#{number}", PROVENANCE.columns[key], cell, values[key])


def _row(record: Record, source: Source, target: str, values: str, now: datetime, lang: str) -> dict[str, Input]:
    return {
        "at": f"{now:%Y-%m-%d %H:%M:%S}",
        "kind": record.kind(lang),
        "target": target,
        "file": source.file,
        "sha256": source.sha256,
        "read": source.read,
        "used": source.used,
        "excluded": source.excluded,
        "rejected": source.rejected,
        "duplicate": source.duplicate,
        "period": record.period,
        "engine": record.engine,
        "mapping": record.mapping,
        "values": values,
    }


def _identity(row: dict[str, str]) -> tuple[str, ...]:
    # Older records hold the digest of the values without the marks.
    return tuple(row[key].partition(" ")[0] if key == "values" else row[key] for key in _SAME)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _full(rows: Sequence[tuple[Address, ...]], wanted: int, blank: int) -> Finding:
    sheet, cell = next(islice(rows, 1))[0] if rows else ("", "")
    return Finding(
        sheet,
        cell,
        "too_few_rows",
        Text(
            f"来源记录还有 {blank} 个空行，这次需要 {wanted} 行：请清空不再需要的旧记录，或在表中加行",
            f"the record of sources has {blank} blank rows left and this import needs {wanted}: clear old ones, or add "
            f"rows to the table",
        ),
    )
